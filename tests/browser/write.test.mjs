// tests/browser/write.test.mjs: the check beside the text, drafts that keep themselves.
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

const launch = "Book a demo of our new analytics platform today: 20% off for new customers, order now!";
const place = (label) =>
  page
    .locator(".verdict-card", { has: page.locator(".badge", { hasText: new RegExp(`\\b${label}\\b`) }) })
    .first();
// Types, and waits for the answer to just this.
const put = async (text) => {
  const [answer] = await Promise.all([
    page.waitForResponse((r) => r.url().endsWith("/write/check")),
    page.fill("#text", text),
  ]);
  await answer.finished();
  await page.waitForFunction(() => document.querySelector(".verdict-card strong"));
};
const drafts = async () => (await (await fetch(tact.url + "/api/write")).json()).drafts;
const shown = async (label, what) => {
  await page.waitForFunction(
    ([l, w]) =>
      [...document.querySelectorAll(".verdict-card")].some(
        (c) => c.innerText.includes(l) && c.classList.contains("is-" + w),
      ),
    [label, what],
  );
};

test("verdicts follow what is typed, place by place", async () => {
  await page.goto("/write");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
  assert.equal(await page.locator(".verdict-card strong").count(), 0, "nothing is said of nothing");
  await put(launch);
  await shown("Facebook maralindok", "think_twice");
  await shown("LinkedIn", "fits");
  assert.match(await place("Facebook maralindok").innerText(), /Think twice/);
  assert.match(await place("LinkedIn").locator("strong").innerText(), /^Fits/);
  await put("Had the best lasagne with grandma and the kids on Sunday.");
  await shown("Facebook maralindok", "fits");
  await page.fill("#text", "");
  await page.waitForFunction(() => !document.querySelector(".verdict-card strong"));
});

const reasons = (label) => place(label).locator("details.why");

test("a reason opens to the words it rests on, and they are marked in the text", async () => {
  await put(launch);
  await shown("Facebook maralindok", "think_twice");
  const why = reasons("Facebook maralindok");
  await why.locator("summary").click();
  const quotes = await why.locator("q").allInnerTexts();
  assert.ok(quotes.length > 0);
  for (const q of quotes) assert.ok(launch.includes(q), q);
  const marks = await page.locator("#marks mark").allTextContents();
  assert.ok(marks.length > 0);
  assert.ok(quotes.some((q) => marks.some((m) => m.includes(q) || q.includes(m))), `${quotes} ${marks}`);
  assert.equal((await page.locator("#marks").textContent()).trim(), launch);
  const said = await why.innerText();
  assert.match(said, /Rule \S+/);
  assert.match(said, /May put off .* (friends|relatives)/, "whom, by name and number");
  assert.match(said, /people here/);
});

test("what the text does is said once, not at every place", async () => {
  await put("We are happy to announce that our new bakery opens on Monday.");
  await page.waitForFunction(() => /announces/.test(document.querySelector("#does").textContent));
  assert.equal(await page.getByText("It announces something").count(), 1);
  await put("Kannst du mir bitte einen guten Zahnarzt in Bremen empfehlen?");
  await page.waitForFunction(() => /English best/.test(document.querySelector("#note").textContent));
});

test("a place that is chosen although it does not fit says so beside its box", async () => {
  await put(launch);
  await shown("Facebook maralindok", "think_twice");
  const card = place("Facebook maralindok"), box = card.locator("input[type=checkbox]");
  const ground = () => card.evaluate((c) => getComputedStyle(c).backgroundColor);
  const calm = await ground();
  await box.check();
  assert.notEqual(await ground(), calm, "seen at once");
  await page.locator("#live", { hasText: "Think twice" }).waitFor({ state: "attached" });
  const described = await box.getAttribute("aria-describedby");
  assert.match(await page.locator("#" + described).innerText(), /Think twice/);
  const far = await page.evaluate((id) => {
    const text = document.getElementById(id), tick = document.querySelector(`[aria-describedby=${id}]`);
    return text.getBoundingClientRect().top - tick.getBoundingClientRect().bottom;
  }, described);
  assert.ok(far < 40, `${far} px away`);
  await box.uncheck();
  assert.equal(await ground(), calm);
});

test("the marks lie under their words, also in a long text that was scrolled", async () => {
  const lines = Array.from({ length: 60 }, (_, i) => `Line ${i} of a letter that goes on and on.`);
  const long = lines.join("\n") + "\nMy card is 4111 1111 1111 1111, exp 12/27.";
  await put(long);
  await page.waitForFunction(() => document.querySelector("#marks mark"));
  const same = await page.evaluate(() => {
    const text = document.querySelector("#text"), marks = document.querySelector("#marks");
    text.scrollTop = text.scrollHeight;
    text.dispatchEvent(new Event("scroll"));
    const style = (e) => (({ font, lineHeight, padding, letterSpacing, wordSpacing }) =>
      [font, lineHeight, padding, letterSpacing, wordSpacing].join())(getComputedStyle(e));
    return {
      style: style(text) === style(marks),
      width: text.clientWidth - marks.clientWidth,
      height: Math.abs(text.scrollHeight - marks.scrollHeight),
      top: text.scrollTop - marks.scrollTop,
    };
  });
  assert.deepEqual([same.style, same.width, same.top], [true, 0, 0], JSON.stringify(same));
  assert.ok(same.height < 30, JSON.stringify(same));
});

test("an opened reason stays open while typing goes on", async () => {
  await put(launch);
  await shown("Facebook maralindok", "think_twice");
  const reason = reasons("Facebook maralindok");
  if (!(await reason.evaluate((d) => d.open))) await reason.locator("summary").click();
  await page.locator("#text").focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" Order now, our new release is out!", { delay: 15 });
  await page.waitForFunction(() => /Order now/.test(document.querySelector("#marks").textContent));
  await page.waitForTimeout(200);
  assert.equal(await reason.evaluate((d) => d.open), true);
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
});

test("each network counts by its own rule, and what is too long is shown", async () => {
  await put("See https://example.com/a/very/long/address/that/goes/on/and/on/and/on?for=ever&and=ever");
  const count = () => place("X").locator(".count").innerText();
  assert.match(await count(), /^27 of 280/, "an address counts 23");
  await put("👩‍👩‍👧‍👦");
  assert.match(await count(), /^2 of 280/, "an emoji counts 2");
  await put("a".repeat(281));
  assert.match(await count(), /^281 of 280/);
  assert.equal(await place("X").locator(".count.over").count(), 1);
  assert.equal(await place("Facebook").locator(".count.over").count(), 0);
  await put("one\ntwo");
  assert.match(await count(), /^7 of 280/, "a line break is one character");
});

test("answers come while one types", async () => {
  await page.goto("/write");
  // from the keystroke until the verdicts stand on the page
  await page.evaluate(() => {
    window.took = [];
    let typed;
    document.querySelector("#text").addEventListener("input", () => (typed = performance.now()), true);
    window.addEventListener("tact:checked", () => window.took.push(performance.now() - typed));
  });
  await page.locator("#text").pressSequentially(launch.slice(0, 40), { delay: 90 });
  await page.waitForTimeout(300);
  const took = await page.evaluate(() => window.took);
  assert.ok(took.length > 20, `${took.length} answers`);
  took.sort((a, b) => a - b);
  const median = took[took.length >> 1], p95 = took[Math.floor(took.length * 0.95)];
  console.log(`# keystroke to verdict: ${took.length}, median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  assert.ok(median < 150, `median ${median} ms`);
  await page.fill("#text", "");
});

test("a draft keeps itself, is there after a reload, and can be thrown away", async () => {
  await page.goto("/write");
  const before = (await drafts()).length;
  await page.fill("#text", "A thought for later.\nWith <b>two</b> lines & </textarea>");
  await place("Mastodon").locator("input[type=checkbox]").check();
  await page.locator("#kept", { hasText: "Kept" }).waitFor();
  assert.match(page.url(), /\/write\?draft=\d+/);
  await page.keyboard.press("Control+End");
  await page.locator("#text").press("Control+Enter");
  await page.reload();
  assert.equal(await page.inputValue("#text"), "A thought for later.\nWith <b>two</b> lines & </textarea>");
  assert.equal(await place("Mastodon").locator("input[type=checkbox]").isChecked(), true);
  assert.equal((await drafts()).length, before + 1, "kept once, however often");
  assert.equal(await page.locator(".verdict-card strong").count() > 0, true, "judged at once");
  const row = page.locator(".drafts li", { hasText: "A thought for later" });
  await row.getByRole("button", { name: "Throw away this draft" }).click();
  await page.waitForURL("**/write");
  assert.equal((await drafts()).length, before);
});

test("leaving before it is kept does not lose it unasked", async () => {
  await page.goto("/write");
  await page.locator("#text").pressSequentially("Half a sent", { delay: 5 });
  const asked = page.waitForEvent("dialog", { timeout: 3000 });
  page.goto("/timeline").catch(() => {});
  assert.equal((await asked).type(), "beforeunload");
  await page.waitForURL("**/timeline");
});

test("the text can be copied for a place", async () => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/write");
  await put(launch);
  await place("LinkedIn").getByRole("button", { name: /Copy the text/ }).click();
  await place("LinkedIn").getByText("Copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), launch);
  await page.fill("#text", "");
});

test("without scripts: a button checks, a button keeps", async () => {
  const plain = await tact.page({ js: false });
  await plain.goto("/write");
  await plain.fill("#text", launch);
  await plain.click("#check-button");
  assert.match(await cardOf("Facebook maralindok", plain).innerText(), /Think twice/);
  assert.equal(await plain.inputValue("#text"), launch);
  assert.equal(await plain.getByRole("button", { name: /Copy/ }).count(), 0, "it needs a script");
  await plain.click("#keep");
  await plain.waitForURL("**/write?draft=*");
  assert.match(await plain.innerText("#kept"), /Kept/);
  assert.equal(await plain.inputValue("#text"), launch);
  await plain.locator(".drafts").getByRole("button").first().click();
  assert.equal((await drafts()).filter((d) => d.text === launch).length, 0);
  await plain.context().close();
});
