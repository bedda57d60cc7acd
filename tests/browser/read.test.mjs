// tests/browser/read.test.mjs: the demo as a reader has it: timeline, threads, people, search, and
// every number of the overview leads to what it counts.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./lib.mjs";

let tact, page;
before(async () => {
  tact = await start({ demo: true });
  page = await tact.page({ still: true });
});
after(() => tact.stop());

const api = async (path) => {
  const answer = await fetch(tact.url + "/api" + path);
  assert.equal(answer.status, 200, path);
  return answer.json();
};
// All of a list, over its pages; `of`: posts or people.
const all = async (path, of = "posts", most = 10000) => {
  const rows = [];
  for (let next = "/api" + path; next && rows.length < most; ) {
    const got = await api(next.slice(4));
    rows.push(...got[of]);
    next = got.next;
  }
  return rows;
};
const ids = (of = page) => of.$$eval("main article.post", (a) => a.map((x) => x.id.slice(1)));
const path = () => page.url().slice(tact.url.length);
const number = (text) => Number(text.replace(/\D/g, ""));

test("the timeline narrows by what is chosen, and the address says so", async () => {
  await page.goto("/timeline");
  const choose = async (name, value) => {
    await Promise.all([page.waitForURL(`**${name}=${value}*`), page.selectOption(`[name=${name}]`, value)]);
    await page.waitForLoadState("load");
  };
  await choose("network", "mastodon");
  const badges = await page.$$eval("article .badge", (a) => a.map((x) => x.innerText));
  assert.ok(badges.length === 20 && badges.every((b) => b.startsWith("Mastodon")));
  await choose("kind", "reply");
  const did = await page.$$eval("article > header .did", (a) => a.map((x) => x.innerText));
  assert.ok(did.length > 0 && did.every((d) => d === "answered"));
  await choose("year", "2025");
  const years = await page.$$eval("article > header time", (a) => a.map((x) => x.dateTime.slice(0, 4)));
  assert.ok(years.length > 0 && years.every((y) => y === "2025"));
  assert.deepEqual(await ids(), (await api("/timeline?network=mastodon&kind=reply&year=2025")).posts.map((p) => p.id));
  await Promise.all([page.waitForURL("**own=1*"), page.check("[name=own]")]);
  assert.ok(!/context=|account=/.test(path()), "nothing empty stands in the address: " + path());
});

test("after going back the filters can be used again", async () => {
  await page.goto("/timeline");
  await Promise.all([page.waitForURL("**network=x*"), page.selectOption("[name=network]", "x")]);
  await page.goBack();
  await page.waitForLoadState("load");
  assert.equal(await page.locator(".filters :disabled").count(), 0);
  assert.equal(await page.inputValue("[name=network]"), "", "what is shown and what is chosen agree");
});

test("a context's tab holds its posts alone, in its colour", async () => {
  for (const name of ["personal", "professional", "company"]) {
    await page.goto("/timeline");
    await page.getByRole("navigation", { name: "Contexts" }).getByText(name).click();
    await page.waitForURL("**context=" + name);
    assert.match(await page.getAttribute(".tab[aria-current]", "href"), new RegExp(name));
    const shown = await page.$$eval("article.post", (a) =>
      a.map((x) => [x.className.match(/context-\d+/)[0], x.querySelector(".badge").innerText]),
    );
    const there = (await api("/timeline?context=" + name)).posts.length;
    assert.equal(shown.length, there);
    if (there === 0) {
      assert.match(await page.innerText(".empty"), /Nothing here is like that/);
      continue;
    }
    assert.ok(shown.every(([, b]) => b.endsWith(name)), name);
    assert.equal(new Set(shown.map(([c]) => c)).size, 1);
  }
});

test("scrolling brings more, each once; paging without scripts the same posts", async () => {
  const want = (await all("/timeline?network=facebook&year=2024")).map((p) => p.id);
  assert.ok(want.length > 45, "enough of them: " + want.length);
  await page.goto("/timeline?network=facebook&year=2024");
  for (let i = 0; i < 40 && (await page.locator(".older").count()); i++) {
    const before = (await ids()).length;
    await page.mouse.wheel(0, 100000);
    await page.waitForFunction(
      (n) => document.querySelectorAll("article.post").length > n || !document.querySelector(".older"),
      before,
    );
  }
  assert.deepEqual(await ids(), want);
  const plain = await tact.page({ js: false });
  await plain.goto("/timeline?network=facebook&year=2024");
  const seen = await ids(plain);
  while (await plain.locator(".older a").count()) {
    await plain.click(".older a");
    seen.push(...(await ids(plain)));
  }
  assert.deepEqual(seen, want);
  await plain.context().close();
});

test("a post has an address of its own; an answer stands in its thread", async () => {
  const post = (await all("/timeline", "posts", 400)).find((p) => p.answers > 0);
  await page.goto("/timeline?network=" + post.network);
  await page.goto("/posts/" + post.id);
  assert.equal(await page.locator(`article.current#p${post.id}`).count(), 1);
  assert.ok((await ids()).length > 1, "the answers are there");
  assert.equal((await ids()).length, new Set(await ids()).size);
  await page.goto("/timeline");
  const first = page.locator("article > header a.at").first();
  const href = await first.getAttribute("href");
  await first.click();
  assert.equal(path(), href);
});

test("a conversation is read from its start", async () => {
  await page.goto("/timeline?kind=message");
  await page.locator("article footer a", { hasText: "the conversation" }).first().click();
  await page.waitForURL("**/posts/*");
  assert.equal(await page.title(), "Conversation · Tact");
  const times = await page.$$eval(".talk time", (a) => a.map((x) => x.dateTime));
  assert.ok(times.length > 1);
  assert.deepEqual(times, [...times].sort());
  assert.match(await page.innerText(".head"), /with \S+/);
});

test("people are found as one types", async () => {
  await page.goto("/people");
  const total = await page.innerText(".head .soft");
  assert.equal(number(total), (await api("/overview")).people);
  const some = (await api("/people")).people[3];
  await page.locator("main [name=q]").pressSequentially(some.name.slice(0, 6), { delay: 10 });
  await page.waitForURL("**q=*");
  const names = await page.$$eval("#people .who", (a) => a.map((x) => x.innerText));
  assert.ok(names.includes(some.name));
  assert.ok(names.length < 50);
  assert.match(await page.innerText("#live"), /shown/);
  await page.reload();
  assert.deepEqual(await page.$$eval("#people .who", (a) => a.map((x) => x.innerText)), names);
  await page.fill("main [name=q]", "nobody is called so");
  await page.locator("#people .empty").waitFor();
  await page.goto("/people?world=both");
  assert.equal(await page.locator(".person").count(), (await api("/overview")).both_worlds);
});

test("one person whole: what was said, a relation, a note, each to be taken back", async () => {
  const some = (await api("/people?world=both")).people.find((p) => !p.owner);
  await page.goto("/people/" + some.id);
  assert.equal(await page.innerText("h1"), some.name);
  assert.ok((await page.locator(".identities li").count()) >= 2);
  assert.ok((await page.locator("article.post").count()) > 0, "between you");
  await page.fill("#relation", "sailing partner");
  await page.getByRole("button", { name: "Add" }).first().click();
  const tag = page.locator(".tag", { hasText: "sailing partner" });
  await tag.waitFor();
  assert.ok((await api(`/people/${some.id}`)).standing.some((s) => s.value === "sailing partner"));
  await page.getByRole("button", { name: "Take back: sailing partner" }).click();
  await tag.waitFor({ state: "detached" });
  const worlds = await page.locator(".standings").nth(1).innerText();
  await page.selectOption("#world", "professional");
  await page.getByRole("button", { name: "Add" }).nth(1).click();
  await page.getByRole("button", { name: "Take back: professional" }).click();
  assert.equal(await page.locator(".standings").nth(1).innerText(), worlds);
  await page.fill("#note", "Met at the harbour.\nLikes <b>figs</b>.");
  await page.getByRole("button", { name: "Keep" }).click();
  const note = page.locator(".note");
  await note.waitFor();
  assert.match(await note.innerText(), /Met at the harbour\.\nLikes <b>figs<\/b>\./);
  await note.getByRole("button").click();
  await note.waitFor({ state: "detached" });
  assert.equal(path(), "/people/" + some.id);
});

test("search: typed filters become chips, words are marked, results follow", async () => {
  await page.goto("/search");
  await page.locator("#q").pressSequentially("bik* on:x from:me", { delay: 5 });
  await page.locator(".chips[aria-label='Narrowed by'] li").nth(1).waitFor();
  await page.waitForURL("**from*me*");
  const chips = await page.$$eval("ul[aria-label='Narrowed by'] a span:first-child", (a) => a.map((x) => x.innerText));
  assert.deepEqual(chips.filter(Boolean), ["on: x", "from: me"]);
  const marks = await page.$$eval("article .text mark", (a) => a.map((x) => x.innerText.toLowerCase()));
  assert.ok(marks.length > 0 && marks.every((m) => m.startsWith("bik")), String(marks));
  assert.ok((await page.$$eval("article .badge", (a) => a.map((x) => x.innerText))).every((b) => b.startsWith("X")));
  const narrow = await page.locator("article").count();
  await page.locator("ul[aria-label='Narrowed by'] a").first().click();
  await page.waitForURL((u) => !u.search.includes("on"));
  assert.ok((await page.locator("article").count()) >= narrow);
  await page.goto("/search?q=bike");
  const add = page.locator(".adds a", { hasText: "on Mastodon" });
  if (!(await add.isVisible())) await page.locator(".adds summary").click();
  await add.click();
  assert.equal(new URL(page.url()).searchParams.get("q"), "bike on:mastodon");
  await page.goto("/search?q=" + encodeURIComponent("bike before:sometime"));
  assert.match(await page.innerText("ul[aria-label='Narrowed by'] .problem"), /before: sometime[\s\S]+\w/);
});

test("search goes back as far as it is asked to, each post once", async () => {
  const want = (await all("/search?q=coffee")).map((p) => p.id);
  assert.ok(want.length > 20);
  assert.equal(new Set(want).size, want.length);
  const plain = await tact.page({ js: false });
  await plain.goto("/search?q=coffee");
  const seen = await ids(plain);
  while (await plain.locator(".older a").count()) {
    await plain.click(".older a");
    seen.push(...(await ids(plain)));
  }
  assert.deepEqual(seen, want);
  await plain.context().close();
});

test("the overview draws its tables, and a bar leads to as many as it stands for", async () => {
  await page.goto("/");
  const charts = page.locator(".chart[role=img]");
  await charts.nth(2).waitFor();
  assert.equal(await charts.count(), 3);
  await page.waitForTimeout(300);
  const box = await charts.first().boundingBox();
  for (let x = box.width - 30; x > 40 && path() === "/"; x -= 12) {
    await charts.first().click({ position: { x, y: box.height * 0.72 } });
    await page.waitForTimeout(60);
  }
  await page.waitForURL("**/timeline?**month=*");
  const at = new URL(page.url()).searchParams;
  const context = at.get("context");
  const label = `${at.get("year")}-${at.get("month").padStart(2, "0")}`;
  const row = (await api("/overview")).months.find((m) => m.label === label);
  assert.equal((await all(path())).length, row.counts[context]);
});

test("every number of the overview opens as many as it says", async () => {
  const wrong = [];
  for (const context of ["", "?context=personal", "?context=professional"]) {
    await page.goto("/" + context);
    const links = await page.$$eval("table.grid", (tables) =>
      tables.map((t) => [...t.querySelectorAll("a")].map((a) => [a.getAttribute("href"), a.textContent])),
    );
    assert.equal(links.length, 3);
    for (const grid of links) {
      for (const [href, text] of grid) {
        const of = href.startsWith("/people") ? "people" : "posts";
        const rows = await all(href, of);
        if (rows.length !== number(text)) wrong.push(`${href} says ${text}, opens ${rows.length}`);
        assert.equal(new Set(rows.map((x) => x.id)).size, rows.length);
      }
    }
  }
  await page.goto("/");
  const head = await page.$$eval(".head a", (a) => a.map((x) => [x.getAttribute("href"), x.textContent]));
  for (const [href, text] of head) {
    const rows = await all(href, href === "/people" ? "people" : "posts");
    if (rows.length !== number(text)) wrong.push(`${href} says ${text}, opens ${rows.length}`);
  }
  const noticed = await page.$$eval(".noticed a", (a) => a.map((x) => [x.getAttribute("href"), x.closest("li").innerText]));
  for (const [href, text] of noticed) {
    const said = /^(\d[\d,]*) of/.exec(text);
    const rows = await all(href, href.startsWith("/people") ? "people" : "posts");
    if (said && rows.length !== number(said[1])) wrong.push(`${text} opens ${rows.length}`);
    assert.ok(rows.length > 0, text);
  }
  assert.deepEqual(wrong, []);
});

test("the numbers of the accounts open as many as they say", async () => {
  await page.goto("/networks");
  const links = await page.$$eval(".account .facts a", (a) => a.map((x) => [x.getAttribute("href"), x.textContent]));
  assert.ok(links.length > 5);
  for (const [href, text] of links.filter(([h]) => h.startsWith("/timeline")))
    assert.equal((await all(href)).length, number(text), `${href} says ${text}`);
});
