// tests/browser/people-review.test.mjs: the questions about who is who, worked through with the
// keyboard, with the mouse, and without scripts; each answer is kept and can be undone.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { book, enter, start } from "./lib.mjs";

let tact, page, set;
before(async () => {
  set = book(200);
  tact = await start({ run: [["import", ...set.archives]] });
  page = await tact.page({ still: true });
  await enter(page);
});
after(async () => {
  set?.remove();
  await tact?.stop();
});

const api = async (path) => (await page.request.get("/api" + path)).json();
const progress = (on = page) => on.locator(".progress label").innerText();
const asked = (on = page) => on.locator("#asked").innerText();
const identities = async (id) => (await api("/people/" + id)).identities.map((i) => i.id).sort();
const sideIds = (on = page) => on.$$eval(".beside h3 a", (a) => a.map((x) => Number(x.getAttribute("href").split("/")[2])));
// Presses a key and waits for the next question to stand there.
async function press(key) {
  const before = page.url();
  await page.keyboard.press(key);
  await page.waitForURL((u) => u.href !== before);
  await page.waitForFunction(() => !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling"));
}

test("the list leads to the questions, and each says what speaks for it in words", async () => {
  await page.goto("/people");
  await page.locator(".people-places a", { hasText: "to answer" }).click();
  await page.waitForURL("**/people/review");
  const all = (await api("/people/review")).all;
  assert.ok(all >= 3, `${all} questions`);
  assert.match(await progress(), /^1 of \d+$/);
  assert.match(await asked(), /one person|two people/i);
  assert.equal(await page.locator(".beside").count(), 2);
  assert.ok((await page.locator(".fall li").count()) >= 2);
  for (const how of await page.$$eval(".fall li:not(.together) .fall-how", (a) => a.map((x) => x.innerText)))
    assert.match(how, /for it|against/);
  assert.doesNotMatch(await page.innerText("main"), /\b(bits|score|cluster|probability)\b/i);
});

test("later, the same, not the same, undo: a key each", async () => {
  await page.goto("/people/review");
  const first = await sideIds();
  await press("l");
  assert.match(await progress(), /^2 of/);
  await press("ArrowRight");
  assert.match(await progress(), /^3 of/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "asked", "whoever listens hears the question");
  const [a, b] = await sideIds();
  const was = [await identities(a), await identities(b)];
  await press("s");
  assert.match(await progress(), /^4 of/);
  assert.deepEqual(await identities(Math.min(a, b)), [...was[0], ...was[1]].sort(), "they are one");
  await press("u");
  assert.deepEqual([await identities(a), await identities(b)], was, "they are two again");
  await page.goto("/people/review");
  assert.deepEqual(await sideIds(), first);
  await press("d");
  const pairs = (await api("/people/review")).same.map((q) => [q.a.id, q.b.id].sort().join());
  assert.ok(!pairs.includes([...first].sort().join()), "it is not asked again");
  await press("u");
  await page.goto("/people/review");
  assert.deepEqual(await sideIds(), first, "until it is taken back");
});

test("a key that is typed somewhere answers nothing", async () => {
  await page.goto("/people/review");
  await page.focus("#find");
  await page.keyboard.type("sdl");
  assert.match(await progress(), /^1 of/);
});

test("from where somebody is known is asked too, and heard", async () => {
  const { all, sides } = await api("/people/review");
  assert.ok(sides.length > 0, "somebody is asked about");
  await page.goto("/people/review?at=" + all);
  assert.match(await asked(), /privately, from work, or both/);
  const [id] = await sideIds();
  await press("1");
  assert.deepEqual([(await api("/people/" + id)).context.is, (await api("/people/" + id)).context.why], ["personal", "decided"]);
  await press("u");
  assert.notEqual((await api("/people/" + id)).context.why, "decided");
});

test("after the last one it is over", async () => {
  await page.goto("/people/review?at=5000");
  assert.match(await asked(), /That was the last one/);
  assert.match(await page.innerText(".empty"), /questions? waits?/);
});

test("all of it works without scripts", async () => {
  const plain = await tact.page({ js: false, state: await page.context().storageState() });
  await plain.goto("/people/review");
  await plain.getByRole("link", { name: "Later" }).click();
  assert.match(await progress(plain), /^2 of/);
  const [a, b] = await sideIds(plain);
  const was = await identities(a);
  await plain.getByRole("button", { name: "Same person" }).click();
  assert.match(await progress(plain), /^3 of/);
  assert.equal(new URL(plain.url()).pathname, "/people/review");
  assert.ok((await identities(Math.min(a, b))).length > was.length || a > b);
  await plain.getByRole("button", { name: "Undo last" }).click();
  assert.deepEqual(await identities(a), was);
  await plain.context().close();
});
