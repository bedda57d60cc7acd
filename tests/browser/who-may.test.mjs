// tests/browser/who-may.test.mjs: every route of docs/who-may-do-what.md, called as everybody whom its
// columns name: what happens is what stands there, cell by cell, and nothing of one owner reaches
// another.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { samples, start } from "./lib.mjs";

const table = readFileSync(new URL("../../docs/who-may-do-what.md", import.meta.url), "utf8");
const COLUMNS = ["nobody", "another owner", "writer", "approver", "admin", "oneself", "host"];
const ROUTES = table
  .split("\n")
  .filter((line) => /^\| (GET|POST) /.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, method, path, api, ...cells]) => ({
    method,
    path: path.slice(1, -1),
    api: api === "yes",
    may: Object.fromEntries(COLUMNS.map((who, i) => [who, cells[i]])),
  }));
const MARK = "Quillfeather";
const PASSWORD = "bramble over old stones";
const PEOPLE = { host: 1, oneself: 2, "another owner": 3, writer: 4, approver: 5, admin: 6 };
const COMPANY = 7;
const email = (who) => `${who.replace(" ", ".")}@example.org`;

let tact, dir, ids;
const sql = (text) =>
  execFileSync("sqlite3", ["-bail", join(tact.home, "tact.db"), ".timeout 8000", text], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  }).trim();
const command = (words, input) =>
  execFileSync(process.env.TACT, ["--home", tact.home, ...words], { input, encoding: "utf8" });

// Words that nobody else may see, into every text of an owner that is shown anywhere.
function plant(owner) {
  for (const [name, column] of [
    ["posts", "text"],
    ["persons", "name"],
    ["identities", "name"],
    ["accounts", "name"],
    ["imports", "archive"],
    ["threads", "title"],
    ["facts", "value"],
  ])
    sql(`UPDATE ${name} SET ${column} = ${column} || ' ${MARK}' WHERE owner_id = ${owner}`);
  sql(`INSERT INTO drafts (owner_id, id, created_ms, changed_ms, text) VALUES (${owner}, 901, 1, 1, '${MARK} draft')`);
  sql(`INSERT INTO draft_media (owner_id, draft_id, account_id, position, media, alt) VALUES (${owner}, 901, 0, 1, '${"0".repeat(64)}', '${MARK} picture')`);
  sql(
    "INSERT INTO publications (owner_id, id, draft_id, account_id, state, due_ms, sent_ms, remote_key, url, error, body) " +
      `VALUES (${owner}, 901, 901, 1, 'failed', 1, 0, '', '', '', '{"text":"${MARK} outbox"}')`,
  );
  sql(`INSERT INTO tokens VALUES (${owner}, 901, '${MARK}${owner}', '${MARK} key', 'read', 1, 0, 0, 0)`);
  sql(`INSERT INTO audit VALUES (${owner}, 901, 1, ${owner}, 'token.made', '${MARK}', '', '')`);
  sql(`INSERT INTO sessions VALUES (${owner}, 'abcdef${owner}', '${MARK}/1', 1, 1, 1, '', 0)`);
}

// Everything of an owner that is not about signing in, as text.
function rows(owner) {
  const names = sql(
    "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND m.name NOT LIKE 'post_search%' AND EXISTS " +
      "(SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'owner_id') ORDER BY 1",
  ).split("\n");
  const skip = new Set(["sessions", "audit", "attempts"]);
  return names
    .filter((name) => !skip.has(name))
    .map((name) => `${name}: ${sql(`SELECT * FROM ${name} WHERE owner_id = ${owner} ORDER BY 1, 2, 3`)}`)
    .join("\n");
}

async function signIn(who) {
  const answer = await fetch(tact.url + "/api/sign-in", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: email(who), password: PASSWORD }),
  });
  const { session, error } = await answer.json();
  assert.ok(session, `${who} signs in: ${error}`);
  if (["writer", "approver", "admin"].includes(who)) {
    const switched = await fetch(tact.url + "/api/act-for", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${session}` },
      body: JSON.stringify({ owner: COMPANY }),
    });
    assert.equal(switched.status, 200, `${who} acts for the company`);
  }
  return session;
}

before(async () => {
  dir = mkdtempSync(join(tmpdir(), "tact-who-"));
  samples(dir);
  tact = await start();
  for (const who of Object.keys(PEOPLE).filter((w) => w !== "host"))
    command(["owner", "add", email(who), "--name", `The ${who}`], PASSWORD + "\n");
  command(["password"], PASSWORD + "\n");
  sql(`UPDATE owners SET email = '${email("host")}', name = 'The host' WHERE owner_id = 1`);
  sql(`INSERT INTO owners (owner_id, name, created_ms, kind) VALUES (${COMPANY}, 'Fernlight', 1, 'company')`);
  sql(`INSERT INTO contexts SELECT ${COMPANY}, id, name, mindset, colour, welcome, unwelcome, voice, hours FROM contexts WHERE owner_id = 1`);
  for (const role of ["writer", "approver", "admin"])
    sql(`INSERT INTO memberships VALUES (${COMPANY}, ${PEOPLE[role]}, '${role}', 1)`);
  const archive = readdirSync(dir).find((name) => name.includes("mastodon"));
  for (const owner of [PEOPLE.oneself, COMPANY]) {
    command(["--owner", String(owner), "import", join(dir, archive)]);
    plant(owner);
  }
  ids = {};
  for (const owner of [PEOPLE.oneself, COMPANY]) {
    const one = (text) => sql(text.replace("OWNER", owner));
    ids[owner] = {
      posts: one("SELECT max(id) FROM posts WHERE owner_id = OWNER"),
      people: one("SELECT max(id) FROM persons WHERE owner_id = OWNER"),
      imports: one("SELECT max(id) FROM imports WHERE owner_id = OWNER"),
      accounts: one("SELECT max(id) FROM accounts WHERE owner_id = OWNER"),
      media: one("SELECT coalesce(max(digest), '') FROM media WHERE owner_id = OWNER") || "0".repeat(64),
      contexts: "3",
      drafts: "901",
      outbox: "901",
      corrections: "901",
      keys: "901",
      jobs: "901",
      sessions: "abcdef" + owner,
    };
  }
});
after(async () => {
  await tact?.stop();
  rmSync(dir, { recursive: true, force: true });
});

// The address of a route with the ids of what `owner` has.
function addressOf(path, owner) {
  const of = ids[owner];
  const kind = path.includes("/sessions/") ? "sessions" : path.includes("/account/keys") ? "keys" : path.split("/")[1];
  if (path.startsWith("/networks/")) return "/networks/mastodon";
  if (path.startsWith("/assets/")) return "/assets/app.css";
  if (path.startsWith("/join/") || path.includes("/invitations/")) return path.replace(":name", "0".repeat(64));
  if (path.startsWith("/owners/") || path.includes("/members/")) return path.replace(":id", "99");
  return path.replace(/:id|:name/, of[kind]).replace(":name", "1"); // a picture of it
}

const bodyOf = (path, who) =>
  ({
    "/sign-in": { email: email(who in PEOPLE ? who : "host"), password: PASSWORD },
    "/account": { name: `The ${who}`, email: email(who) },
    "/account/password": { old: PASSWORD, password: PASSWORD },
    "/owners/invite": { email: "new@example.org" },
    "/act-for": { owner: ["writer", "approver", "admin"].includes(who) ? COMPANY : 0 },
    "/write/check": { text: "a walk" },
    "/drafts": { text: "a walk" },
    "/account/keys": { name: "k", scope: ["read"] },
  })[path] ?? {};

const ENDS = /sign-out|company\/leave|\/sessions\/|account\/password/;
async function callAs(who, session, route, owner) {
  const address = addressOf(route.path, owner);
  const answer = await fetch(tact.url + (route.api ? "/api" : "") + (route.api && address === "/" ? "" : address), {
    method: route.method,
    redirect: "manual",
    headers: {
      ...(session && { Authorization: `Bearer ${session}` }),
      ...(route.method === "POST" && { "Content-Type": "application/json" }),
    },
    body: route.method === "POST" ? JSON.stringify(bodyOf(route.path, who)) : undefined,
  });
  const said = await answer.text();
  const door = answer.status === 303 && answer.headers.get("location").startsWith("/sign-in");
  return { status: answer.status, said, refused: door || answer.status === 401 || answer.status === 403 };
}

// What destroys comes last, so that the rest has something to be refused.
const order = (route) => (route.method === "GET" ? 0 : /undo|drop|revoke/.test(route.path) ? 2 : 1);
const inOrder = ROUTES.toSorted((a, b) => order(a) - order(b));

for (const who of ["nobody", "another owner", "host", "writer", "approver", "admin", "oneself"]) {
  const strange = ["nobody", "another owner", "host"].includes(who);
  const owner = strange || who === "oneself" ? PEOPLE.oneself : COMPANY;
  test(`${who}: every route does what the table says`, async () => {
    const kept = strange && [rows(PEOPLE.oneself), rows(COMPANY)];
    let session = who === "nobody" ? "" : await signIn(who);
    let seen = 0;
    for (const route of inOrder) {
      const about = `${who}: ${route.method} ${route.path}`;
      const { status, said, refused } = await callAs(who, session, route, owner);
      assert.ok(status < 500, `${about}: ${status}`);
      assert.equal(refused, route.may[who] === "no", `${about}: ${status} ${said.slice(0, 200)}`);
      seen += said.includes(MARK);
      if (strange || refused) assert.ok(!said.includes(MARK), `${about}: says what is another's`);
      const asks = /^\/(posts|people|imports|drafts|outbox|accounts|media)\/:/.test(route.path) || /keys\/:id/.test(route.path);
      if (asks && !refused && strange)
        assert.ok(status === 404 || (status === 400 && route.method === "POST"), `${about}: ${status}`);
      if (route.path === "/company/leave" && PEOPLE[who])
        sql(`INSERT OR IGNORE INTO memberships SELECT ${COMPANY}, ${PEOPLE[who]}, '${who}', 1 WHERE '${who}' IN ('writer', 'approver')`);
      if (session && ENDS.test(route.path)) session = await signIn(who);
    }
    if (!strange) assert.ok(seen > 4, `${who} sees what is there: ${seen}`);
    if (strange)
      for (const [i, of] of [PEOPLE.oneself, COMPANY].entries())
        assert.equal(rows(of), kept[i], `${who} changed nothing of owner ${of}`);
  });
}

test("a key does what its scopes say and nothing of the account", async () => {
  const session = await signIn("another owner");
  const make = async (scope) =>
    (
      await (
        await fetch(tact.url + "/api/account/keys", {
          method: "POST",
          headers: { "Content-Type": "application/json", Authorization: `Bearer ${session}` },
          body: JSON.stringify({ name: "k", scope }),
        })
      ).json()
    ).key;
  const status = async (key, method, path) =>
    (
      await fetch(tact.url + "/api" + path, {
        method,
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: method === "POST" ? JSON.stringify(bodyOf(path, "another owner")) : undefined,
      })
    ).status;
  const read = await make(["read"]);
  const write = await make(["write"]);
  const imports = await make(["import"]);
  assert.match(read, /^tact_3_[0-9a-f]{64}$/);
  assert.equal(await status(read, "GET", "/timeline"), 200);
  assert.equal(await status(read, "POST", "/drafts"), 403);
  assert.equal(await status(write, "POST", "/drafts"), 200);
  assert.equal(await status(write, "GET", "/timeline"), 403);
  assert.equal(await status(write, "POST", "/imports"), 403);
  assert.equal(await status(imports, "POST", "/imports"), 400);
  for (const key of [read, write, imports]) {
    for (const path of ["/account", "/owners"]) assert.equal(await status(key, "GET", path), 403);
    for (const path of ["/account/keys", "/sign-out", "/act-for"]) assert.equal(await status(key, "POST", path), 403);
  }
  for (const wrong of [read.replace("tact_3_", "tact_2_"), read.slice(0, -1), read + "0", "tact_3_", "tact__", "tact_x_y"])
    assert.equal(await status(wrong, "GET", "/timeline"), 403, wrong);
  const list = await (await fetch(tact.url + "/api/account", { headers: { Authorization: `Bearer ${session}` } })).json();
  for (const { id } of list.keys) assert.equal((await fetch(`${tact.url}/api/account/keys/${id}/revoke`, { method: "POST", headers: { Authorization: `Bearer ${session}` } })).status, 200);
  assert.equal(await status(read, "GET", "/timeline"), 403);
});
