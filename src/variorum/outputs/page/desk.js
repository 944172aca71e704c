/* What a reader has dealt with, pinned and noted: kept in the browser under the id of the page, saved to a file
   and loaded from one. Differences are known by their ids, hashes of what they tell: marks fit again after a new run. */
const PLACE = `variorum:${document.body.dataset.page}`;
let kept = true;
let marks = {};
recall();

const ownKeys = (card) => ({
  c: () => { const button = card && one("button.copy", card); if (button) copy(button); },
  d: () => { const button = card && one(".do-done", card); if (button) button.click(); },
});
const markOf = (card) => marks[card.id] ?? {};
function isMine(item, wanted) {
  if (!item.matches(".card")) return false;
  const own = markOf(item);
  return Boolean({ open: !own.done, done: own.done, pinned: own.pinned, noted: own.note }[wanted]);
}
/* Read anew before each change: the same page may stand open in another window. What the tab itself remembers is for
   a page that is loaded again before the browser has put away what it was given. */
function recall() {
  marks = history.state?.marks ?? {};
  try { marks = JSON.parse(localStorage.getItem(PLACE)) ?? marks; } catch { kept = false; }
}
function keep() {
  for (const id of Object.keys(marks)) if (!marks[id].done && !marks[id].pinned && !marks[id].note) delete marks[id];
  try { localStorage.setItem(PLACE, JSON.stringify(marks)); kept = true; } catch { kept = false; }
  try { history.replaceState({ ...history.state, marks }, ""); } catch { /* some browsers allow it so often and no more */ }
  tell();
}
function tell() {
  for (const line of all(".desk")) {
    const cards = all(".card", line.closest(".differences")).filter((card) => !card.closest(".possible"));
    const done = cards.filter((card) => markOf(card).done).length;
    one(".desk-count", line).textContent = (cards.length ? `${done} of ${cards.length} dealt with` : "")
      + (kept ? "" : " (this browser keeps no marks: save them)");
  }
}
function setMark(card, change) {
  if (kept) recall();
  marks[card.id] = { ...markOf(card), ...change };
  paint(card);
  keep();
}
function paint(card) {
  const own = markOf(card);
  card.classList.toggle("dealt", Boolean(own.done));
  card.classList.toggle("pinned", Boolean(own.pinned));
  one(".do-done", card).setAttribute("aria-pressed", String(Boolean(own.done)));
  one(".do-pin", card).setAttribute("aria-pressed", String(Boolean(own.pinned)));
  const area = one(".note", card);
  if (document.activeElement !== area) area.value = own.note ?? "";
  if (own.note) area.hidden = false;
}
for (const card of all(".card")) {
  const title = one("h4", card).textContent;
  const area = Object.assign(document.createElement("textarea"), { className: "note", hidden: true, rows: 2 });
  area.setAttribute("aria-label", `Note on: ${title}`);
  area.addEventListener("input", () => setMark(card, { note: area.value }));
  const done = tool("Dealt with", "do-done", () => setMark(card, { done: !markOf(card).done }));
  const pin = tool("Pin", "do-pin", () => setMark(card, { pinned: !markOf(card).pinned }));
  const note = tool("Note", "do-note", () => { area.hidden = false; area.focus(); });
  one(".actions", card).append(" ", done, " ", pin, " ", note);
  card.append(area);
  paint(card);
}
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
function saveMarks() {
  const data = { variorum: "marks", version: 1, page: document.body.dataset.page, marks };
  save(new Blob([JSON.stringify(data, null, 1)], { type: "application/json" }), "variorum-marks.json");
}
/* The files that stand in the page. */
const NAMED = { "brief.md": "Brief", "differences.csv": "Table", "collation.json": "Data" };
one("#take").append("Take along:");
for (const file of all("template.file")) {
  const { name } = file.dataset;
  const button = tool(`${NAMED[name]}`, "", async () => save(await unfold(file).blob(), `variorum-${name}`));
  button.title = `Save as variorum-${name}`;
  one("#take").append(" ", button);
}
one("#take").hidden = !stories.length;
const chooser = Object.assign(document.createElement("input"), { type: "file", accept: ".json,application/json", hidden: true, id: "marks-file" });
chooser.setAttribute("aria-label", "File with marks");
document.body.append(chooser);
chooser.addEventListener("change", async () => {
  let data = null;
  try { data = JSON.parse(await chooser.files[0].text()); } catch { /* told below */ }
  chooser.value = "";
  if (data?.variorum !== "marks" || typeof data.marks !== "object") { announceLoud("This file holds no marks of Variorum."); return; }
  const known = all(".card").filter((card) => data.marks[card.id]);
  for (const card of known) {
    const { done, pinned, note } = data.marks[card.id];
    marks[card.id] = { done: Boolean(done), pinned: Boolean(pinned), note: typeof note === "string" ? note : "" };
  }
  for (const card of all(".card")) paint(card);
  keep();
  filter();
  announceLoud(`Marks of ${known.length} differences loaded; ${Object.keys(data.marks).length - known.length} are of differences that are not here.`);
});
function announceLoud(text) {
  announce(text);
  for (const line of all(".desk-told")) line.textContent = text;
}
for (const part of all(".differences")) {
  if (!one(".card", part)) continue;
  const line = Object.assign(document.createElement("p"), { className: "desk" });
  line.append(Object.assign(document.createElement("span"), { className: "desk-count" }), " ",
    tool("Save marks", "", saveMarks), " ", tool("Load marks", "", () => chooser.click()), " ",
    Object.assign(document.createElement("span"), { className: "desk-told" }));
  one("h3", part).after(line);
}
tell();
addEventListener("storage", (event) => {
  if (event.key !== PLACE && event.key !== null) return;
  recall();
  for (const card of all(".card")) paint(card);
  tell();
});
