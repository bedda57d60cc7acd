// assets/app.js: what pages do beyond plain HTML: keys, search as one types, the check as one
// types, drafts that keep themselves, archives that are dropped. Every page works without it.
// SPDX-License-Identifier: AGPL-3.0-or-later
const $ = (s, of = document) => of.querySelector(s);
const $$ = (s, of = document) => [...of.querySelectorAll(s)];
const token = document.body.dataset.token;
const headers = { "HX-Request": "true", "X-Tact-Token": token };

const say = (text) => {
  const live = $("#live");
  if (live) live.textContent = text;
};

// A function that is called once things have been quiet for a while.
const after = (ms, f) => {
  let t;
  return (...a) => {
    clearTimeout(t);
    t = setTimeout(() => f(...a), ms);
  };
};

// Filters apply as they are chosen
for (const form of $$("form[data-auto]")) {
  $$("button.quiet", form).forEach((b) => (b.hidden = true));
  for (const s of $$("select, input[type=checkbox]", form))
    s.addEventListener("change", () => {
      $$("input, select", form).forEach((f) => (f.disabled = form.method === "get" && !f.value));
      form.requestSubmit ? form.requestSubmit() : form.submit();
    });
}

// Back on a page that the browser kept: what is chosen is what is shown, and can be chosen anew
window.addEventListener("pageshow", (e) => {
  for (const form of e.persisted ? $$("form[data-auto]") : []) {
    $$("input, select", form).forEach((f) => (f.disabled = false));
    form.reset();
  }
});

// Lists that follow what is typed
for (const input of $$("input[data-live]")) {
  const form = input.form;
  const target = $(input.dataset.live);
  let running;
  input.addEventListener("input", after(120, async () => {
    running?.abort();
    running = new AbortController();
    const q = new URLSearchParams([...new FormData(form)].filter(([, v]) => v));
    const url = `${form.getAttribute("action")}?${q}`;
    try {
      const r = await fetch(url, { headers, signal: running.signal });
      if (!r.ok) return;
      target.innerHTML = await r.text();
      history.replaceState(null, "", url);
      window.htmx?.process(target);
      say(target.querySelector(".empty") ? "Nothing found" : `${$$(".post, .person", target).length} shown`);
    } catch (e) {
      if (e.name !== "AbortError") say("The search did not answer");
    }
  }));
}

// Makes `now` of `was` without taking away what stays the same: nothing flickers, an opened detail
// stays open, and what has the focus keeps it.
const become = (was, now) => {
  if (was.nodeType !== now.nodeType || was.nodeName !== now.nodeName || was.dataset?.key !== now.dataset?.key)
    return was.replaceWith(now);
  if (was.nodeType !== Node.ELEMENT_NODE) {
    if (was.data !== now.data) was.data = now.data;
    return;
  }
  const stays = (a) => a === "open" || a === "hidden" || a === "style";
  for (const { name, value } of [...now.attributes])
    if (!stays(name) && was.getAttribute(name) !== value) was.setAttribute(name, value);
  for (const { name } of [...was.attributes]) if (!stays(name) && !now.hasAttribute(name)) was.removeAttribute(name);
  becomeAll(was, now);
};
const becomeAll = (was, now) => {
  const old = [...was.childNodes], fresh = [...now.childNodes];
  fresh.forEach((n, i) => (old[i] ? become(old[i], n) : was.append(n)));
  old.slice(fresh.length).forEach((n) => n.remove());
};

// Write: the check beside the text
const write = $("#write");
if (write) {
  const text = $("#text");
  const marks = $("#marks");
  const kept = $("#kept");
  const id = $("#draft-id");
  let dirty = false;

  const follow = () => (marks.scrollTop = text.scrollTop);
  text.addEventListener("scroll", follow);

  const showCopy = () => $$("[data-copy]").forEach((b) => (b.hidden = false));
  const cardOf = (account, at) => $$(`.verdict-card`, $("#places"))[at] ?? $(`.verdict-card[data-account="${account}"]`);
  // While one types a card grows but does not shrink, so that those below it stay where they are
  const settle = after(1200, () => $$(".verdict-card").forEach((c) => (c.style.minHeight = "")));
  const place = (card, at, taught) => {
    const old = cardOf(card.dataset.account, at);
    if (!old) return;
    if (old.className === card.className) old.style.minHeight = `${old.offsetHeight}px`;
    else (old.className = card.className), (old.style.minHeight = "");
    become($(".said", old), $(".said", card));
    if (taught) become($(".taught", old), $(".taught", card));
  };
  const show = (html, checked, taught = false) => {
    const doc = new DOMParser().parseFromString(html, "text/html");
    const focus = document.activeElement;
    $$(".verdict-card", doc).forEach((card, at) => place(card, at, taught));
    const now = $("#marks", doc).innerHTML;
    if (marks.innerHTML !== now) marks.innerHTML = now;
    for (const s of ["#note", "#does"]) $(s).textContent = $(s, doc).textContent;
    const sides = $("#sides"), sidesNow = $("#sides", doc);
    if (sides && sidesNow && sides.innerHTML !== sidesNow.innerHTML) sides.innerHTML = sidesNow.innerHTML;
    const says = $("#along-says"), saysNow = $("#along-says", doc);
    if (says && saysNow) become(says, saysNow);
    follow();
    showCopy();
    settle();
    announce($("#summary", doc).textContent);
    if (focus !== document.body && !focus.isConnected) ($(".taught .undo") ?? text).focus();
    window.dispatchEvent(new CustomEvent("tact:checked", { detail: checked }));
  };
  const form = (button) => {
    const body = new URLSearchParams(new FormData(write));
    body.delete("token");
    if (button?.name) body.append(button.name, button.value);
    return body;
  };
  // One question at a time, so that what is shown is never of an older text than what was
  let line = Promise.resolve();
  const ask = (to, bodyOf, taught) => (line = line.then(() => askNow(to, bodyOf(), taught)));
  const askNow = async (to, body, taught) => {
    const checked = body.get("text");
    try {
      const r = await fetch(to, { method: "POST", headers, body });
      const html = await r.text();
      if (r.ok) show(html, checked, taught);
      else if (r.status === 403) say("Please sign in again; the draft is still here.");
      else say($("main p", new DOMParser().parseFromString(html, "text/html"))?.textContent || "The check did not answer");
    } catch {
      say("The check did not answer");
    }
  };
  // Each answer is shown, and the next is asked for what was typed since
  let asking = false, again = false;
  const check = async () => {
    again = true;
    if (asking) return;
    asking = true;
    while (again) {
      again = false;
      await ask("/write/check", form);
    }
    asking = false;
  };
  const announce = after(900, (s) => ($("#summary").textContent = s));
  const keep = async () => {
    if (!dirty || !text.value.trim()) return;
    dirty = false;
    const all = new FormData(write);
    const body = { draft: id.value, text: text.value, account: all.getAll("account") };
    for (const name of ["reply", "title", "addresses", "open_for"]) if (all.has(name)) body[name] = all.get(name);
    if (all.has("choice")) body.choice = all.getAll("choice");
    try {
      const r = await fetch("/api/drafts", { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) });
      if (!r.ok) throw new Error(r.status === 403 ? "Not kept: please sign in again." : "Not kept yet; it will be tried again.");
      id.value = (await r.json()).draft;
      history.replaceState(null, "", `/write?draft=${id.value}`);
      kept.textContent = "Kept.";
    } catch (e) {
      dirty = true;
      kept.textContent = e.message;
      keepSoon();
    }
  };
  const keepSoon = after(1500, keep);
  text.addEventListener("input", () => {
    dirty = true;
    kept.textContent = "";
    check();
    keepSoon();
  });
  write.addEventListener("input", (e) => {
    if (!e.target.closest(".with")) return;
    dirty = true;
    kept.textContent = "";
    keepSoon();
  });
  write.addEventListener("change", (e) => {
    if (e.target.name !== "account") return;
    dirty = true;
    keepSoon();
    check(); // it may go to another context than it began in
    const card = e.target.closest(".is-think_twice, .is-keep_out");
    if (card && e.target.checked) say(`${$(".badge", card).textContent}: ${$(".verdict", card).textContent}`);
  });
  write.addEventListener("submit", (e) => {
    const button = e.submitter;
    // pages of their own
    if (button?.id === "ready" || button?.name === "disclosure" || button?.hasAttribute("data-leaves")) return (dirty = false);
    e.preventDefault();
    if (button?.id === "keep") (dirty = true), keep();
    else if (button?.hasAttribute("formaction")) teach(button);
    else check();
  });
  // The second half of a double click is not said of what came in its place
  let taught = 0;
  const teach = async (button) => {
    if (button.name === "correct") {
      if (performance.now() < taught) return;
      taught = Infinity;
    }
    const body = form(button);
    await ask(button.getAttribute("formaction"), () => body, true);
    taught = performance.now() + 500;
  };
  text.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      dirty = true;
      keep();
    }
  });
  write.addEventListener("click", async (e) => {
    const b = e.target.closest("[data-copy]");
    if (!b) return;
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      text.select();
      document.execCommand("copy");
    }
    say("Copied");
    const before = b.textContent;
    b.textContent = "Copied";
    setTimeout(() => (b.textContent = before), 1500);
  });
  $("#check-button").hidden = true;
  window.addEventListener("beforeunload", (e) => dirty && text.value.trim() && e.preventDefault());
  if (text.value.trim()) showCopy();
  text.selectionStart = text.value.length;
}

// Networks: drop archives, see them go up
const drop = $("#drop");
if (drop) {
  const input = $("input[type=file]", drop), sent = $(".sent", drop);
  const send = (files) => {
    if (!files.length) return;
    const body = new FormData();
    body.append("token", token);
    [...files].forEach((f) => body.append("archive", f));
    const x = new XMLHttpRequest();
    const bar = document.createElement("progress");
    sent.replaceChildren(`Taking in ${files.length === 1 ? files[0].name : files.length + " archives"} …`, bar);
    bar.setAttribute("aria-label", "How much of it is here");
    x.upload.onprogress = (e) => e.lengthComputable && ((bar.max = e.total), (bar.value = e.loaded));
    x.onload = () => {
      if (x.status >= 400) {
        const doc = new DOMParser().parseFromString(x.responseText, "text/html");
        return (sent.textContent = $("main p", doc)?.textContent || "That did not work.");
      }
      sent.textContent = "";
      input.value = "";
      jobs();
    };
    x.onerror = () => (sent.textContent = "The archive did not arrive: is Tact still running?");
    x.open("POST", "/imports");
    x.setRequestHeader("X-Tact-Token", token);
    x.send(body);
  };
  const jobs = async () => {
    const r = await fetch("/jobs", { headers });
    if (!r.ok) return;
    $("#jobs").innerHTML = await r.text();
    window.htmx?.process($("#jobs"));
    busy = true; // something was sent: it may be over already
    settle();
  };
  drop.addEventListener("submit", (e) => {
    e.preventDefault();
    send(input.files);
  });
  input.addEventListener("change", () => send(input.files));
  for (const t of ["dragenter", "dragover"])
    window.addEventListener(t, (e) => {
      if (![...e.dataTransfer.types].includes("Files")) return;
      e.preventDefault();
      drop.classList.add("over");
    });
  for (const t of ["dragleave", "drop"]) window.addEventListener(t, () => drop.classList.remove("over"));
  window.addEventListener("drop", (e) => {
    e.preventDefault();
    send(e.dataTransfer.files);
  });
  // when the last job is over, the page shows what came of it
  let busy = $("#jobs [data-busy]")?.dataset.busy === "yes";
  const settle = () => {
    const now = $("#jobs [data-busy]")?.dataset.busy === "yes";
    if (busy && !now) {
      say($("#jobs .job")?.textContent.trim() || "");
      refresh();
    }
    busy = now;
  };
  document.addEventListener("htmx:afterSwap", settle);
  const refresh = async () => {
    const doc = new DOMParser().parseFromString(await (await fetch("/networks")).text(), "text/html");
    $$("main > section").forEach((s) => s.remove());
    $$("main > section", doc).forEach((s) => $("main").append(s));
    wire();
  };
  const wire = () =>
    $$("main form[data-auto]").forEach((form) => {
      $$("button.quiet", form).forEach((b) => (b.hidden = true));
      $$("select", form).forEach((s) => s.addEventListener("change", () => form.submit()));
    });
}

// Questions: a key for each answer; whoever listens hears the next one
const answerWith = (key) => {
  const button = $("#review") && $(`#review [data-key="${key === "ArrowRight" ? "l" : key}"]`);
  if (!button) return false;
  if (!$("#review").classList.contains("htmx-request") && !$("#review .htmx-request")) button.click();
  return true;
};
document.addEventListener("htmx:afterSettle", () => {
  const asked = $("#review #asked");
  if (!asked || document.activeElement !== document.body) return;
  asked.focus({ preventScroll: true });
  scrollTo({ top: 0 });
});

// Keys
const places = { o: "/", t: "/timeline", p: "/people", n: "/networks", s: "/search" };
let went = false;
const step = (by) => {
  const all = $$("[data-open]");
  if (!all.length) return;
  const at = all.findIndex((x) => x.contains(document.activeElement));
  const to = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  (to.matches(".person") ? $("a.who", to) : $("a.at", to) || $("a", to))?.focus();
  to.scrollIntoView({ block: "nearest" });
};
const showKeys = async () => {
  let d = $("dialog");
  if (!d) {
    const doc = new DOMParser().parseFromString(await (await fetch("/keys")).text(), "text/html");
    d = document.createElement("dialog");
    d.setAttribute("aria-label", "Keys");
    const h = document.createElement("h2");
    h.textContent = "Keys";
    const close = document.createElement("button");
    close.textContent = "Close";
    close.addEventListener("click", () => d.close());
    d.append(h, $("#keys", doc), close);
    document.body.append(d);
  }
  d.showModal();
};
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  const done = () => e.preventDefault();
  if (!went && !e.shiftKey && answerWith(e.key)) return done();
  if (went) {
    went = false;
    if (places[e.key]) return done(), (location.href = places[e.key]);
  }
  if (e.key === "g") went = true;
  else if (e.key === "/") done(), ($("#q") || $("#find"))?.focus();
  else if (e.key === "w") done(), (location.href = "/write");
  else if (e.key === "j") done(), step(1);
  else if (e.key === "k") done(), step(-1);
  else if (e.key === "?") done(), showKeys();
  else if (/^[1-9]$/.test(e.key)) $$(".tab")[e.key - 1]?.click();
});
$("#keys-link")?.addEventListener("click", (e) => {
  e.preventDefault();
  showKeys();
});
document.addEventListener("htmx:responseError", (e) => e.detail.xhr.status === 403 && location.reload());

// The text of a hand-off, into the clipboard
for (const b of $$("[data-copy-from]")) {
  if (!navigator.clipboard) continue;
  b.hidden = false;
  b.addEventListener("click", async () => {
    await navigator.clipboard.writeText($(`#${b.dataset.copyFrom}`).value);
    b.textContent = "Copied";
    say("Copied");
  });
}

// What is to come is dragged to another day of the calendar; its time of day stays
for (const entry of $$("#calendar [draggable]"))
  entry.addEventListener("dragstart", (e) => e.dataTransfer.setData("text/plain", entry.id));
for (const day of $$("#calendar .day")) {
  day.addEventListener("dragover", (e) => (e.preventDefault(), day.classList.add("over")));
  day.addEventListener("dragleave", () => day.classList.remove("over"));
  day.addEventListener("drop", (e) => {
    e.preventDefault();
    const entry = document.getElementById(e.dataTransfer.getData("text/plain"));
    const form = $("#move");
    if (!entry || !form) return;
    form.action = `/outbox/${entry.dataset.id}/move`;
    form.elements.at.value = `${day.dataset.date}T${entry.dataset.time}`;
    form.submit();
  });
}
