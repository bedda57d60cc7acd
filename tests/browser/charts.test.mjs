// tests/browser/charts.test.mjs: tables become charts under a policy that allows nothing inline.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { browse } from "./lib.mjs";

const POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'";
const assets = new URL("../../build/assets/", import.meta.url);

const head = `<thead><tr><th>Month</th><th class="warm">personal</th><th>professional</th></tr></thead>`;
const month = (m, a, b) =>
  `<tr><th>${m}</th><td data-n="${a}"><a href="/hit?${m}">${a}</a></td><td>${b}</td></tr>`;
const figure = (kind, name, rows) =>
  `<figure data-chart="${kind}"><figcaption>${name}</figcaption>` +
  `<details><summary>Table</summary><table>${head}<tbody>${rows}</tbody></table></details></figure>`;
const PAGE = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>
<meta name="htmx-config" content='{"includeIndicatorStyles":false,"allowEval":false}'>
<link rel="stylesheet" href="/page.css"><script src="/htmx.js" defer></script>
<script src="/charts.js" defer></script></head><body><main><h1>Charts</h1>
${figure("stacked-months", "Posts by month", month("2024-03", 900, 1) + month("2024-01", 900, 1))}
${figure("bars", "Topics", month("Food & <i>drink</i>", "1", "1,200"))}
${figure("heat", "Hours", month("Monday", 3, 4))}
${figure("bars", "Nothing yet", "")}
</main></body></html>`;
const STYLE = `:root{color-scheme:light dark;--ink:light-dark(#222,#eee);--surface:light-dark(#fff,#222)}
body{color:var(--ink);background:var(--surface)}.warm{--context:#c04000}.chart{width:600px}`;

let server, url;
before(async () => {
  server = createServer((request, answer) => {
    const path = new URL(request.url, "http://x").pathname;
    const send = (type, bytes) => answer.setHeader("Content-Type", type).end(bytes);
    answer.setHeader("Content-Security-Policy", POLICY);
    if (path === "/page.css") send("text/css", STYLE);
    else if (path.endsWith(".js")) send("text/javascript", readFileSync(new URL(`.${path}`, assets)));
    else send("text/html; charset=utf-8", path === "/" ? PAGE : "<!DOCTYPE html><title>hit</title>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

// How many pixels of the first chart are of a colour, about.
const pixels = (page, rgb) =>
  page.evaluate((want) => {
    const canvas = document.querySelector(".chart canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let n = 0;
    for (let i = 0; i < data.length; i += 4)
      n += want.every((c, k) => Math.abs(data[i + k] - c) < 8) && data[i + 3] > 250;
    return n;
  }, rgb);

for (const dark of [false, true]) {
  test(`tables are drawn, and a click opens what is behind a bar (${dark ? "dark" : "light"})`, async () => {
    const browser = await browse(url);
    try {
      const page = await browser.page({ dark, still: true });
      await page.goto("/");
      const charts = page.locator(".chart[role=img]");
      await charts.first().waitFor();
      assert.equal(await charts.count(), 3);
      assert.equal(await charts.first().getAttribute("aria-label"), "Posts by month");
      await page.waitForTimeout(300);
      assert.ok((await pixels(page, [192, 64, 0])) > 500, "the colour of its context");
      await browser.axe(page, { dark });
      await page.emulateMedia({ colorScheme: dark ? "light" : "dark" });
      await page.waitForTimeout(300);
      assert.equal(await charts.count(), 3);
      assert.equal(await page.locator("style").count(), 0);
      // the first of three months: January, February in which nothing was, March
      await charts.first().click({ position: { x: 140, y: 200 } });
      await page.waitForURL(/\/hit\?2024-01/);
    } finally {
      await browser.stop();
    }
  });
}

test("without scripts the tables are there", async () => {
  const browser = await browse(url);
  try {
    const page = await browser.page({ js: false });
    await page.goto("/");
    await page.locator("summary").first().click();
    assert.match(await page.locator("table").first().innerText(), /2024-03\s+900/);
    assert.equal(await page.locator(".chart").count(), 0);
  } finally {
    await browser.stop();
  }
});
