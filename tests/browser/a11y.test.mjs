// tests/browser/a11y.test.mjs: every page by axe's rules in each look, by keyboard alone, narrow,
// with large type.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, enter, isTooWide, start } from "./lib.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const NARROW = { width: 320, height: 640 };

let tact, own, pages;
before(async () => {
  [tact, own] = await Promise.all([start({ demo: true }), start()]);
  const api = async (path) => (await fetch(tact.url + "/api" + path)).json();
  const one = (await api("/timeline")).posts[0].id;
  const message = (await api("/timeline?kind=message")).posts[0].id;
  const person = (await api("/people?world=both")).people.find((p) => !p.owner).id;
  // something that was learned and taken back, a guard that asks, a draft that was decided about
  const home = await (await fetch(tact.url + "/write")).text();
  const token = home.match(/data-token="([0-9a-f]+)"/)[1];
  const post = async (path, body) =>
    (
      await fetch(tact.url + "/api" + path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Tact-Token": token },
        body: JSON.stringify(body),
      })
    ).json();
  const text = "Book a demo of our new analytics platform today: 20% off for new customers, order now!";
  const account = (await api("/networks")).accounts.find((a) => a.handle === "maralindok" && a.network === "facebook").id;
  const personal = (await api("/contexts")).contexts.find((c) => c.name === "personal").id;
  await post("/contexts/" + personal, { guard: "hold", welcome: ["pets", "food"], avoid: "synergy" });
  await post("/corrections", { kind: "isnt", fact: "topic:politics", text });
  const gone = await post("/corrections", { kind: "never", fact: "topic:pets", context: "professional", text });
  await post(`/corrections/${gone.learned.id}/revoke`);
  const decided = (await post("/write/ready", { text, account })).draft;
  await post(`/drafts/${decided}/ready`, { go: "on", reason: "My friends asked for it" });
  const asked = (await post("/write/ready", { text: text + " Today!", account })).draft;
  // one waits for its time, one is to be posted by hand
  const { draft: later } = await post("/drafts", { text: "We have a bench by the lake now.", account });
  await post(`/drafts/${later}/send`, { when: "at", at: `${new Date().getFullYear() + 1}-01-15T09:30` });
  const { draft: now } = await post("/drafts", { text: "The bench has been painted.", account });
  await post(`/drafts/${now}/send`, { when: "now" });
  pages = {
    overview: "/",
    timeline: "/timeline",
    "a context": "/timeline?context=professional",
    "a post": "/posts/" + one,
    "a conversation": "/posts/" + message,
    people: "/people",
    "people, narrowed": "/people?side=personal&layer=50&silent=30",
    "a person": "/people/" + person,
    "who else it is": `/people/${person}?find=an`,
    "a question": "/people/review",
    "a question of the other kind": "/people/review?at=" + (await api("/people/review")).all,
    "after the last question": "/people/review?at=5000",
    "the map": "/people/map",
    circles: "/people/circles",
    "an empty search": "/search",
    "a search": "/search?q=bike",
    "a search with filters": "/search?q=" + encodeURIComponent("coffee from:me before:sometime"),
    write: "/write",
    "a draft that is ready": "/write?draft=" + decided,
    "pictures of a draft": `/drafts/${decided}/pictures`,
    "before it goes out": `/drafts/${decided}/send`,
    "the guard": `/drafts/${asked}/ready`,
    outbox: "/outbox",
    "the calendar": "/outbox/calendar",
    "the calendar's month": `/outbox/calendar?month=1&from=${new Date().getFullYear() + 1}-01-15`,
    "answers to a draft": `/drafts/${now}/answers`,
    "networks to add": "/connect",
    "a server to sign in to": "/connect?network=mastodon&door=api",
    "a password to sign in with": "/connect?network=bluesky&door=password",
    learned: "/learned",
    contexts: "/contexts",
    networks: "/networks",
    "an import": "/imports/1",
    "a guide": "/networks/facebook",
    "a guide of what is not read": "/networks/signal",
    account: "/account",
    audit: "/audit",
    owners: "/owners",
    keys: "/keys",
    "nothing there": "/nothing",
  };
});
after(async () => {
  try {
    await tact.stop();
  } finally {
    await own.stop();
  }
});

// Charts take a moment to follow their window.
async function staysTooWide(page) {
  for (let i = 0; i < 10 && (await isTooWide(page)); i++) await page.waitForTimeout(50);
  return isTooWide(page);
}

// What axe says of a page as it stands, in each of its looks.
async function looks(page, name) {
  const said = [];
  await page.evaluate(AXE);
  for (const dark of [false, true]) {
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
      await page.waitForTimeout(30);
      const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), RULES);
      for (const v of found.violations)
        said.push(`${name}, ${dark ? "dark" : "light"}, ${size.width}: ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 4).join("; ")}`);
    }
  }
  await page.setViewportSize(NARROW);
  if (await staysTooWide(page)) said.push(`${name}: wider than ${NARROW.width} px`);
  await page.setViewportSize(DESK);
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  if (await staysTooWide(page)) said.push(`${name}: wider than its window with type of 200 %`);
  const lost = await page.evaluate(() =>
    [...document.querySelectorAll("main *, .side a, .side button")]
      .filter((e) => {
        const style = getComputedStyle(e);
        return (
          e.clientWidth > 1 && /hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 2 &&
          e.innerText?.trim() && !e.closest(".out, .chart, .marks, summary.out")
        );
      })
      .map((e) => e.className || e.tagName),
  );
  if (lost.length) said.push(`${name}: text is cut off at 200 %: ${lost.slice(0, 4)}`);
  return said;
}

test("axe finds nothing on any page: light, dark, desktop, phone, narrow, large type", async () => {
  const page = await tact.page({ bypass: true });
  const said = [];
  for (const [name, path] of Object.entries(pages)) {
    await page.setViewportSize(DESK);
    await page.goto(path);
    if (path === "/write") {
      await page.fill("#text", "Book a demo of our new analytics platform today: 20% off for new customers, order now! My card is 4111 1111 1111 1111.");
      await page.locator(".verdict-card strong").first().waitFor();
      await page.locator("details.why summary").first().click();
    }
    await page.$$eval("main details", (all) => all.slice(0, 6).forEach((d) => (d.open = true)));
    said.push(...(await looks(page, name)));
    if (path === "/write") await page.fill("#text", "");
  }
  assert.deepEqual(said, []);
  await page.context().close();
});

test("nor at the door, in an empty home, and in the list of keys", async () => {
  const page = await own.page({ bypass: true });
  const said = [];
  await page.goto("/");
  said.push(...(await looks(page, "first start")));
  await enter(page);
  for (const path of ["/", "/timeline", "/people", "/people/review", "/people/map", "/people/circles", "/search", "/write", "/networks", "/learned", "/contexts", "/outbox", "/outbox/calendar", "/connect"]) {
    await page.goto(path);
    said.push(...(await looks(page, "empty " + path)));
  }
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  said.push(...(await looks(page, "keys over the page")));
  await page.context().clearCookies();
  await page.goto("/");
  await page.fill("#password", "not this one");
  await page.click("button.main");
  await page.locator("[role=alert]").waitFor();
  said.push(...(await looks(page, "sign-in")));
  assert.deepEqual(said, []);
  await page.context().close();
});

// Where the keyboard is, in a word, and whether one sees it.
const here = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    const part = ["skip", "logo", "find", "tab", "place", "foot"].find((c) => e.closest("." + c));
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    return {
      part: part ?? (e.closest("main") ? "main" : e === document.body ? "body" : e.tagName),
      what: `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`,
      seen: parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none" && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    };
  });

test("by keyboard: skip link, search, contexts, places, content; always seen, never caught", async () => {
  const page = await tact.page({ still: true });
  for (const path of ["/timeline", "/networks", "/people"]) {
    await page.goto(path);
    const order = [];
    let last;
    for (let i = 0; i < 250; i++) {
      await page.keyboard.press("Tab");
      const at = await here(page);
      if (at.part === "body") break;
      if (order.length > 12 && at.part === "skip") break;
      assert.equal(at.seen, true, `${path}: focus is not seen on ${at.what}`);
      if (at.part !== order.at(-1)) order.push(at.part);
      last = at;
      if (order.at(-1) === "main" && i > 90) break;
    }
    assert.deepEqual(order.slice(0, 7), ["skip", "logo", "find", "tab", "place", "foot", "main"], `${path} ${last.what}`);
  }
  await page.goto("/write"); // a text that takes the Tab for itself would be a trap
  await page.focus("#text");
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "text");
  await page.goto("/timeline");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("Tab");
  assert.equal((await here(page)).part, "main");
  await page.context().close();
});

test("keys: / g t j k Enter ? Esc 1-4 w", async () => {
  const page = await tact.page({ still: true });
  const on = () => page.evaluate(() => document.activeElement.closest("[data-open]")?.id);
  const path = () => page.url().slice(tact.url.length);
  await page.goto("/");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "find");
  await page.keyboard.type("g t w ? /");
  assert.equal(path(), "/", "in a field they are letters");
  assert.equal(await page.inputValue("#find"), "g t w ? /");
  await page.evaluate(() => document.activeElement.blur());
  for (const [keys, to] of [["gt", "/timeline"], ["gp", "/people"], ["gn", "/networks"], ["go", "/"], ["w", "/write"]]) {
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForURL(tact.url + to);
    await page.waitForLoadState("load");
    await page.evaluate(() => document.activeElement.blur());
  }
  await page.goto("/timeline");
  const ids = await page.$$eval("article.post", (all) => all.map((a) => a.id));
  await page.keyboard.press("j");
  assert.equal(await on(), ids[0]);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await on(), ids[2]);
  await page.keyboard.press("k");
  assert.equal(await on(), ids[1]);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/posts/" + ids[1].slice(1));
  await page.goto("/people");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/people/*");
  await page.waitForLoadState("load");
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  assert.match(await page.innerText("dialog"), /search/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.goto("/timeline");
  for (const [key, to] of [["2", "personal"], ["3", "professional"], ["4", "company"]]) {
    await page.keyboard.press(key);
    await page.waitForURL("**/timeline?context=" + to);
    await page.waitForLoadState("load");
  }
  await page.keyboard.press("1");
  await page.waitForURL("**/timeline");
  await page.context().close();
});

test("Ctrl+Enter keeps a draft", async () => {
  const page = await tact.page();
  await page.goto("/write");
  await page.fill("#text", "Kept by a key");
  await page.locator("#text").press("Control+Enter");
  await page.waitForURL("**/write?draft=*", { timeout: 1200 });
  await page.context().close();
});

test("nothing that is pressed is smaller than 24 by 24, outside of running text", async () => {
  const page = await tact.page({ phone: true });
  const small = [];
  for (const path of Object.values(pages)) {
    await page.goto(path);
    small.push(
      ...(await page.evaluate((from) => {
        const inline = (e) => e.closest("p, .text, li, dd, summary, td, th, header, footer, .facts")?.innerText.trim() !== e.innerText.trim();
        return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
          .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.type !== "hidden")
          .filter((e) => !e.matches(".skip") && !(e.matches("a") && getComputedStyle(e).display === "inline" && inline(e)))
          .map((e) => [e, e.matches("input[type=checkbox]") && e.closest("label") ? e.closest("label") : e])
          .map(([e, hit]) => [e, hit.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 23.5))
          .map(([e, box]) => `${from}: ${e.tagName} ${e.className} "${e.innerText.slice(0, 20)}" ${Math.round(box.width)}x${Math.round(box.height)}`);
      }, path)),
    );
  }
  assert.deepEqual([...new Set(small.map((s) => s.replace(/^\S+: /, "")))], [], small.slice(0, 8).join("\n"));
  await page.context().close();
});

test("whoever wants no motion gets none", async () => {
  const page = await tact.page({ still: true });
  for (const path of ["/", "/timeline", "/write", "/networks", "/learned", "/contexts", "/outbox", "/outbox/calendar", "/connect"]) {
    await page.goto(path);
    const moving = await page.evaluate(() => [
      document.getAnimations().length,
      [...document.querySelectorAll("*")].filter((e) => {
        const s = getComputedStyle(e);
        return s.transitionDuration.split(",").some((t) => parseFloat(t) > 0) || s.animationName !== "none" || s.scrollBehavior === "smooth";
      }).length,
    ]);
    assert.deepEqual(moving, [0, 0], path);
  }
  await page.context().close();
});
