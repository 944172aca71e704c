"""Searching all reports and quotations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from variorum.store.base import Hit, Listing, QuotationRow
from variorum.web import api
from variorum.web.calls import Call, Param, Shown
from variorum.web.pages.home import following

IN = Param(name="in", doc="Where to search.", kind="choice", choices=("reports", "quotations"))


def search(call: Call) -> Shown:
    """Show the reports, or the quotations, that have the words."""
    words, among = call.text("words"), call.text("in") or "reports"
    values: dict[str, Any] = {"title": "Search", "words": words, "among": among, "hits": (), "quotations": ()}
    found: Listing[Hit] | Listing[QuotationRow] | None = None
    if words.strip() and among == "reports":
        found = reports = api.listed(call, partial(call.desk.search, words))
        values["hits"] = [(one, tuple(cut(one))) for one in reports.items]
    elif words.strip():
        found = quoted = api.listed(call, partial(call.desk.search_quotations, words))
        values["quotations"] = quoted.items
    values["following"] = following("/search", {"words": words, "in": among}, found.cursor if found else None)
    return Shown(template="search.html.j2", values=values)


def cut(hit: Hit) -> Iterator[tuple[str, bool]]:
    """Yield the snippet in parts, each with whether it is what was looked for."""
    at = 0
    for start, end in hit.found:
        yield hit.snippet[at:start], False
        yield hit.snippet[start:end], True
        at = end
    yield hit.snippet[at:], False
