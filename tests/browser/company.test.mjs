// tests/browser/company.test.mjs: a company and three people: a writer, an approver, an admin; and what
// a member takes along into a space of their own.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PASSWORD, cardOf, isTooWide, samples, start } from "./lib.mjs";

const MARK = "Quillfeather"; // in what a member keeps for themself
const FIRM = "Brambleworks"; // in what is the company's
const FITS = "We opened our new office in Rotterdam and are hiring two engineers.";
const DOUBTED = "Had the best lasagne with grandma and the kids on Sunday.";
const KEPT_OUT = "My card is 4111 1111 1111 1111.";

let tact, dir, company;
const people = {}; // page of each
const sql = (text) =>
  execFileSync("sqlite3", ["-bail", join(tact.home, "tact.db"), ".timeout 8000", text], { encoding: "utf8" }).trim();
const command = (words, input) =>
  execFileSync(process.env.TACT, ["--home", tact.home, ...words], { input, encoding: "utf8" });
// SHOTS names a folder for pictures of what is tested here
const shot = async (page, name) => {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });
};
// What is wrong with a page for those who see it otherwise, or on a phone.
const looked = async (page, name) => {
  await shot(page, name);
  await tact.axe(page);
  await tact.axe(page, { dark: true });
  const state = await page.context().storageState();
  const phone = await tact.page({ phone: true, still: true, state });
  await phone.goto(page.url());
  assert.equal(await isTooWide(phone), false, `${page.url()} on a phone`);
  await shot(phone, `${name}-phone`);
  await phone.context().close();
};

async function signIn(who, js = true) {
  const page = await tact.page({ still: true, js });
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto("/sign-in");
  await page.fill("#email", `${who}@example.org`);
  await page.fill("#password", PASSWORD);
  await page.click("button.main");
  await page.locator(".side").waitFor();
  return page;
}
const actFor = async (page, name) => {
  await page.goto("/");
  await page.selectOption("#acts-for", { label: name });
  await page.getByRole("button", { name: "Switch" }).click();
  await page.locator("main").waitFor();
};
// Writes it for these places and goes on to approval.
async function write(page, text, labels = ["LinkedIn"]) {
  await page.goto("/write");
  await page.fill("#text", text);
  for (const label of labels) await cardOf(page, label).locator("input").check();
  await page.click("#ready");
  await page.waitForURL(/drafts\/\d+\/ready/);
  return Number(/drafts\/(\d+)/.exec(page.url())[1]);
}
const says = (page) => page.locator("main").innerText();
const press = async (page, name) => {
  await page.getByRole("button", { name, exact: true }).click();
  await page.waitForLoadState();
};

before(async () => {
  dir = mkdtempSync(join(tmpdir(), "tact-company-"));
  samples(dir);
  tact = await start();
  command(["password"], PASSWORD + "\n");
  for (const who of ["Ada", "Ben"])
    command(["owner", "add", `${who.toLowerCase()}@example.org`, "--name", who], PASSWORD + "\n");
  sql("UPDATE owners SET email = 'host@example.org', name = 'Hal' WHERE owner_id = 1");
});
after(async () => {
  await tact?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test("somebody starts a company, and looks after it", async () => {
  const ada = (people.ada = await signIn("ada"));
  await ada.goto("/company");
  await looked(ada, "companies");
  await ada.goto("/account");
  await ada.fill("#company-name", "Fernlight");
  await press(ada, "Start a company");
  assert.match(ada.url(), /\/company/);
  assert.match(await says(ada), /Fernlight[\s\S]*You are its admin[\s\S]*Ada[\s\S]*you/i);
  company = Number(sql("SELECT owner_id FROM owners WHERE kind = 'company'"));
  assert.equal(sql(`SELECT group_concat(name) FROM contexts WHERE owner_id = ${company}`), "company");
  assert.match(await ada.innerText(".acting"), /Fernlight/);
  await press(ada, "Leave Fernlight");
  assert.match(await says(ada), /always has an administrator/, "a company keeps one");
});

test("one invites who is here and who is new", async () => {
  const { ada } = people;
  const invite = async (email, role) => {
    await ada.goto("/company");
    await ada.fill("#email", email);
    await ada.selectOption("#role", role);
    await press(ada, "Make a link");
    return (await ada.innerText(".once code")).trim();
  };
  const toBen = await invite("ben@example.org", "approver");
  const toWren = await invite("wren@example.org", "writer");
  await shot(ada, "invite");
  const nobody = await tact.page({ still: true });
  await nobody.goto(toBen);
  await nobody.getByRole("link", { name: "Sign in to join" }).click();
  await nobody.fill("#email", "ben@example.org");
  await nobody.fill("#password", PASSWORD);
  await nobody.click("button.main");
  await nobody.waitForURL(/\/join\//);
  await shot(nobody, "join");
  await press(nobody, "Join");
  assert.match(await says(nobody), /Fernlight[\s\S]*You are its approver/);
  people.ben = nobody;
  const wren = await tact.page({ still: true });
  wren.on("dialog", (dialog) => dialog.accept());
  await wren.goto(toBen.replace(/join\/.*/, "join/" + toWren.split("/join/")[1]));
  assert.match(await says(wren), /invited to Fernlight as its writer/);
  await wren.fill("#name", "Wren");
  await wren.fill("#password", PASSWORD);
  await wren.fill("#again", PASSWORD);
  await press(wren, "Begin");
  people.wren = wren;
  await actFor(wren, "Fernlight");
  await wren.goto("/company");
  assert.match(await says(wren), /You are its writer/);
  assert.equal(await wren.getByRole("button", { name: "Make a link" }).count(), 0);
  await wren.goto(toWren);
  assert.match(await says(wren), /used, taken back, or is too old/);
});

test("every account of a company belongs to its context", async () => {
  for (const part of ["linkedin", "facebook", "x."]) {
    const archive = readdirSync(dir).find((name) => name.includes(part));
    command(["--owner", String(company), "import", join(dir, archive)]);
  }
  const contexts = new Set(JSON.parse(command(["--owner", String(company), "accounts", "--json"])).map((a) => a.context));
  assert.deepEqual([...contexts], ["company"]);
  await people.wren.goto("/write");
  assert.match(await cardOf(people.wren, "LinkedIn").innerText(), /company/);
});

test("a writer asks, an approver sends back, and approves what was changed", async () => {
  const { wren, ben } = people;
  const id = await write(wren, DOUBTED);
  assert.match(await says(wren), /Think twice[\s\S]*Somebody who approves for this company decides about it. (Ada or Ben|Ben or Ada) can/);
  assert.equal(await wren.getByRole("button", { name: /Approve/ }).count(), 0);
  await looked(wren, "before-asking");
  await press(wren, "Ask for approval");
  assert.match(await says(wren), /Waiting for approval/);
  await ben.goto("/approvals");
  assert.match(await ben.innerText(".place-approvals"), /Approvals\s*1/);
  assert.match(await says(ben), /lasagne[\s\S]*Think twice[\s\S]*asked by Wren/i);
  await looked(ben, "approvals");
  await ben.getByRole("link", { name: /^Look at it/ }).click();
  await ben.waitForURL(/ready/);
  await looked(ben, "to-decide");
  await press(ben, "Send it back");
  assert.match(await says(ben), /Say in a few words what should be different/);
  await ben.fill("#note", "Say <why> it matters to clients");
  await press(ben, "Send it back");
  assert.match(await says(ben), /Sent back by Ben/);
  await wren.goto(`/write?draft=${id}`);
  assert.match(await says(wren), /Sent back by Ben[\s\S]*Say <why> it matters to clients/);
  await looked(wren, "write-returned");
  await wren.fill("#text", FITS);
  await wren.click("#ready");
  await wren.waitForURL(/ready/);
  await press(wren, "Ask for approval");
  await ben.goto(`/drafts/${id}/ready`);
  await press(ben, "Approve");
  assert.match(await says(ben), /Approved by Ben[\s\S]*May go out now/);
  await shot(ben, "approved");
  await wren.goto("/write");
  assert.match(await wren.locator(".drafts li").first().innerText(), /by Wren[\s\S]*approved/);
  await wren.goto(`/write?draft=${id}`); // any later change makes it void
  await wren.locator("#text").press("Control+End");
  await wren.keyboard.type(" Come!");
  await wren.locator("#kept", { hasText: "Kept" }).waitFor();
  await wren.goto(`/drafts/${id}/ready`);
  assert.match(await says(wren), /Changed since it was approved: it wants a new approval/);
  assert.equal(sql(`SELECT state FROM approvals WHERE draft_id = ${id} ORDER BY id DESC LIMIT 1`), "void");
  await press(wren, "Ask for approval");
  await press(wren, "Take it back");
  assert.match(await says(wren), /Taken back: nobody is asked/);
});

test("four eyes: nobody approves their own words where the check doubts", async () => {
  const { ada, ben } = people;
  const id = await write(ben, DOUBTED);
  assert.match(await says(ben), /your own words[\s\S]*Ada can/);
  assert.equal(await ben.getByRole("button", { name: /Approve/ }).count(), 0);
  const answer = await ben.request.post(`/api/drafts/${id}/approve`, {
    headers: { "X-Tact-Token": await ben.getAttribute("body", "data-token"), Origin: tact.url },
    data: { reason: "I want to" },
  });
  assert.equal(answer.status(), 409, "nor past the page");
  await press(ben, "Ask for approval");
  await ada.goto(`/drafts/${id}/ready`);
  await press(ada, "Approve");
  assert.match(await says(ada), /Approved by Ada/);
  await write(ben, FITS); // what fits they may let out by themselves
  await press(ben, "Approve it myself");
  assert.match(await says(ben), /Approved by Ben/);
  // whoever changes the words of another has written them
  const other = await write(people.wren, FITS + " Soon.");
  await ada.goto(`/write?draft=${other}`);
  await ada.fill("#text", DOUBTED + " Soon.");
  await ada.click("#ready");
  await ada.waitForURL(/ready/);
  assert.match(await says(ada), /your own words/);
});

test("what is to be kept out goes out by an admin with a reason only", async () => {
  const { ada, ben, wren } = people;
  const id = await write(wren, KEPT_OUT);
  await press(wren, "Ask for approval");
  await ben.goto(`/drafts/${id}/ready`);
  assert.match(await says(ben), /only somebody who looks after the company/);
  assert.equal(await ben.getByRole("button", { name: /Approve/ }).count(), 0);
  await ada.goto(`/drafts/${id}/ready`);
  await press(ada, "Approve");
  assert.match(await says(ada), /Say in a few words why/);
  await ada.fill("#reason", "It is the test card of the bank");
  await press(ada, "Approve");
  assert.match(await says(ada), /Approved by Ada[\s\S]*test card of the bank/);
});

test("two people at once: the second is told", async () => {
  const { ada, ben, wren } = people;
  const id = await write(wren, FITS + " Twice.");
  await press(wren, "Ask for approval");
  await ben.goto(`/drafts/${id}/ready`);
  await ada.goto(`/drafts/${id}/ready`);
  await press(ada, "Approve");
  await press(ben, "Approve");
  assert.match(await says(ben), /changed, or decided, meanwhile/);
});

test("what is approved outside the hours goes out when they begin", async () => {
  const { ada, ben } = people;
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const closed = [new Date(), new Date(Date.now() + 86400000), new Date(Date.now() - 86400000)].map((d) => (d.getUTCDay() + 6) % 7);
  await ada.goto("/company");
  for (const [i, day] of days.entries())
    await ada.locator(`input[name=day][value=${day}]`).setChecked(!closed.includes(i));
  await ada.getByLabel("From").fill("9 o'clock");
  await press(ada, "Save the hours of company");
  assert.match(await says(ada), /Write the hours as 9:00 and 17:00/);
  await ada.getByLabel("From").fill("9:00");
  await ada.getByLabel("To", { exact: true }).fill("17:00");
  await ada.getByLabel("The clock in winter").selectOption("60");
  await ada.getByLabel("Summer time").selectOption("europe");
  await press(ada, "Save the hours of company");
  assert.match(await says(ada), /9:00 to 17:00 \(UTC\+1:00, with the summer time of Europe\)\. Closed now/);
  await looked(ada, "company");
  await write(ben, FITS + " At last.");
  assert.match(await says(ben), /outside the hours: approved now, it goes out from \w+day 9:00/);
  await press(ben, "Approve it myself");
  assert.match(await says(ben), /Goes out from \w+day 9:00/);
  await looked(ben, "due");
  for (const day of days) await ada.locator(`input[name=day][value=${day}]`).setChecked(false);
  await press(ada, "Save the hours of company");
  assert.match(await says(ada), /at any time/);
});

test("the company never sees what a member keeps, nor the other way round", async () => {
  const archive = readdirSync(dir).find((name) => name.includes("mastodon"));
  const plant = (owner, mark) => {
    for (const [name, column] of [["posts", "text"], ["persons", "name"], ["identities", "name"], ["accounts", "name"], ["imports", "archive"], ["facts", "value"]])
      sql(`UPDATE ${name} SET ${column} = ${column} || ' ${mark}' WHERE owner_id = ${owner}`);
    sql(`INSERT INTO drafts (owner_id, id, created_ms, changed_ms, text) VALUES (${owner}, 77, 1, 1, '${mark} draft')`);
    sql(`INSERT INTO corrections (owner_id, id, made_ms, kind, context_id, fact, change, text, revoked_ms) VALUES (${owner}, 901, 1, 'isnt', 0, 'topic:pets', 0, '${mark}', 0)`);
    sql(`INSERT INTO audit VALUES (${owner}, 9001, 1, ${owner}, 'token.made', '${mark}', '${mark}', '')`);
    sql(`UPDATE contexts SET voice = '{"use":["${mark}"]}' WHERE owner_id = ${owner}`);
  };
  const owners = Object.fromEntries(["ada", "ben", "wren"].map((who) => [who, Number(sql(`SELECT owner_id FROM owners WHERE email = '${who}@example.org'`))]));
  for (const owner of Object.values(owners)) {
    command(["--owner", String(owner), "import", join(dir, archive)]);
    plant(owner, MARK);
  }
  for (const [table, column] of [["contexts", "voice"], ["drafts", "text"]])
    sql(`UPDATE ${table} SET ${column} = '${column === "voice" ? `{"use":["${FIRM}"]}` : FIRM}' WHERE owner_id = ${company}`);
  sql(`UPDATE persons SET name = name || ' ${FIRM}' WHERE owner_id = ${company}`);
  const ids = (owner) => ({
    posts: sql(`SELECT max(id) FROM posts WHERE owner_id = ${owner}`),
    people: sql(`SELECT max(id) FROM persons WHERE owner_id = ${owner}`),
    imports: sql(`SELECT max(id) FROM imports WHERE owner_id = ${owner}`),
    drafts: 77,
  });
  const walk = async (page, owner) => {
    const of = ids(owner);
    const paths = ["/", "/timeline", "/timeline?kind=message", "/people", "/search?q=" + MARK, "/search?q=" + FIRM, "/search?q=the", "/write", "/learned", "/contexts", "/networks", "/company", "/approvals", "/audit", "/jobs", `/posts/${of.posts}`, `/people/${of.people}`, `/imports/${of.imports}`, `/write?draft=${of.drafts}`, `/drafts/${of.drafts}/ready`];
    let all = "";
    for (const path of paths)
      for (const api of ["", "/api"]) {
        const answer = await page.request.get(api + path);
        assert.ok(answer.status() < 500, `${api}${path}: ${answer.status()}`);
        all += (await answer.text()).replaceAll(/search\?q=\w+|value="\w+"|"q":"\w+"/g, "");
      }
    return all;
  };
  for (const who of ["wren", "ben", "ada"]) {
    await actFor(people[who], "Fernlight");
    assert.ok(!(await walk(people[who], owners[who])).includes(MARK), `${who} acts for the company`);
    assert.ok((await walk(people[who], company)).includes(FIRM), "which has things of its own");
    await actFor(people[who], "Yourself");
    assert.ok(!(await walk(people[who], company)).includes(FIRM), `${who} acts for themself`);
    assert.ok((await walk(people[who], owners[who])).includes(MARK));
  }
});

test("a member takes a post along, in their own words, and says where they work", async () => {
  const { wren } = people;
  await actFor(wren, "Yourself");
  const last = "SELECT max(id) FROM posts WHERE owner_id = " + company + " AND author_id = 0 AND kind = 'post' AND account_id IN (SELECT id FROM accounts WHERE owner_id = " + company + " AND network = 'linkedin')";
  sql(`UPDATE posts SET text = 'Our new release makes reports twice as fast and half as long.', url = 'https://linkedin.example/p/1' WHERE owner_id = ${company} AND id = (${last})`);
  await wren.goto("/");
  await wren.getByRole("link", { name: "Company posts" }).click();
  await wren.locator("article.post").first().waitFor();
  await looked(wren, "company-posts");
  await wren.locator("article.post", { hasText: "twice as fast" }).getByRole("button").click();
  await wren.waitForURL(/write\?draft=/);
  assert.match(await wren.inputValue("#text"), /^\s*https:\/\/linkedin\.example\/p\/1$/);
  assert.match(await wren.innerText(".along"), /twice as fast/);
  await wren.fill("#text", "Our new release makes reports twice as fast and half as long.\n\nhttps://linkedin.example/p/1");
  await wren.locator("#along-says .warn", { hasText: "own wording" }).waitFor();
  const own = "I waited two years for this: on Friday my report ran while I made tea.";
  await wren.fill("#text", own + "\n\nhttps://linkedin.example/p/1");
  await wren.locator("#along-says .warn").waitFor({ state: "detached" });
  await cardOf(wren, "Mastodon", ".is-think_twice").waitFor();
  assert.match(await cardOf(wren, "Mastodon").innerText(), /readers can’t tell that you work there/);
  await wren.locator("#kept", { hasText: "Kept" }).waitFor();
  await looked(wren, "take-along");
  await press(wren, "Add “I work at Fernlight.”");
  await wren.locator("#along-says .fine", { hasText: "says that you work there" }).waitFor();
  assert.equal(await wren.inputValue("#text"), own + "\n\nI work at Fernlight.\n\nhttps://linkedin.example/p/1");
  assert.doesNotMatch(await cardOf(wren, "Mastodon").innerText(), /can’t tell/);
  await looked(wren, "disclosed");
});

test("without scripts: taken along, disclosed, asked for, approved", async () => {
  const wren = await signIn("wren", false);
  await wren.goto("/company-posts");
  await wren.locator("article.post", { hasText: "twice as fast" }).getByRole("button").click();
  await wren.fill("#text", "It is quick.\n\nhttps://linkedin.example/p/1");
  await wren.getByRole("button", { name: "Add “Disclosure: I work at Fernlight.”" }).click();
  assert.match(await wren.inputValue("#text"), /It is quick\.\n\nDisclosure: I work at Fernlight\.\n\nhttps/);
  await actFor(wren, "Fernlight");
  const id = await write(wren, FITS + " Plain.");
  await press(wren, "Ask for approval");
  assert.match(await says(wren), /Waiting for approval/);
  const ben = await signIn("ben", false);
  await actFor(ben, "Fernlight");
  await ben.goto(`/drafts/${id}/ready`);
  await press(ben, "Approve");
  assert.match(await says(ben), /Approved by Ben/);
});

test("who is alone is told that a second pair of eyes is missing, and goes on with a reason", async () => {
  const { ben } = people;
  await actFor(ben, "Yourself");
  await ben.goto("/company");
  await ben.fill("#name", "Ben alone");
  await press(ben, "Start it");
  const alone = Number(sql("SELECT max(owner_id) FROM owners"));
  const archive = readdirSync(dir).find((name) => name.includes("linkedin"));
  command(["--owner", String(alone), "import", join(dir, archive)]);
  await write(ben, DOUBTED);
  assert.match(await says(ben), /A second pair of eyes is missing/);
  await press(ben, "Approve it myself");
  assert.match(await says(ben), /Say in a few words why/);
  await ben.fill("#reason", "We are the family business that it is about");
  await shot(ben, "alone");
  await press(ben, "Approve it myself");
  assert.match(await says(ben), /Approved by Ben[\s\S]*family business/);
});

test("roles are changed, members go, and all of it stands in what happened", async () => {
  const { ada, wren } = people;
  await actFor(ada, "Fernlight");
  await ada.goto("/company");
  await ada.getByLabel("Role of Wren", { exact: true }).selectOption("approver");
  await press(ada, "Change the role of Wren");
  await actFor(wren, "Fernlight");
  await wren.goto("/company");
  assert.match(await says(wren), /You are its approver/);
  await press(ada, "Remove Wren");
  await wren.goto("/company");
  assert.match(await says(wren), /You belong to|Start a company/, "signed in still, for herself");
  await ada.goto("/audit");
  const happened = await says(ada);
  for (const line of [/You started the company Fernlight/, /You invited ben@example.org/, /Ben joined as approver/, /Wren asked for approval of “Had the best/, /Ben sent back/, /Ben approved “We opened/, /You changed the hours/, /You gave another role to Wren/, /You removed Wren/])
    assert.match(happened, line);
  assert.ok(!happened.includes(MARK));
  await looked(ada, "audit");
});
