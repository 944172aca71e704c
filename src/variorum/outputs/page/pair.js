/* Two reports that the reader chooses, side by side; words that a difference cites are marked and lead to it. */
function column(report, holder) {
  const body = one(".body", report).cloneNode(true);
  const cited = all(".card a.open", holder).filter((link) => link.hash.startsWith(`#${report.id}-p`));
  for (const piece of all("span[id]", body)) {
    const from = startOf(piece);
    const link = cited.find((each) => each.dataset.places.split(" ").some((place) => {
      const [start, end] = place.split("-").map(Number);
      return from >= start && from < end;
    }));
    piece.removeAttribute("id");
    if (!link || !piece.textContent.trim()) continue;
    const card = link.closest(".card");
    const way = document.createElement("a");
    way.href = `#${card.id}`;
    way.className = `told sev-${card.dataset.severity}`;
    way.title = one("h4", card).textContent;
    way.append(...piece.childNodes);
    piece.replaceWith(way);
  }
  body.removeAttribute("id");
  const part = document.createElement("section");
  part.className = "column";
  part.tabIndex = 0;
  part.setAttribute("aria-label", one(".outlet", report).textContent);
  part.append(one("h4", report).cloneNode(true), body);
  one("h4", part).removeAttribute("id");
  return part;
}
for (const part of all(".reports")) {
  const reports = all(".report", part);
  if (reports.length < 2) continue;
  const choice = (label, chosen) => {
    const select = document.createElement("select");
    reports.forEach((report, at) => select.add(new Option(one(".outlet", report).textContent, at, at === chosen, at === chosen)));
    select.setAttribute("aria-label", label);
    return select;
  };
  const line = Object.assign(document.createElement("p"), { className: "beside" });
  const left = choice("First report", 0), right = choice("Second report", 1);
  const box = Object.assign(document.createElement("div"), { className: "pair", hidden: true });
  const shut = tool("Close both", "", () => { box.hidden = true; shut.hidden = true; box.replaceChildren(); });
  shut.hidden = true;
  const show = async () => {
    closeReport(false);
    const both = [left, right].map((select) => reports[select.value]);
    for (const report of both) await fill(report);
    box.replaceChildren(...both.map((report) => column(report, part.closest(".story"))));
    box.hidden = shut.hidden = false;
    mark(terms());
  };
  line.append(left, " and ", right, " ", tool("Side by side", "", show), " ", shut);
  one("h3", part).after(line, box);
}

