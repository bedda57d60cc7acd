// tests/browser/screenshots.mjs: pictures of every page of the demo, desktop and phone, light and dark.
// use: TACT=build/release/tact node tests/browser/screenshots.mjs [OUT]   (OUT: docs/screenshots)
// Where pngquant is installed the pictures take a quarter of the space.
// SPDX-License-Identifier: AGPL-3.0-or-later
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PASSWORD, samples, start } from "./lib.mjs";

const out = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../../docs/screenshots"));
mkdirSync(out, { recursive: true });
const tact = await start({ demo: true });

const get = async (path) => (await fetch(tact.url + "/api" + path)).json();
const draft = "We are thrilled to announce version 4.2 of our analytics platform, with 30 % faster dashboards! Book a demo today.";
const home = await (await fetch(tact.url + "/write")).text();
const token = home.match(/data-token="([0-9a-f]+)"/)[1];
const accounts = (await get("/networks")).accounts;
const to = accounts.filter((a) => ["linkedin", "facebook"].includes(a.network) && !a.page).map((a) => a.id);
const post = async (path, body) =>
  (
    await fetch(tact.url + "/api" + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Tact-Token": token },
      body: JSON.stringify(body),
    })
  ).json();
const kept = await post("/drafts", { text: draft, account: to });

// what an owner of the demo would have set, said and decided
const context = Object.fromEntries((await get("/contexts")).contexts.map((c) => [c.name, c.id]));
await post(`/contexts/${context.personal}`, { welcome: ["pets", "food", "travel"], unwelcome: "politics", emoji: 6, guard: "hold" });
await post(`/contexts/${context.professional}`, { welcome: ["charity"], unwelcome: "politics", avoid: "synergy, low-hanging fruit", formality: "formal", languages: "en, de", promotion: 30, guard: "ask" });
const said = [
  { kind: "isnt", fact: "topic:politics", text: "The vote on our choir's new name is tonight, and I have a favourite." },
  { kind: "fine", fact: "topic:pets", context: "professional", text: "Our office dog has opinions about the new standing desks." },
  { kind: "never", fact: "tone:hostile", context: "company", text: "" },
  { kind: "is", fact: "tone:promotional", text: "Two seats left for Thursday, the link is in my profile." },
];
for (const one of said) await post("/corrections", one);
const last = (await get("/learned")).learned[0];
await post(`/corrections/${last.id}/revoke`);
const decided = (await post("/write/ready", { text: "Two seats left for our analytics workshop on Thursday: book now, 20 % off for friends of the house!", account: to })).draft;
await post(`/drafts/${decided}/ready`, { go: "on", reason: "My sister asked me to share it" });
const asked = (await post("/write/ready", { text: draft, account: to })).draft;
// two sides before they go out; a week of what is to come, and what is the owner's to post
const sides = (await post("/write/ready", { text: "Our choir sings on Saturday for the hospice, and my colleagues carry the chairs. Come and bring a friend.", account: to })).draft;
await post(`/drafts/${sides}/ready`, { go: "on", reason: "Both know the choir" });
const day = (days, time) => {
  const d = new Date(Date.now() + days * 86400000);
  const two = (n) => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${time}`;
};
const linkedin = to[0], facebook = to[1];
for (const [text, account, when] of [
  ["How we halved the time of our nightly build, in three steps.", linkedin, day(1, "08:30")],
  ["Seven kilometres around the lake, and not one of them flat.", facebook, day(1, "18:00")],
  ["We look for two engineers who like old buildings and new sensors.", linkedin, day(3, "09:00")],
  ["Who has a ladder to lend on Sunday?", facebook, day(5, "12:15")],
]) {
  const { draft } = await post("/drafts", { text, account });
  await post(`/drafts/${draft}/send`, { when: "at", at: when });
}
const byHand = (await post("/drafts", { text: "Thank you all for the cake! I have the best neighbours there are.", account: facebook })).draft;
await post(`/drafts/${byHand}/send`, { when: "now" });
const people = (await get("/people")).people;
const person = people.find((p) => new Set(p.identities.map((i) => i.network)).size > 2) ?? people[1];
const message = (await get("/timeline?kind=message")).posts[5];
const answered = (await get("/timeline?kind=reply")).posts.find((p) => p.answer_to) ?? message;

const pages = {
  overview: "/",
  timeline: "/timeline?media=1&network=facebook",
  thread: `/posts/${answered.id}`,
  conversation: `/posts/${message.id}`,
  people: "/people",
  person: `/people/${person.id}`,
  review: "/people/review",
  map: "/people/map",
  circles: "/people/circles",
  search: "/search?q=choir+year:2024",
  write: `/write?draft=${kept.draft}`,
  why: `/write?draft=${kept.draft}`,
  ready: `/write?draft=${decided}`,
  guard: `/drafts/${asked}/ready`,
  send: `/drafts/${sides}/send`,
  outbox: "/outbox",
  calendar: "/outbox/calendar",
  connect: "/connect",
  learned: "/learned",
  contexts: "/contexts",
  networks: "/networks",
  import: "/imports/1",
  guide: "/networks/linkedin",
  keys: "/keys",
};
// What is done on a page before its picture is taken
const opened = { why: ".verdict-card:nth-of-type(2) details.why summary", learned: ".gone-lessons summary" };
const scrolled = { why: ".verdict-card:nth-of-type(2)" };
const shots = [];
async function shoot(server, pages, state) {
  for (const [width, phone] of [["desktop", false], ["phone", true]])
    for (const [light, dark] of [["light", false], ["dark", true]])
      for (const [name, path] of Object.entries(pages)) {
        const page = await server.page({ dark, phone, state });
        await page.goto(server.url + path);
        await page.waitForLoadState("networkidle");
        await page.waitForTimeout(300);
        if (opened[name]) await page.click(opened[name]);
        if (opened[name]) await page.evaluate(() => scrollTo(0, 0));
        if (scrolled[name] && phone) await page.$eval(scrolled[name], (e) => e.scrollIntoView());
        const file = join(out, `${name}-${width}-${light}.png`);
        await page.screenshot({ path: file });
        shots.push(file);
        await page.context().close();
      }
}
await shoot(tact, pages);
await tact.stop();

// a company of three, by one of its members
const firm = await start();
const dir = mkdtempSync(join(tmpdir(), "tact-shots-"));
samples(dir);
const command = (words, input) => execFileSync(process.env.TACT, ["--home", firm.home, ...words], { input, encoding: "utf8" });
command(["password"], PASSWORD + "\n");
for (const who of ["Ada", "Ben", "Wren"]) command(["owner", "add", `${who.toLowerCase()}@example.org`, "--name", `${who} Example`], PASSWORD + "\n");
command(["company", "add", "Fernlight", "--admin", "ada@example.org"]);
command(["company", "member", "Fernlight", "ben@example.org", "approver"]);
command(["company", "member", "Fernlight", "wren@example.org", "writer"]);
const fernlight = JSON.parse(command(["owners", "--json"])).find((o) => o.name === "Fernlight").id;
command(["--owner", String(fernlight), "import", join(dir, "linkedin.zip")]);
const as = async (who) => {
  const page = await firm.page({ still: true });
  await page.goto("/sign-in");
  await page.fill("#email", `${who}@example.org`);
  await page.fill("#password", PASSWORD);
  await page.click("button.main");
  await page.locator(".side").waitFor();
  await page.selectOption("#acts-for", { label: "Fernlight" });
  await page.getByRole("button", { name: "Switch" }).click();
  await page.locator(".acting").waitFor();
  return page;
};
const wren = await as("wren");
await wren.goto("/write");
await wren.fill("#text", "Had the best lasagne with grandma and the kids on Sunday.");
await wren.locator(".verdict-card input").first().check();
await wren.click("#ready");
await wren.waitForURL(/drafts\/\d+\/ready/);
const waiting = new URL(wren.url()).pathname;
await wren.getByRole("button", { name: "Ask for approval" }).click();
await wren.waitForLoadState();
const ada = await as("ada");
const inside = await ada.context().storageState();
await shoot(firm, { company: "/company", approval: waiting }, inside);
await ada.goto("/");
await ada.selectOption("#acts-for", { label: "Yourself" });
await ada.getByRole("button", { name: "Switch" }).click();
await ada.waitForLoadState();
await shoot(firm, { account: "/account" }, await ada.context().storageState());
await firm.stop();
rmSync(dir, { recursive: true, force: true });
spawnSync("pngquant", ["--force", "--ext", ".png", "--skip-if-larger", "64", ...shots], { stdio: "ignore" });
console.log(`${shots.length} pictures in ${out}`);
