// tests/browser/people-map.test.mjs: the list of people by every filter, the map and the table that
// says the same, circles that are named.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isTooWide, start } from "./lib.mjs";

let tact, page;
before(async () => {
  tact = await start({ demo: true });
  page = await tact.page({ still: true });
});
after(() => tact.stop());

const api = async (path) => (await fetch(tact.url + "/api" + path)).json();
const shown = (on = page) => on.$$eval("#people .who", (a) => a.map((x) => Number(x.getAttribute("href").split("/")[2])));
const chips = (on = page) => on.$$eval("ul[aria-label='Narrowed by'] a span:first-child", (a) => a.map((x) => x.innerText));
const choose = async (name, value) => {
  await Promise.all([page.waitForURL(`**${name}=${value}*`), page.selectOption(`[name=${name}]`, value)]);
  await page.waitForLoadState("load");
};

test("the list narrows by context, relation, circle, closeness and silence, each a chip", async () => {
  await page.goto("/people");
  await choose("side", "personal");
  const badges = await page.$$eval("#people .badge", (a) => a.map((x) => x.innerText.trim()));
  assert.ok(badges.length > 5 && badges.every((b) => b === "personal"), String(badges));
  await choose("kind", "family");
  assert.deepEqual(await chips(), ["Personal", "Family"]);
  assert.deepEqual(await shown(), (await api("/people?side=personal&kind=family")).people.map((p) => p.id));
  await page.locator("ul[aria-label='Narrowed by'] a", { hasText: "Personal" }).click();
  await page.waitForURL((u) => !u.search.includes("side="));
  assert.deepEqual(await chips(), ["Family"]);
  await page.goto("/people");
  await page.locator(".more-filters summary").click();
  await choose("layer", "15");
  assert.equal((await shown()).length, 15);
  assert.ok(await page.locator(".more-filters[open]").count(), "what is chosen can be seen");
  await choose("silent", "182");
  const before = Date.now() - 182 * 86400e3;
  const silent = (await api("/people?layer=15&silent=182")).people;
  assert.ok(silent.length < 15 && silent.every((p) => Date.parse(p.last_contact) < before));
  await page.goto("/people?world=both");
  assert.deepEqual(await chips(), ["known from: In both worlds"]);
  assert.equal((await api("/people?kind=nothing")).status, 400);
});

test("a row says how strong the tie is, in words", async () => {
  await page.goto("/people");
  const bar = page.locator("#people .strength").first();
  assert.match(await bar.getAttribute("aria-label"), /wrote/);
  const circle = page.locator("#people .facts a").first();
  const name = await circle.innerText();
  await circle.click();
  await page.waitForURL("**circle=*");
  assert.deepEqual(await chips(), ["in " + name]);
});

test("the filters work without scripts", async () => {
  const plain = await tact.page({ js: false });
  await plain.goto("/people");
  await plain.selectOption("[name=side]", "professional");
  await plain.selectOption("[name=kind]", "client");
  await plain.locator(".people-filters").getByRole("button", { name: "Show" }).click();
  assert.deepEqual(await shown(plain), (await api("/people?side=professional&kind=client")).people.map((p) => p.id));
  await plain.goto("/people/map");
  assert.match(await plain.innerText(".map-wait"), /the table says the same/);
  assert.ok((await plain.locator(".circles tbody tr").count()) > 5);
  await plain.context().close();
});

// Where a point stands on the canvas: as assets/map.js frames it.
function placeOf(people, at, box) {
  const [xs, ys] = [people.map((p) => p[4]), people.map((p) => p[5])];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const shape = box.width / box.height;
  const tall = Math.max((high - low) * 1.12, ((right - left) * 1.08) / shape, 0.05);
  return {
    x: box.x + ((at[4] - (left + right) / 2) / (tall * shape) + 0.5) * box.width,
    y: box.y + (0.5 - (at[5] - (low + high) / 2) / tall) * box.height,
  };
}

test("the map is drawn, moves nearer, and a dot opens its person", async () => {
  const { people, ties } = await api("/people/map");
  assert.ok(people.length > 100 && ties.length > 50);
  assert.ok(ties.every(([a, b]) => a < people.length && b < people.length));
  await page.goto("/people/map");
  await page.locator(".map.drawn canvas").first().waitFor();
  assert.match(await page.getAttribute(".map .chart", "aria-label"), /the table below says the same/);
  await page.getByRole("button", { name: "Nearer" }).click();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByLabel("nobody knows yet").uncheck();
  await page.getByLabel("nobody knows yet").check();
  const box = await page.locator(".map canvas").first().boundingBox();
  // one that stands apart from the others
  const far = (p) => Math.min(...people.filter((q) => q !== p).map((q) => Math.hypot(q[4] - p[4], q[5] - p[5])));
  const lone = people.reduce((best, p) => (far(p) > far(best) ? p : best));
  const { x, y } = placeOf(people, lone, box);
  await Promise.all([page.waitForURL("**/people/" + lone[0]), page.mouse.click(x, y)]);
  assert.equal(await page.innerText("h1"), lone[1]);
});

test("one circle alone: its people on the map and in the table", async () => {
  const { circles } = await api("/people/circles");
  const one = circles.find((c) => c.size > 4);
  await page.goto("/people/map");
  await choose("circle", String(one.id));
  const { people } = await api("/people/map?circle=" + one.id);
  assert.ok(people.length > 0 && people.length <= one.size);
  assert.equal(await page.locator(".circles tbody tr").count(), 1);
  assert.equal(await page.locator(".circles .holds a").count(), one.size);
  const size = page.locator(".circles td.n a");
  await size.click();
  await page.waitForURL("**circle=*");
  assert.equal((await shown()).length, one.size);
});

test("a circle is named, and the name taken back", async () => {
  const { circles } = await api("/people/circles");
  const { id, name } = circles.find((c) => !c.kept);
  await page.goto("/people/circles");
  const row = page.locator(`#circle-${id}`);
  await row.locator("summary").click();
  await row.getByLabel("Name of this circle").fill("The <b>ones</b> from before");
  await row.getByRole("button", { name: "Keep" }).click();
  await page.waitForURL("**#circle-*");
  assert.match(await row.innerText(), /The <b>ones<\/b> from before[\s\S]*You named it/);
  await row.locator("summary").click();
  await row.getByRole("button", { name: "take the name back" }).click();
  await page.waitForLoadState();
  assert.ok((await api("/people/circles")).circles.every((c) => c.name !== "The <b>ones</b> from before" || !c.kept), name);
});

test("nothing is too wide on a phone", async () => {
  const phone = await tact.page({ phone: true });
  for (const path of ["/people", "/people?side=personal&layer=50&silent=30", "/people/map", "/people/circles", "/people/review"]) {
    await phone.goto(path);
    await phone.waitForTimeout(200);
    assert.ok(!(await isTooWide(phone)), path);
  }
  await phone.context().close();
});
