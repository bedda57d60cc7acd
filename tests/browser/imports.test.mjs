// tests/browser/imports.test.mjs: an archive is paused and goes on; pictures and what they tell.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { enter, start } from "./lib.mjs";

const SAMPLE = process.env.SAMPLE;
let tact, page, dir;
before(async () => {
  dir = mkdtempSync(join(tmpdir(), "tact-imports-"));
  execFileSync(SAMPLE, ["--seed", "3", "--network", "x", "--posts", "150000", "--out", dir]);
  execFileSync(SAMPLE, ["--seed", "3", "--out", join(dir, "all")]);
  tact = await start({ env: { TACT_MARK_RECORDS: "2000" } });
  page = await tact.page();
  await enter(page);
  await page.goto("/networks");
});
after(async () => {
  rmSync(dir, { recursive: true, force: true });
  await tact.stop();
});

const jobs = async () => (await (await page.request.get("/api/jobs")).json()).jobs;
const until = async (is) => {
  for (let i = 0; i < 400; i++) {
    const all = await jobs();
    if (is(all[0])) return all[0];
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error(JSON.stringify(await jobs()));
};

test("a large archive is paused where it stands", async () => {
  await page.setInputFiles("#archive", join(dir, "x.zip"));
  await until((j) => j?.state === "reading" && j.records > 2000);
  await page.getByRole("button", { name: "Pause" }).click();
  const job = await until((j) => j.state === "paused");
  assert.ok(job.import > 0, "some of it is kept");
  await page.goto("/networks");
  assert.match(await page.innerText("#jobs"), /is paused/);
  const imports = (await (await page.request.get("/api/networks")).json()).imports;
  assert.equal(imports.at(-1).state, "paused");
  assert.ok(imports.at(-1).records.posts < 150000);
  await tact.axe(page);
});

test("others wait meanwhile, and it goes on to the same end", async () => {
  await page.setInputFiles("#archive", join(dir, "all", "phone.vcf"));
  await until((j) => j.name === "phone.vcf" && j.state === "waiting");
  await page.goto("/networks");
  await page.getByRole("button", { name: "Go on" }).click();
  await until((j) => j.name === "phone.vcf" && j.state === "done");
  const imports = (await (await page.request.get("/api/networks")).json()).imports;
  const x = imports.find((i) => i.archive === "x.zip");
  assert.equal(x.state, "done");
  assert.equal(x.records.posts, 150000);
  assert.equal(imports.filter((i) => i.archive === "x.zip").length, 1, "still one import");
});

test("what is paused can be taken back instead", async () => {
  execFileSync(SAMPLE, ["--seed", "9", "--network", "mastodon", "--posts", "120000", "--out", dir]);
  await page.goto("/networks");
  await page.setInputFiles("#archive", join(dir, "mastodon.tar.gz"));
  await until((j) => j.name === "mastodon.tar.gz" && j.state === "reading" && j.records > 2000);
  await page.getByRole("button", { name: "Pause" }).click();
  await until((j) => j.name === "mastodon.tar.gz" && j.state === "paused");
  await page.goto("/networks");
  await page.getByRole("link", { name: "or take it back" }).click();
  await page.getByRole("button", { name: /^Undo import/ }).click();
  await until((j) => j.what === "undo" && j.state === "done");
  const state = await (await page.request.get("/api/networks")).json();
  assert.equal(state.accounts.filter((a) => a.network === "mastodon").length, 0);
  assert.ok(!state.jobs.some((j) => j.state === "paused"));
});

test("pictures are shown as copies, and their page says what they tell", async () => {
  await page.goto("/networks");
  await page.setInputFiles("#archive", join(dir, "all", "facebook.zip"));
  await until((j) => j.name === "facebook.zip" && j.state === "done");
  await page.goto("/timeline?media=1");
  const src = await page.locator("img[src^='/media/']").first().getAttribute("src");
  const got = await page.request.get(src);
  assert.equal(got.headers()["content-type"], "image/webp");
  await page.getByRole("link", { name: "Networks" }).first().click();
  await page.getByRole("link", { name: "What your pictures tell" }).click();
  assert.match(await page.innerText("main"), /Pictures kept/);
  await tact.axe(page);
});
