/* Everything here is convenience: the content is in the page without it.
 Places are ids made by Variorum (r0-1-p120: story 0, report 1, from code point 120); no offset is
 computed here, because JavaScript counts UTF-16 units. Then come search.js, desk.js, pair.js and start.js, in one
 scope; in a page that is served, decide.js in the place of desk.js. */
const root = document.documentElement;
const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const stories = all(".story");
let items = all(".item");
const many = stories.length > 1;
root.classList.add("js");
one("#tools").hidden = false;
if (matchMedia("(max-width: 40rem)").matches) one(".filters").open = false;
const settle = () => { for (const button of all("button.copy, button.toggle")) button.hidden = false; };
settle();

const announce = (text) => { one("#announce").textContent = text; };
function tool(label, name, action) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label, className: name });
  button.addEventListener("click", action);
  return button;
}
const shown = (element) => !element.closest("[hidden]");

/* In a large page what is folded waits, compressed, until it is asked for. */
const packs = new Map();
function unfold(element) {
  const bytes = Uint8Array.from(atob((element.content ?? element).textContent), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")));
}
const unpack = async (key) => JSON.parse(await unfold(one(`#packed-${key}`)).text());
async function fill(from, selector = ".later") {
  for (const each of all(selector, from)) {
    const [key, number] = each.dataset.later.split(":");
    if (!packs.has(key)) packs.set(key, unpack(key));
    try {
      const parts = await packs.get(key);
      if (each.isConnected) each.outerHTML = parts[number];
    } catch {
      each.textContent = "This browser is too old to open what is packed here; the words are in collation.json, too.";
      each.classList.remove("later", "later-items");
    }
  }
  items = all(".item");
  settle();
}
document.addEventListener("toggle", (event) => {
  if (event.target.open) fill(event.target, ":scope > .later");
}, true);

/* One story at a time, when there are many. */
let story = null;
function showStory(wanted) {
  if (!many) { story = stories[0] ?? null; return; }
  story = wanted;
  for (const each of stories) {
    // Text search of the browser still finds what is hidden so, and then shows it.
    if (each === wanted) each.removeAttribute("hidden"); else each.setAttribute("hidden", "until-found");
  }
  one("#index").hidden = wanted !== null;
  one("#story-choice").value = wanted ? wanted.id : "";
  filter();
}
for (const each of stories) each.addEventListener("beforematch", () => { closeReport(false); showStory(each); });
one("#story-choice")?.addEventListener("change", (event) => {
  closeReport(false);
  location.hash = event.target.value || "index";
});

/* Reports: a drawer beside the differences, the cited words marked in it. */
let open = null, opener = null, trail = [], at = 0;
const bar = document.createElement("div");
bar.className = "bar";
bar.lang = "en";
const where = Object.assign(document.createElement("span"), { className: "where" });
const control = (label, action) => {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.addEventListener("click", action);
  bar.append(button);
  return button;
};
bar.append(where);
const back = control("Previous", () => follow(at - 1));
const next = control("Next", () => follow(at + 1));
control("Close", () => closeReport());

/* The drawer takes room from the text beside it: keep what the reader looked at where it was. */
function inPlace(anchor, change) {
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - before);
}

function openReport(report, from) {
  if (open !== report) {
    if (open) open.classList.remove("open");
    report.classList.add("open");
    report.prepend(bar);
    open = report;
  }
  if (from && !from.closest(".bar")) opener = from;
  inPlace(from, () => root.classList.add("reading-now"));
  report.focus({ preventScroll: true });
}
function closeReport(giveBack = true) {
  if (!open) return;
  unmark();
  open.classList.remove("open");
  inPlace(giveBack ? opener : null, () => root.classList.remove("reading-now"));
  bar.remove();
  open = null;
  if (giveBack && opener && document.contains(opener)) opener.focus({ preventScroll: true });
  opener = null;
}
const unmark = () => { for (const each of all(".report .on")) each.classList.remove("on"); };
const startOf = (piece) => Number(piece.id.slice(piece.id.lastIndexOf("-p") + 2));

function showPlace(link, from = link) {
  const hash = link.getAttribute("href").slice(1);
  const report = document.getElementById(hash.slice(0, hash.lastIndexOf("-p")));
  if (!report) return;
  if (one(".later", report)) { fill(report).then(() => showPlace(link, from)); return; }
  const label = one(".outlet", report).textContent;
  const places = link.dataset.places.split(" ").map((place) => place.split("-").map(Number));
  unmark();
  const pieces = all(".body span[id]", report).filter((each) =>
    places.some(([start, end]) => startOf(each) >= start && startOf(each) < end));
  for (const each of pieces) each.classList.add("on");
  const holder = link.closest(".item, .origin, .timeline, .numbers tr, .facts tr, .facts .carriers > li, .names td");
  trail = holder ? all("a.open", holder) : [link];
  at = trail.indexOf(link);
  const count = trail.length > 1 ? `Evidence ${at + 1} of ${trail.length}` : "Evidence";
  where.textContent = `${label}: ${count.toLowerCase()}`;
  back.hidden = next.hidden = trail.length < 2;
  openReport(report, from);
  (pieces[0] ?? report).scrollIntoView({ block: "center" });
  announce(`${label}: ${pieces.map((each) => each.textContent).join("")}`.slice(0, 300));
}
function follow(number) {
  if (!trail.length) return;
  const to = trail[(number + trail.length) % trail.length];
  if (to instanceof Range) showHit(to); else showPlace(to, null);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link?.matches(".open")) { event.preventDefault(); showPlace(link); return; }
  if (link?.matches(".open-report")) {
    event.preventDefault();
    unmark();
    trail = [];
    where.textContent = "Whole report";
    back.hidden = next.hidden = true;
    const report = document.getElementById(link.hash.slice(1));
    fill(report);
    openReport(report, link);
    report.scrollTop = 0;
    return;
  }
  if (link && link.hash.slice(1) === anchor()) { event.preventDefault(); goTo(); return; }
  const words = event.target.closest(".quote blockquote, .reading blockquote");
  if (words && !event.target.closest("a, button") && String(getSelection()) === "") {
    const target = one("a.open", words.closest(".quote, .reading"));
    if (target) showPlace(target);
    return;
  }
  const toggle = event.target.closest("button.toggle");
  if (toggle) {
    const now = toggle.closest(".report").classList.toggle("shown");
    if (now) fill(toggle.closest(".report"));
    toggle.setAttribute("aria-expanded", String(now));
    toggle.firstChild.textContent = now ? "Fold" : "Read";
  }
  const button = event.target.closest("button.copy");
  if (button) copy(button);
});

/* A shared link: show its story, open what is folded, go there. */
function goTo() {
  let target = null;
  readAddress();
  const name = anchor();
  if (name) target = document.getElementById(name);
  if (!target) {
    // It may wait in a report or in a fold.
    const report = document.getElementById(name.replace(/-p\d+$/, ""));
    const waiting = report && one(".later", report) ? [report] : name && one(".later-items") ? [document, ".later-items"] : null;
    if (waiting) fill(...waiting).then(goTo); else showStory(null);
    return;
  }
  const report = target.closest(".report");
  const owner = target.closest(".story");
  if (!report) closeReport(false);
  if (owner) { if (owner !== story) showStory(owner); } else if (target.id === "index") showStory(null);
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (target.matches(".item[hidden]")) clear();
  if (report) fill(report);
  if (report) { where.textContent = "Report"; back.hidden = next.hidden = true; openReport(report, null); unmark(); }
  if (report && target !== report) target.classList.add("on");
  target.scrollIntoView({ block: report ? "center" : "start" });
  // The event comes late: who has already moved on inside the target keeps the focus.
  const focusable = target.tabIndex >= -1 && target.matches("[tabindex], a, button");
  if (focusable && !target.contains(document.activeElement)) target.focus({ preventScroll: true });
}
addEventListener("hashchange", goTo);

async function copy(button) {
  const text = button.dataset.citation;
  let done = true;
  try { await navigator.clipboard.writeText(text); } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    button.after(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = done ? "Copied" : "Could not copy";
  announce(button.textContent);
  setTimeout(() => { button.textContent = "Copy citation"; }, 1800);
}

/* Keys. */
let last = null;
function walk(step) {
  const list = (many && !story ? all("#index li:not([hidden]) a") : all(".card")).filter(shown);
  if (!list.length) { announce("No difference to go to"); return; }
  const here = list.indexOf(document.activeElement.closest?.(".card") ?? document.activeElement);
  const from = here >= 0 ? here : list.indexOf(last);
  const to = from < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(from + step, 0), list.length - 1);
  last = list[to];
  last.focus({ preventScroll: true });
  last.scrollIntoView({ block: "start" });
}
const help = one("#help");
one("#help-open").addEventListener("click", () => help.showModal());
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "Escape") {
    if (typing) event.target.blur(); else closeReport();
    return;
  }
  if (typing) return;
  const card = event.target.closest?.(".card") ?? last;
  const onCard = event.target.matches(".card");
  const keys = {
    j: () => walk(1), k: () => walk(-1),
    "/": () => field("words").focus(),
    "?": () => help.showModal(),
    ...ownKeys(card),
    "[": () => step(-1), "]": () => step(1),
  };
  if (onCard) Object.assign(keys, { ArrowDown: keys.j, ArrowUp: keys.k });
  if (event.target.matches(".item")) keys.Enter = () => {
    const link = one("a.open", event.target);
    if (link) showPlace(link, event.target);
  };
  if (event.target === open) keys.Enter = () => follow(at + 1);
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
function step(by) {
  if (!many) return;
  const order = all("#index a").map((link) => link.hash);
  const here = story ? order.indexOf(`#${story.id}`) : -1;
  const to = order[Math.min(Math.max(here + by, 0), order.length - 1)];
  closeReport(false);
  location.hash = to;
}

/* The same place in the other readings. */
document.addEventListener("pointerover", (event) => {
  for (const each of all(".v.hot")) each.classList.remove("hot");
  const mark = event.target.closest?.(".v[data-v]");
  if (!mark) return;
  for (const each of all(`.v[data-v="${mark.dataset.v}"]`, mark.closest(".utterance"))) each.classList.add("hot");
});

