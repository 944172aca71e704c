/* Keys for the forms of the page. A form is sent as without script: the page comes back as it is now. */
const press = (card, kind) => {
  const button = card && one(`form.decide button[value='${kind}']`, card);
  if (button) button.click(); else announce("Go to a difference first");
};
const openNote = (card) => {
  const note = one("details.noting", card ?? story);
  if (!note) return;
  note.open = true;
  one("textarea", note).focus();
};
const putRight = (card) => {
  const link = card && one(".actions a[href^='#u']", card);
  const said = link ? document.getElementById(link.hash.slice(1)) : document.activeElement.closest?.(".utterance");
  const form = said && one("details.put-right", said);
  if (!form) { announce("No utterance belongs to this"); return; }
  for (let fold = form; fold; fold = fold.parentElement.closest("details")) fold.open = true;
  one("input[name='speaker']", form).focus();
};
const ownKeys = (card) => ({
  c: () => press(card, "confirm"),
  d: () => press(card, "dismiss"),
  n: () => openNote(card),
  s: () => putRight(card),
  m: () => {
    const link = open ? one("a.do-move", open) : null;
    if (link) link.click(); else announce("Open a report first: the one that is shown is moved");
  },
  u: () => {
    const undo = (card && one(".do-undo", card)) ?? one(".decisions .do-undo", story);
    if (undo) undo.click(); else announce("Nothing to undo");
  },
});
function isMine(item, wanted) {
  if (!item.matches(".card")) return false;
  const done = item.classList.contains("confirmed"), again = item.classList.contains("again");
  return Boolean({ open: !done && !again, done, again, noted: item.classList.contains("noted") }[wanted]);
}
/* What is dismissed is gone: the reader goes on with what comes after it. */
document.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "dismiss") return;
  const cards = all(".card").filter(shown);
  const here = cards.indexOf(event.target.closest(".card"));
  const following = cards[here + 1] ?? cards[here - 1];
  if (following) one("[name='place']", event.target).value = following.id;
});
