// tests/browser/contexts.test.mjs: what is welcome in each context, how it sounds, how it is guarded, and
// what is really posted there.
// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { cardOf as find, start } from "./lib.mjs";

let tact, page;
before(async () => {
  tact = await start({ demo: true });
  page = await tact.page({ still: true });
  page.on("dialog", (dialog) => dialog.accept());
});
after(() => tact.stop());
const cardOf = (label, on = page, more = "") => find(on, label, more);

const api = async (path) => (await fetch(tact.url + "/api" + path)).json();
const section = (name, on = page) => on.locator("section.context", { has: on.locator("h2", { hasText: new RegExp(`^${name}$`, "i") }) });
const field = (name, label, on = page) => section(name, on).getByLabel(label, { exact: true });
const tick = (name, kind, topic, on = page) =>
  section(name, on).locator("fieldset", { has: on.locator("legend", { hasText: new RegExp(`^${kind}$`) }) }).getByLabel(topic, { exact: true });

test("it is reached from Networks and from Write", async () => {
  for (const from of ["/networks", "/write"]) {
    await page.goto(from);
    await page.locator("main a", { hasText: /^Contexts$/ }).click();
    await page.waitForURL("**/contexts");
  }
  for (const name of ["Personal", "Professional", "Company"]) assert.equal(await section(name).count(), 1, name);
  assert.match(await section("Personal").innerText(), /friends and family/);
});

test("what is set is kept, said to be saved, and heeded by the check", async () => {
  await page.goto("/contexts");
  await section("Professional").locator("details.topics summary").click();
  await tick("Professional", "Welcome", "Pets").check();
  await tick("Professional", "Unwelcome", "Politics").check();
  await field("Professional", "Words to avoid").fill("synergy, low-hanging fruit");
  await field("Professional", "How it should sound").selectOption("formal");
  await field("Professional", "Languages").fill("en, de");
  await field("Professional", "Emoji at most").fill("1");
  await field("Professional", "Posts of a hundred that may sell").fill("30");
  await section("Professional").getByRole("button", { name: /Save/ }).click();
  await page.locator("[role=status]", { hasText: "Saved" }).waitFor();
  assert.match(await section("Professional").locator("details.topics summary").innerText(), /Welcome: pets\. Unwelcome: politics\./i);
  assert.equal(await field("Professional", "Words to avoid").inputValue(), "synergy, low-hanging fruit");
  assert.equal(await field("Professional", "Posts of a hundred that may sell").inputValue(), "30");
  const saved = (await api("/contexts")).contexts.find((c) => c.name === "professional");
  assert.deepEqual([saved.welcome, saved.unwelcome, saved.formality, saved.emoji], [["pets"], ["politics"], "formal", 1]);
  await page.goto("/write");
  await page.fill("#text", "We found a synergy between both of our teams.");
  const card = cardOf("LinkedIn");
  await card.locator("details.why summary").click();
  await card.getByText("want to avoid here").first().waitFor();
  await page.fill("#text", "");
});

test("a mistake is said beside its field, and what was typed stays", async () => {
  await page.goto("/contexts");
  await field("Company", "Languages").fill("German");
  await field("Company", "Emoji at most").fill("many");
  await field("Company", "Words to use").fill("craft");
  await section("Company").getByRole("button", { name: /Save/ }).click();
  const wrong = field("Company", "Languages");
  await page.locator(".problem").first().waitFor();
  assert.equal(await wrong.inputValue(), "German");
  assert.equal(await wrong.getAttribute("aria-invalid"), "true");
  const by = (await wrong.getAttribute("aria-describedby")).split(" ").at(-1);
  assert.match(await page.innerText("#" + by), /"german" is no list of languages/i);
  assert.match(await section("Company").innerText(), /A number from 0 to 100/);
  assert.equal(await field("Company", "Words to use").inputValue(), "craft");
  assert.deepEqual((await api("/contexts")).contexts.find((c) => c.name === "company").use, [], "nothing was saved");
});

test("each count of what is posted there opens just those posts", async () => {
  await page.goto("/contexts");
  const links = await page.locator(".topics-here a").evaluateAll((all) =>
    all.map((a) => [a.getAttribute("href"), Number(a.querySelector(".n").textContent.replaceAll(",", ""))]),
  );
  assert.ok(links.length > 10);
  for (const [href, n] of links) {
    let posts = 0;
    for (let next = "/api" + href; next; ) {
      const page = await (await fetch(tact.url + next)).json();
      posts += page.posts.length;
      next = page.next;
    }
    assert.equal(posts, n, href);
  }
  assert.match(await page.innerText("main"), /of the last 10 sells? something/);
});

test("without scripts: set, saved, and mistakes beside their fields", async () => {
  const plain = await tact.page({ js: false });
  await plain.goto("/contexts");
  await section("Personal", plain).locator("details.topics summary").click();
  await tick("Personal", "Welcome", "Pets", plain).check();
  await tick("Personal", "Unwelcome", "Pets", plain).check();
  await section("Personal", plain).getByRole("button", { name: /Save/ }).click();
  assert.match(await section("Personal", plain).locator("details.topics .problem").innerText(), /Pets can't be both/);
  await tick("Personal", "Unwelcome", "Pets", plain).uncheck();
  await section("Personal", plain).locator("select[name=guard]").selectOption("ask");
  await section("Personal", plain).getByRole("button", { name: /Save/ }).click();
  await plain.locator("[role=status]", { hasText: "Saved" }).waitFor();
  const saved = (await api("/contexts")).contexts.find((c) => c.name === "personal");
  assert.deepEqual([saved.welcome, saved.unwelcome, saved.guard], [["pets"], [], "ask"]);
  await plain.context().close();
});
