// tests/browser/smoke.test.mjs: the first page is there, in every way of looking at it.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { isTooWide, start } from "./lib.mjs";

const WAYS = {
  "the first page": {},
  "the first page without scripts": { js: false },
  "the first page in the dark": { dark: true },
  "the first page on a phone": { phone: true },
};

for (const [name, options] of Object.entries(WAYS)) {
  test(name, async () => {
    const tact = await start();
    try {
      const page = await tact.page(options);
      const answer = await page.goto("/");
      assert.equal(answer.status(), 200);
      assert.match(await page.title(), /Tact/);
      if (options.phone) assert.equal(await isTooWide(page), false);
      await tact.axe(page, options);
    } finally {
      await tact.stop();
    }
  });
}
