"""The brief of a story: what a desk has confirmed, with its sentences and where they stand, to hand on.

Here is what it says; ``brief_markdown``, ``brief_html`` and ``brief_docx`` write it. Nothing is told as found
that nobody has confirmed: what is possible, what was not compared and what wants another look are lists of
their own, and what was dismissed or not yet decided is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from msgspec import Struct

from variorum.model import (
    AnnotatedArticle,
    ArticleSummary,
    Collation,
    Decided,
    Decision,
    Discrepancy,
    JudgedReading,
    Standing,
    Utterance,
)
from variorum.outputs.citations import characters
from variorum.outputs.passages import Sentence, sentences
from variorum.outputs.times import in_time, relation_words
from variorum.outputs.titles import bare_title, story_title
from variorum.outputs.wording import (
    NO_VERDICT,
    POSSIBLE,
    SEVERITY_SIGNS,
    SEVERITY_WORDS,
    article_labels,
    clipped,
    dates_in_words,
    headline,
    listed,
    listed_few,
    own_words,
    plain_date,
    plural,
    readable,
    shortened,
    status_words,
    type_words,
    zones_differ,
)
from variorum.settings import SHOWN

__all__ = ["Brief", "brief_of"]


class BriefReport(Struct, frozen=True, kw_only=True):
    """A report as a brief lists it; sha256: of its text in UTF-8, '' where there is none."""

    label: str
    title: str
    date: str
    url: str
    own: str
    status: str
    article: str
    sha256: str


class Cited(Struct, frozen=True, kw_only=True):
    """A sentence of a report with the words that are cited; where: "North Herald, characters 3–9"."""

    sentence: Sentence
    where: str


class BriefSide(Struct, frozen=True, kw_only=True):
    """What some reports say, who they are, as of when where that matters, and their sentences."""

    value: str
    reports: str
    as_of: str
    cited: tuple[Cited, ...]


class BriefLine(Struct, frozen=True, kw_only=True):
    """A difference: its summary, what it is, its sides; who decided on it and why, and why to look again."""

    summary: str
    kind: str
    sides: tuple[BriefSide, ...]
    decided: str = ""
    note: str = ""
    again: str = ""


class Told(Struct, frozen=True, kw_only=True):
    """A line of text with who said so; note: why, in their words. again: why to look at it again."""

    text: str
    decided: str = ""
    note: str = ""
    again: str = ""


class Brief(Struct, frozen=True, kw_only=True):
    """All that a brief says, in plain text; none of it is escaped for any format.

    confirmed, again, possible: differences that were confirmed, that were decided on and want another look,
    and that nobody has confirmed and the run is not sure of. put_right: what people said about speakers,
    utterances and stories. unread: reports that were not compared; retold: statements that are told in other
    words, which are not compared either. dismissed, undecided, moot: how many differences were dismissed,
    how many are told that nobody decided on, how many decisions are about nothing any more.
    """

    title: str
    counts: str
    scope: str
    reports: tuple[BriefReport, ...]
    confirmed: tuple[BriefLine, ...]
    again: tuple[BriefLine, ...]
    put_right: tuple[Told, ...]
    notes: tuple[Told, ...]
    possible: tuple[BriefLine, ...]
    unread: tuple[Told, ...]
    retold: tuple[Told, ...]
    dismissed: int
    undecided: int
    moot: int

    @property
    def sums(self) -> str:
        """Return in a sentence what is counted and not shown."""
        parts = [
            f"{plural(self.dismissed, 'difference')} dismissed",
            f"{self.undecided or 'none'} not decided on",
        ]
        if self.moot:
            parts.append(f"{plural(self.moot, 'decision')} moot")
        return f"Not in this brief: {listed(parts)}."


NOTHING_CONFIRMED = "Nobody has confirmed a difference of this story yet."
SECTIONS: Mapping[str, tuple[str, str]] = {
    "confirmed": ("Confirmed differences", ""),
    "again": ("To look at again", "Decided on before something came that changes what was judged."),
    "put_right": ("Put right by the desk", "What people decided, in place of what the program found."),
    "notes": ("Notes", ""),
    "possible": ("Possible, not confirmed", POSSIBLE),
    "unread": ("Not compared", "What these reports say is unknown, in whole or in part."),
    "retold": (
        "Told in other words, not compared",
        "Taken to be one statement each, by the words, names and numbers that reports share; their words are "
        "not compared.",
    ),
}
"""The headings of a brief's lists, and what stands above each."""


def brief_of(decided: Decided, articles: Mapping[str, AnnotatedArticle]) -> Brief:
    """Return the brief of a story.

    articles: by id, for sentences and hashes; without one only the words cited from it are there.
    """
    return _Writing(decided, articles).brief()


class _Writing:
    """A story, its reports by their names, and its decisions by what they are about."""

    def __init__(self, decided: Decided, articles: Mapping[str, AnnotatedArticle]) -> None:
        self.story: Collation = decided.collation
        self.decided = decided
        self.articles = articles
        self.labels = article_labels(self.story.articles, articles)
        self.reported = {one.id: one.date for one in self.story.articles}
        pairs = list(zip(decided.decisions, decided.standings, strict=True))
        self.made = [(one, standing) for one, standing in pairs if standing.state != "moot"]
        self.moot = len(pairs) - len(self.made)
        self.on = {
            standing.about[0]: (one, standing)
            for one, standing in self.made
            if one.kind in ("confirm", "dismiss") and standing.about
        }

    def brief(self) -> Brief:
        story = self.story
        lines = (*story.discrepancies, *story.possible)
        states = {one.id: self.on[one.id] for one in lines if one.id in self.on}
        stands = [one for one in lines if self._is(states, one, "stands")]
        again = [one for one in lines if self._is(states, one, "questionable")]
        undecided = sum(one.id not in states for one in story.discrepancies)
        counts = headline(story)
        return Brief(
            title=story_title(story, self.articles),
            counts=f"{counts}; {plural(counts.origins, 'origin')}.",
            scope=NO_VERDICT,
            reports=tuple(map(self._report, story.articles)),
            confirmed=tuple(map(self._line, stands)),
            again=tuple(map(self._line, again)),
            put_right=tuple(self._put_right()),
            notes=tuple(self._notes()),
            possible=tuple(self._line(one) for one in story.possible if one.id not in states),
            unread=tuple(self._unread()),
            retold=tuple(self._retold()),
            dismissed=len(self.decided.dismissed),
            undecided=undecided,
            moot=self.moot,
        )

    @staticmethod
    def _is(states: Mapping[str, tuple[Decision, Standing]], one: Discrepancy, state: str) -> bool:
        return one.id in states and states[one.id][1].state == state

    def _report(self, one: ArticleSummary) -> BriefReport:
        label = self.labels[one.id]
        bare = bare_title(one.title, one.outlet) if one.title and one.title != label else ""
        known = self.articles.get(one.id)
        zone = zones_differ(self.reported.values())
        return BriefReport(
            label=label,
            title=clipped(bare, SHOWN.title),
            date=plain_date(one.date, zone=zone),
            url=one.url or "",
            own=own_words(one, self.labels, self.story),
            status=status_words(one, self.articles),
            article=one.id,
            sha256=_hash(known.article.text) if known else "",
        )

    def _line(self, one: Discrepancy) -> BriefLine:
        parts = (
            f"{SEVERITY_SIGNS[one.severity]} {SEVERITY_WORDS[one.severity]}",
            type_words(one),
            relation_words(one, self.reported, self.articles),
        )
        sides = tuple(
            BriefSide(
                value=dates_in_words(side.value),
                reports=listed(self._name(article) for article in side.articles),
                as_of=as_of,
                cited=tuple(
                    Cited(sentence=each, where=", ".join((self._name(each.article), *characters(each))))
                    for each in sentences(side.evidence, self.articles)
                ),
            )
            for side, as_of in in_time(one, self.reported, self.articles)
        )
        decision, standing = self.on.get(one.id, (None, None))
        return BriefLine(
            summary=readable(dates_in_words(one.summary)),
            kind=" · ".join(part for part in parts if part),
            sides=sides,
            decided=_decided(decision) if decision else "",
            note=(decision.judged.note or "") if decision else "",
            again=standing.reason if standing else "",
        )

    def _put_right(self) -> Iterator[Told]:
        for one, standing in self.made:
            text = self._said(one)
            if text:
                yield Told(
                    text=text, decided=_decided(one), note=one.judged.note or "", again=standing.reason
                )

    def _said(self, one: Decision) -> str:
        """Return what a decision on readings or articles says; '' for one on a difference, and a note."""
        judged = one.judged
        if one.kind == "speaker":
            words = self._quoted(judged.readings[0])
            said = f"was said by {judged.speaker}" if judged.speaker else "was said by somebody unknown"
            found = judged.was or "nobody"
            return f"{words} {said}; the program had found {found}."
        if one.kind in ("same", "apart"):
            both = listed(self._quoted(part[0]) for part in (judged.readings, judged.others))
            return f"{both} are {'one statement' if one.kind == 'same' else 'two statements'}."
        here = [name for name in judged.articles if name in self.reported]
        if one.kind == "move":
            where = "is of this story" if here else "is of another story"
            named = listed_few(self._name(name) for name in (here or judged.articles))
            return f"{named}: {where if len(judged.articles) == 1 else where.replace('is', 'are', 1)}."
        if one.kind == "split":
            named = listed_few(self._name(name) for name in judged.articles)
            return f"{named}: {'a story' if here else 'taken out of this story, a story'} of their own."
        if one.kind == "merge":
            return f"Two stories, of {len(judged.articles)} and {plural(len(judged.to), 'report')}, are one."
        return ""

    def _notes(self) -> Iterator[Told]:
        lines = {one.id: one for one in (*self.story.discrepancies, *self.story.possible)}
        for one, standing in self.made:
            if one.kind != "note":
                continue
            about = lines.get(standing.about[0]) if standing.about else None
            on = ""
            if about is not None:
                on = readable(dates_in_words(about.summary))
            elif one.judged.readings:
                on = self._quoted(one.judged.readings[0])
            elif len(one.judged.articles) == 1:
                on = self._name(one.judged.articles[0])
            yield Told(
                text=f"{one.judged.note} (on: {on})" if on else str(one.judged.note),
                decided=_decided(one),
            )

    def _unread(self) -> Iterator[Told]:
        for one in self.story.articles:
            why = status_words(one, self.articles)
            if why:
                yield Told(text=f"{self.labels[one.id]}: {why}")

    def _retold(self) -> Iterator[Told]:
        for one in self.story.utterances:
            others = [each for each in one.readings if each.paraphrase]
            if others and len({each.article for each in one.readings}) > 1:
                yield Told(text=self._statement(one))

    def _statement(self, one: Utterance) -> str:
        speakers = listed(speaker.name for speaker in one.speakers)
        told = [*one.readings[:1], *(each for each in one.readings[1:] if each.paraphrase)]
        parts = [f"{self._name(each.article)} {_marked(each.text)}" for each in told[: SHOWN.cited]]
        more = len(told) - len(parts)
        rest = f" and {more} more" if more > 0 else ""
        return f"{speakers + ': ' if speakers else ''}{'; '.join(parts)}{rest}."

    def _name(self, article: str) -> str:
        return self.labels.get(article, article)

    def _quoted(self, one: JudgedReading) -> str:
        return f"{_marked(one.text)} ({self._name(one.article)})"


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def _marked(text: str) -> str:
    return f"“{shortened(text.strip(_MARKS), SHOWN.variant)}”"


_MARKS = "\"'“”„‘’«» \n\t"


def _decided(one: Decision) -> str:
    verbs = {"confirm": "confirmed", "dismiss": "dismissed", "note": "noted"}
    return f"{verbs.get(one.kind, 'decided')} by {one.author}, {plain_date(one.at, zone=True)}"
