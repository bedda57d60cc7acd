// tests/browser/corrections.test.mjs: the check is told where it is wrong, learns it at once, and
// forgets it again.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cardOf as find, start } from "./lib.mjs";

let tact, page;
before(async () => {
  tact = await start({ demo: true });
  page = await tact.page({ still: true });
  page.on("dialog", (dialog) => dialog.accept());
});
after(() => tact.stop());
const cardOf = (label, on = page, more = "") => find(on, label, more);

const cat = "My cat Minka and the kitten slept all afternoon, what lazy cats!";
const cardOn = (on) => cardOf("LinkedIn", on);
const card = () => cardOn(page);
const is = (what) => cardOf("LinkedIn", page, `.is-${what}`).waitFor();
const learned = async () => (await (await fetch(tact.url + "/api/learned")).json()).learned.filter((x) => !x.taken_back);
async function write(text) {
  await page.goto("/write");
  await page.fill("#text", text);
  await page.waitForFunction((t) => document.querySelector("#marks").textContent.trim() === t, text);
  if (!(await card().locator("details.why").evaluate((d) => d.open))) await card().locator("details.why summary").click();
}

test("“Fine in professional” makes it fit there at once, says what was learned, and Undo takes it back", async () => {
  await write(cat);
  await is("think_twice");
  await card().getByRole("button", { name: "Fine in professional" }).first().click();
  await is("fits");
  assert.match(await card().locator(".taught").innerText(), /Learned: .* fine in professional\. *Undo/);
  assert.equal(await page.evaluate(() => document.activeElement.className), "plain undo", "the keyboard is on Undo");
  const [one] = await learned();
  assert.deepEqual([one.kind, one.context, one.text], ["fine", "professional", cat]);
  assert.equal(await page.inputValue("#text"), cat);
  await page.locator("#text").press("End");
  await page.keyboard.type(" What a day.");
  await page.waitForFunction(() => /What a day/.test(document.querySelector("#marks").textContent));
  await card().getByRole("button", { name: "Undo" }).click();
  await is("think_twice");
  assert.match(await card().locator(".taught").innerText(), /Forgotten/);
  assert.deepEqual(await learned(), []);
  await page.fill("#text", "");
});

test("“This isn't …” is learned of the text, and holds everywhere", async () => {
  await write(cat);
  await is("think_twice");
  await page.waitForTimeout(600); // no second half of a double click
  const button = card().getByRole("button", { name: /^This (isn't|doesn't)/ }).first();
  await button.dblclick();
  await card().locator(".undo").waitFor();
  const list = await learned();
  assert.equal(list.length, 1, "a double click says it once");
  assert.deepEqual([list[0].kind, list[0].context], ["isnt", ""]);
  const { checks } = await (
    await fetch(tact.url + "/api/write/check", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Tact-Token": await page.evaluate(() => document.body.dataset.token) },
      body: JSON.stringify({ text: cat }),
    })
  ).json();
  assert.ok(checks.every((c) => c.taught.includes(list[0].fact)), "other requests know it");
  await card().getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction(() => /Forgotten/.test(document.querySelector("#places").textContent));
  await page.fill("#text", "");
});

test("“Never in …” keeps it out, and the owner's own word can be taken back where it shows", async () => {
  await write(cat);
  await page.waitForTimeout(600);
  const home = cardOf("Facebook maralindok");
  await home.locator("details.why summary").click();
  await home.getByRole("button", { name: "Never pets in personal" }).click();
  await cardOf("Facebook maralindok", page, ".is-keep_out").waitFor();
  assert.match(await home.locator(".said > .verdict").innerText(), /you said/i);
  await page.waitForTimeout(600);
  await home.getByRole("button", { name: "Take that back" }).click();
  await cardOf("Facebook maralindok", page, ".is-fits").waitFor();
  assert.deepEqual(await learned(), []);
  await page.fill("#text", "");
});

test("what a text gives away has no buttons: it is always told", async () => {
  await write("My card is 4111 1111 1111 1111, exp 12/27.");
  await is("keep_out");
  const reason = card().locator('.reason[data-key="card"]');
  assert.equal(await reason.count() > 0, true);
  assert.equal(await reason.first().getByRole("button").count(), 0);
  await page.fill("#text", "");
});

test("a correction by another program is known at the next keystroke", async () => {
  await write(cat);
  await is("think_twice");
  tact.command("learn", "fine", "pets", "--in", "professional");
  await page.locator("#text").press("End");
  await page.keyboard.type(" ");
  await is("fits");
  await page.fill("#text", "");
});

test("the page Learned has each in plain words, and takes them back", async () => {
  await page.goto("/write");
  await page.locator(".more a", { hasText: "Learned" }).click();
  await page.waitForURL("**/learned");
  const rows = page.locator(".lessons:not(details *) .lesson");
  const before = await rows.count();
  assert.equal(before, (await learned()).length);
  assert.match(await rows.first().innerText(), /fine in professional[\s\S]*Holds in professional · said on \d+ \w+ \d{4}/);
  for (let left = before; left > 0; left--) {
    assert.equal(await rows.count(), left);
    await rows.first().getByRole("button", { name: /Take back/ }).click();
    await page.waitForLoadState("load");
  }
  assert.match(await page.innerText(".empty"), /Nothing yet/);
  await page.locator(".gone-lessons summary").click();
  assert.ok((await page.locator(".gone-lessons .lesson").count()) >= before);
  assert.match(await page.locator(".gone-lessons .lesson").first().innerText(), /taken back on/);
  await page.goto("/networks");
  await page.locator(".head a", { hasText: "Learned" }).click();
  await page.waitForURL("**/learned");
});

test("without scripts: said, kept with the draft, undone", async () => {
  const plain = await tact.page({ js: false });
  await plain.goto("/write");
  await plain.fill("#text", cat);
  await plain.click("#check-button");
  const mine = cardOn(plain);
  assert.match(await mine.getAttribute("class"), /is-think_twice/);
  await mine.locator("details.why summary").click();
  await mine.getByRole("button", { name: "Fine in professional" }).first().click();
  await plain.waitForURL(/\/write\?draft=\d+&learned=\d+/);
  assert.equal(await plain.inputValue("#text"), cat);
  assert.match(await mine.getAttribute("class"), /is-fits/);
  assert.match(await mine.locator(".taught").innerText(), /Learned: .* fine in professional/);
  await plain.reload();
  assert.equal((await learned()).length, 1, "a page that is loaded again says nothing twice");
  await mine.getByRole("button", { name: "Undo" }).click();
  await plain.waitForURL(/forgotten/);
  assert.match(await mine.getAttribute("class"), /is-think_twice/);
  assert.match(await mine.locator(".taught").innerText(), /Forgotten/);
  assert.deepEqual(await learned(), []);
  await plain.goto("/learned");
  assert.match(await plain.innerText(".empty"), /Nothing yet/);
  await plain.context().close();
});
