"""The data that the templates of the page print; all decisions are taken before (``story_views``)."""

from __future__ import annotations

from msgspec import Struct

from variorum.model import Span
from variorum.outputs import wording
from variorum.outputs.fact_views import FactView
from variorum.outputs.marks import Mark
from variorum.outputs.name_views import NameView
from variorum.outputs.number_views import NumbersView
from variorum.outputs.passages import Paragraph, Part
from variorum.outputs.spoken import SpokenViews
from variorum.settings import SHOWN


class ReportView(Struct, frozen=True, kw_only=True):
    """One report: its line in the list and its whole text."""

    anchor: str
    label: str
    outlet: str
    title: str
    date: str
    iso_date: str
    byline: str
    url: str
    lang: str
    status: str
    status_words: str
    own_words: str
    characters: int
    paragraphs: tuple[Paragraph, ...]


class PlaceView(Struct, frozen=True, kw_only=True):
    """A place in a report; ``report`` is an index, -1 when it is not in the story."""

    report: int
    spans: tuple[Span, ...]


class QuoteView(Struct, frozen=True, kw_only=True):
    """Evidence in its sentence, and every place that prints the same sentence."""

    parts: tuple[Part, ...]
    places: tuple[PlaceView, ...]

    @property
    def whole(self) -> bool:
        """Tell whether the whole sentence is cited, so that a mark would highlight nothing."""
        return not any(part.text.strip() for part in self.parts if not part.cited)


class SideView(Struct, frozen=True, kw_only=True):
    """One side of a difference; as_of: the days of its reports, where other days may tell otherwise."""

    value: str
    reports: tuple[int, ...]
    origins: int
    quotes: tuple[QuoteView, ...]
    as_of: str = ""


class DifferenceView(Struct, frozen=True, kw_only=True):
    """A card: a difference with all its sides."""

    anchor: str
    type: str
    type_words: str
    severity: str
    relation_words: str
    summary: str
    sides: tuple[SideView, ...]
    reports: tuple[int, ...]
    utterance: str
    citation: str


class WitnessView(Struct, frozen=True, kw_only=True):
    """Where one report prints a reading: its report, quotation and place, and how it attributes the words."""

    report: int
    quotation: str
    spans: tuple[Span, ...]
    attribution: str


class ReadingView(Struct, frozen=True, kw_only=True):
    """One wording of the utterance, with all reports that print it.

    speaker: the resolved name. taken: the printed sources that were taken to be that speaker, where no report
    prints a word of the name; empty where one does, or where no source is printed.
    """

    witnesses: tuple[WitnessView, ...]
    speaker: str
    taken: tuple[str, ...]
    base: bool
    paraphrase: bool
    indirect: bool
    marks: tuple[Mark, ...]
    unplaced: tuple[Mark, ...]


class UtteranceView(Struct, frozen=True, kw_only=True):
    """One utterance with its readings, identical ones folded together."""

    anchor: str
    speakers: str
    contested: bool
    label: str
    short: str
    severity: str
    types: tuple[tuple[str, str], ...]
    readings: tuple[ReadingView, ...]
    reports: tuple[int, ...]

    @property
    def printed_by(self) -> int:
        """Return how many reports print the words themselves, paraphrases not counted."""
        return len({each.report for one in self.readings if not one.paraphrase for each in one.witnesses})


class CellView(Struct, frozen=True, kw_only=True):
    """One cell of the matrix. state: that of the coverage, or ``retold``: only a paraphrase."""

    state: str
    report: int


class RowView(Struct, frozen=True, kw_only=True):
    """One row of the matrix."""

    utterance: UtteranceView
    cells: tuple[CellView, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return the reports by state, those that are silent left out."""
        found: dict[str, list[int]] = {}
        for cell in self.cells:
            if cell.state != "silent":
                found.setdefault(cell.state, []).append(cell.report)
        return tuple((state, tuple(places)) for state, places in found.items())


class SharedView(Struct, frozen=True, kw_only=True):
    """A text that several reports carry; shares: of each report (index), in per cent of its own prose."""

    label: str
    kind_words: str
    reports: tuple[int, ...]
    shares: tuple[tuple[int, int], ...]
    quotes: tuple[QuoteView, ...]
    more: int
    credits: tuple[QuoteView, ...]


class HappeningView(Struct, frozen=True, kw_only=True):
    """A line of the timeline; inferred: the printed words that leave its year, or more, to be inferred."""

    date: str
    iso_date: str
    inferred: str
    quotes: tuple[QuoteView, ...]


class OnlyView(Struct, frozen=True, kw_only=True):
    """What one origin alone has."""

    reports: tuple[int, ...]
    utterances: tuple[UtteranceView, ...]


class StoryPage(Struct, frozen=True, kw_only=True):
    """Everything about one story; beginning: its first sentence, which tells stories of one title apart."""

    anchor: str
    key: str
    title: str
    beginning: str
    dates: str
    doubts: str
    headline: wording.Headline
    reports: tuple[ReportView, ...]
    differences: tuple[DifferenceView, ...]
    possible: tuple[DifferenceView, ...]
    utterances: tuple[UtteranceView, ...]
    rows: tuple[RowView, ...]
    shared: tuple[SharedView, ...]
    alone: tuple[OnlyView, ...]
    timeline: tuple[HappeningView, ...]
    numbers: tuple[NumbersView, ...] = ()
    facts: tuple[FactView, ...] = ()
    names: tuple[NameView, ...] = ()
    spoken: SpokenViews | None = None

    @property
    def shared_facts(self) -> tuple[FactView, ...]:
        """Return what several reports answer."""
        return tuple(one for one in self.facts if one.shared)

    @property
    def single_facts(self) -> tuple[FactView, ...]:
        """Return what one report alone answers."""
        return tuple(one for one in self.facts if not one.shared)

    @property
    def shared_names(self) -> tuple[NameView, ...]:
        """Return who stands in several reports."""
        return tuple(one for one in self.names if one.shared)

    @property
    def single_names(self) -> tuple[NameView, ...]:
        """Return the people who stand in one report alone."""
        return tuple(one for one in self.names if not one.shared)

    @property
    def shared_rows(self) -> tuple[RowView, ...]:
        """Return the rows of what several reports have."""
        return tuple(row for row in self.rows if len(row.utterance.reports) > 1)

    @property
    def single_rows(self) -> tuple[RowView, ...]:
        """Return the rows of what one report alone has."""
        return tuple(row for row in self.rows if len(row.utterance.reports) < 2)

    @property
    def comparable(self) -> bool:
        """Tell whether there is anything to compare."""
        return self.headline.readable > 1

    @property
    def wide(self) -> bool:
        """Tell whether there are too many reports for a column each."""
        return len(self.reports) > SHOWN.columns

    def count(self, severity: str) -> int:
        """Return how many differences have ``severity``."""
        return sum(one.severity == severity for one in self.differences)

    @property
    def differing(self) -> tuple[UtteranceView, ...]:
        """Return the utterances with a variant, the gravest first."""
        return tuple(
            sorted(
                (one for one in self.utterances if one.types),
                key=lambda one: wording.SEVERITY_ORDER.index(one.severity),
            )
        )

    @property
    def agreeing(self) -> tuple[UtteranceView, ...]:
        """Return the utterances that several reports print in the same words."""
        return tuple(one for one in self.utterances if not one.types and one.printed_by > 1)

    @property
    def retold(self) -> tuple[UtteranceView, ...]:
        """Return the utterances that several reports have, but no two of them in the same words."""
        return tuple(
            one for one in self.utterances if not one.types and len(one.reports) > 1 >= one.printed_by
        )

    @property
    def single(self) -> tuple[UtteranceView, ...]:
        """Return the utterances that one report alone has."""
        return tuple(one for one in self.utterances if not one.types and len(one.reports) < 2)
