// tests/browser/account.test.mjs: one's own account: e-mail, password, second step, sessions, invitations, acting
// for a company; with scripts and without.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { enter, isTooWide, PASSWORD, start, totp } from "./lib.mjs";

const OTHER = "bramble over old stones";
let tact, page, invited;
before(async () => {
  tact = await start();
  page = await tact.page({ js: false });
});
after(() => tact.stop());

const sql = (text) =>
  execFileSync("sqlite3", [join(tact.home, "tact.db"), ".timeout 8000", text], { encoding: "utf8" }).trim();
const forget = () => sql("DELETE FROM attempts");
const part = (name, of = page) => of.locator(`section[aria-labelledby=${name}]`);

test("a home of one has a door with a password only, until there is an e-mail", async () => {
  await enter(page);
  await page.goto("/account");
  await page.fill("#name", "Mara Lindok");
  await page.fill("#email", "Mara@Example.org");
  await part("who").getByRole("button").click();
  assert.match(await page.innerText("[role=alert]"), /password/, "a new e-mail wants the password");
  assert.equal(await page.inputValue("#email"), "Mara@Example.org");
  await page.fill("#who-password", PASSWORD);
  await part("who").getByRole("button").click();
  assert.equal(await page.innerText("main [role=status]"), "Saved.");
  assert.equal(await page.inputValue("#email"), "mara@example.org");
  const door = await tact.page({ js: false });
  await door.goto("/sign-in");
  assert.equal(await door.locator("#email").count(), 1);
  await door.context().close();
});

test("a wrong e-mail and a wrong password are told apart by nobody", async () => {
  const said = [];
  for (const email of ["mara@example.org", "nobody@example.org", "x", ""]) {
    forget();
    const answer = await fetch(tact.url + "/api/sign-in", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email, password: "wrong wrong wrong" }),
    });
    said.push(`${answer.status} ${await answer.text()}`);
  }
  assert.equal(new Set(said).size, 1, said.join("\n"));
  forget();
});

test("somebody is invited, comes in once, and finds a place of their own", async () => {
  await page.goto("/owners");
  await page.fill("#email", "ann@example.org");
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.innerText(".once code");
  assert.match(link, /\/join\/[0-9a-f]{64}$/);
  invited = await tact.page({ js: false, phone: true });
  await invited.goto(link);
  assert.match(await invited.innerText("main"), /ann@example\.org/);
  await invited.fill("#name", "Ann");
  await invited.fill("#password", OTHER);
  await invited.fill("#again", OTHER + "!");
  await invited.getByRole("button").click();
  assert.match(await invited.innerText("[role=alert]"), /not the same/);
  await invited.fill("#password", OTHER);
  await invited.fill("#again", OTHER);
  await invited.getByRole("button").click();
  assert.equal(new URL(invited.url()).pathname, "/");
  await invited.goto("/account");
  assert.equal(await invited.inputValue("#email"), "ann@example.org");
  assert.equal(await isTooWide(invited), false);
  assert.equal((await invited.goto("/owners")).status(), 403);
  assert.equal((await page.goto(link)).status(), 404, "good once");
});

test("sessions are seen and ended; a new password ends the others", async () => {
  const second = await tact.page({ js: false });
  await second.goto("/sign-in");
  await second.fill("#email", "ann@example.org");
  await second.fill("#password", OTHER);
  await second.getByRole("button").click();
  await invited.goto("/account");
  assert.equal(await part("sessions", invited).locator("li").count(), 2);
  await part("sessions", invited).getByRole("button", { name: /^End:/ }).click();
  assert.equal(await part("sessions", invited).locator("li").count(), 1);
  await second.goto("/account");
  assert.match(second.url(), /sign-in/);
  await second.fill("#email", "ann@example.org");
  await second.fill("#password", OTHER);
  await second.getByRole("button").click();
  await invited.fill("#old", "wrong wrong wrong");
  await invited.fill("#new", OTHER + " anew");
  await invited.fill("#new-again", OTHER + " anew");
  await invited.getByRole("button", { name: "Change it" }).click();
  assert.match(await invited.innerText("[role=alert]"), /not your password/);
  await invited.fill("#old", OTHER);
  await invited.fill("#new", OTHER + " anew");
  await invited.fill("#new-again", OTHER + " anew");
  await invited.getByRole("button", { name: "Change it" }).click();
  await second.goto("/account");
  assert.match(second.url(), /sign-in/);
  await second.context().close();
});

test("a second step: set up, asked for, no code twice, codes on paper once", async () => {
  await page.goto("/account");
  await page.fill("#second-password", PASSWORD);
  await part("second").getByRole("button").click();
  const letters = await page.innerText(".letters code");
  const picture = await page.request.get("/account/second.svg");
  assert.equal(picture.headers()["content-type"], "image/svg+xml");
  assert.equal(picture.headers()["cache-control"], "no-store");
  await page.fill("#code", "000000");
  await part("second").getByRole("button").click();
  assert.match(await page.innerText("[role=alert]"), /not the code/);
  const first = totp(letters);
  await page.fill("#code", first);
  await part("second").getByRole("button").click();
  const paper = await page.locator(".codes code").allInnerTexts();
  assert.equal(paper.length, 10);
  assert.equal(sql("SELECT secret FROM second_factors").includes(letters.replaceAll(" ", "")), false);

  const door = await tact.page({ js: false });
  const knock = async (code) => {
    await door.waitForLoadState("load"); // the page before may still be asking for its own colours, as somebody
    await door.context().clearCookies();
    await door.goto("/sign-in?next=/people");
    await door.fill("#email", "mara@example.org");
    await door.fill("#password", PASSWORD);
    await door.getByRole("button").click();
    assert.equal((await door.context().cookies()).length, 0, "half a sign-in is none");
    await door.fill("#code", code);
    await door.getByRole("button").click();
  };
  forget();
  await knock(first);
  assert.match(await door.innerText("[role=alert]"), /code/, "no code is good twice");
  await door.fill("#code", paper[0].toUpperCase());
  await door.getByRole("button").click();
  assert.equal(new URL(door.url()).pathname, "/people");
  await knock(paper[0]);
  assert.match(await door.innerText("[role=alert]"), /code/, "one on paper neither");
  await door.fill("#code", totp(letters, Date.now() + 30000));
  await door.getByRole("button").click();
  assert.equal(new URL(door.url()).pathname, "/people");
  const bare = await fetch(tact.url + "/api/sign-in", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: "mara@example.org", password: PASSWORD }),
  });
  assert.equal(bare.status, 403);
  assert.match(await bare.text(), /code/);
  for (const ticket of ["00", "ab".repeat(60), "x"])
    assert.equal(
      (
        await fetch(tact.url + "/api/sign-in", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ ticket, code: paper[1] }),
        })
      ).status,
      403,
    );
  await door.context().close();
  await page.goto("/account");
  await page.fill("#drop-password", PASSWORD);
  await page.getByRole("button", { name: "Remove the second step" }).click();
  assert.equal(sql("SELECT count(*) FROM second_factors") + sql("SELECT count(*) FROM recovery_codes"), "00");
});

test("whoever belongs to a company sees for whom they act, and switches", async () => {
  await page.goto("/");
  assert.equal(await page.locator("#acts-for").count(), 0, "nothing where there is no company");
  sql("INSERT INTO owners (owner_id, name, created_ms, kind) VALUES (9, 'Fernlight', 1, 'company')");
  sql("INSERT INTO memberships VALUES (9, 1, 'writer', 1)");
  await page.goto("/people");
  const stale = await page.getAttribute("body", "data-token");
  assert.equal(await page.locator(".acting").count(), 0);
  await page.selectOption("#acts-for", { label: "Fernlight" });
  await page.getByRole("button", { name: "Switch" }).click();
  assert.match(await page.innerText(".acting"), /Fernlight/);
  assert.equal((await page.goto("/account")).status(), 403);
  assert.match(await page.innerText("main"), /switch back/);
  const late = await page.request.post("/drafts", { form: { token: stale, text: "x" }, maxRedirects: 0 });
  assert.equal(late.status(), 403, "a page of before posts into no other's place");
  await page.goto("/");
  await tact.axe(page);
  const phone = await tact.page({ phone: true, state: await page.context().storageState() });
  await phone.goto("/");
  assert.equal(await isTooWide(phone), false);
  await phone.context().close();
  sql("DELETE FROM memberships");
  await page.goto("/people");
  assert.equal(await page.locator(".acting").count(), 0, "who left the company is back with themself");
});

test("what happened is told, newest first", async () => {
  await page.goto("/audit");
  const all = await page.locator("main li").allInnerTexts();
  for (const words of [/You invited ann@example\.org/, /Somebody was refused at the door/, /You set up the second step/])
    assert.ok(all.some((x) => words.test(x)), String(words));
  assert.equal(all.some((x) => /Ann/.test(x)), false, "nothing of what Ann did");
});

test("who is closed is out at once", async () => {
  await page.goto("/owners");
  await page.getByRole("button", { name: "Close Ann" }).click();
  await invited.goto("/people");
  assert.match(invited.url(), /sign-in/);
  await invited.fill("#email", "ann@example.org");
  await invited.fill("#password", OTHER + " anew");
  await invited.getByRole("button").click();
  assert.match(await invited.innerText("[role=alert]"), /do not go together/);
  await invited.context().close();
});
