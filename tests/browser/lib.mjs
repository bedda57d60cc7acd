// tests/browser/lib.mjs: a fresh home behind a running `tact serve`, and a browser that looks at it.
// SPDX-License-Identifier: AGPL-3.0-or-later
//
// const tact = await start({ demo: true });   // run: [["import", …]], args, env
// const page = await tact.page({ phone: true });   // js: false, dark: true, still: true
// await page.goto(tact.url + "/");
// await tact.axe(page);   // throws what accessibility rules say
// await tact.stop();      // throws if a page broke the content security policy or a script failed
import { chromium } from "playwright-core";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";
const WAIT_MS = 20000;
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// The address that the server prints, or why there is none.
function addressOf(server, errors) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the server printed no address")), WAIT_MS);
    const done = (settle, value) => {
      clearTimeout(late);
      settle(value);
    };
    createInterface({ input: server.stdout }).on("line", (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (found) done(resolve, found[0]);
    });
    server.on("error", (error) => done(reject, error));
    server.on("exit", (code) =>
      done(reject, new Error(`the server ended (${code}): ${errors.join("")}`)),
    );
  });
}

// Ends by itself; after a while it is made to.
async function endServer(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const late = setTimeout(() => server.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(late);
}

// What makes a test fail although nothing was asked: errors of scripts and everything that the
// content security policy stopped. (Chromium says it in the console, also for a page without
// scripts.)
function watch(page, troubles) {
  page.on("pageerror", (error) => troubles.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    const words = message.text();
    if (/content security policy|violates the following/i.test(words))
      troubles.push(`${page.url()}: ${words}`);
    else if (message.type() === "error" && !/^Failed to load resource/.test(words))
      troubles.push(`${page.url()}: ${words}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) troubles.push(`${response.url()}: ${response.status()}`);
  });
}

// A browser on what is served at `url`: {page(options), axe(page), stop()}.
export async function browse(url) {
  const troubles = [];
  const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });

  // `bypass`: without the policy, for tools that must put a script into the page
  const context = ({ js = true, dark = false, phone = false, still = false, bypass = false, state } = {}) =>
    browser.newContext({
      baseURL: url,
      javaScriptEnabled: js,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: still ? "reduce" : "no-preference",
      viewport: phone ? { width: 360, height: 740 } : { width: 1200, height: 900 },
      hasTouch: phone,
      isMobile: phone,
      bypassCSP: bypass,
      storageState: state,
    });

  const page = async (options) => {
    const made = await (await context(options)).newPage();
    made.setDefaultTimeout(WAIT_MS);
    watch(made, troubles);
    return made;
  };

  // Looks at the address that `of` shows, signed in as it is, in a page of its own in which axe
  // may be put. `only`: rules or tags of axe.
  const axe = async (of, { dark = false, phone = false, only } = {}) => {
    const state = await of.context().storageState();
    const other = await context({ dark, phone, bypass: true, still: true, state });
    try {
      const twin = await other.newPage();
      await twin.goto(of.url());
      await twin.evaluate(AXE);
      const found = await twin.evaluate(
        (runOnly) => globalThis.axe.run(document, runOnly ? { runOnly } : {}),
        only,
      );
      const said = found.violations.map(
        (v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(" ")).join("; ")}`,
      );
      assert.deepEqual(said, [], `accessibility of ${of.url()}`);
    } finally {
      await other.close();
    }
  };

  const stop = async () => {
    await browser.close();
    assert.deepEqual(troubles, [], "scripts failed or the content security policy was broken");
  };
  return { url, page, axe, troubles, stop };
}

// The program with a fresh home, and a browser on it. `run`: commands before the server starts,
// each the words behind `tact --home DIR`; `demo`: the invented life, without a password; `args`:
// more for serve; `env`: more for all of them.
export async function start({ run = [], demo = false, args = [], env = {} } = {}) {
  const tact = process.env.TACT;
  assert.ok(tact, "TACT names the program");
  const dir = mkdtempSync(join(tmpdir(), "tact-browser-"));
  const home = join(dir, "home");
  const errors = [];
  const all = { ...process.env, ...env };
  let server, browser;

  const end = async () => {
    if (server) await endServer(server);
    rmSync(dir, { recursive: true, force: true });
  };
  const command = (...words) =>
    execFileSync(tact, ["--home", home, ...words], { env: all, encoding: "utf8", timeout: 120000 });

  try {
    for (const words of run) command(...words);
    const what = demo ? "demo" : "serve";
    const words = ["--home", home, what, "--listen", "127.0.0.1:0", "--no-browser", ...args];
    server = spawn(tact, words, { env: all, stdio: ["ignore", "pipe", "pipe"] });
    server.stderr.setEncoding("utf8").on("data", (piece) => errors.push(piece));
    browser = await browse(await addressOf(server, errors));
  } catch (error) {
    await end();
    throw error;
  }
  const stop = async () => {
    try {
      await browser.stop();
    } finally {
      await end();
    }
  };
  return { ...browser, home, command, stop, log: () => errors.join("") };
}

// True where the page is wider than its window: nobody wants to scroll sideways.
export function isTooWide(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
}

// The card of a place beside a draft; `more`: a selector that it must match too.
export const cardOf = (page, label, more = "") =>
  page.locator(".verdict-card" + more, { has: page.locator(".pick .badge", { hasText: label }) });

export const PASSWORD = "lantern over wet cobbles";

// Through the door of a fresh home, or of one that has this password already.
export async function enter(page, password = PASSWORD) {
  await page.goto("/");
  await page.fill("#password", password);
  if (await page.locator("#again").count()) await page.fill("#again", password);
  await page.click("button.main");
  await page.locator(".side").waitFor();
}

// The archives of tact-sample in a folder of their own. `words`: its options.
export function samples(dir, ...words) {
  const program = process.env.SAMPLE;
  assert.ok(program, "SAMPLE names the sample generator");
  execFileSync(program, ["--seed", "3", "--out", dir, ...words], { timeout: 60000 });
  return (name) => join(dir, name);
}

// The address-book set of so many people: who is who is hard there. {archives: […], remove()}
export function book(people) {
  const dir = mkdtempSync(join(tmpdir(), "tact-book-"));
  const program = join(dirname(process.env.SAMPLE), "tact-addressbook");
  execFileSync(program, ["--people", String(people), "--out", dir], { timeout: 60000, stdio: "ignore" });
  const archives = readdirSync(join(dir, "archives")).sort().map((name) => join(dir, "archives", name));
  return { archives, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

// RFC 6238, once more: what a phone does with the letters.
export function totp(letters, at = Date.now()) {
  let bits = "";
  for (const c of letters.replaceAll(" ", ""))
    bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0");
  const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac("sha1", secret).update(step).digest();
  const from = mac.at(-1) & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1000000).padStart(6, "0");
}

// A JPEG of one grey pixel, and what a camera writes into one: by whom (Acme), when, and where
// (48° 12' 30" N, 16° 22' 15" W).
export function photograph() {
  const grey = Buffer.from(
    "ffd8ffdb004300" + "ff".repeat(64) + "ffc2000b080001000101011100ffc40014100100000000000000000000000000000000ffda0008010100013f10ffd9",
    "hex",
  );
  const entry = (tag, type, n, value) => {
    const b = Buffer.alloc(12);
    b.writeUInt16BE(tag, 0), b.writeUInt16BE(type, 2), b.writeUInt32BE(n, 4), b.writeUInt32BE(value, 8);
    return b;
  };
  const u16 = (v) => Buffer.from([v >> 8, v & 255]);
  const u32 = (...all) => Buffer.concat(all.map((v) => Buffer.concat([u16(v >>> 16), u16(v & 0xffff)])));
  const tiff = Buffer.concat([
    Buffer.from("MM\0*"), u32(8),
    u16(3), entry(0x010f, 2, 5, 50), entry(0x8769, 4, 1, 56), entry(0x8825, 4, 1, 110), u32(0),
    Buffer.from("Acme\0\0"),
    u16(2), entry(0x9003, 2, 20, 86), entry(0xa435, 2, 4, 0x31323300), u32(0),
    Buffer.from("2024:05:01 12:00:00\0\0\0\0\0"),
    u16(4), entry(1, 2, 2, 0x4e000000), entry(2, 5, 3, 164), entry(3, 2, 2, 0x57000000), entry(4, 5, 3, 188), u32(0),
    u32(48, 1, 12, 1, 30, 1, 16, 1, 22, 1, 15, 1),
  ]);
  const exif = Buffer.concat([Buffer.from([0xff, 0xe1]), u16(tiff.length + 8), Buffer.from("Exif\0\0"), tiff]);
  return Buffer.concat([grey.subarray(0, 2), exif, grey.subarray(2)]);
}
// True where something of that is left.
export const tells = (bytes) => ["Exif", "Acme", "2024:05:01"].some((word) => bytes.includes(word));

// A server of the Mastodon kind on this machine that always answers: {server: "127.0.0.1:1234", posts(),
// stop()}. Any code signs in.
export async function network() {
  const dir = mkdtempSync(join(tmpdir(), "tact-network-"));
  const state = join(dir, "posts");
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
  const program = new URL("../peers/unsure.mjs", import.meta.url).pathname;
  const child = spawn(process.execPath, [program, "--port", String(port), "--state", state, "--honest"]);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return {
    server: `127.0.0.1:${port}`,
    posts: () => (existsSync(state) ? readFileSync(state, "utf8").split("\n").filter(Boolean).map((l) => JSON.parse(l)) : []),
    async stop() {
      child.kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

// The demo, signed in to a server of network() as una: {tact, there, page, ask(path, body) for the API, api() for its
// JSON, una, linkedin: accounts, stop()}.
export async function signedIn() {
  const [tact, there] = await Promise.all([start({ demo: true }), network()]);
  const page = await tact.page({ still: true });
  const token = /data-token="([0-9a-f]+)"/.exec(await (await fetch(tact.url + "/")).text())[1];
  const ask = (path, body) =>
    fetch(tact.url + "/api" + path, {
      method: body ? "POST" : "GET",
      headers: body && { "Content-Type": "application/json", "X-Tact-Token": token },
      body: body && JSON.stringify(body),
    });
  const api = async (path, body) => {
    const r = await ask(path, body);
    if (!r.ok) throw new Error(`${path}: ${r.status}`);
    return r.json();
  };
  const { state } = await api("/connect", { network: "mastodon", server: there.server });
  await api("/connect/code", { state, code: "any" });
  const { accounts } = await api("/networks");
  return {
    tact, there, page, ask, api,
    una: accounts.find((a) => a.handle?.startsWith("una@")),
    linkedin: accounts.find((a) => a.network === "linkedin" && !a.page),
    async stop() {
      try {
        await tact.stop();
      } finally {
        await there.stop();
      }
    },
  };
}
