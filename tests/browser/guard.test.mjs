// tests/browser/guard.test.mjs: a draft is made ready: quiet, told, asked, held; and never blocked.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cardOf as find, start } from "./lib.mjs";

let tact, page, token, personal;
before(async () => {
  tact = await start({ demo: true });
  page = await tact.page({ still: true });
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto("/write");
  token = await page.evaluate(() => document.body.dataset.token);
  personal = (await api("/contexts")).contexts.find((c) => c.name === "personal").id;
});
after(() => tact.stop());
const cardOf = (label, on = page, more = "") => find(on, label, more);

const launch = "Book a demo of our new analytics platform today: 20% off for new customers, order now!";
const api = async (path) => (await fetch(tact.url + "/api" + path)).json();
const guard = (name) =>
  fetch(`${tact.url}/api/contexts/${personal}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Tact-Token": token },
    body: JSON.stringify({ guard: name }),
  });
const draft = async (on = page) => {
  const id = Number(/draft=(\d+)|drafts\/(\d+)/.exec(on.url()).slice(1).find(Boolean));
  return (await api("/write")).drafts.find((d) => d.id === id);
};
// Writes it for these places and presses Ready.
async function ready(text, labels, on = page) {
  await on.goto("/write");
  await on.fill("#text", text);
  for (const label of labels) await cardOf(label, on).locator("input").check();
  await on.click("#ready");
  await on.waitForURL(/drafts\/\d+\/(send|ready)|write\/ready/);
}
// What was decided is shown before it goes out: back from there to what the draft says of itself.
async function decided(on = page) {
  await on.waitForURL(/drafts\/\d+\/send/);
  await on.getByRole("link", { name: "Back to the draft" }).click();
  await on.locator("#decided").waitFor();
}

test("what fits everywhere is ready at once, and says so in the list of drafts", async () => {
  await ready("We opened our new office in Rotterdam and are hiring two engineers.", ["LinkedIn"]);
  assert.match(page.url(), /\/drafts\/\d+\/send$/);
  assert.equal((await draft()).state, "ready", "ready, and nothing went out yet");
  assert.match(await page.innerText(".send-to"), /LinkedIn[\s\S]*professional[\s\S]*new office in Rotterdam/);
  await decided();
  assert.match(await page.innerText("#decided"), /Ready[\s\S]*LinkedIn/);
  const row = page.locator(".drafts li", { hasText: "new office in Rotterdam" });
  assert.match(await row.innerText(), /ready[\s\S]*LinkedIn/);
  assert.equal((await draft()).state, "ready");
  // the words were decided about, not the draft: others want a new decision
  await page.locator("#text").press("Control+End");
  await page.keyboard.type(" Come!");
  await page.locator("#kept", { hasText: "Kept" }).waitFor();
  await page.reload();
  assert.match(await page.innerText("#decided"), /changed it since/);
  assert.equal((await draft()).state, "changed");
});

test("nothing to post, and nowhere to go, is said in a sentence", async () => {
  await page.goto("/write");
  await page.click("#ready");
  await page.locator("[role=alert]", { hasText: "nothing to post yet" }).waitFor();
  await page.goto("/write");
  await page.fill("#text", launch);
  await page.click("#ready");
  await page.locator("[role=alert]", { hasText: "Choose at least one place" }).waitFor();
  assert.equal(await page.inputValue("#text"), launch, "the text is still there");
});

test("tell: it is shown, and one click goes on", async () => {
  await ready(launch, ["LinkedIn", "Facebook maralindok"]);
  await page.locator(".stop").waitFor();
  assert.equal(await page.locator(".stop").count(), 1, "only the place that it is about");
  assert.match(await page.innerText(".stop"), /Facebook maralindok[\s\S]*personal[\s\S]*Think twice[\s\S]*people here/);
  assert.equal(await page.locator("#reason").count(), 0);
  assert.match(await page.innerText(".decide"), /other place you chose is fine/);
  await page.getByRole("button", { name: "Go on" }).click();
  await decided();
  assert.deepEqual((await draft()).decisions.map((d) => d.did).sort(), ["ready", "went_on"]);
  assert.match(await page.innerText("#decided"), /You went on/);
});

test("ask: a reason is wanted, kept, and shown on the draft", async () => {
  await guard("ask");
  await ready(launch, ["Facebook maralindok"]);
  await page.getByRole("button", { name: "Post it anyway" }).click();
  await page.locator("[role=alert]").waitFor();
  assert.equal(await page.getAttribute("#reason", "aria-invalid"), "true");
  assert.equal((await draft()).state, "open", "nothing was decided");
  assert.equal(await page.getByRole("button", { name: /Wait/ }).count(), 0);
  await page.fill("#reason", "My sister <asked> for it");
  await page.getByRole("button", { name: "Post it anyway" }).click();
  await decided();
  assert.match(await page.innerText("#decided"), /Facebook maralindok[\s\S]*You went on: My sister <asked> for it/);
  assert.equal((await draft()).state, "ready");
  await page.goto(`/drafts/${(await draft()).id}/ready`); // and it can be thought over again
  await page.getByRole("link", { name: "Back to the draft" }).click();
  await page.waitForURL("**/write?draft=*");
});

test("hold: offers to wait until tomorrow at nine, and does not force", async () => {
  await guard("hold");
  await ready(launch, ["LinkedIn", "Facebook maralindok"]);
  await page.getByRole("button", { name: "Wait until tomorrow 9:00" }).click();
  await page.locator("#decided").waitFor();
  assert.match(await page.innerText("#decided"), /You wait until \d+ \w+ \d{4}, 09:00/);
  const waits = await draft();
  assert.equal(waits.state, "waits");
  const hours = (new Date(waits.until) - Date.now()) / 3600000;
  assert.ok(hours > 8 && hours < 34, `${hours} hours`);
  assert.match(await page.locator(".drafts li").first().innerText(), /waits until/);
  await page.click("#ready"); // one can think better of it
  await page.fill("#reason", "It can't wait");
  await page.getByRole("button", { name: "Post it anyway" }).click();
  await decided();
  assert.match(await page.innerText("#decided"), /It can't wait/);
  assert.equal((await draft()).state, "ready");
});

test("the place can be left out, and the others go on", async () => {
  await ready(launch, ["LinkedIn", "Facebook maralindok"]);
  await page.getByRole("button", { name: "Leave it out" }).click();
  await decided();
  assert.equal(await cardOf("Facebook maralindok").locator("input").isChecked(), false);
  assert.deepEqual((await draft()).decisions.map((d) => d.account), ["LinkedIn"]);
});

test("quiet: nothing is said unless one asks, and Ready goes on", async () => {
  await guard("quiet");
  await page.goto("/write");
  await page.fill("#text", launch);
  const card = cardOf("Facebook maralindok");
  await card.locator("details.why").waitFor();
  assert.doesNotMatch(await card.innerText(), /Think twice/);
  await card.locator("summary").click();
  assert.match(await card.innerText(), /Think twice/, "asked");
  await card.locator("input").check();
  await page.click("#ready");
  await decided();
  assert.equal((await draft()).state, "ready");
  // but what it gives away is told here too
  await page.goto("/write");
  await page.fill("#text", "My card is 4111 1111 1111 1111.");
  await card.getByText("Keep it out").first().waitFor();
  await page.fill("#text", "");
});

test("without scripts: asked, given a reason, ready", async () => {
  await guard("hold");
  const plain = await tact.page({ js: false });
  await ready(launch, ["Facebook maralindok"], plain);
  assert.match(await plain.innerText(".stop"), /Think twice/);
  await plain.getByRole("button", { name: "Post it anyway" }).click();
  assert.match(await plain.innerText("[role=alert]"), /few words why/);
  await plain.fill("#reason", "They know the story");
  await plain.getByRole("button", { name: "Post it anyway" }).click();
  await decided(plain);
  assert.match(await plain.innerText("#decided"), /You went on: They know the story/);
  await plain.context().close();
  await guard("tell");
});
