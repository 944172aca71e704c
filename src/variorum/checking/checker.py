"""A draft against a collection: one verdict a quotation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from variorum import limits
from variorum.checking.giving import Given, given, is_same_speaker
from variorum.checking.index import Index
from variorum.checking.notes import note_of, notices
from variorum.checking.origins import Origins
from variorum.checking.passages import QuotedPassage, passages
from variorum.checking.places import around
from variorum.checking.results import (
    FOUND,
    CheckedChange,
    CheckedMatch,
    CheckedQuotation,
    OtherWords,
    Verdict,
)
from variorum.checking.search import ReportFault, ReportFinding, Search, words_of
from variorum.collation.utterances.rendering import Rendering
from variorum.collation.utterances.voices import Voice, voice_of
from variorum.errors import is_fault
from variorum.formats.records import FILE, TIMES
from variorum.model import AnnotatedArticle, Article, Reject, Severity, Span, article_fault, instant
from variorum.model.kinds import GRAVITY, gravest
from variorum.settings import SEARCH, SHOWN, CheckSettings, CollateSettings
from variorum.text.plain import without_markup
from variorum.text.stored import with_plain_lines
from variorum.text.view import View

Result = TypeVar("Result")
Annotate = Callable[[Article], AnnotatedArticle]
_ORDER: tuple[Verdict, ...] = (
    "verbatim", "typographic", "elided", "partial", "other speaker", "altered", "not found"
)  # fmt: skip


class _Judged(Struct, frozen=True):
    """A stretch and what was found; ``verdict`` is its own."""

    stretch: Rendering
    verdict: Verdict
    found: list[ReportFinding]


class Checker:
    """Checks drafts against one index.

    annotate: how drafts are annotated, and those reports that print a quotation of theirs.
    shown: texts of the reports that were shown, by name.
    rejects: reports at which that or comparing them raised; they count as not in the collection, and what
        they print is unknown.
    """

    def __init__(
        self, index: Index, annotate: Annotate, settings: CheckSettings, collate: CollateSettings
    ) -> None:
        self.search = Search(index, settings, collate)
        self.settings = settings
        self.collate = collate
        self.annotate = annotate
        self.rejects: list[Reject] = []
        self._origins = Origins(collate.reuse)
        self.shown: dict[str, str] = {}
        self._annotated = lru_cache(maxsize=256)(self._annotate)

    def _annotate(self, number: int) -> AnnotatedArticle:
        article = self._article(number)
        try:
            return with_plain_lines(self.annotate(article))
        except Exception as error:
            if not is_fault(error):
                raise
            raise ReportFault(number, article_fault(article, error)) from error

    def _article(self, number: int) -> Article:
        page = self.search.page(number)
        assert page is not None
        return page.article

    def set_aside(self, drafts: Iterable[Article]) -> None:
        """Count no report that is, word for word, one of ``drafts``: they do not vouch for each other."""
        held = [article for article in drafts if article.text]
        plain = [without_markup(article)[0].text for article in held]
        self.search.set_aside = frozenset([*plain, *(article.text for article in held)])

    def check(self, article: Article, name: str) -> list[CheckedQuotation]:
        """Return the verdict on every quotation of a draft, in order; ``name`` is what results call it."""
        return self._without_faults(lambda: self._check(article, name))

    def _without_faults(self, run: Callable[[], Result]) -> Result:
        """Return what ``run`` does, again and again as if the reports at which it raises were not there."""
        while True:
            try:
                return run()
            except ReportFault as fault:
                self.rejects.append(fault.reject)
                self.search.leave_out(fault.number)

    def _check(self, article: Article, name: str) -> list[CheckedQuotation]:
        plain, view = without_markup(article)
        if view.changed:
            return [_in_stored(one, view) for one in self._check(plain, name)]
        draft = with_plain_lines(self.annotate(article))
        limits.enter("comparing")  # what raises from here on is no stage of annotating
        found = passages(draft)
        self.search.prepare(stretch for passage in found for stretch in passage.stretches)
        text = article.text
        first: dict[int, list[_Judged]] = {}
        near: dict[int, None] = {}  # reports that print other quotations, in order
        for at, passage in enumerate(found):
            first[at] = [self._judge(stretch, passage.voice, text) for stretch in passage.stretches]
            near.update(dict.fromkeys(one.number for judged in first[at] for one in judged.found))
        checked = []
        for at, passage in enumerate(found):
            judged = [self._decide_again(one, list(near), text) for one in first[at]]
            checked.append(self._checked(passage, judged, text, name))
        return checked

    def speaks(self, name: str) -> bool:
        """Tell whether any report quotes somebody of that name; all of them are annotated for it."""
        return any(
            is_same_speaker(Voice(name), voice_of(annotated, quotation))
            for annotated in map(self._annotated, self.search.index.numbers())
            for quotation in annotated.annotation.quotations
        )

    def notices(self, drafts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return what is said once of each draft (name, text), and of each report that prints some of it."""
        return notices([*drafts, *sorted(self.shown.items())])

    def check_words(self, passage: QuotedPassage, text: str, name: str) -> CheckedQuotation:
        """Return the verdict on one quotation that stands by itself."""
        return self._without_faults(lambda: self._check_words(passage, text, name))

    def _check_words(self, passage: QuotedPassage, text: str, name: str) -> CheckedQuotation:
        judged = [
            self._decide_again(self._judge(one, passage.voice, text), [], text) for one in passage.stretches
        ]
        return self._checked(passage, judged, text, name)

    def _judge(self, stretch: Rendering, voice: Voice | None, text: str) -> _Judged:
        short = len(stretch.words) <= self.settings.fragment
        if len(words_of(stretch)) < SEARCH.gram and short:
            return _Judged(stretch, "not decided", [])
        found = self.search.find(stretch, without=text)
        # Only the nearest has to be right; looking up who speaks in all the others would take longest of all.
        while found and not self._may_be(found[0], voice):
            found = found[1:]
        return _judged(stretch, found, short=short)

    def _may_be(self, found: ReportFinding, voice: Voice | None) -> bool:
        """Tell whether a passage may render what the draft quotes: not other words of another speaker."""
        if found.finding.sure or voice is None:
            return True
        return self._given_there(found, voice).answer != "no"

    def _decide_again(self, judged: _Judged, near: Sequence[int], text: str) -> _Judged:
        """Look for what the seeds cannot find, few words or none but numbers, in the reports at hand."""
        if judged.verdict not in ("not decided", "not found") or len(words_of(judged.stretch)) >= SEARCH.gram:
            return judged
        numbers = near
        if self.search.size <= self.settings.everywhere:
            numbers = list(dict.fromkeys([*near, *self.search.index.numbers()]))
        found = self.search.find(judged.stretch, also=numbers, without=text)
        return _judged(judged.stretch, found, short=True)

    # ---- one quotation --------------------------------------------------------------------------------

    def _checked(
        self, passage: QuotedPassage, judged: Sequence[_Judged], text: str, name: str
    ) -> CheckedQuotation:
        decided = [one for one in judged if one.verdict != "not decided"] or list(judged)
        verdict = _together([one.verdict for one in decided])
        shown = max(decided, key=lambda one: (bool(one.found), _rank(one.verdict)), default=None)
        found, others = _parted(shown.found if shown else [])
        same = [one for one in found if _printed(one) == _printed(found[0])]
        there = self._given(passage.voice, found, same)
        limits.enter("comparing")  # looking up who speaks annotates reports
        found = _agreeing_first(found, there)
        answers = {one.answer for one in there.values()}
        elsewhere = next((one.voice for one in there.values() if one.answer == "no"), None)
        seems = next((one.voice for one in there.values() if one.doubtful), None)
        if not passage.named:  # who speaks in the draft is itself a guess
            elsewhere, seems = None, elsewhere or seems
        other = elsewhere if "yes" not in answers else None
        if other and verdict in ("verbatim", "typographic", "elided"):
            # A few words that somebody else said as well tell nothing about who said them here.
            longest = max(len(one.stretch.words) for one in decided)
            verdict = "other speaker" if longest > self.settings.fragment else "not decided"
        self.shown.update((_name(one), one.page.article.text) for one in found[: self.settings.matches])
        changes = tuple(change for one in decided for change in _changes(one))
        otherwise = self._otherwise(passage.voice, [one for one in others if not _only_shorter(one, decided)])
        dates = [one.page.article.date for one in same if one.page.article.date]
        return CheckedQuotation(
            draft=name,
            start=passage.span.start,
            end=passage.span.end,
            text=passage.span.of(text),
            speaker=passage.voice.name if passage.voice else None,
            verdict=verdict,
            severity=_severity(verdict, changes),
            changes=changes,
            matches=tuple(_match(one, _voice(there, one)) for one in found[: self.settings.matches]),
            found_in=len(same),
            origins=self._origins.count(same),
            earliest=min(dates, key=instant, default=None),
            speaker_there=elsewhere.name if elsewhere else None,
            otherwise=otherwise,
            note=note_of(
                verdict,
                changes,
                elsewhere.name if elsewhere else None,
                disputed=other is None,
                otherwise=len(otherwise),
                seems=seems.name if seems and not elsewhere and "yes" not in answers else None,
                guessed=passage.voice.name if passage.voice and not passage.named else None,
            ),
        )

    def _otherwise(self, voice: Voice | None, others: Sequence[ReportFinding]) -> tuple[OtherWords, ...]:
        """Return the reports that give the draft's speaker other words, the gravest difference first."""
        grave = [one for one in others if one.finding.severity in ("critical", "material")]
        grave.sort(key=lambda one: (GRAVITY[one.finding.severity or "minor"], one.order))
        found = []
        for one in grave[: self.settings.matches]:
            # Looking up who speaks takes longest; where so much agrees it is the same utterance anyway.
            there = Given(None) if one.finding.sure or voice is None else self._given_there(one, voice)
            if there.answer != "no":
                found.append(OtherWords(match=_match(one, there.voice), changes=one.finding.changes))
        return tuple(found)

    def _given(
        self, voice: Voice | None, found: Sequence[ReportFinding], same: Sequence[ReportFinding]
    ) -> dict[int, Given]:
        """Return who is quoted, by report: in the nearest, and in further ones until one agrees."""
        there = {one.number: self._given_there(one, voice) for one in found[: self.settings.speakers]}
        answers = {one.answer for one in there.values()}
        if "no" not in answers or "yes" in answers:
            return there
        # Nobody is told to quote the wrong person while one report may give the words to the right one.
        for one in same:
            if one.number not in there:
                there[one.number] = self._given_there(one, voice)
                if there[one.number].answer == "yes":
                    break
        return there

    def _given_there(self, found: ReportFinding, voice: Voice | None) -> Given:
        return given(self._annotated(found.number), found.finding.span, voice)


def _agreeing_first(found: list[ReportFinding], there: Mapping[int, Given]) -> list[ReportFinding]:
    """Return what prints the words, first what gives them to whom the draft does, where others do not."""
    agreeing = {number for number, one in there.items() if one.answer == "yes"}
    if not agreeing or all(one.answer != "no" for one in there.values()):
        return found
    return sorted(found, key=lambda one: (one.finding.rank, one.number not in agreeing))


def _only_shorter(found: ReportFinding, judged: Sequence[_Judged]) -> bool:
    """Tell whether a report only quotes less: the draft goes on at an end, and is the same in between.

    What was aligned across a quotation mark of the report is as little: there words of the outlet's own stand
    against words of the speaker.
    """
    if found.finding.marks == "partly":
        return True
    words = [word for one in judged for word in one.stretch.words]
    first, last = min(word.start for word in words), max(word.end for word in words)
    return all(
        change.type == "insertion" and not change.was and (change.start <= first or change.end >= last)
        for change in found.finding.changes
    )


def _in_stored(one: CheckedQuotation, view: View) -> CheckedQuotation:
    """Return a verdict on the plain text of a draft with offsets of the stored one."""
    text = view.stored
    span = view.back(Span(one.start, one.end))
    changes = []
    for change in one.changes:
        place = view.back(Span(change.start, change.end))
        changes.append(replace(change, start=place.start, end=place.end, now=place.of(text)))
    return replace(one, start=span.start, end=span.end, text=span.of(text), changes=tuple(changes))


def _judged(stretch: Rendering, found: list[ReportFinding], *, short: bool) -> _Judged:
    """Return the verdict on a stretch; one of few words is found as it stands or not decided."""
    if short:
        found = [one for one in found if one.finding.verdict in ("verbatim", "typographic")]
        return _Judged(stretch, found[0].finding.verdict if found else "not decided", found)
    return _Judged(stretch, found[0].finding.verdict if found else "not found", found)


def _parted(found: list[ReportFinding]) -> tuple[list[ReportFinding], list[ReportFinding]]:
    """Return what prints the words, and what prints other ones; the first has all where none does."""
    if not found or found[0].finding.verdict not in FOUND:
        return found, []
    there = [one for one in found if one.finding.verdict in FOUND]
    return there, [one for one in found if one.finding.verdict in ("altered", "elided")]


def _printed(found: ReportFinding) -> tuple[Verdict, tuple[str, ...]]:
    """Return what tells reports apart that print a passage: the verdict, and the words that were changed."""
    return found.finding.verdict, tuple(change.was for change in found.finding.changes)


def _rank(verdict: Verdict) -> int:
    return _ORDER.index(verdict) if verdict in _ORDER else -1


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on a quotation of several stretches: the gravest; with some not found, partial."""
    if not verdicts:
        return "not decided"
    missing = [verdict for verdict in verdicts if verdict == "not found"]
    rest = [verdict for verdict in verdicts if verdict != "not found"]
    if missing and rest:
        return max(["partial", *rest], key=_rank)
    return max(verdicts, key=_rank)


def _severity(verdict: Verdict, changes: Sequence[CheckedChange]) -> Severity | None:
    if verdict == "other speaker":
        return "critical"
    if verdict in ("not found", "partial"):
        return gravest(["material", *(change.severity for change in changes)])
    return gravest([change.severity for change in changes]) if changes else None


def _changes(judged: _Judged) -> tuple[CheckedChange, ...]:
    if judged.found:
        return judged.found[0].finding.changes
    return ()


def _name(found: ReportFinding) -> str:
    """Return what a reader knows a report by."""
    article = found.page.article
    return str(article.extra.get(FILE) or article.title or article.id)


def _voice(there: Mapping[int, Given], found: ReportFinding) -> Voice | None:
    return there[found.number].voice if found.number in there else None


def _match(found: ReportFinding, voice: Voice | None) -> CheckedMatch:
    article = found.page.article
    span, words = found.page.stored(found.finding.span)
    before, after = around(article.text, span, SHOWN.context)
    return CheckedMatch(
        article=article.id,
        start=span.start,
        end=span.end,
        text=words,
        speaker=voice.name if voice else None,
        outlet=article.outlet,
        title=article.title,
        date=article.date,
        url=article.url,
        file=article.extra.get(FILE),
        marks=found.finding.marks,
        before=before,
        after=after,
        at=_time(article, span.start),
    )


def _time(article: Article, offset: int) -> str | UnsetType:
    """Return when the words at a place of a recording were said, to the second; UNSET for no recording."""
    times = article.extra.get(TIMES)
    if not isinstance(times, list) or not times:
        return UNSET
    at = bisect_right(times, offset, key=lambda one: one[0])
    seconds = int(times[max(0, at - 1)][1])
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
