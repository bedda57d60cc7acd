// tests/browser/networks.test.mjs: archives in and out again, contexts chosen and made, guides.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { enter, samples, start } from "./lib.mjs";

let tact, page, dir, file;
before(async () => {
  dir = mkdtempSync(join(tmpdir(), "tact-networks-"));
  file = samples(join(dir, "all"));
  tact = await start();
  page = await tact.page();
  await enter(page);
  await page.goto("/networks");
});
after(async () => {
  rmSync(dir, { recursive: true, force: true });
  await tact.stop();
});

const known = async () => (await page.request.get("/api/networks")).json();
// What the newest job says, once it is over: it is of this archive and has these words.
const over = async (name, words = "What it brought") => {
  const job = page.locator("#jobs [data-busy=no] .job:first-child");
  await job.filter({ hasText: name }).filter({ hasText: words }).waitFor();
  return job.innerText();
};
const count = (kind) => page.locator(kind).count();
const posts = async (query = "") =>
  (await (await page.request.get("/api/timeline" + query)).json()).posts.length;
const colour = (locator, what) =>
  locator.first().evaluate((e, name) => getComputedStyle(e)[name], what);

// Files that somebody lets fall on the page.
async function letFall(names) {
  const files = names.map((n) => [n.split("/").pop(), readFileSync(n).toString("base64")]);
  await page.evaluate((all) => {
    const data = new DataTransfer();
    for (const [name, text] of all) {
      const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    const send = (type) =>
      document.querySelector("main").dispatchEvent(
        new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }),
      );
    send("dragenter");
    send("dragover");
    globalThis.__over = document.querySelector("#drop").classList.contains("over");
    send("drop");
  }, files);
}

test("an archive that is chosen lands, and its account appears by itself", async () => {
  assert.equal(await count(".account"), 0);
  await page.setInputFiles("#archive", file("linkedin.zip"));
  assert.match(await over("linkedin.zip"), /LinkedIn archive, read:.*350 posts/s);
  await page.locator(".account").waitFor();
  assert.match(await page.innerText(".account"), /LinkedIn[\s\S]*320 connections/);
  assert.match(await page.innerText("table.list tbody"), /linkedin\.zip/);
  assert.equal(await page.innerText(".sent"), "");
});

test("several that are dropped on the page land one after the other", async () => {
  await letFall([file("facebook.zip"), file("mastodon.tar.gz"), file("phone.vcf")]);
  assert.equal(await page.evaluate(() => globalThis.__over), true, "the place to drop shows itself");
  await over("phone.vcf");
  await page.locator(".account").nth(4).waitFor();
  const said = await page.locator("#jobs .job").allInnerTexts();
  assert.equal(said.length, 4);
  assert.ok(said.every((s) => /, read: /.test(s)), said.join("\n"));
  assert.equal((await known()).imports.length, 4);
});

test("a large one tells how far it is", async () => {
  const large = samples(join(dir, "large"), "--network", "x", "--posts", "200000");
  await page.evaluate(() => {
    globalThis.__seen = [];
    new MutationObserver(() => {
      const job = document.querySelector("#jobs .job");
      globalThis.__seen.push([job?.innerText ?? "", job?.querySelector("progress")?.position ?? -1]);
    }).observe(document.querySelector("#jobs"), { childList: true, subtree: true });
  });
  await page.setInputFiles("#archive", large("x.zip"));
  assert.match(await over("x.zip"), /200,\d\d\d posts/);
  const seen = await page.evaluate(() => globalThis.__seen);
  const records = seen.map(([s]) => /([\d,]+) records? so far/.exec(s)?.[1].replace(/,/g, ""));
  const told = records.filter((n) => n > 0).map(Number);
  assert.ok(told.length > 0, "records are counted while they come in: " + JSON.stringify(seen));
  assert.ok(seen.some(([, value]) => value > 0 && value < 1), "and a bar shows how far");
  assert.deepEqual(told, [...told].sort((a, b) => a - b));
});

test("the same archive again holds nothing new", async () => {
  const before = await known();
  await page.setInputFiles("#archive", file("linkedin.zip"));
  await over("linkedin.zip", "held nothing new");
  assert.deepEqual((await known()).imports, before.imports);
});

test("what can't be read says so in words, and nothing is lost", async () => {
  const before = await known();
  writeFileSync(join(dir, "noise.zip"), randomBytes(5000));
  const html = join(dir, "html");
  mkdirSync(join(html, "your_facebook_activity/posts"), { recursive: true });
  writeFileSync(join(html, "start_here.html"), "<html><body>Facebook</body></html>");
  writeFileSync(join(html, "your_facebook_activity/posts/your_posts_1.html"), "<html></html>");
  execFileSync("zip", ["-qr", join(dir, "facebook-html.zip"), "."], { cwd: html });
  writeFileSync(join(dir, "empty.zip"), "");
  for (const [name, words] of [
    ["noise.zip", /does not know this kind of file/],
    ["facebook-html.zip", /HTML.*JSON/s],
    ["empty.zip", /empty/],
  ]) {
    await page.setInputFiles("#archive", join(dir, name));
    await page.locator("#jobs .job").first().filter({ hasText: name }).waitFor();
    await page.locator("#jobs [data-busy=no]").waitFor();
    const said = await page.locator("#jobs .job").first().locator("[role=alert]").innerText();
    assert.match(said, words);
    assert.doesNotMatch(said, /incoming|\/tmp/, "no path of where it waited");
  }
  const now = await known();
  assert.deepEqual(now.imports, before.imports);
  assert.equal(now.accounts.length, before.accounts.length);
  assert.ok((await posts("?network=linkedin")) > 0);
});

test("an import is undone, and comes back", async () => {
  await page.goto("/networks");
  const row = page.locator("tr", { hasText: "mastodon.tar.gz" });
  const accounts = await count(".account");
  await row.locator("summary").click();
  await row.locator("button.danger").click();
  await over("mastodon.tar.gz", "was taken back");
  await page.waitForFunction((n) => document.querySelectorAll(".account").length < n, accounts);
  assert.equal(await posts("?network=mastodon"), 0);
  assert.ok((await posts("?network=linkedin")) > 0);
  assert.match(await page.innerText("tr:has-text('mastodon.tar.gz')"), /undone/);
  await page.setInputFiles("#archive", file("mastodon.tar.gz"));
  await over("mastodon.tar.gz");
  assert.ok((await posts("?network=mastodon")) > 0);
});

test("each import says what it brought", async () => {
  await page.goto("/networks");
  await page.getByRole("link", { name: "facebook.zip" }).first().click();
  assert.match(await page.innerText("h1"), /facebook\.zip/);
  assert.match(await page.innerText("main"), /756 posts/);
});

const launch = "Book a demo of our new analytics platform today: 20% off for new customers, order now!";

test("a context that is chosen holds everywhere: cards, colours, verdicts", async () => {
  await page.goto("/networks");
  const facebook = page.locator(".account", { hasText: "186 connections" }).or(
    page.locator(".account", { hasText: "maralindok" }).filter({ hasText: "Facebook" }),
  );
  const id = await facebook.first().getAttribute("id");
  const account = id.replace("account-", "");
  const look = async () => {
    await page.goto("/networks");
    const border = await colour(page.locator("#" + id), "borderTopColor");
    await page.goto("/timeline?account=" + account);
    const card = page.locator("article.post");
    const cards = [await card.first().getAttribute("class"), await colour(card, "borderLeftColor")];
    await page.goto("/write");
    await page.fill("#text", launch);
    const place = page.locator(`.verdict-card[data-account="${account}"]`);
    await place.locator("strong").waitFor();
    const verdict = await place.getAttribute("class");
    const write = await colour(place, "borderLeftColor");
    await page.fill("#text", "");
    assert.equal(cards[1], border);
    assert.equal(write, border);
    return { context: /context-(\d+)/.exec(cards[0])[1], border, verdict };
  };
  const personal = await look();
  assert.match(personal.verdict, /is-think_twice/);
  await page.goto("/networks");
  await page.selectOption(`#context-of-${account}`, "professional");
  await page.waitForURL("**/networks#*");
  const professional = await look();
  assert.match(professional.verdict, /is-fits/);
  assert.notEqual(personal.context, professional.context);
  assert.notEqual(personal.border, professional.border);
  // without scripts too
  const state = await page.context().storageState();
  const plain = await tact.page({ js: false, state });
  await plain.goto("/networks");
  await plain.selectOption(`#context-of-${account}`, "personal");
  await plain.locator("#" + id).getByRole("button", { name: "Change" }).click();
  assert.equal(await plain.inputValue(`#context-of-${account}`), "personal");
  await plain.context().close();
  assert.match((await look()).verdict, /is-think_twice/);
});

test("a context of one's own", async () => {
  await page.goto("/networks");
  const card = page.locator(".account", { hasText: "Mastodon" });
  const id = await card.getAttribute("id");
  await card.locator("summary", { hasText: "context of its own" }).click();
  await card.locator("input[name=new]").fill("choir & more");
  await card.getByRole("button", { name: "Make it" }).click();
  await page.waitForURL("**/networks#*");
  const tab = page.locator(".tab", { hasText: /choir & more/i });
  assert.equal(await tab.count(), 1);
  assert.equal(await page.inputValue(`#${id} select[name=context]`), "choir & more");
  const dot = await colour(tab.locator(".dot"), "backgroundColor");
  const others = await page.$$eval(".tab .dot", (all) => all.map((e) => getComputedStyle(e).backgroundColor));
  assert.equal(new Set(others).size, others.length, "a colour that no other has");
  await tab.click();
  assert.equal(new URL(page.url()).searchParams.get("context"), "choir & more");
  assert.equal(await colour(page.locator("article.post"), "borderLeftColor"), dot);
  const networks = await page.$$eval("article.post .badge", (all) => all.map((e) => e.innerText));
  assert.ok(networks.length > 0 && networks.every((s) => /Mastodon\s+choir & more/.test(s)));
});

test("guides say how to ask each network", async () => {
  await page.goto("/networks");
  const all = await page.$$eval(".guides li", (rows) =>
    rows.map((li) => [li.querySelector("a").getAttribute("href"), li.innerText]),
  );
  assert.ok(all.length >= 25);
  for (const [href, words] of all) {
    assert.equal((await page.goto(href)).status(), 200, href);
    const said = await page.innerText("main");
    if (/not read/.test(words)) {
      assert.match(said, /does not read this archive/, href);
      continue;
    }
    assert.ok((await count(".steps li")) >= 2, href);
    for (const what of ["How long it takes", "In it", "Not in it", "How long it can be fetched", "How often"])
      assert.ok(said.includes(what), `${href}: ${what}`);
    assert.equal(/not tried on a real archive yet/.test(said), /unproven/.test(words), href);
  }
  const read = (await known()).guides;
  assert.equal(read.length, all.length);
  assert.match((await page.request.get("/networks/myspace")).status().toString(), /404/);
});

// Two LinkedIn folders of one person, `days` old each.
function linkedin(name, days, rows) {
  const at = new Date(Date.now() - days * 86400000).toISOString();
  const folder = join(dir, name, `Complete_LinkedInDataExport_${at.slice(5, 7)}-${at.slice(8, 10)}-${at.slice(0, 4)}`);
  mkdirSync(folder, { recursive: true });
  const write = (file, lines) => writeFileSync(join(folder, file), lines.join("\n") + "\n");
  write("Profile.csv", [
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers",
    "Mira,Okl,,,,,,,,,,,",
  ]);
  write("Connections.csv", ["First Name,Last Name,URL,Email Address,Company,Position,Connected On", ...rows]);
  return folder;
}
const row = (first, last, company, position) =>
  `${first},${last},https://www.linkedin.com/in/${first.toLowerCase()},,${company},${position},01 Feb 2020`;

test("an old archive is worth asking for again, until the owner says otherwise", async (t) => {
  const folders = [
    linkedin("one", 300, [row("Ana", "Kos", "Acme", "Engineer"), row("Bo", "Berg", "Birch", "Nurse"), row("<b>Cy", "Cho", "Clay", "Chef")]),
    linkedin("two", 250, [row("Ana", "Kos", "Globex", "Lead"), row("Bo", "Berg", "Birch", "Nurse"), row("Dee", "Dahl", "Dough", "Baker")]),
  ];
  const own = await start({ run: folders.map((f) => ["import", f]) });
  t.after(() => own.stop());
  const p = await own.page({ js: false });
  await enter(p);
  assert.match(await p.innerText(".noticed"), /Your LinkedIn archive is from .*8 months ago/);
  await p.locator(".noticed a", { hasText: "How to ask for it" }).click();
  assert.equal(new URL(p.url()).pathname, "/networks");
  const reminder = p.locator(".reminder");
  assert.match(await reminder.innerText(), /Your LinkedIn archive is from .* \(8 months ago\)\. A fresh one takes/);
  for (const dark of [false, true]) await own.axe(p, { dark });
  await reminder.getByRole("link").click();
  assert.match(await p.innerText("main"), /Last: .*8 months ago[\s\S]*larger data archive/);
  for (const dark of [false, true]) await own.axe(p, { dark });
  // later, and back
  await p.goto("/networks");
  await reminder.getByRole("button", { name: "Remind me later" }).click();
  assert.equal(await reminder.count(), 0);
  assert.match(await p.innerText(".account"), /No reminder until/);
  await p.goto("/");
  assert.equal(await p.locator(".noticed", { hasText: "archive is from" }).count(), 0);
  await p.goto("/networks");
  await p.getByRole("button", { name: "Remind me again" }).click();
  // never, and back
  await reminder.getByRole("button", { name: "Not for this account" }).click();
  assert.equal(await reminder.count(), 0);
  assert.match(await p.innerText(".account"), /No reminders for this account/);
  for (const dark of [false, true]) await own.axe(p, { dark });
  await p.getByRole("button", { name: "Remind me again" }).click();
  assert.equal(await reminder.count(), 1);

  // what changed
  await p.locator("table.list").getByRole("link").first().click();
  const since = p.locator("section", { hasText: "Since the archive of" });
  assert.match(await since.innerText(), /1 person with another company or position[\s\S]*1 new connection[\s\S]*1 connection not in this one any more[\s\S]*need not be gone/);
  for (const dark of [false, true]) await own.axe(p, { dark });
  await since.getByRole("link", { name: "another company" }).click();
  assert.match(await p.innerText(".changed"), /Ana Kos[\s\S]*Engineer[\s\S]*Lead[\s\S]*Acme[\s\S]*Globex/);
  for (const dark of [false, true]) await own.axe(p, { dark });
  await p.locator(".changed a.who").click();
  assert.match(await p.innerText("h1"), /Ana Kos/);
  await p.goto("/imports/2/since?what=gone&kind=connected&account=1");
  assert.match(await p.innerText(".changed"), /<b>Cy Cho/);
  assert.match(await p.innerText(".head"), /need not be gone/);
  for (const wrong of ["what=gone", "what=edited", "what=gone&kind=friend&account=1"])
    assert.equal((await p.request.get("/imports/2/since?" + wrong)).status(), 404, wrong);
  assert.equal((await p.request.get("/imports/2/since?what=everything")).status(), 400);
  assert.equal((await p.request.get("/imports/1/since?what=work")).status(), 404);
});

test("without scripts an archive comes in all the same", async () => {
  const state = await page.context().storageState();
  const plain = await tact.page({ js: false, state });
  await plain.goto("/networks");
  await plain.setInputFiles("#archive", file("google-contacts.csv"));
  await plain.getByRole("button", { name: "Bring in" }).click();
  await plain.waitForURL("**/networks");
  for (let i = 0; i < 50 && (await plain.locator(".button", { hasText: "Look again" }).count()); i++) {
    await plain.waitForTimeout(100);
    await plain.locator(".button", { hasText: "Look again" }).click();
  }
  assert.match(await plain.locator(".job").first().innerText(), /google-contacts|address book/i);
  assert.match(await plain.innerText("table.list"), /google-contacts\.csv/);
  // none chosen
  await plain.context().close();
});
