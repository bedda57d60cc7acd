// tests/browser/hostile.test.mjs: archives by somebody who means harm, looked at on every page: no
// script of theirs runs, nothing leaves this machine, no page comes apart.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { enter, isTooWide, start } from "./lib.mjs";

const BREAKS = [
  "<script>window.__pwned=1</script>",
  "</textarea></title></style><script>window.__pwned=2</script>",
  '"><img src=x onerror="window.__pwned=3">',
  "' onmouseover='window.__pwned=4' autofocus onfocus='window.__pwned=4' x='",
  "<svg/onload=window.__pwned=5><iframe srcdoc='<script>parent.__pwned=5</script>'>",
  "{{7*7}}${7*7}{{constructor.constructor('window.__pwned=6')()}}",
  "</article></main></body></html><main><article><header><h1>Not ours</h1>",
  "<a href=javascript:window.__pwned=7>click</a> javascript:window.__pwned=7",
  "<div hx-get=//evil.example hx-trigger=load data-open=//evil.example>x</div>",
  "=HYPERLINK(\"https://evil.example\",\"x\")",
  "\u202Egnp.exe\u202C \u2066\u2067 \u200B\u200D\uFEFF\u00AD mixed",
  "a\u0000b\u0001c\u0008d\u001B[31me\u007F\u0085\uFFFE\uD800 control",
  "<!--#exec --> <![CDATA[ ]]> <?php ?> &lt;b&gt; &amp;amp; &#x3C;script&#x3E;",
  "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'><form action=//evil.example>",
  "%3Cscript%3Ewindow.__pwned=8%3C/script%3E %00 ../../../etc/passwd",
];
const URLS = [
  "javascript:window.__pwned=9",
  "JaVaScRiPt:window.__pwned=9//https://ok.example",
  "data:text/html,<script>window.__pwned=10</script>",
  "vbscript:msgbox(1)",
  "//evil.example/x",
  "\\\\evil.example\\x",
  "java\tscript:window.__pwned=11",
  " javascript:window.__pwned=12",
  "https://ok.example/\"onmouseover=\"window.__pwned=13",
  "https://evil.example@ok.example/<b>",
  "file:///etc/passwd",
  "blob:https://evil.example/1",
];
const LARGE = [
  "w".repeat(1000000),
  "👩‍👩‍👧‍👦🏳️‍🌈".repeat(2500),
  "<b>".repeat(100000),
  "e" + "\u0301".repeat(3000) + " zalgo",
  "\u202E".repeat(2000) + "lean back",
  "a\n".repeat(5000),
];
const NAMES = [
  "../../x.zip",
  "..\\..\\x.zip",
  "/etc/x.zip",
  "a/../../../x.zip",
  "..",
  ".",
  "",
  "x".repeat(3000) + ".zip",
  "a\u0000b.zip",
  "\u202Epiz.x",
  "-rf.zip",
  ".bashrc",
  "con.zip\u0001",
  "%2e%2e%2fx.zip",
];
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

let dir, tact, page, files, dialogs = 0, strangers = [];

// The archive of a Mastodon account that is all traps.
function mastodon() {
  const notes = [];
  const add = (content, more = {}) => {
    const n = notes.length + 1, id = `https://home.example/users/kim/statuses/${n}`;
    const published = new Date(1700000000000 + n * 3600000).toISOString();
    notes.push({
      id: id + "/activity",
      type: "Create",
      to: [PUBLIC],
      object: { id, type: "Note", published, to: [PUBLIC], cc: [], content, tag: [], attachment: [], ...more },
    });
  };
  const escaped = (s) => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  for (const s of BREAKS) {
    add(`<p>raw ${s}</p>`);
    add(`<p>plain ${escaped(s)}</p>`, { summary: s });
    add("<p>picture</p>", {
      attachment: [{ type: "Document", mediaType: "image/png", url: "/system/" + s, name: s }],
    });
  }
  for (const u of URLS)
    add(`<p>link <a href="${u.replace(/"/g, "&quot;")}">here</a> ${escaped(u)}</p>`, {
      url: u,
      attachment: [{ type: "Document", mediaType: "image/png", url: u, name: "p" }],
    });
  for (const s of LARGE) add(`<p>large ${escaped(s)}</p>`);
  const actor = {
    "@context": "https://www.w3.org/ns/activitystreams",
    id: "https://home.example/users/kim",
    type: "Person",
    preferredUsername: "kim",
    name: BREAKS[2] + BREAKS[10],
    summary: "<p>" + BREAKS.join(" ") + "</p>",
    url: URLS[0],
    attachment: BREAKS.map((s, i) => ({ type: "PropertyValue", name: s, value: `<a href="${URLS[i % URLS.length]}">${s}</a>` })),
  };
  const at = join(dir, "mastodon");
  mkdirSync(at);
  writeFileSync(join(at, "actor.json"), JSON.stringify(actor));
  writeFileSync(join(at, "outbox.json"), JSON.stringify({ type: "OrderedCollection", orderedItems: notes }));
  execFileSync("tar", ["-czf", join(dir, "mastodon.tar.gz"), "-C", at, "."]);
  return join(dir, "mastodon.tar.gz");
}

// Names, addresses, notes and groups of an address book.
function cards() {
  const line = (s) => s.replace(/\\/g, "\\\\").replace(/[\r\n]/g, " ").replace(/([;,])/g, "\\$1");
  const all = [...BREAKS, ...URLS, "n".repeat(20000), "👩‍👩‍👧‍👦".repeat(500)].map((s, i) =>
    ["BEGIN:VCARD", "VERSION:3.0", "FN:" + line(s), "N:" + line(s) + ";;;;", `EMAIL:${i}@x.example`,
      "EMAIL:" + line(s), "URL:" + (URLS[i] ?? line(s)), "NOTE:" + line(s), "CATEGORIES:" + line(s),
      "ORG:" + line(s), "TITLE:" + line(s), "TEL:" + line(s), "END:VCARD", ""].join("\r\n"));
  writeFileSync(join(dir, "cards.vcf"), all.join(""));
  return join(dir, "cards.vcf");
}

// Connections and messages of LinkedIn, whose titles and folders are traps too.
function linkedin() {
  const cell = (s) => '"' + s.replace(/"/g, '""') + '"';
  const row = (...cells) => cells.map(cell).join(",") + "\r\n";
  const at = join(dir, "linkedin");
  mkdirSync(at);
  writeFileSync(join(at, "Profile.csv"),
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\r\n" +
      row("Kim", BREAKS[0], "", "", "", BREAKS[2], BREAKS[5], "", "", "", "", "", ""));
  writeFileSync(join(at, "Connections.csv"),
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n" +
      BREAKS.map((s, i) => row(s, "Last" + i, `https://www.linkedin.com/in/${encodeURIComponent(s.toWellFormed?.() ?? "x")}`, s, s, s, "03 Jan 2024")).join(""));
  writeFileSync(join(at, "messages.csv"),
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\r\n" +
      BREAKS.map((s, i) => row("c" + (i >> 1), s, s, URLS[i % URLS.length], "Kim", "https://www.linkedin.com/in/kim", `2024-01-${10 + i} 10:00:00 UTC`, s, s, s)).join(""));
  const name = '<img src=x onerror=window.__pwned=14>"\'.zip';
  execFileSync("zip", ["-qr", join(dir, name), "."], { cwd: at });
  return join(dir, name);
}

before(async () => {
  dir = mkdtempSync(join(tmpdir(), "tact-hostile-"));
  files = [mastodon(), cards(), linkedin()];
  tact = await start();
  page = await tact.page({ still: true });
  page.on("dialog", (d) => (dialogs++, d.dismiss()));
  page.on("request", (r) => r.url().startsWith(tact.url) || strangers.push(r.url()));
  await enter(page);
  await page.goto("/networks");
  await page.setInputFiles("#archive", files);
  await page.locator("#jobs [data-busy=no] .job").nth(2).waitFor();
});
after(async () => {
  rmSync(dir, { recursive: true, force: true });
  await tact.stop();
});

// A page is whole: one frame, one content, none of theirs, no way out that is not allowed.
async function whole(name) {
  await page.waitForLoadState("load");
  const found = await page.evaluate(() => {
    const count = (s) => document.querySelectorAll(s).length;
    const bad = [];
    for (const e of document.querySelectorAll("*"))
      for (const a of e.attributes) {
        if (/^on/i.test(a.name)) bad.push(a.name);
        if (/^(href|src|action|formaction|data|poster|srcset|srcdoc|xlink:href|data-open)$|^hx-(get|post)/.test(a.name)) {
          const url = new URL(a.value, location);
          if (!/^(https?|mailto):$/.test(url.protocol)) bad.push(`${e.tagName} ${a.name}=${a.value.slice(0, 60)}`);
          if (e.tagName !== "A" && url.origin !== location.origin) bad.push(`${e.tagName} ${a.name}=${a.value.slice(0, 60)}`);
        }
      }
    return {
      pwned: globalThis.__pwned,
      frame: [count("main"), count("header.side"), count("h1"), count("body"), count("title")].join(),
      theirs: count("iframe, object, embed, base, meta[http-equiv], style, main script, form:not([action^='/'])"),
      away: [...document.querySelectorAll("a[href]")].filter((a) => a.origin !== location.origin && a.protocol !== "mailto:" && !/noopener/.test(a.rel) && !a.closest(".media")).map((a) => a.outerHTML.slice(0, 100)),
      bad,
    };
  });
  assert.equal(found.pwned, undefined, name);
  assert.equal(found.frame, "1,1,1,1,1", name);
  assert.equal(found.theirs, 0, name);
  assert.deepEqual(found.bad, [], name);
  assert.deepEqual(found.away, [], name);
  assert.equal(await isTooWide(page), false, `${name} is too wide`);
}

const api = async (path) => {
  const answer = await page.request.get("/api" + path);
  assert.equal(answer.status(), 200, path);
  assert.match(answer.headers()["content-type"], /^application\/json/);
  assert.equal(answer.headers()["x-content-type-options"], "nosniff");
  return JSON.parse(await answer.text());
};
const all = async (path, of) => {
  const rows = [];
  for (let next = "/api" + path; next; ) {
    const got = await api(next.slice(4));
    rows.push(...got[of]);
    next = got.next;
  }
  return rows;
};

test("they all came in", async () => {
  await page.goto("/networks");
  await whole("/networks");
  const said = await page.locator("#jobs .job").allInnerTexts();
  assert.ok(said.every((s) => /, read: /.test(s)), said.join("\n"));
  assert.ok((await all("/timeline", "posts")).length >= BREAKS.length * 3 + URLS.length + LARGE.length);
});

test("the timeline to its end, on a desk and on a phone", async () => {
  for (const size of [{ width: 1200, height: 900 }, { width: 360, height: 740 }]) {
    await page.setViewportSize(size);
    for (let next = "/timeline"; next; ) {
      const want = (await api(next)).posts.length;
      await page.goto(next);
      assert.equal(await page.locator("article").count(), want, next);
      await page.$$eval("main details", (d) => d.forEach((x) => (x.open = true)));
      await whole(`${next} at ${size.width}`);
      const older = page.locator(".older a");
      next = (await older.count()) ? await older.getAttribute("href") : "";
    }
  }
  await page.setViewportSize({ width: 1200, height: 900 });
});

test("messages, conversations and each post by itself", async () => {
  await page.goto("/timeline?kind=message");
  assert.equal(await page.locator("article").count(), BREAKS.length);
  await whole("messages");
  const messages = await all("/timeline?kind=message", "posts");
  const posts = await all("/timeline", "posts");
  const large = posts.filter((p) => p.text.startsWith("large"));
  assert.equal(large.length, LARGE.length);
  for (const p of [...messages.slice(0, 4), ...posts.filter((_, i) => i % 9 === 0), ...large]) {
    await page.goto("/posts/" + p.id);
    await whole("post " + p.text.slice(0, 40));
  }
});

test("people, and each of them whole", async () => {
  const people = await all("/people", "people");
  assert.ok(people.length > BREAKS.length);
  await page.goto("/people");
  assert.equal(await page.locator("li.person").count(), Math.min(50, people.length));
  await whole("people");
  for (const p of people.slice(0, 30)) {
    await page.goto("/people/" + p.id);
    await whole("person " + p.name.slice(0, 40));
  }
  await page.setViewportSize({ width: 360, height: 740 });
  for (const p of people.filter((_, i) => i % 6 === 0)) {
    await page.goto("/people/" + p.id);
    await whole("person on a phone " + p.name.slice(0, 40));
  }
  await page.setViewportSize({ width: 1200, height: 900 });
});

test("what is typed: searches, filters, notes, relations, drafts", async () => {
  for (const s of [...BREAKS.filter((b) => !b.includes("\u0000")), "\"", "*", "(", "NEAR(", "from:", "a OR", "-", ":::", "x".repeat(1900)]) {
    const q = encodeURIComponent(s.toWellFormed?.() ?? s);
    await page.goto("/search?q=" + q);
    await whole("search " + s);
    await page.goto("/people?q=" + q.slice(0, 390).replace(/%.?$|%E.%..?$/, ""));
  }
  for (const s of ["%00", "%FF", "%", "%C0%AF", "%ED%A0%80"]) {
    const answer = await page.request.get("/search?q=" + s);
    assert.ok(answer.status() < 500, s);
  }
  const someone = (await api("/people")).people.find((p) => !p.owner);
  await page.goto("/people/" + someone.id);
  await page.fill("#note", BREAKS.join("\n"));
  await page.getByRole("button", { name: "Keep" }).click();
  await page.locator(".note").waitFor();
  await whole("a note");
  await page.fill("#relation", BREAKS[2]);
  await page.getByRole("button", { name: "Add" }).first().click();
  await page.locator(".tag", { hasText: "onerror" }).waitFor();
  await whole("a relation");
  await page.goto("/write");
  const draft = BREAKS.join("\n").replace(/[\u0000-\u0008\u000B-\u001F]/g, "");
  await page.fill("#text", draft);
  await page.locator(".verdict-card strong").first().waitFor();
  await page.locator("#kept", { hasText: "Kept" }).waitFor();
  await whole("a draft");
  await page.reload();
  assert.match(await page.inputValue("#text"), /<\/textarea><\/title>/);
  await whole("a draft again");
});

test("overview, import, context names", async () => {
  await page.goto("/");
  await whole("overview");
  for (const im of (await api("/networks")).imports) {
    await page.goto("/imports/" + im.id);
    await whole("import " + im.archive);
  }
  await page.goto("/networks");
  await page.locator("details.new summary").first().click();
  await page.locator("details.new input[name=new]").first().fill('"><script>window.__pwned=15</script>');
  await page.getByRole("button", { name: "Make it" }).first().click();
  await page.waitForURL("**/networks#*");
  for (const path of ["/networks", "/", "/timeline", "/write"]) {
    await page.goto(path);
    await whole("a context with markup: " + path);
  }
});

test("the API gives the same as JSON and as nothing else", async () => {
  for (const path of ["/timeline", "/timeline?kind=message", "/people", "/search?q=raw", "/networks", "/overview", "/jobs", "/write", "/imports/1"])
    assert.equal(typeof (await api(path)), "object");
});

test("names of files stay inside the house, and nothing is left behind", async () => {
  const token = await page.getAttribute("body", "data-token");
  const [cookie] = await page.context().cookies();
  const send = (name) => {
    const part = (head, text) => `--edge\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
    const body = part('name="token"', token) + part(`name="archive"; filename="${name}"`, "nothing of worth") + "--edge--\r\n";
    return fetch(tact.url + "/imports", {
      method: "POST",
      redirect: "manual",
      body,
      headers: { Cookie: `${cookie.name}=${cookie.value}`, "Content-Type": "multipart/form-data; boundary=edge" },
    });
  };
  for (const name of NAMES) {
    const { status } = await send(name);
    assert.ok(status < 500, `${JSON.stringify(name.slice(0, 20))}: ${status}`);
  }
  await page.goto("/networks");
  await page.locator("#jobs [data-busy=no]").waitFor();
  await whole("after strange names");
  assert.deepEqual(readdirSync(join(tact.home, "incoming")), []);
  assert.ok(!existsSync(join(tact.home, "x.zip")) && !existsSync(join(tact.home, "..", "x.zip")) && !existsSync("/etc/x.zip"));
});

test("a text is never taken for a file of this machine", async () => {
  const file = join(dir, "mine", "mine.vcf");
  mkdirSync(join(dir, "mine"));
  writeFileSync(file, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mine\r\nEND:VCARD\r\n");
  const token = await page.getAttribute("body", "data-token");
  const [cookie] = await page.context().cookies();
  const post = (path, type, body) =>
    fetch(tact.url + path, {
      method: "POST",
      redirect: "manual",
      body,
      headers: { Cookie: `${cookie.name}=${cookie.value}`, "Content-Type": type, "X-Tact-Token": token },
    });
  const part = `--edge\r\nContent-Disposition: form-data; name="archive"\r\n\r\n${file}\r\n--edge--\r\n`;
  const said = [
    await post("/imports", "application/x-www-form-urlencoded", "archive=" + encodeURIComponent(file)),
    await post("/imports", "multipart/form-data; boundary=edge", part),
    await post("/api/imports", "application/json", JSON.stringify({ archive: file })),
  ].map((answer) => answer.status);
  assert.deepEqual(said, [400, 400, 400]);
  assert.ok(existsSync(file), "it is where it was");
});

test("no dialog came up, nothing left for another host", () => {
  assert.equal(dialogs, 0);
  assert.deepEqual(strangers, []);
});
