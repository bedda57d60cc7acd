// tests/browser/live.test.mjs: pictures of a draft on their way out, templates, queues.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { isTooWide, photograph, signedIn, tells } from "./lib.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ASKS = /What is to be seen, for those who can’t see it/;
const photo = (name = "bench.jpg") => ({ name, mimeType: "image/jpeg", buffer: photograph() });

let live, tact, there, page, api, una, linkedin;
before(async () => {
  live = await signedIn();
  ({ tact, there, page, api, una, linkedin } = live);
});
after(() => live?.stop());

const until = async (what) => {
  for (let i = 0; i < 200; i++) {
    const found = await what();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail("never");
};
// Every picture that is shown is one, and the page stands the rules and a phone.
const stands = async (on) => {
  await on.waitForFunction(() => [...document.images].every((i) => i.loading === "lazy" || (i.complete && i.naturalWidth)));
  for (const dark of [false, true]) await tact.axe(on, { dark, only: { type: "tag", values: RULES } });
  const narrow = await on.context().browser().newContext({ viewport: { width: 390, height: 844 } });
  const twin = await narrow.newPage();
  await twin.goto(on.url());
  assert.ok(!(await isTooWide(twin)), `${on.url()} fits a phone`);
  await narrow.close();
};

test("a picture is put in, described and sent, without what its camera wrote", async () => {
  assert.ok(tells(photograph()), "there is something to take out");
  await page.goto("/write");
  await page.fill("#text", "Good morning from the bench by the lake.");
  await page.check(`input[name=account][value="${una.id}"]`);
  await page.getByRole("button", { name: "Add pictures …" }).click();
  await page.waitForURL(/\/drafts\/\d+\/pictures$/);
  const draft = /drafts\/(\d+)/.exec(page.url())[1];
  await page.setInputFiles("#picture", { name: "note.txt", mimeType: "image/jpeg", buffer: Buffer.from("words") });
  await page.getByRole("button", { name: "Add", exact: true }).click();
  assert.match(await page.locator("#problem").innerText(), /note\.txt is no picture: a JPEG, PNG/);
  await page.setInputFiles("#picture", [photo(), photo("again.jpg")]);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  assert.equal(await page.locator(".pictured li").count(), 2);
  assert.equal(await page.locator(".pictured .warn").count(), 2, "each asks for its description");
  await stands(page);
  await page.getByRole("button", { name: "Remove picture 2" }).click();
  assert.equal(await page.locator(".pictured li").count(), 1);
  await page.getByRole("link", { name: "Back to the draft" }).click();
  assert.equal(await page.locator("#text").inputValue(), "Good morning from the bench by the lake.");
  assert.match(await page.locator("main").innerText(), /1 picture without a description/);
  assert.equal(await page.locator(".thumbs img").getAttribute("alt"), "Picture 1, not described yet");
  await stands(page);

  await page.goto(`/drafts/${draft}/send`);
  const to = page.locator(`#to-${una.id}`);
  assert.match(await to.innerText(), /A picture has no description/);
  await page.getByLabel(ASKS).fill("A red bench by a lake");
  await page.getByRole("button", { name: "Keep the description of picture 1" }).click();
  await page.waitForURL(/send#pictures$/);
  assert.ok(!/no description/.test(await to.innerText()));
  assert.equal(await to.locator(".thumbs img").getAttribute("alt"), "A red bench by a lake");
  await stands(page);
  await page.getByRole("button", { name: /^Publish to/ }).click();
  await page.waitForURL(/\/outbox/);
  // whatever the check says of it: it need not wait for that here
  const row = (await api("/outbox")).publications.find((p) => p.draft === Number(draft));
  await api(`/outbox/${row.id}/again`, {});
  const post = await until(() => there.posts().find((p) => p.text.startsWith("Good morning from the bench")));
  assert.equal(post.media.length, 1);
  assert.equal(post.media[0].alt, "A red bench by a lake");
  const bytes = Buffer.from(post.media[0].bytes, "base64");
  assert.deepEqual([...bytes.subarray(0, 2)], [0xff, 0xd8]);
  assert.ok(!tells(bytes), "neither camera, time nor place went along");
});

test("a poll is asked where there are polls, and its fields are only there for those", async () => {
  await page.goto("/write");
  await page.fill("#text", "Which of the two shall we bake on Sunday?");
  const first = page.getByLabel("Choice 1", { exact: true });
  assert.ok(!(await first.isVisible()), "no place is chosen that asks");
  await page.check(`input[name=account][value="${una.id}"]`);
  await page.getByText("Ask with a poll").click();
  assert.ok(await first.isVisible());
  assert.equal(await page.locator("#addresses").count(), 0, "there is no mailbox to write from");
  await stands(page);
  await first.fill("Bread");
  await page.getByLabel("Choice 2", { exact: true }).fill("Cake");
  await page.getByLabel("Open for").selectOption("6h");
  await page.waitForURL(/draft=\d+/);
  const draft = Number(/draft=(\d+)/.exec(page.url())[1]);
  await until(async () => (await api("/write")).drafts.find((d) => d.id === draft)?.open_s === 21600);
  await page.reload();
  assert.equal(await first.inputValue(), "Bread", "it keeps itself");
  await page.goto(`/drafts/${draft}/send`);
  assert.deepEqual(await page.locator(`#to-${una.id} .poll li`).allInnerTexts(), ["Bread", "Cake"]);
  assert.match(await page.locator(`#to-${una.id}`).innerText(), /open for 6 hours/);
  await stands(page);
  await page.getByRole("button", { name: /^Publish to/ }).click();
  await page.waitForURL(/\/outbox/);
  const row = (await api("/outbox")).publications.find((p) => p.draft === draft);
  await api(`/outbox/${row.id}/again`, {});
  const post = await until(() => there.posts().find((p) => p.text.startsWith("Which of the two")));
  assert.deepEqual(post.poll, { options: ["Bread", "Cake"], expires_in: 21600, multiple: false });
});

test("what is posted by hand hands out the picture as it would be sent", async () => {
  const { draft } = await api("/drafts", { text: "We have a bench now.", account: linkedin.id });
  await page.goto(`/drafts/${draft}/pictures`);
  await page.setInputFiles("#picture", photo());
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel(ASKS).fill("A bench");
  await page.getByRole("button", { name: "Keep the description of picture 1" }).click();
  await api(`/drafts/${draft}/send`, { when: "now" });
  await page.goto("/outbox");
  const row = page.locator(".out-row", { hasText: "We have a bench now." });
  assert.match(await row.locator(".handed").innerText(), /Picture 1\s+A bench/);
  const href = await row.locator(".handed a").getAttribute("href");
  assert.match(href, /^\/outbox\/\d+\/picture\/1$/);
  const answer = await fetch(tact.url + href);
  assert.equal(answer.headers.get("content-type"), "image/jpeg");
  assert.match(answer.headers.get("content-disposition"), /attachment; filename="picture-1\.jpg"/);
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.deepEqual([...bytes.subarray(0, 2)], [0xff, 0xd8]);
  assert.ok(!tells(bytes));
  for (const wrong of ["0", "2", "x", "99999"])
    assert.equal((await fetch(tact.url + href.replace(/1$/, wrong))).status, 404);
  await stands(page);
  // the draft goes, its picture stays for as long as it waits there
  await api(`/drafts/${draft}/drop`, {});
  assert.equal((await fetch(tact.url + href)).status, 200);
});

test("without scripts nothing that was typed is lost on the way to the pictures", async () => {
  const plain = await tact.page({ js: false });
  await plain.goto("/write");
  await plain.fill("#text", "A bench, without scripts.");
  await plain.click("#pictures");
  await plain.setInputFiles("#picture", photo());
  await plain.getByRole("button", { name: "Add", exact: true }).click();
  await plain.getByRole("link", { name: "Back to the draft" }).click();
  assert.equal(await plain.inputValue("#text"), "A bench, without scripts.");
  assert.equal(await plain.locator(".thumbs img").count(), 1);
  await plain.context().close();
});

test("from the command line each picture has its description", async () => {
  const file = join(tact.home, "..", "bench.jpg"), words = join(tact.home, "..", "words.txt");
  writeFileSync(file, photograph());
  writeFileSync(words, "Written in a terminal.");
  const all = ["--picture", file, "--alt", "A bench", "--picture", file];
  const { draft } = JSON.parse(tact.command("draft", words, ...all, "--json"));
  const { pictures } = await api(`/drafts/${draft}/pictures`);
  assert.deepEqual(pictures.map((p) => p.alt), ["A bench", ""]);
  const refused = (...more) => assert.throws(() => tact.command("draft", words, ...more));
  refused("--picture", words);
  refused("--picture", file, "--alt", "one", "--alt", "two");
  assert.equal((await api("/write")).drafts.filter((d) => d.text === "Written in a terminal.").length, 1);
  tact.command("post", words, "--to", String(una.id), "--picture", file, "--alt", "From a terminal");
  // the server behind the page may have been the quicker one
  const post = await until(() => there.posts().find((p) => p.text.startsWith("Written in a terminal")));
  assert.equal(post.media[0].alt, "From a terminal");
  assert.ok(!tells(Buffer.from(post.media[0].bytes, "base64")));
});

test("a draft becomes a template, and others begin with it", async () => {
  await page.goto("/write");
  await page.fill("#text", "Open today until ");
  await page.check(`input[name=account][value="${una.id}"]`);
  await page.getByRole("button", { name: "Keep as a template" }).click();
  await page.waitForURL(/draft=\d+&kept=1/);
  assert.match(await page.locator("main").innerText(), /What you change here others begin with/);
  const row = page.locator("#templates .person", { hasText: "Open today until" });
  assert.match(await row.innerText(), /una/);
  await stands(page);
  await row.getByRole("button", { name: "Begin with it" }).click();
  await page.waitForURL(/write\?draft=\d+$/);
  assert.equal(await page.inputValue("#text"), "Open today until ");
  assert.ok(await page.isChecked(`input[name=account][value="${una.id}"]`));
  await page.fill("#text", "Open today until six.");
  await page.getByText("Kept.", { exact: true }).waitFor();
  await page.goto("/write");
  assert.equal(await row.count(), 1, "the template is as it was");
  assert.equal(await page.locator(".drafts .who", { hasText: "Open today until six." }).count(), 1);
});

test("the queue of an account is set in words, and what can't be read is said beside it", async () => {
  await page.goto("/networks");
  const card = page.locator(`#account-${una.id}`);
  await card.locator(".posting summary").click();
  await card.getByLabel("When its queue goes on").fill("mon 9:00, someday");
  await card.getByRole("button", { name: /^Keep it: the queue/ }).click();
  assert.match(await card.locator("[role=alert]").innerText(), /"someday" is no day and time/);
  assert.equal(await card.getByLabel("When its queue goes on").inputValue(), "mon 9:00, someday");
  await stands(page);
  await page.goto("/networks");
  await card.locator(".posting summary").click();
  await card.getByLabel("When its queue goes on").fill("Monday 9:00, weekends 17:30");
  await card.getByRole("button", { name: /^Keep it: the queue/ }).click();
  await page.waitForURL(/networks#account/);
  assert.match(await card.locator(".posting summary").innerText(), /queue: mon 9:00, sat 17:30, sun 17:30/);
  await stands(page);
  const { draft } = await api("/drafts", { text: "For the queue.", account: una.id });
  await page.goto(`/drafts/${draft}/send`);
  assert.match(await page.locator(".when").innerText(), /when the queue of[^]*una@[^]*goes on: /);
  await page.check("input[name=when][value=slot]");
  await page.getByRole("button", { name: /^Publish to/ }).click();
  await page.waitForURL(/\/outbox/);
  const waiting = (await api("/outbox")).publications.find((p) => p.draft === draft);
  assert.equal(waiting.state, "pending");
  assert.ok([1, 6, 0].includes(new Date(waiting.due).getDay()));
});

test("what is to come is dragged to another day, and keeps its time", async () => {
  const day = (n) => {
    const d = new Date();
    d.setDate(d.getDate() - ((d.getDay() + 6) % 7) + 7 + n); // of next week
    return [d.getFullYear(), d.getMonth() + 1, d.getDate()].map((v) => String(v).padStart(2, "0")).join("-");
  };
  const { draft } = await api("/drafts", { text: "Dragged along.", account: linkedin.id });
  await api(`/drafts/${draft}/send`, { when: "at", at: `${day(0)}T09:30` });
  const row = async () => (await api("/outbox")).publications.find((p) => p.draft === draft);
  for (const month of ["", "&month=1"]) {
    await page.goto(`/outbox/calendar?from=${day(0)}${month}`);
    const entry = page.locator(".entry", { hasText: "Dragged along." });
    assert.match(await entry.innerText(), /09:30/);
    const to = month ? 4 : 2;
    await entry.dragTo(page.locator(`.day[data-date="${day(to)}"]`));
    await page.locator(`.day[data-date="${day(to)}"] .entry`, { hasText: "Dragged along." }).waitFor();
    const due = new Date((await row()).due);
    assert.deepEqual([due.getDay(), due.getHours(), due.getMinutes()], [to + 1, 9, 30]);
    await stands(page);
  }
  await api(`/outbox/${(await row()).id}/undo`, {});
});
