/* Search and filter: differences, utterances and the words of the reports. What is asked for stands in the
   address, behind the place: #place?words=… */
const NAMES = ["words", "type", "severity", "outlet", "mine"];
const field = (name) => one(`#filter-${name}`);
const plainly = (text) => text.toLowerCase().replaceAll("’", "'").replaceAll("‘", "'").replaceAll("“", '"').replaceAll("”", '"');
const texts = new Map();
/* The page's own words about an item (labels, buttons, hints) are no words of it. */
const OWN = ".sr, .kicker, .actions, .tag, .same, .note, summary";
const textOf = (element) => {
  if (!texts.has(element)) {
    const bare = element.cloneNode(true);
    for (const each of all(OWN, bare)) each.remove();
    texts.set(element, plainly(bare.textContent));
  }
  return texts.get(element);
};

/* "two words" in quotation marks stand together; others may stand anywhere. */
function terms() {
  const asked = plainly(field("words").value);
  return [...asked.matchAll(/"([^"]+)"?|([^\s"]+)/g)].map((found) => (found[1] ?? found[2]).trim()).filter(Boolean);
}

function anchor() {
  try { return decodeURIComponent(location.hash.slice(1).split("?")[0]); } catch { return ""; }
}
function writeAddress() {
  const asked = new URLSearchParams();
  for (const name of NAMES) if (field(name).value) asked.set(name, field(name).value);
  const to = `#${location.hash.slice(1).split("?")[0]}${asked.size ? `?${asked}` : ""}`;
  if (to !== (location.hash || "#")) try { history.replaceState(history.state, "", to); } catch { /* some browsers keep a file's address */ }
}
function readAddress() {
  const at = location.hash.indexOf("?");
  if (at < 0) { writeAddress(); return; }
  const asked = new URLSearchParams(location.hash.slice(at + 1));
  if (NAMES.every((name) => field(name).value === (asked.get(name) ?? ""))) return;
  for (const name of NAMES) field(name).value = asked.get(name) ?? "";
  filter();
}

/* The words of a report that waits, compressed, are searched where they wait. */
async function wordsOf(report) {
  const waiting = one(".body .later", report);
  if (!waiting) return textOf(one(".body", report));
  if (!texts.has(report)) {
    const [key, number] = waiting.dataset.later.split(":");
    if (!packs.has(key)) packs.set(key, unpack(key));
    const parsed = new DOMParser().parseFromString((await packs.get(key))[number], "text/html");
    texts.set(report, plainly(parsed.body.textContent));
  }
  return texts.get(report);
}

let asking = 0;
async function filter() {
  const turn = ++asking;
  const words = terms();
  const [type, severity, outlet, mine] = NAMES.slice(1).map((name) => field(name).value);
  const active = Boolean(words.length || type || severity || outlet || mine);
  if (active && one(".later-items")) await fill(document, ".later-items");
  if (turn !== asking) return;
  const fits = (item) =>
    (!type || item.dataset.type.split(" ").includes(type)) &&
    (!severity || item.dataset.severity === severity) &&
    (!outlet || item.dataset.outlets.split(" ").includes(outlet)) &&
    (!mine || isMine(item, mine)) &&
    words.every((word) => textOf(item).includes(word));
  for (const item of items) item.hidden = active && !fits(item);
  const counts = { cards: [0, 0], utterances: [0, 0] };
  for (const each of stories) {
    const cards = all(".card", each).filter((card) => !card.closest(".possible"));
    const stay = cards.filter((card) => !card.hidden).length;
    const note = one(".filtered", each);
    if (note) note.hidden = !active || stay > 0 || cards.length === 0;
    if (!story || each === story) {
      const said = all(".utterance", each);
      counts.cards[0] += stay; counts.cards[1] += cards.length;
      counts.utterances[0] += said.filter((item) => !item.hidden).length; counts.utterances[1] += said.length;
    }
    if (active) for (const fold of all(".differences details.fold, .utterances details.fold", each)) fold.open = true;
    const line = one(`#index a[href="#${each.id}"]`)?.closest("li");
    if (line) line.hidden = active && !all(".item", each).some((item) => !item.hidden);
  }
  const told = [`${counts.cards.join(" of ")} differences`, `${counts.utterances.join(" of ")} utterances`];
  field("count").textContent = active ? told.join(", ") : "";
  writeAddress();
  await inReports(words, told, turn);
  if (turn === asking) mark(words);
}

/* Reports whose words fit, each with the number of places. */
async function inReports(words, told, turn) {
  const line = one("#found");
  const among = words.length ? all(".report", story ?? document) : [];
  const found = [];
  for (const report of among) {
    const text = await wordsOf(report);
    if (turn !== asking) return;
    if (words.every((word) => text.includes(word))) found.push([report, words.reduce((sum, word) => sum + text.split(word).length - 1, 0)]);
  }
  line.hidden = !among.length;
  line.replaceChildren(found.length ? "In the words of " : "In no report.");
  for (const [report, places] of found) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${one(".outlet", report).textContent} (${places})`;
    button.addEventListener("click", () => openHits(report, button));
    line.append(button, " ");
  }
  if (among.length) field("count").textContent = [...told, `${found.length} of ${among.length} reports`].join(", ");
}

function* hitsIn(element, words) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = plainly(walker.currentNode.data);
    if (text.length !== walker.currentNode.length || walker.currentNode.parentElement.closest(OWN)) continue;
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + word.length);
        yield range;
      }
    }
  }
}
const MOST_MARKED = 3000;
function mark(words) {
  if (!CSS.highlights) return;
  CSS.highlights.delete("found");
  if (!words.length) return;
  const ranges = [];
  for (const element of [...items.filter(shown), ...all(".report .body, .pair .body").filter(shown)]) {
    for (const range of hitsIn(element, words)) if (ranges.length < MOST_MARKED) ranges.push(range);
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}

async function openHits(report, from) {
  await fill(report);
  const words = terms();
  mark(words);
  unmark();
  trail = [...hitsIn(one(".body", report), words)].sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b));
  openReport(report, from);
  back.hidden = next.hidden = trail.length < 2;
  if (trail.length) showHit(trail[0]); else where.textContent = "Whole report";
}
function showHit(range) {
  at = trail.indexOf(range);
  where.textContent = `Place ${at + 1} of ${trail.length}`;
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  announce(where.textContent);
}

one("#tools").addEventListener("input", filter);
one("#tools").addEventListener("submit", (event) => event.preventDefault());
function clear() {
  for (const name of NAMES) field(name).value = "";
  filter();
}
one("#filter-clear").addEventListener("click", clear);
