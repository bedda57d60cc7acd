// tests/browser/sides.test.mjs: a draft that goes to another context than it began in is asked about, once.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isTooWide, signedIn } from "./lib.mjs";

let live, tact, page, ask, api, una, linkedin;
before(async () => {
  live = await signedIn();
  ({ tact, page, ask, api, una, linkedin } = live);
});
after(() => live?.stop());
const QUESTION = /This draft began in professional; it now also goes to personal: Mastodon una/;
const box = (account) => page.locator(`input[name=account][value="${account.id}"]`);

test("the page asks where the other account is chosen, and the answer holds", async () => {
  const { draft } = await api("/drafts", { text: "Our bakery hires an apprentice.", account: linkedin.id });
  await page.goto(`/write?draft=${draft}`);
  assert.equal(await page.locator("#sides .two-sides").count(), 0);
  await box(una).check();
  await page.locator("#sides .two-sides").waitFor();
  assert.match(await page.locator("#sides").innerText(), QUESTION);
  await tact.axe(page);
  await page.setViewportSize({ width: 390, height: 844 });
  assert.ok(!(await isTooWide(page)), "it fits a phone");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.click("#ready"); // not before it was answered
  assert.match(await page.locator("#problem").innerText(), QUESTION);
  await page.getByRole("button", { name: "Yes, there too" }).click();
  await page.waitForURL(/write\?draft=\d+$/);
  assert.equal(await page.locator("#sides .two-sides").count(), 0, "once");
  assert.ok(await box(una).isChecked(), "it is kept as it was");
  await page.goto(`/drafts/${draft}/send`);
  assert.match(await page.locator(".two-sides").innerText(), /Two sides of you/);
  assert.equal(await page.locator("#sides").count(), 0);
});

test("the page before it goes out asks too, and the server takes nothing before", async () => {
  const { draft } = await api("/drafts", { text: "The oven is warm.", account: linkedin.id });
  await api("/drafts", { draft, text: "The oven is warm.", account: [linkedin.id, una.id] });
  assert.match((await api(`/drafts/${draft}/send`)).asks, QUESTION);
  for (const path of [`/drafts/${draft}/send`, "/write/ready"]) {
    const r = await ask(path, { when: "now", draft, text: "The oven is warm.", account: [linkedin.id, una.id] });
    assert.equal(r.status, 400, path);
  }
  const refused = await ask(`/drafts/${draft}/send`, { when: "now" });
  assert.equal(refused.status, 400);
  assert.match(await refused.text(), QUESTION);
  await page.goto(`/drafts/${draft}/send`);
  assert.match(await page.locator("#sides").innerText(), QUESTION);
  assert.ok(await page.locator("button.publish").isDisabled());
  await tact.axe(page);
  await page.getByRole("button", { name: "Yes, there too" }).click();
  await page.waitForURL(/\/drafts\/\d+\/send$/);
  assert.ok(await page.locator("button.publish").isEnabled());
  assert.equal((await api(`/drafts/${draft}/send`)).asks, "");
  await api(`/drafts/${draft}/send`, { when: "now" });
});

test("a program answers with the accounts that were meant", async () => {
  const { draft } = await api("/drafts", { text: "Rye again.", account: linkedin.id });
  await api("/drafts", { draft, text: "Rye again.", account: una.id });
  assert.match((await api(`/drafts/${draft}/send`)).asks, /it now goes to personal/);
  await api("/write/contexts", { draft, account: linkedin.id, text: "Rye again." });
  await api("/drafts", { draft, text: "Rye again.", account: una.id });
  assert.match((await api(`/drafts/${draft}/send`)).asks, /it now goes to personal/, "that was another account");
  await api("/write/contexts", { draft, account: una.id });
  assert.equal((await api(`/drafts/${draft}/send`)).asks, "");
});
