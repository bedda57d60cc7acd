// tests/browser/api.test.mjs: every operation of docs/openapi.json is called, and what comes back is
// held against the schema that it promises.
// SPDX-License-Identifier: AGPL-3.0-or-later
import Ajv from "ajv/dist/2020.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { readdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PASSWORD, network, photograph, samples, start, tells, totp } from "./lib.mjs";

const described = JSON.parse(readFileSync(new URL("../../docs/openapi.json", import.meta.url)));
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addFormat("date-time", /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
ajv.addFormat("binary", true);
ajv.addSchema(described, "tact");

// "/people/{id}" as a step of a JSON pointer in an address
const step = (words) => encodeURIComponent(words.replaceAll("~", "~0").replaceAll("/", "~1"));
const PROBLEM = "tact#/components/schemas/Error";

function check(schema, value, about) {
  const valid = ajv.getSchema(schema);
  assert.ok(valid, `the description has ${schema}`);
  const says = (x) => `${about}: ${x.instancePath} ${x.message} ${JSON.stringify(x.params)}`;
  assert.ok(valid(value), (valid.errors ?? []).slice(0, 5).map(says).join("\n"));
  return value;
}

const called = new Set();
let demo, home, token, session;

before(async () => {
  demo = await start({ demo: true });
  home = await start();
  token = /data-token="([0-9a-f]+)"/.exec(await (await fetch(demo.url + "/")).text())[1];
});
after(async () => {
  await demo?.stop();
  await home?.stop();
});

// Calls an operation: `at` is its path in the description, `path` the address that is asked. The
// answer must be what the description says of `status`.
async function call(method, at, path = at, { on = demo, body, headers = {}, status = 200 } = {}) {
  const form = body instanceof FormData;
  const json = body !== undefined && !form;
  const answer = await fetch(on.url + "/api" + path, {
    method: method.toUpperCase(),
    redirect: "manual",
    headers: {
      ...(on === demo && method === "post" && { "X-Tact-Token": token }),
      ...(on === home && session && { Authorization: `Bearer ${session}` }),
      ...(json && { "Content-Type": "application/json" }),
      ...headers,
    },
    body: json ? JSON.stringify(body) : body,
  });
  const about = `${method} ${path}`;
  const said = await answer.text();
  assert.equal(answer.status, status, `${about}: ${said.slice(0, 300)}`);
  assert.match(answer.headers.get("content-type"), /^application\/json/, about);
  const value = JSON.parse(said);
  if (status !== 200) {
    check(PROBLEM, value, about);
    assert.equal(value.status, status, about);
    assert.ok(value.error.length > 0 && !value.error.includes("\n"), "one sentence");
    return value;
  }
  called.add(`${method} ${at}`);
  const where = `tact#/paths/${step(at)}/${method}/responses/200/content/application~1json/schema`;
  return check(where, value, about);
}
const get = (at, path, options) => call("get", at, path, options);
const post = (at, path, body, options) => call("post", at, path, { ...options, body });

// All pages behind an address, at most `most` of them.
async function pages(at, path, most = 8) {
  const found = [];
  for (let next = "/api" + path; next && found.length < most; next = found.at(-1).next)
    found.push(await get(at, next.slice(4)));
  return found;
}

test("the description is a schema of its own dialect", () => {
  assert.equal(described.openapi, "3.1.0");
  for (const name of Object.keys(described.components.schemas))
    assert.ok(ajv.getSchema(`tact#/components/schemas/${name}`), name);
  const bad = { error: "x", status: 400, more: 1 };
  assert.equal(ajv.getSchema(PROBLEM)(bad), false, "what is not described is found");
});

test("what is read is as described", async () => {
  const { accounts, contexts, imports } = await get("/networks");
  assert.ok(accounts.length > 4 && contexts.length > 2 && imports.length > 4);
  for (const { id } of imports) await get("/imports/{id}", `/imports/${id}`);
  await get("/overview");
  for (const c of contexts)
    await get("/overview", `/overview?context=${encodeURIComponent(c.name ?? c)}`);
  for (const id of ["linkedin", "facebook", "x", "mastodon"])
    await get("/networks/{name}", `/networks/${id}`);
  await get("/jobs");
  await get("/pictures");
  await get("/write");
  assert.deepEqual(await get("/openapi.json"), described);
  await get("/health");
});

test("timelines and threads of every kind are as described", async () => {
  const posts = (await pages("/timeline", "/timeline")).flatMap((p) => p.posts);
  for (const kind of ["post", "reply", "reshare", "comment", "message", "article"]) {
    const some = (await pages("/timeline", `/timeline?kind=${kind}`, 2)).flatMap((p) => p.posts);
    assert.ok(some.every((p) => p.kind === kind));
    posts.push(...some.slice(0, 8));
  }
  for (const query of ["own=1", "media=1", "network=mastodon", "year=2024", "context=personal", "account=1"])
    posts.push(...(await get("/timeline", `/timeline?${query}`)).posts.slice(0, 3));
  assert.ok(posts.length > 100);
  for (const { id } of posts.slice(-60)) await get("/posts/{id}", `/posts/${id}`);
});

test("people are as described", async () => {
  const people = (await pages("/people", "/people")).flatMap((p) => p.people);
  for (const query of ["q=a", "network=x", "relation=family", "world=both", "context=personal", "account=1", "side=personal", "kind=family", "layer=15", "silent=90", "due=1"])
    people.push(...(await get("/people", `/people?${query}`)).people);
  for (const { id } of people.slice(0, 80)) await get("/people/{id}", `/people/${id}`);
  const me = people.find((p) => p.owner) ?? people[0];
  await pages("/people/{id}", `/people/${me.id}`, 3);
});

test("questions, circles and the map are as described", async () => {
  await get("/people/review");
  const { circles } = await get("/people/circles");
  const { people, ties } = await get("/people/map");
  assert.ok(people.length > 0 && ties.length > 0);
  const { id } = circles[0];
  await get("/people/map", `/people/map?circle=${id}`);
  await post("/people/circles/{id}", `/people/circles/${id}`, { name: "A name of mine" });
  await post("/people/circles/{id}/release", `/people/circles/${id}/release`, {});
  await post("/people/circles/{id}", `/people/circles/${id}`, { name: "" }, { status: 400 });
});

test("words about who is who are said and taken back", async () => {
  const some = (await get("/people")).people.filter((p) => !p.owner);
  const split = some.find((p) => p.identities.length > 1);
  const of = (what, id) => [`/people/{id}/${what}`, `/people/${id}/${what}`];
  const back = ({ person, word }) => post(...of("take-back", person), { word });
  const [a, b] = some.filter((p) => p !== split);
  await back(await post(...of("same", a.id), { other: [b.id] }));
  await back(await post(...of("apart", a.id), { other: b.id }));
  await back(await post(...of("split", split.id), { identity: [split.identities.at(-1).id] }));
  await back(await post(...of("me", a.id), {}));
  await post(...of("answer", a.id), { value: "both" });
  await post(...of("answer", a.id), { value: "nothing" }, { status: 400 });
  const { word } = await post(...of("apart", a.id), { other: b.id });
  await post("/people/review/undo", "/people/review/undo", { undo: String(word) });
  await post("/people/review/undo", "/people/review/undo", {}, { status: 400 });
});

test("a search is as described, whatever is typed", async () => {
  const typed = ["bread", "from:me", "on:linkedin kind:message", "has:media before:2024", '"side by side"'];
  typed.push("from:nobody-at-all", "in:nowhere", "before:yesterday", '"', "*", "a:b:c", "bak*", "");
  for (const q of typed)
    for (const order of ["", "&order=best"])
      await pages("/search", `/search?q=${encodeURIComponent(q)}${order}`, 2);
});

test("a draft is checked, kept and thrown away", async () => {
  const text = "My sister is ill, call me on +44 20 7946 0958. We hire! http://a.example/x";
  const { checks } = await post("/write/check", "/write/check", { text });
  assert.ok(checks.length > 3, "all places");
  const places = (await get("/networks")).accounts.slice(0, 2).map((x) => x.id);
  assert.equal((await post("/write/check", "/write/check", { text, account: places })).checks.length, 2);
  for (const other of ["", " ", "a\u0000b\ud800", "<b>\u202e".repeat(500)])
    await post("/write/check", "/write/check", { text: other });
  const { draft } = await post("/drafts", "/drafts", { text, account: places });
  await post("/drafts", "/drafts", { draft, text: text + " Once more." });
  assert.equal((await post("/write/contexts", "/write/contexts", { draft, account: places })).draft, draft);
  assert.ok((await get("/write")).drafts.length > 0);
  await get("/write", `/write?draft=${draft}`);
  const kept = await post("/write/pictures", "/write/pictures", { draft, text: text + " With a picture." });
  assert.equal(kept.draft, draft);
  const template = (await post("/write/template", "/write/template", { text: "Open today: ", account: places })).draft;
  const begun = (await post("/drafts/{id}/begin", `/drafts/${template}/begin`)).draft;
  const of = async (id) => (await get("/write")).drafts.find((d) => d.id === id);
  assert.deepEqual([(await of(template)).template, (await of(begun)).template], [true, false]);
  assert.equal((await of(begun)).text, (await of(template)).text);
  await post("/drafts", "/drafts", { draft: template, text: "Open today until six: ", account: places });
  assert.ok((await of(template)).template, "other words leave it a template");
  await post("/drafts/{id}/begin", "/drafts/999999/begin", undefined, { status: 404 });
  for (const id of [template, begun]) await post("/drafts/{id}/drop", `/drafts/${id}/drop`);
  await post("/drafts/{id}/drop", `/drafts/${draft}/drop`);
  await post("/drafts/{id}/drop", `/drafts/${draft}/drop`, undefined, { status: 404 });
});

test("the check is corrected, and what it learned is taken back", async () => {
  const text = "The minister resigned over the new tax, and the whole party with her.";
  const { learned } = await post("/corrections", "/corrections", { kind: "isnt", fact: "topic:politics", text });
  assert.deepEqual([learned.kind, learned.fact, learned.context, learned.text], ["isnt", "topic:politics", "", text]);
  assert.match(learned.says, /isn't about politics/);
  const again = await post("/corrections", "/corrections", { kind: "isnt", fact: "topic:politics", text });
  assert.equal(again.learned.id, learned.id, "said twice, learned once");
  const taught = (await post("/write/check", "/write/check", { text })).checks[0].taught;
  assert.ok(taught.includes("topic:politics"), `${taught}`);
  await post("/corrections", "/corrections", { kind: "fine", fact: "topic:pets", context: "company" });
  for (const bad of [{ kind: "isnt", fact: "topic:politics" }, { kind: "perhaps", fact: "topic:pets", text }, { kind: "fine", fact: "phone" }, { kind: "isnt", fact: "rule:w-vent", text }, { correct: "fine" }])
    await post("/corrections", "/corrections", bad, { status: 400 });
  await post("/corrections", "/corrections", { kind: "fine", fact: "topic:pets", context: "moon" }, { status: 404 });
  const revoke = (id, options) => post("/corrections/{id}/revoke", `/corrections/${id}/revoke`, undefined, options);
  await revoke(learned.id);
  await revoke(learned.id, { status: 404 });
  const list = (await get("/learned")).learned;
  assert.equal(list.find((x) => x.id === learned.id).taken_back === null, false);
  assert.deepEqual((await post("/write/check", "/write/check", { text })).checks[0].taught, []);
  for (const x of list) if (!x.taken_back) await revoke(x.id);
});

test("contexts are read and set", async () => {
  const { contexts } = await get("/contexts");
  const { id } = contexts.find((c) => c.name === "professional");
  const set = (body, options) => post("/contexts/{id}", `/contexts/${id}`, body, options);
  const now = async () => (await get("/contexts")).contexts.find((c) => c.id === id);
  await set({ welcome: ["pets", "food"], unwelcome: "politics", use: "build, ship", avoid: "synergy", formality: "formal", languages: "en, de", emoji: 0, promotion: 30, guard: "ask" });
  const one = await now();
  assert.deepEqual(
    [one.welcome, one.unwelcome, one.use, one.avoid, one.formality, one.languages, one.emoji, one.promotion, one.guard],
    [["pets", "food"], ["politics"], ["build", "ship"], ["synergy"], "formal", ["en", "de"], 0, 30, "ask"],
  );
  for (const bad of [{ welcome: "moon" }, { welcome: "pets", unwelcome: "pets" }, { languages: "German" }, { emoji: "x" }, { promotion: 101 }, { avoid: "w".repeat(81) }])
    await set(bad, { status: 400 });
  assert.deepEqual(await now(), one, "what is wrong changes nothing");
  await post("/contexts/{id}", "/contexts/999", {}, { status: 404 });
  await set({});
  assert.equal((await now()).guard, "tell");
});

test("a draft is made ready, or its guard asks first", async () => {
  const { accounts } = await get("/networks");
  const of = (network) => accounts.find((a) => a.network === network && !a.page);
  const text = "Book a demo of our new analytics platform today: 20% off for new customers, order now!";
  const ready = (body, options) => post("/write/ready", "/write/ready", body, options);
  const fine = await ready({ text, account: of("linkedin").id });
  assert.deepEqual([fine.ready, fine.checks.length], [true, 1]);
  const told = await ready({ text, account: [of("linkedin").id, of("facebook").id] });
  assert.deepEqual([told.ready, told.asks, told.holds], [false, false, false]);
  const personal = (await get("/contexts")).contexts.find((c) => c.name === "personal").id;
  await post("/contexts/{id}", `/contexts/${personal}`, { guard: "hold" });
  const at = ["/drafts/{id}/ready", `/drafts/${told.draft}/ready`];
  const held = await get(...at);
  assert.deepEqual([held.ready, held.asks, held.holds], [false, true, true]);
  await post(...at, { go: "on", reason: " " }, { status: 400 });
  await post(...at, { go: "away" }, { status: 400 });
  const state = async () => (await get("/write")).drafts.find((d) => d.id === told.draft);
  assert.equal((await state()).state, "open");
  await post(...at, { go: "wait" });
  assert.equal((await state()).state, "waits");
  await post(...at, { go: "on", reason: "They asked" });
  assert.equal((await state()).state, "ready");
  assert.deepEqual((await state()).decisions.map((d) => [d.did, d.reason]), [["ready", ""], ["went_on", "They asked"]]);
  await post("/drafts", "/drafts", { draft: told.draft, text: text + " Now!", account: of("linkedin").id });
  assert.equal((await state()).state, "changed");
  await ready({ text: " ", account: of("linkedin").id }, { status: 400 });
  await ready({ text }, { status: 400 });
  await post("/contexts/{id}", `/contexts/${personal}`, {});
});

test("a network is signed in to, written to, and what went out is changed", async () => {
  const there = await network();
  try {
    assert.ok((await get("/connect")).networks.some((n) => n.network === "mastodon"));
    const connect = (body, options) => post("/connect", "/connect", body, options);
    await connect({ network: "moon" }, { status: 404 });
    await connect({ network: "mastodon" }, { status: 400 });
    await connect({ network: "mastodon", server: "http://127.0.0.1:1" }, { status: 503 });
    const { open, state } = await connect({ network: "mastodon", server: there.server });
    assert.match(open, /code_challenge_method=S256/);
    await post("/connect/code", "/connect/code", { state: "another", code: "x" }, { status: 404 });
    const back = new URL(open).searchParams.get("state");
    await post("/connect/code", "/connect/code", { state, code: `http://x/?code=abc&state=${back}` });
    const { id } = (await get("/networks")).accounts.find((a) => a.handle?.startsWith("una@"));
    await post("/accounts/{id}/signature", `/accounts/${id}/signature`, { text: "Una" });
    await post("/accounts/{id}/sync", `/accounts/${id}/sync`);
    const { draft } = await post("/drafts", "/drafts", { text: "Good morning from the bindery.", account: id });
    await post("/drafts/{id}/variant", `/drafts/${draft}/variant`, { account: id, text: "Good morning, all.", visibility: "unlisted" });
    const pictures = ["/drafts/{id}/pictures", `/drafts/${draft}/pictures`];
    const form = (...files) => {
      const body = new FormData();
      for (const [bytes, name, alt] of files) {
        body.append("alt", alt);
        body.append("picture", new Blob([bytes]), name);
      }
      return body;
    };
    await post(...pictures, form([photograph(), "one.jpg", "A bench"], [photograph(), "two.jpg", ""]));
    await post(...pictures, form(["words", "note.txt", ""]), { status: 400 });
    await post(...pictures, form([photograph().subarray(0, 40), "half.jpg", ""]), { status: 400 });
    await post(...pictures, form(), { status: 400 });
    await post("/drafts/{id}/pictures", "/drafts/999999/pictures", form([photograph(), "one.jpg", ""]), { status: 404 });
    const [one, two] = (await get(...pictures)).pictures;
    assert.deepEqual([one.alt, two.alt, one.account], ["A bench", "", null]);
    const picture = (n, more = "") => [`/drafts/{id}/pictures/{name}${more}`, `/drafts/${draft}/pictures/${n}${more}`];
    await post(...picture(two.number), { alt: "The same bench" });
    await post(...picture(999), { alt: "Nothing" }, { status: 404 });
    await post(...picture("x"), { alt: "Nothing" }, { status: 404 });
    await post(...picture(two.number, "/drop"));
    await post(...picture(two.number, "/drop"), undefined, { status: 404 });
    assert.equal((await get("/write")).drafts.find((d) => d.id === draft).pictures.length, 1);
    const sending = await get("/drafts/{id}/send", `/drafts/${draft}/send`);
    assert.deepEqual(sending.accounts[0].pictures.map((p) => p.alt), ["A bench"]);
    assert.deepEqual(sending.accounts[0].parts, ["Good morning, all.\n\nUna"]);
    const send = (body, options) => post("/drafts/{id}/send", `/drafts/${draft}/send`, body, options);
    await send({ when: "someday" }, { status: 400 });
    await send({ when: "slot" }, { status: 400 });
    const told = async (fields) => {
      const body = { text: "Which one?", account: id, title: "Tea", choice: ["Tea", "Coffee"], open_for: "6h", ...fields };
      const made = (await post("/drafts", "/drafts", body)).draft;
      await post("/drafts/{id}/variant", `/drafts/${made}/variant`, { account: id, answers: "nobody" });
      const kept = (await get("/write")).drafts.find((d) => d.id === made);
      const there = (await get("/drafts/{id}/send", `/drafts/${made}/send`)).accounts[0];
      await post("/drafts", "/drafts", { draft: made, text: "Which of them?", account: id });
      const after = (await get("/write")).drafts.find((d) => d.id === made);
      assert.deepEqual([after.title, after.choices, after.open_s], [kept.title, kept.choices, kept.open_s], "what is not sent stays");
      await post("/drafts/{id}/drop", `/drafts/${made}/drop`);
      return [kept, there];
    };
    const [kept, asked] = await told({ addresses: "ana@example.org" });
    assert.deepEqual([kept.title, kept.addresses, kept.choices, kept.open_s], ["Tea", "ana@example.org", ["Tea", "Coffee"], 21600]);
    assert.deepEqual([asked.title, asked.addresses, asked.choices, asked.open_s, asked.answers], ["", "", ["Tea", "Coffee"], 21600, "everybody"]);
    assert.ok(asked.says.some((s) => s.includes("has no titles")) && asked.says.some((s) => s.includes("everybody may answer")));
    const [, refused] = await told({ choice: ["Tea"] });
    assert.ok(refused.says.some((s) => s.includes("needs two choices")));
    await post("/drafts", "/drafts", { text: "Which?", open_for: "soon" }, { status: 400 });
    await post("/drafts", "/drafts", { text: "Which?", title: "Tea\nBcc: eve@example.org" }, { status: 400 });
    await post("/drafts/{id}/variant", `/drafts/${draft}/variant`, { account: id, answers: "friends" }, { status: 400 });
    const queue = (times, options) => post("/accounts/{id}/queue", `/accounts/${id}/queue`, { times }, options);
    await queue("someday", { status: 400 });
    await queue("mon 9:00, weekdays 17:30");
    await post("/accounts/{id}/queue", "/accounts/999999/queue", { times: "" }, { status: 404 });
    await send({ when: "at", at: "2031-01-02T09:30" });
    const waiting = async () => (await get("/outbox")).publications.find((p) => p.draft === draft && p.state === "pending");
    const first = await waiting();
    await post("/outbox/{id}/move", `/outbox/${first.id}/move`, { at: "2031-01-03T10:00" });
    assert.notEqual((await waiting()).due, first.due);
    assert.ok((await get("/outbox/calendar", "/outbox/calendar?from=2031-01-03&month=1")).publications.length);
    await post("/outbox/{id}/again", `/outbox/${first.id}/again`);
    const sent = async () => (await get("/outbox")).publications.find((p) => p.id === first.id && p.state === "sent");
    for (let i = 0; i < 100 && !(await sent()); i++) await new Promise((r) => setTimeout(r, 100));
    assert.ok((await sent()).url.startsWith("http://127.0.0.1"), "it is out");
    assert.equal(there.posts().length, 1);
    const [arrived] = there.posts()[0].media;
    assert.equal(arrived.alt, "A bench");
    assert.ok(!tells(Buffer.from(arrived.bytes, "base64")), "nothing that the camera wrote went along");
    await get("/drafts/{id}/answers", `/drafts/${draft}/answers`);
    await post("/outbox/{id}/undo", `/outbox/${first.id}/undo`, undefined, { status: 409 });
    await post("/outbox/{id}/edit", `/outbox/${first.id}/edit`, { text: "Good evening." });
    await post("/outbox/{id}/delete", `/outbox/${first.id}/delete`);
    for (const p of (await get("/outbox")).publications.filter((x) => x.state === "pending"))
      await post("/outbox/{id}/undo", `/outbox/${p.id}/undo`);
    const linkedin = (await get("/networks")).accounts.find((a) => a.network === "linkedin" && !a.page).id;
    const hand = (await post("/drafts", "/drafts", { text: "We are hiring a bookbinder.", account: linkedin })).draft;
    await post("/drafts/{id}/send", `/drafts/${hand}/send`, {});
    const mine = (await get("/outbox")).publications.find((p) => p.draft === hand);
    assert.equal(mine.state, "handed_off");
    await post("/outbox/{id}/there", `/outbox/${mine.id}/there`, { url: "no address" }, { status: 400 });
    await post("/outbox/{id}/there", `/outbox/${mine.id}/there`, { url: "https://www.linkedin.com/feed/update/1" });
    await get("/write", `/write?reply=${(await get("/timeline")).posts[0].id}`);
    await post("/accounts/{id}/sign-out", `/accounts/${id}/sign-out`);
    await send({}, { status: 400 });
  } finally {
    await there.stop();
  }
});

test("decisions about a person are taken and taken back", async () => {
  const { id } = (await get("/people")).people.find((p) => !p.owner);
  const of = (what) => [`/people/{id}/${what}`, `/people/${id}/${what}`];
  await post(...of("relations"), { value: "client" });
  await post(...of("worlds"), { value: "personal" });
  await post(...of("notes"), { text: "Met at the fair.\n<script>" });
  const person = await get("/people/{id}", `/people/${id}`);
  const mine = [...person.standing, ...person.worlds, ...person.notes].map((x) => Number(x.decision));
  const decisions = [...new Set(mine)].filter((d) => d > 0);
  assert.equal(decisions.length, 3);
  for (const decision of decisions) await post(...of("revoke"), { decision });
  await post(...of("revoke"), { decision: decisions[0] }, { status: 404 });
  await post(...of("relations"), { value: " " }, { status: 400 });
  await post(...of("worlds"), { value: "moon" }, { status: 400 });
  await post(...of("notes"), { text: "n".repeat(20001) }, { status: 413 });
});

test("an account moves to another context and back", async () => {
  const { accounts } = await get("/networks");
  const { id, context } = accounts[0];
  const move = (body, options) =>
    post("/accounts/{id}/context", `/accounts/${id}/context`, body, options);
  await move({ new: "choir", like: "personal" });
  assert.equal((await get("/networks")).accounts.find((x) => x.id === id).context, "choir");
  await move({ context });
  await move({ context: "nowhere" }, { status: 404 });
});

test("what is wrong is said in the same way everywhere", async () => {
  const wrong = {
    404: ["/nothing", "/posts/1", "/people/999999999", "/imports/999999", "/networks/myspace", "/people/x", "/keys"],
    400: ["/timeline?account=x", "/timeline?year=2024&year=2023", "/people?world=moon"],
    405: ["/drafts", "/write/check", "/imports"],
    413: ["/people?q=" + "q".repeat(401)],
  };
  for (const [status, paths] of Object.entries(wrong))
    for (const path of paths) await get(path, path, { status: Number(status) });
  await post("/timeline", "/timeline", {}, { status: 405 });
  await post("/drafts", "/drafts", { colour: "red" }, { status: 400 });
  await post("/drafts", "/drafts", ["text"], { status: 400 });
  await post("/drafts", "/drafts", { text: "x" }, { status: 403, headers: { "X-Tact-Token": "0".repeat(32) } });
  await post("/drafts", "/drafts", { text: "x" }, { status: 403, headers: { Origin: "https://evil.example" } });
  await post("/drafts", "/drafts", { draft: 999999, text: "x" }, { status: 404 });
});

// What is about signing in, with a session that stays.
async function account(on) {
  await get("/account", "/account", { on });
  await post("/account", "/account", { name: "Mara", email: "" }, { on });
  await post("/account", "/account", { name: "Mara", email: "no address" }, { on, status: 400 });
  await post("/account/password", "/account/password", { old: "x", password: PASSWORD }, { on, status: 400 });
  await post("/account/password", "/account/password", { old: PASSWORD, password: PASSWORD }, { on });
  const made = await post("/account/keys", "/account/keys", { name: "script", days: 30, scope: ["read", "write"] }, { on });
  assert.match(made.key, /^tact_1_[0-9a-f]{64}$/);
  await post("/account/keys", "/account/keys", { name: "script" }, { on, status: 400 });
  await post("/account/keys", "/account/keys", { name: "script", scope: ["everything"] }, { on, status: 400 });
  await post("/account/keys/{id}/revoke", `/account/keys/${made.keys[0].id}/revoke`, undefined, { on });
  await post("/account/keys/{id}/revoke", `/account/keys/${made.keys[0].id}/revoke`, undefined, { on, status: 404 });
  const { secret } = await post("/account/second", "/account/second", { password: PASSWORD }, { on });
  await post("/account/second/confirm", "/account/second/confirm", { code: "12" }, { on, status: 400 });
  const sure = await post("/account/second/confirm", "/account/second/confirm", { code: totp(secret) }, { on });
  assert.equal(sure.recovery_codes.length, 10);
  await post("/account/second", "/account/second", { password: PASSWORD }, { on, status: 409 });
  await post("/account/second/drop", "/account/second/drop", { password: PASSWORD }, { on });
  await post("/account/sessions/end-others", "/account/sessions/end-others", undefined, { on });
  await post("/account/sessions/{name}/end", "/account/sessions/abcdef/end", undefined, { on });
  const { events } = await get("/audit", "/audit", { on });
  assert.ok(events.some((x) => x.verb === "second.removed"));
  const { link } = await post("/owners/invite", "/owners/invite", { email: "ann@example.org" }, { on });
  const gone = await post("/owners/invite", "/owners/invite", { email: "cal@example.org" }, { on });
  const { id } = gone.invitations.find((x) => x.email === "cal@example.org");
  await post("/owners/invitations/{name}/drop", `/owners/invitations/${id}/drop`, undefined, { on });
  const path = new URL(link).pathname;
  const mine = session;
  session = "";
  await post("/join/{name}", path, { name: "Ann", password: "short" }, { on, status: 400 });
  await post("/join/{name}", path, { name: "Ann", password: "bramble over stones" }, { on });
  await post("/join/{name}", path, { name: "Ann", password: "bramble over stones" }, { on, status: 404 });
  session = mine;
  const { owners } = await get("/owners", "/owners", { on });
  const ann = owners.find((x) => x.email === "ann@example.org").id;
  await post("/owners/{id}/close", `/owners/${ann}/close`, undefined, { on });
  await post("/owners/{id}/close", "/owners/1/close", undefined, { on, status: 409 });
  await post("/owners/{id}/reopen", `/owners/${ann}/reopen`, undefined, { on });
}

test("a home of one's own: a session, an archive, and out again", async () => {
  const on = home;
  await get("/timeline", "/timeline", { on, status: 403 });
  await post("/sign-in", "/sign-in", { password: PASSWORD }, { on, status: 409 });
  ({ session } = await post("/first", "/first", { password: PASSWORD, again: PASSWORD }, { on }));
  await post("/sign-out", "/sign-out", undefined, { on });
  await get("/timeline", "/timeline", { on, status: 403 });
  session = "";
  await post("/sign-in", "/sign-in", { password: "wrong" }, { on, status: 403 });
  ({ session } = await post("/sign-in", "/sign-in", { password: PASSWORD }, { on }));
  await post("/act-for", "/act-for", { owner: 0 }, { on });
  await post("/act-for", "/act-for", { owner: 77 }, { on, status: 404 });
  await account(on);
  for (const path of ["/overview", "/timeline", "/people", "/write", "/networks", "/jobs"])
    await get(path, path, { on }); // nothing in it yet
  await get("/search", "/search?q=a", { on });

  const form = new FormData();
  const card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Silva\r\nEMAIL:ana@mail.example\r\nEND:VCARD\r\n";
  form.append("archive", new Blob([card]), "ana.vcf");
  await post("/imports", "/imports", form, { on });
  const settled = async () => {
    for (let i = 0; i < 300; i++) {
      if (!(await get("/jobs", "/jobs", { on })).busy) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail("the job never ended");
  };
  await settled();
  const { imports } = await get("/networks", "/networks", { on });
  assert.equal(imports.length, 1);
  await get("/imports/{id}", `/imports/${imports[0].id}`, { on });

  // a second address book: somebody is new, somebody is not in it
  const two = new FormData();
  two.append("archive", new Blob([card.replaceAll("Ana", "Bo").replaceAll("ana@", "bo@")]), "bo.vcf");
  await post("/imports", "/imports", two, { on });
  await settled();
  const { since } = await get("/imports/{id}", "/imports/2", { on });
  assert.deepEqual([since.import, since.people, since.connections[0].new, since.connections[0].gone], [1, 1, 1, 1]);
  const at = `kind=contact&account=${since.connections[0].account}`;
  for (const what of ["new", "gone"]) {
    const { people, says } = await get("/imports/{id}/since", `/imports/2/since?what=${what}&${at}`, { on });
    assert.deepEqual(people.map((x) => x.name), [what === "new" ? "Bo Silva" : "Ana Silva"]);
    assert.match(says, /^1 /);
  }
  await get("/imports/{id}/since", "/imports/2/since?what=edited", { on, status: 404 });
  await get("/imports/{id}/since", "/imports/2/since?what=else", { on, status: 400 });

  const book = since.connections[0].account;
  const remind = (answer, status = 200) =>
    post("/accounts/{id}/remind", `/accounts/${book}/remind`, { answer }, { on, status });
  const said = async () => (await get("/networks", "/networks", { on })).accounts[0].archive.remind;
  for (const [answer, then] of [["later", "later"], ["never", "never"], ["again", "yes"]]) {
    await remind(answer);
    assert.equal(await said(), then);
  }
  await remind("again", 404);
  await remind("perhaps", 400);
  // a large one stops where it stands, and goes on
  const many = new FormData();
  const cards = Array.from({ length: 30000 }, (_, i) => card.replaceAll("Ana Silva", `K${i * 7919} M${i}`).replace("ana@", `k${i}@`));
  many.append("archive", new Blob(cards), "many.vcf");
  await post("/imports", "/imports", many, { on });
  const until = async (state) => {
    for (let i = 0; i < 600; i++) {
      const [first] = (await get("/jobs", "/jobs", { on })).jobs;
      if (first.name === "many.vcf" && first.state === state) return first.id;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.fail(`never ${state}`);
  };
  const large = await until("reading");
  await post("/jobs/{id}/pause", `/jobs/${large}/pause`, undefined, { on });
  await until("paused");
  await post("/jobs/{id}/go-on", `/jobs/${large}/go-on`, undefined, { on });
  await settled();
  // what is not being read can't be paused, and what was not paused can't go on
  const [job] = (await get("/jobs", "/jobs", { on })).jobs;
  await post("/jobs/{id}/pause", `/jobs/${job.id}/pause`, undefined, { on, status: 409 });
  await post("/jobs/{id}/go-on", `/jobs/${job.id}/go-on`, undefined, { on, status: 409 });
  await post("/imports/{id}/undo", "/imports/2/undo", undefined, { on });
  await settled();
  await post("/imports/{id}/undo", `/imports/${imports[0].id}/undo`, undefined, { on });
  await settled();
  await post("/imports", "/imports", {}, { on, status: 400 });
});

test("a company: members, hours, drafts that are asked for, posts that are taken along", async () => {
  const on = home;
  const mine = session;
  const as = (other) => (session = other);
  assert.deepEqual((await get("/company", "/company", { on })).companies, []);
  await post("/companies", "/companies", { name: " " }, { on, status: 400 });
  await post("/companies", "/companies", { name: "Fernlight" }, { on });
  await post("/company", "/company", { name: "Fernlight Ltd" }, { on });
  const invite = async (email, role) =>
    /join\/(\w+)/.exec((await post("/company/invite", "/company/invite", { email, role }, { on })).link)[1];
  await post("/company/invite", "/company/invite", { email: "x@example.org", role: "boss" }, { on, status: 400 });
  await invite("old@example.org", "writer");
  const { invitations, id } = await get("/company", "/company", { on });
  await post("/company/invitations/{name}/drop", `/company/invitations/${invitations[0].id}/drop`, undefined, { on });
  const token = await invite("wren@example.org", "writer");
  const wren = (await post("/join/{name}", `/join/${token}`, { name: "Wren", password: PASSWORD }, { on })).session;
  const member = (await get("/company", "/company", { on })).members.find((m) => m.name === "Wren");
  assert.equal(member.role, "writer");
  await post("/company/members/{id}", `/company/members/${member.id}`, { role: "approver" }, { on });
  await post("/company/members/{id}", `/company/members/${member.id}`, { role: "king" }, { on, status: 400 });
  const hours = { day: ["mon", "tue"], from: "9:00", to: "17:00", utc: 60, summer: "europe" };
  await post("/contexts/{id}/hours", "/contexts/3/hours", hours, { on });
  assert.deepEqual((await get("/company", "/company", { on })).hours[0].days, ["mon", "tue"]);
  for (const bad of [{ ...hours, to: "8:00" }, { ...hours, day: "moon" }, { ...hours, utc: 9000 }, { ...hours, summer: "mars" }])
    await post("/contexts/{id}/hours", "/contexts/3/hours", bad, { on, status: 400 });
  await post("/contexts/{id}/hours", "/contexts/3/hours", {}, { on });

  const dir = mkdtempSync(join(tmpdir(), "tact-api-"));
  samples(dir);
  home.command("--owner", String(id), "import", join(dir, readdirSync(dir).find((n) => n.includes("mastodon"))));
  rmSync(dir, { recursive: true });
  const account = (await get("/networks", "/networks", { on })).accounts[0].id;
  const { draft } = await post("/write/ready", "/write/ready", { text: "We opened an office and hire engineers.", account }, { on });
  const at = (what) => [`/drafts/{id}/${what}`, `/drafts/${draft}/${what}`];
  const shown = await get(...at("ready"), { on });
  assert.deepEqual([shown.ready, shown.approval, shown.may_approve], [false, null, true]);
  await post(...at("ready"), { go: "on" }, { on, status: 409 });
  await post(...at("ask"), undefined, { on });
  assert.equal((await get("/approvals", "/approvals", { on })).approvals[0].draft, draft);
  await post(...at("return"), { note: " " }, { on, status: 400 });
  await post(...at("return"), { note: "Say where" }, { on });
  await post(...at("approve"), {}, { on });
  await post(...at("approve"), {}, { on, status: 409 });
  assert.equal((await get("/write", "/write", { on })).drafts[0].state, "approved");
  await post(...at("withdraw"), undefined, { on });
  await post(...at("withdraw"), undefined, { on, status: 409 });

  as(wren);
  await post(...at("approve"), {}, { on, status: 404 }); // for herself there is no such draft
  const posts = (await get("/company-posts", "/company-posts", { on })).companies[0].posts;
  const took = await post("/company-posts/take", "/company-posts/take", { company: id, post: posts[0].id }, { on });
  await post("/company-posts/take", "/company-posts/take", { company: 1, post: posts[0].id }, { on, status: 404 });
  const disclose = { draft: took.draft, text: "How nice.", disclosure: 0 };
  await post("/write/disclose", "/write/disclose", disclose, { on });
  assert.match((await get("/write", "/write", { on })).drafts[0].text, /I work at Fernlight Ltd\./);
  await post("/act-for", "/act-for", { owner: id }, { on });
  await post("/company/leave", "/company/leave", undefined, { on });
  as(mine);
  const again = await invite("wren@example.org", "writer");
  as(wren);
  await post("/join/{name}/accept", `/join/${again}/accept`, undefined, { on });
  as(mine);
  await post("/company/leave", "/company/leave", undefined, { on, status: 409 });
  await post("/company/members/{id}/remove", `/company/members/${member.id}/remove`, undefined, { on });
});

test("no operation was left out", () => {
  const all = Object.entries(described.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((m) => m === "get" || m === "post")
      .map((m) => `${m} ${path}`),
  );
  assert.deepEqual(
    all.filter((x) => !called.has(x)),
    [],
  );
});
