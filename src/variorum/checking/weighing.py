"""How grave a change of a quotation is: stricter than between reports, for one side is the print."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from variorum.checking.figure_signs import are_signs
from variorum.collation.utterances.rendering import Rendering
from variorum.collation.variants.changes import Change
from variorum.collation.variants.losses import negation_count, repeats
from variorum.language.language import language_of
from variorum.model import DifferenceType, Severity, Span
from variorum.model.kinds import gravest, severity_of
from variorum.settings import VARIANTS
from variorum.text.normalise import surfaces


class Weighed(Struct, frozen=True):
    """A change, its severity, and the verdict that it alone would give; positions count words.

    base_start, base_end: in the report. start, end: in the stretch. was, now: the places in both texts where
    they are not those of the words, but have signs beside them.
    """

    type: DifferenceType
    severity: Severity
    verdict: Literal["altered", "elided", "partial"]
    base_start: int
    base_end: int
    start: int
    end: int
    marked: bool | None = None
    was: Span | None = None
    now: Span | None = None


def weigh(change: Change, view: Rendering, stretch: Rendering) -> Weighed:
    """Return the severity of ``change`` and the verdict it gives by itself."""
    place = (change.base_start, change.base_end, change.start, change.end)
    lost, new = change.base_end > change.base_start, change.end > change.start
    if is_of_figure(change.kind, view, stretch, place):
        return Weighed("figure", "critical", "altered", *place)
    if change.kind in ("elision", "insertion", "splice", "truncation") and new and not lost:
        return added(stretch, place)
    if change.kind == "elision" and new:
        # An ellipsis stands near, but the words beside it are not those of the report.
        return Weighed("wording", "material", "altered", *place)
    if change.kind in ("elision", "truncation"):
        return _left_out(change, view, place)
    if change.kind == "insertion" and not new and _within_larger_bracket(view, *place[:2]):
        # The bracket is the outlet's, around the speech or more of it (“…”): the words in it were said.
        marked = change.start in stretch.read.gaps
        return _left_out(replace(change, kind="elision", circumstance="plain", marked=marked), view, place)
    if change.kind == "insertion" and not new:
        # The report's own bracketed words are left out: nothing that was said is gone.
        return Weighed("insertion", "minor", "elided", *place, marked=change.marked)
    severity = severity_of(change.kind, change.circumstance)
    return Weighed(change.kind, severity, "altered", *place, marked=change.marked)


def is_of_figure(
    kind: DifferenceType, view: Rendering, stretch: Rendering, place: tuple[int, int, int, int]
) -> bool:
    """Tell whether a figure becomes another one, by a sign beside it (a minus, %) or inside it (1/2, 12)."""
    sides = ((view, place[0], place[1]), (stretch, place[2], place[3]))
    if all(start == end or are_signs(side, start, end) for side, start, end in sides):
        return True
    printed = [surfaces(side.source.article.text, side.words[start:end]) for side, start, end in sides]
    figures = all(any(map(str.isdigit, one)) for one in printed) and not any(
        map(str.isalpha, "".join(printed))
    )
    return kind in ("form", "wording") and figures


def _left_out(change: Change, view: Rendering, place: tuple[int, int, int, int]) -> Weighed:
    """Return the severity of words that the report has and the draft leaves out between equal words."""
    start, end = change.base_start, change.base_end
    if repeats(view.keys, start, end):
        return Weighed("elision", "minor", "elided", *place, marked=bool(change.marked))
    if _turns(view, start, end):
        return Weighed("negation", "critical", "altered", *place, marked=change.marked)
    keys = view.keys[start:end]
    within = not any(start < cut < end for cut in view.read.sentences)
    conditions = language_of(view.source.article.lang).collation.conditions
    if within and not conditions.isdisjoint(keys):
        return Weighed("elision", "critical", "altered", *place, marked=change.marked)
    if not within and not change.marked:
        return Weighed("splice", "material", "altered", *place)
    severity = severity_of("elision", change.circumstance)
    if not change.marked:
        severity = gravest([severity, "material"])
    return Weighed("elision", severity, "elided", *place, marked=bool(change.marked))


def _within_larger_bracket(view: Rendering, start: int, end: int) -> bool:
    """Tell whether the bracket around words holds the words before and after them as well."""
    beside = view.words[start - 1 : start] + view.words[end : end + 1]
    return len(beside) == 2 and all(word.inserted for word in beside)


def _is_negation(stretch: Rendering, start: int, end: int) -> bool:
    """Tell whether words are a negation and nothing else: alone it turns the sense, "not only" as well."""
    return end > start and stretch.lists.negations.issuperset(stretch.keys[start:end])


def _turns(view: Rendering, start: int, end: int) -> bool:
    """Tell whether omitted words take along a negation of words that stay: few words, or one at an edge."""
    if _is_negation(view, start, end):
        return True
    if end - start <= VARIANTS.negation_reach:
        return negation_count(view, start, end) % 2 == 1
    edges = negation_count(view, start, start + 1) + negation_count(view, end - 1, end)
    return edges > 0


def added(stretch: Rendering, place: tuple[int, int, int, int]) -> Weighed:
    """Return the severity of words that the draft has and the report has not."""
    start, end = place[2], place[3]
    if are_signs(stretch, start, end):
        return Weighed("figure", "critical", "altered", *place)
    if repeats(stretch.keys, start, end):
        return Weighed("insertion", "minor", "altered", *place, marked=False)
    if negation_count(stretch, start, end) % 2 or _is_negation(stretch, start, end):
        return Weighed("negation", "critical", "altered", *place)
    if all(word.inserted for word in stretch.words[start:end]):
        return Weighed("insertion", severity_of("insertion", "marked"), "altered", *place, marked=True)
    return Weighed("insertion", "material", "altered", *place, marked=False)
