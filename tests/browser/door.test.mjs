// tests/browser/door.test.mjs: the first password, signing in and out, and what a session guards.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { enter, PASSWORD, start } from "./lib.mjs";

const EVIL = [
  "//evil.example",
  "///evil.example/x",
  "https://evil.example/",
  "/\\evil.example",
  "/\t/evil.example",
  "\\\\evil.example",
  "javascript:alert(1)",
  " //evil.example",
  "evil.example",
];

let tact, page;
before(async () => {
  tact = await start();
  page = await tact.page();
});
after(() => tact.stop());

const path = () => page.url().slice(tact.url.length);
const endSessions = () =>
  execFileSync("sqlite3", [join(tact.home, "tact.db"), ".timeout 5000", "DELETE FROM sessions"]);
const signIn = async (password) => {
  await page.fill("#password", password);
  const [answer] = await Promise.all([page.waitForResponse("**/sign-in"), page.click("button.main")]);
  await page.waitForLoadState("load");
  return answer;
};
// The server's own answer, without the browser's check of the form before it.
const choose = async (password, again) => {
  await page.$$eval("input", (all) => all.forEach((i) => i.removeAttribute("minlength")));
  await page.fill("#password", password);
  await page.fill("#again", again);
  const [answer] = await Promise.all([page.waitForResponse("**/first"), page.click("button.main")]);
  return answer;
};

test("a fresh home asks for a password, wherever one goes first", async () => {
  for (const to of ["/", "/timeline?kind=post", "/people"]) {
    await page.goto(to);
    assert.match(path(), /^\/sign-in/);
    assert.equal(await page.innerText("h1"), "Welcome");
    assert.equal(await page.locator("header.side").count(), 0);
  }
  assert.equal(await page.evaluate(() => document.activeElement.id), "password");
  await page.fill("#password", "short");
  await page.fill("#again", "short");
  await page.click("button.main");
  assert.equal(await page.locator("#password:invalid").count(), 1, "the browser says it first");
});

test("one that is too short, and two that differ, are told so", async () => {
  await page.goto("/");
  assert.equal((await choose("short", "short")).status(), 400);
  assert.match(await page.innerText("[role=alert]"), /at least 8 characters/i);
  assert.equal((await choose(PASSWORD, PASSWORD + "!")).status(), 400);
  assert.match(await page.innerText("[role=alert]"), /not the same/);
  assert.equal(await page.inputValue("#password"), "", "no password comes back in a page");
});

test("then one is in, with a cookie that scripts and other sites do not get", async () => {
  await enter(page);
  assert.equal(path(), "/");
  const cookies = await page.context().cookies();
  assert.equal(cookies.length, 1);
  assert.equal(cookies[0].httpOnly, true);
  assert.equal(cookies[0].sameSite, "Lax");
  assert.ok(cookies[0].expires * 1000 > Date.now() + 86400000 * 20);
  assert.equal(await page.evaluate(() => document.cookie), "");
});

test("a second first password is refused", async () => {
  const token = await page.getAttribute("body", "data-token");
  const answer = await page.request.post("/first", {
    form: { token, password: "another one here", again: "another one here" },
    maxRedirects: 0,
  });
  assert.equal(answer.status(), 400);
  assert.match(await answer.text(), /has a password already|Sign in/);
});

test("signing out ends the session itself, not only the cookie", async () => {
  const [cookie] = await page.context().cookies();
  await page.goto("/timeline");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  assert.equal((await page.context().cookies()).length, 0);
  const answer = await fetch(tact.url + "/api/timeline", {
    headers: { Cookie: `${cookie.name}=${cookie.value}` },
  });
  assert.equal(answer.status, 403);
});

test("signing out is at hand on a phone too", async () => {
  const phone = await tact.page({ phone: true });
  await enter(phone);
  const button = phone.getByRole("button", { name: "Sign out" });
  assert.equal(await button.isVisible(), true);
  await button.click();
  await phone.waitForURL("**/sign-in");
  await phone.context().close();
});

test("a session that ended leads to the door, and back to where one wanted to go", async () => {
  await enter(page);
  endSessions();
  await page.goto("/timeline?kind=reply&network=x");
  assert.match(path(), /^\/sign-in\?next=/);
  await signIn(PASSWORD);
  assert.equal(path(), "/timeline?kind=reply&network=x");
  endSessions();
  await page.goto("/search?q=" + encodeURIComponent('"a & b" from:me é'));
  await signIn(PASSWORD);
  assert.equal(new URL(page.url()).searchParams.get("q"), '"a & b" from:me é');
  await page.context().clearCookies();
  await page.goto("/people");
  await signIn(PASSWORD);
  assert.equal(path(), "/people");
});

test("the door leads to no other site", async () => {
  for (const next of EVIL) {
    const to = "/sign-in?next=" + encodeURIComponent(next);
    const answer = await page.request.get(to, { maxRedirects: 0 });
    assert.equal(answer.headers().location, "/", next);
  }
  for (const next of EVIL.slice(0, 5)) {
    await page.context().clearCookies();
    await page.goto("/sign-in?next=" + encodeURIComponent(next));
    assert.equal(await page.inputValue("[name=next]"), "/", next);
    // and where the form itself was changed
    await page.$eval("[name=next]", (field, v) => (field.value = v), next);
    await signIn(PASSWORD);
    await page.locator(".side").waitFor();
    assert.equal(path(), "/", next);
  }
});

test("an address where nothing is says so, in the frame", async () => {
  for (const to of ["/nothing", "/posts/1", "/people/99999", "/networks/none", "/imports/77"]) {
    const answer = await page.goto(to);
    assert.equal(answer.status(), 404, to);
    assert.equal(await page.locator("header.side").count(), 1);
    assert.equal(await page.locator("main").count(), 1);
    assert.equal(await page.innerText("h1"), "Not here");
  }
  assert.equal((await page.request.get("/timeline?context=none")).status(), 404);
  const stranger = await tact.page();
  assert.equal((await stranger.goto("/nothing")).status(), 404);
  assert.equal(await stranger.locator("main").count(), 1);
  await stranger.context().close();
});

test("wrong passwords: after five one is told to wait", async () => {
  await page.context().clearCookies();
  await page.goto("/sign-in");
  for (let i = 0; i < 5; i++) {
    assert.equal((await signIn("wrong " + i)).status(), 403);
    assert.match(await page.innerText("[role=alert]"), /not the password/);
  }
  const answer = await signIn(PASSWORD);
  assert.equal(answer.status(), 429, "the right one too: whoever guesses learns nothing");
  assert.ok(Number(answer.headers()["retry-after"]) >= 30);
  assert.match(await page.innerText("[role=alert]"), /Try again in \d+ seconds/);
});
