// The checks of tools such as axe that matter to this page; returns the faults found.
() => {
  const faults = [];
  const name = (e) => (e.getAttribute("aria-label") ||
    (e.getAttribute("aria-labelledby") || "").split(" ")
      .map(i => document.getElementById(i)?.textContent || "").join(" ") ||
    [...(e.labels || [])].map(l => l.textContent).join(" ") || e.textContent || "").trim();
  for (const e of document.querySelectorAll(
      "a, button, input, select, summary, dialog, [role=group], section, nav, article[aria-labelledby]"))
    if (!name(e)) faults.push("no name: " + e.outerHTML.slice(0, 80));
  let level = 0;
  for (const e of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (e.closest("dialog")) continue;
    const now = Number(e.tagName[1]);
    if (now > level + 1) faults.push(`h${level} then h${now}: ${e.textContent.slice(0, 40)}`);
    level = now;
  }
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  for (const id of new Set(ids)) if (ids.filter(i => i === id).length > 1) faults.push("id twice: " + id);
  for (const attribute of ["aria-labelledby", "aria-controls", "for"])
    for (const e of document.querySelectorAll(`[${attribute}]`))
      for (const id of e.getAttribute(attribute).split(" "))
        if (!document.getElementById(id)) faults.push(`${attribute} to nothing: ${id}`);
  for (const e of document.querySelectorAll("th")) if (!e.scope) faults.push("th without scope");
  for (const tag of ["main", "h1", "title"])
    if (document.querySelectorAll(tag).length !== 1) faults.push("not one " + tag);
  if (!document.documentElement.lang) faults.push("no language");
  for (const e of document.querySelectorAll("[tabindex]")) if (e.tabIndex > 0) faults.push("tabindex above 0");
  return faults;
}
