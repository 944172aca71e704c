"""What reports quote against the words as spoken, as readers see it: page, brief and terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from variorum.model import Collation, Reference, Rendered, Span
from variorum.model.reference import Rendering
from variorum.outputs.marks import Mark, Role
from variorum.outputs.wording import SEVERITY_ORDER, TYPE_WORDS, listed, plural, shortened
from variorum.settings import SHOWN

HEADING = "Against the words as spoken"
LEAD = (
    "Hesitations, words said twice, false starts and names as a recogniser spells them are passed over. What "
    "is not there may have been said elsewhere."
)
# What became of a quotation, as a heading and in a count; in the order of the count.
RENDERINGS: Mapping[Rendering, tuple[str, str]] = {
    "verbatim": ("As it was said", "as said"),
    "altered": ("Altered", "altered"),
    "spliced": ("Joined of words that were not said together", "spliced"),
    "cut": ("Words left out", "cut"),
    "other speaker": ("Said by somebody else", "given to somebody else"),
    "in part": ("In part", "in it in part"),
    "not in it": ("Not in it", "not in it"),
    "not decided": ("Too short to tell", "too short to tell"),
}
_TO_LOOK_AT = frozenset[Rendering](("altered", "spliced", "cut", "other speaker", "in part"))


class SpokenView(Struct, frozen=True, kw_only=True):
    """A quotation of a report beside what was said; ``report`` is an index, -1 when it is not in the story.

    marks: its words, with what was changed. who: the speaker as the report gives it. said, said_by, when,
    where: the passage of the reference, '' where there is none.
    """

    report: int
    spans: tuple[Span, ...]
    rendering: Rendering
    label: str
    severity: str
    who: str
    marks: tuple[Mark, ...]
    said: str
    said_by: str
    when: str
    where: str
    note: str


class SpokenViews(Struct, frozen=True, kw_only=True):
    """All of a story: the line that counts, what to look at, what is not there, what is as it was said."""

    line: str
    wrong: tuple[SpokenView, ...]
    absent: tuple[SpokenView, ...]
    verbatim: tuple[SpokenView, ...]
    open: tuple[SpokenView, ...]


def reference_of(collation: Collation) -> Reference | None:
    """Return the reference of a story; None where it has none."""
    return collation.reference if isinstance(collation.reference, Reference) else None


def spoken_line(reference: Reference) -> str:
    """Return in one line how many quotations there are, and what became of them."""
    counts = Counter(one.rendering for one in reference.quotations)
    elsewhere = sum(one.rendering == "not in it" and not one.speaks for one in reference.quotations)
    more = {"not in it": f" ({elsewhere} of somebody who does not speak there)"} if elsewhere else {}
    parts = [
        f"{counts[one]} {words}{more.get(one, '')}" for one, (_, words) in RENDERINGS.items() if counts[one]
    ]
    names = listed([shortened(one.name, SHOWN.name) for one in reference.texts[: SHOWN.listed]])
    return f"{names}: {plural(len(reference.quotations), 'quotation')}, {', '.join(parts)}"


def to_look_at(reference: Reference) -> list[Rendered]:
    """Return what is there otherwise than it was said, the gravest first."""
    found = [one for one in reference.quotations if one.rendering in _TO_LOOK_AT]
    return sorted(found, key=lambda one: SEVERITY_ORDER.index(one.severity or "minor"))


def absent(reference: Reference) -> list[Rendered]:
    """Return what is not there: first that of people who speak there."""
    found = [one for one in reference.quotations if one.rendering == "not in it"]
    return sorted(found, key=lambda one: not one.speaks)


def note_of(one: Rendered) -> str:
    """Return in plain words what it means; '' where its heading says so already."""
    if one.rendering == "not in it" and one.speaker and not one.speaks:
        return f"{one.speaker} does not speak there: said elsewhere."
    return "" if one.note.rstrip(".") == RENDERINGS[one.rendering][0] else one.note


def printed_marks(one: Rendered) -> tuple[Mark, ...]:
    """Return the printed words, cut where they depart from what was said."""
    marks: list[Mark] = []
    start, text = one.printed.start, one.printed.text
    at = start
    for number, change in enumerate(sorted(one.changes, key=lambda each: (each.start, each.end))):
        if change.start < at or change.end > one.printed.end:
            continue  # inside the one before, which shows both
        if change.start > at:
            marks.append(Mark(text=text[at - start : change.start - start]))
        label, severity = TYPE_WORDS[change.type], change.severity
        now = text[change.start - start : change.end - start]
        if now:
            role: Role = "other" if change.was else "added"
            marks.append(
                Mark(text=now, role=role, label=label, severity=severity, instead=change.was, variant=number)
            )
        elif change.was:
            marks.append(
                Mark(text=change.was, role="omitted", label=label, severity=severity, variant=number)
            )
        at = max(at, change.end)
    if at < one.printed.end:
        marks.append(Mark(text=text[at - start :]))
    return tuple(marks)


def spoken_views(collation: Collation, index: Mapping[str, int]) -> SpokenViews | None:
    """Return what the page shows; None without a reference. index: of the reports of the story, by id."""
    reference = reference_of(collation)
    if reference is None:
        return None
    names = {one.id: one.name for one in reference.texts}

    def views(some: Sequence[Rendered]) -> tuple[SpokenView, ...]:
        return tuple(_view(one, index, names) for one in some)

    def of(rendering: Rendering) -> list[Rendered]:
        return [one for one in reference.quotations if one.rendering == rendering]

    return SpokenViews(
        line=spoken_line(reference),
        wrong=views(to_look_at(reference)),
        absent=views(absent(reference)),
        verbatim=views(of("verbatim")),
        open=views(of("not decided")),
    )


def _view(one: Rendered, index: Mapping[str, int], names: Mapping[str, str]) -> SpokenView:
    said = one.said
    return SpokenView(
        report=index.get(one.printed.article, -1),
        spans=(Span(one.printed.start, one.printed.end),),
        rendering=one.rendering,
        label=RENDERINGS[one.rendering][0],
        severity=one.severity or "",
        who=one.speaker or "",
        marks=printed_marks(one),
        said=said.text if said else "",
        said_by=one.by or "",
        when=one.at or "",
        where=shortened(names.get(said.article, ""), SHOWN.name) if said else "",
        note=note_of(one),
    )
