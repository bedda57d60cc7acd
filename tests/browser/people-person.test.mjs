// tests/browser/people-person.test.mjs: one person's page: why they are one, what the owner says about
// that and takes back, and what contradicts.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { book, enter, start } from "./lib.mjs";

const card = (name, birthday, company) =>
  `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nBDAY:${birthday}\r\nORG:${company}\r\nEND:VCARD\r\n`;

let tact, page, set, dir;
before(async () => {
  set = book(120);
  dir = mkdtempSync(join(tmpdir(), "tact-cards-"));
  writeFileSync(join(dir, "two.vcf"), card("Quentin Marlowe", "1980-03-04", "Glasshouse") + card("Perdita Unalike", "1981-05-06", "Boatyard"));
  tact = await start({ run: [["import", ...set.archives], ["import", join(dir, "two.vcf")]] });
  page = await tact.page({ still: true });
  await enter(page);
});
after(async () => {
  set?.remove();
  rmSync(dir, { recursive: true, force: true });
  await tact?.stop();
});

const api = async (path) => (await page.request.get("/api" + path)).json();
const everybody = async () => {
  const rows = [];
  for (let next = "/people"; next; ) {
    const got = await api(next);
    rows.push(...got.people);
    next = got.next?.slice(4);
  }
  return rows;
};
const several = async () => {
  const found = (await everybody()).find((p) => !p.owner && p.identities.length > 2);
  return found ?? assert.fail("nobody has three identities");
};
const count = () => page.locator("#where .identities li").count();
const takeBack = () => page.locator("#words button", { hasText: "take back" }).first().click();

test("each pair says in words what speaks for it", async () => {
  const { id } = await several();
  await page.goto("/people/" + id);
  const why = page.locator("#why details");
  assert.ok((await why.count()) > 0);
  await why.first().locator("summary").click();
  assert.ok((await why.first().locator(".fall li").count()) > 0);
  assert.doesNotMatch(await page.innerText("aside"), /\b(bits|score|cluster)\b/i);
});

test("some of the identities are somebody else, until that is taken back", async () => {
  const { id, identities } = await several();
  const whole = await api("/people/" + id);
  await page.goto("/people/" + id);
  await page.locator("#where summary").click();
  await page.locator("#where input[name=identity]").last().check();
  await page.getByRole("button", { name: "They are somebody else" }).click();
  await page.locator("#words").waitFor();
  assert.equal(await count(), identities.length - 1);
  assert.match(await page.innerText("#words"), /Not the same as/);
  await takeBack();
  await page.waitForFunction((n) => document.querySelectorAll("#where .identities li").length === n, identities.length);
  assert.deepEqual((await api("/people/" + id)).identities, whole.identities, "exactly as it was");
});

test("two are one person: found by name, said, shown side by side where they contradict, taken back", async () => {
  const { id } = (await everybody()).find((p) => p.name === "Quentin Marlowe");
  await page.goto("/people/" + id);
  await page.fill("#find-same", "unalike");
  await page.getByRole("button", { name: "Look" }).click();
  await page.locator(".picks label", { hasText: "Perdita Unalike" }).locator("input").check();
  await page.getByRole("button", { name: "They are one person" }).click();
  await page.waitForFunction(() => document.querySelectorAll("#where .identities li").length === 2);
  const clash = page.locator(".clash");
  assert.equal(await clash.count(), 2);
  assert.match(await clash.first().innerText(), /contradicts/);
  assert.match(await page.innerText("#known"), /1980-03-04[\s\S]*1981-05-06|1981-05-06[\s\S]*1980-03-04/);
  assert.match(await page.innerText("#known"), /Address book, import \d+/);
  await takeBack();
  await page.waitForFunction(() => document.querySelectorAll("#where .identities li").length === 1);
});

test("this is me, and then it is not", async () => {
  const { id } = (await everybody()).find((p) => p.name === "Quentin Marlowe");
  await page.goto("/people/" + id);
  await page.getByRole("button", { name: "This is me" }).click();
  await page.locator("#words").waitFor();
  const me = (await everybody()).find((p) => p.owner) ?? (await api("/people/" + new URL(page.url()).pathname.split("/")[2]));
  assert.equal(me.owner, true);
  await takeBack();
  assert.equal((await api("/people/" + id)).owner, false);
});

test("the side of somebody is corrected with one press", async () => {
  const { id } = await several();
  await page.goto("/people/" + id);
  await page.locator(".answers").getByRole("button", { name: "personal", exact: true }).click();
  await page.waitForLoadState();
  assert.match(await page.innerText(".context-is"), /personal: as you said/i);
  await page.locator(".answers").getByRole("button", { name: "professional", exact: true }).click();
  await page.waitForLoadState();
  assert.match(await page.innerText(".context-is"), /professional: as you said/i);
  assert.equal((await api("/people/" + id)).context.is, "professional");
});

test("somebody who is not there, and nobody chosen, are said", async () => {
  const { id } = await several();
  const token = await page.getAttribute("body", "data-token");
  const post = (path, body) => page.request.post("/api" + path, { data: body, headers: { "X-Tact-Token": token } });
  assert.equal((await post(`/people/${id}/same`, {})).status(), 400);
  assert.equal((await post(`/people/${id}/same`, { other: [999999999] })).status(), 404);
  assert.equal((await post(`/people/${id}/split`, {})).status(), 400);
  assert.equal((await post(`/people/${id}/apart`, { other: 999999999 })).status(), 404);
  assert.equal((await post(`/people/${id}/take-back`, { word: 999999999 })).status(), 404);
  assert.equal((await post("/people/999999999/me", {})).status(), 404);
});
