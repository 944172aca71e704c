"""The page of a report with its layers, and of the versions of a page."""

from __future__ import annotations

from variorum.web import api
from variorum.web.calls import Call, Param, Shown
from variorum.web.layers import LAYERS as NAMES
from variorum.web.layers import entities, figures, paragraphs, quotations
from variorum.web.pages.home import following

LAYERS = Param(name="layers", doc="What is marked in the text: names of layers, joined by commas.", most=60)


def article(call: Call) -> Shown:
    """Show a report: its text with the layers that are asked for, and each layer as a list."""
    found = api.article_of(call)
    asked = call.values.get("layers")
    asked_for = ("quotations",) if asked is None else asked.split(",")
    chosen = [name for name in NAMES if name in asked_for]
    annotated = found.annotated
    values = {
        "title": annotated.article.title or annotated.article.outlet or "Report",
        "found": found,
        "one": annotated.article,
        "chosen": chosen,
        "layers": NAMES,
        "paragraphs": paragraphs(annotated, chosen),
        "quotations": quotations(annotated),
        "entities": entities(annotated),
        "figures": figures(annotated),
    }
    return Shown(template="article.html.j2", values=values)


def changed(call: Call) -> Shown:
    """Show the pages that have several versions, the latest change first."""
    found = api.listed(call, call.desk.changed_pages)
    values = {
        "title": "Changed pages",
        "rows": found.items,
        "begun": bool(call.text("cursor")),
        "following": following("/changed", {}, found.cursor),
    }
    return Shown(template="changed.html.j2", values=values)
