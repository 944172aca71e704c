"""The versions of a page and what changed between two of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from variorum.model import AnnotatedArticle, Span
from variorum.settings import SERVE, SHOWN
from variorum.store.base import Version
from variorum.versions.changes import VersionChange, changes, only_boilerplate
from variorum.web import api
from variorum.web.calls import Call, Param, Shown
from variorum.web.problems import Problem

PAIR = (
    Param(name="old", doc="Number of the older version; the one before unless told.", kind="number"),
    Param(name="new", doc="Number of the newer version; the last unless told.", kind="number"),
)
KINDS = {
    "headline": "Headline",
    "note": "Note of correction",
    "quotation": "Quotation",
    "speaker": "Speaker",
    "figure": "Figure or date",
    "name": "Name",
    "words": "Words",
    "moved": "Moved",
    "boilerplate": "Nothing that the report says",
}


class Changes(Struct, frozen=True, kw_only=True):
    """What changed between two versions of a page; only_boilerplate: nothing that the report says."""

    old: Version
    new: Version
    changes: tuple[VersionChange, ...]
    only_boilerplate: bool


class Told(Struct, frozen=True, kw_only=True):
    """A change in the sentences around it: each side as words before, changed words, words after."""

    kind: str
    label: str
    was: tuple[str, str, str]
    now: tuple[str, str, str]
    places: tuple[int, int]


def between(call: Call) -> tuple[Changes, list[tuple[Version, AnnotatedArticle]]]:
    """Return what changed between the two versions that are asked for, and all there are.

    Raises Problem for a number that there is not.
    """
    held = call.desk.versions(api.article_of(call).page)
    numbers = [one.number for one, _ in held]
    new = int(call.values.get("new", numbers[-1]))
    earlier = [one for one in numbers if one < new]
    old = int(call.values.get("old", earlier[-1] if earlier else new))
    if old not in numbers or new not in numbers:
        raise Problem(404, "there is no such version")
    (was, before), (now, after) = (held[numbers.index(number)] for number in (old, new))
    found = changes(before, after)
    return Changes(old=was, new=now, changes=found, only_boilerplate=only_boilerplate(found)), held


def changed(call: Call) -> Changes:
    """Tell what changed between two versions. Raises Problem where there is only one."""
    found, held = between(call)
    if len(held) < 2:
        raise Problem(404, "there is only one version of this page", "Add it again after it has changed.")
    return found


def versions(call: Call) -> Shown:
    """Show the versions of a page, and what changed between two of them, in kinds."""
    found, held = between(call)
    texts = {one.article: annotated for one, annotated in held}
    before, after = texts[found.old.article], texts[found.new.article]
    kinds = list(KINDS)
    ranked = sorted(found.changes, key=lambda one: kinds.index(one.kind))
    values = {
        "title": found.new.title or "Versions",
        "found": found,
        "versions": [one for one, _ in held],
        "told": [_told(one, before, after) for one in ranked[: SERVE.changes]],
        "left_out": max(0, len(ranked) - SERVE.changes),
        "counts": [(KINDS[kind], sum(one.kind == kind for one in ranked)) for kind in kinds],
    }
    return Shown(template="versions.html.j2", values=values)


def _told(one: VersionChange, before: AnnotatedArticle, after: AnnotatedArticle) -> Told:
    return Told(
        kind=one.kind,
        label=KINDS[one.kind],
        was=_around(one.was, one.before, before, one.whole),
        now=_around(one.now, one.after, after, one.whole),
        places=tuple(_paragraph(span, text) for span, text in ((one.was, before), (one.now, after))),  # type: ignore[arg-type]
    )


def _around(span: Span | None, words: str, annotated: AnnotatedArticle, whole: bool) -> tuple[str, str, str]:
    """Return the words between those of their sentence, cut where it is long."""
    if span is None or whole:
        return "", words, ""
    sentence = _holding(span, annotated.annotation.sentences) or span
    text, reach = annotated.article.text, SHOWN.context
    start, end = max(sentence.start, span.start - reach), min(sentence.end, span.end + reach)
    return (
        ("…" if start > sentence.start else "") + text[start : span.start],
        words,
        text[span.end : end] + ("…" if end < sentence.end else ""),
    )


def _paragraph(span: Span | None, annotated: AnnotatedArticle) -> int:
    """Return where the paragraph of a place begins, which has an id of its own on the page of the report."""
    found = _holding(span, annotated.annotation.paragraphs) if span is not None else None
    return found.start if found else 0


def _holding(span: Span, spans: Sequence[Span]) -> Span | None:
    at = bisect_left(spans, span.start + 1, key=lambda one: one.start) - 1
    return spans[at] if at >= 0 and spans[at].end >= span.start else None
