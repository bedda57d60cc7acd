// tests/browser/typing.test.mjs: a draft is typed word by word on a slow machine: the verdict keeps up,
// and nothing flickers.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./lib.mjs";

const SLOWER = 4; // times
const WORDS =
  "We are thrilled to announce version 4.2 of our analytics platform with faster dashboards, so book a demo today and bring your whole team along for the launch.";

let tact, page;
before(async () => {
  tact = await start({ demo: true });
  page = await tact.page({ still: true });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
});
after(() => tact.stop());

// Watches from inside: when keys come and answers stand there, and what happens to each verdict.
const watch = () =>
  page.evaluate(() => {
    const text = document.querySelector("#text");
    const seen = { took: [], behind: [], emptied: 0, removed: 0, jumped: [], opened: true };
    const keys = []; // [when, the text as it was then]
    text.addEventListener("input", () => keys.push([performance.now(), text.value]), true);
    window.addEventListener("tact:checked", (e) => {
      const at = keys.findLastIndex(([, was]) => was === e.detail);
      if (at < 0) return;
      seen.took.push(performance.now() - keys[at][0]);
      // how many keystrokes came after the one that this verdict is of
      seen.behind.push(keys.length - 1 - at);
    });
    const cards = [...document.querySelectorAll(".verdict-card")];
    const verdict = (c) => c.querySelector(".said > .verdict");
    const state = (c) => ({ is: c.className, height: c.offsetHeight });
    const last = new Map(cards.map((c) => [c, { ...state(c), verdict: verdict(c) }]));
    new MutationObserver(() => {
      for (const c of cards) {
        const v = verdict(c), was = last.get(c), now = state(c);
        if (v !== was.verdict) seen.removed++;
        if (!v?.textContent.trim()) seen.emptied++;
        if (now.is === was.is && now.height < was.height - 1) seen.jumped.push([was.height, now.height]);
        last.set(c, { ...now, verdict: v });
      }
    }).observe(document.querySelector("#places"), { subtree: true, childList: true, characterData: true, attributes: true });
    window.__seen = seen;
  });

test("word by word, on a machine four times as slow, the verdict keeps up", async () => {
  await page.goto("/write");
  await watch();
  await page.focus("#text");
  for (const word of WORDS.split(" ")) {
    await page.keyboard.type(word + " ", { delay: 60 });
    // what is shown is of what was just typed
    await page.waitForFunction(() => document.querySelector("#marks").textContent.trim() === document.querySelector("#text").value.trim(), null, { timeout: 3000 });
  }
  const seen = await page.evaluate(() => window.__seen);
  const took = seen.took.sort((a, b) => a - b);
  const median = took[took.length >> 1], p95 = took[Math.floor(took.length * 0.95)];
  console.log(`# keystroke to verdict, ${SLOWER} times slower: ${took.length} answers to ${WORDS.length} keys, median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, at most ${Math.max(...seen.behind)} keys behind`);
  assert.ok(took.length > WORDS.length / 3, `${took.length} answers`);
  assert.ok(p95 < 250, `p95 ${p95} ms`);
  const late = seen.behind.filter((n) => n > 1).length;
  assert.ok(late <= seen.behind.length * 0.05, `${late} of ${seen.behind.length} were older than one keystroke`);
});

test("no verdict is taken away, emptied or made to jump while one types", async () => {
  const seen = await page.evaluate(() => window.__seen);
  assert.deepEqual([seen.removed, seen.emptied, seen.jumped], [0, 0, []]);
});

test("what is open stays open, and the same element, from one answer to the next", async () => {
  const why = page.locator(".verdict-card details.why").first();
  await why.locator("summary").click();
  await why.evaluate((d) => (window.__open = d));
  await page.focus("#text");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("My cat is on the table.", { delay: 20 });
  await page.waitForFunction(() => /on the table/.test(document.querySelector("#marks").textContent));
  assert.equal(await page.evaluate(() => window.__open.isConnected && window.__open.open), true);
  await page.fill("#text", "");
});
