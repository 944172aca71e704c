"""The versions of a page and what changed between two of them."""

from __future__ import annotations

from variorum.web import api
from variorum.web.calls import Call, Param, Shown

PAIR = (
    Param(name="old", doc="Number of the older version.", kind="number", most=9999),
    Param(name="new", doc="Number of the newer version.", kind="number", most=9999),
)


def versions(call: Call) -> Shown:
    """Show what changed between two versions."""
    found = api.article_of(call)
    return Shown(template="versions.html.j2", values={"title": found.annotated.article.title or "Versions"})
