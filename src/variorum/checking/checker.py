"""A draft against a collection: one verdict a quotation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import Struct

from variorum.checking.index import Index
from variorum.checking.notes import note_of
from variorum.checking.origins import count_origins
from variorum.checking.passages import Passage, passages
from variorum.checking.results import (
    FOUND,
    CheckedChange,
    CheckedMatch,
    CheckedQuotation,
    OtherWords,
    Verdict,
)
from variorum.checking.search import Found, Search, words_of
from variorum.checking.seeds import GRAM
from variorum.collate.rendering import Rendering
from variorum.collate.severity import GRAVITY, gravest
from variorum.collate.speakers import Voice, same_voice, voice_of
from variorum.formats.records import FILE
from variorum.model import AnnotatedArticle, Article, Severity, Span
from variorum.settings import CheckSettings, CollateSettings
from variorum.text.stored import with_plain_lines

Annotate = Callable[[Article], AnnotatedArticle]
_ORDER: tuple[Verdict, ...] = (
    "verbatim", "typographic", "elided", "partial", "other speaker", "altered", "not found"
)  # fmt: skip


class _Judged(Struct, frozen=True):
    """A stretch and what was found; ``verdict`` is its own."""

    stretch: Rendering
    verdict: Verdict
    found: list[Found]


class Checker:
    """Checks drafts against one index.

    annotate: how drafts are annotated, and those reports that print a quotation of theirs.
    """

    def __init__(
        self, index: Index, annotate: Annotate, settings: CheckSettings, collate: CollateSettings
    ) -> None:
        self.search = Search(index, settings, collate)
        self.settings = settings
        self.collate = collate
        self.annotate = annotate
        self._annotated = lru_cache(maxsize=256)(
            lambda number: with_plain_lines(annotate(self._article(number)))
        )

    def _article(self, number: int) -> Article:
        page = self.search.page(number)
        assert page is not None
        return page.article

    def check(self, article: Article, name: str) -> list[CheckedQuotation]:
        """Return the verdict on every quotation of a draft, in order; ``name`` is what results call it."""
        draft = with_plain_lines(self.annotate(article))
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

    def check_words(self, passage: Passage, text: str, name: str) -> CheckedQuotation:
        """Return the verdict on one quotation that stands by itself."""
        judged = [
            self._decide_again(self._judge(one, passage.voice, text), [], text) for one in passage.stretches
        ]
        return self._checked(passage, judged, text, name)

    def _judge(self, stretch: Rendering, voice: Voice | None, text: str) -> _Judged:
        short = len(stretch.words) <= self.settings.fragment
        if len(words_of(stretch)) < GRAM and short:
            return _Judged(stretch, "not decided", [])
        found = self.search.find(stretch, without=text)
        # Only the nearest has to be right; looking up who speaks in all the others would take longest of all.
        while found and not self._may_be(found[0], voice):
            found = found[1:]
        return _judged(stretch, found, short=short)

    def _may_be(self, found: Found, voice: Voice | None) -> bool:
        """Tell whether a passage may render what the draft quotes: not other words of another speaker."""
        if found.finding.sure or voice is None:
            return True
        return same_voice(voice, self._voice(found)) != "no"

    def _decide_again(self, judged: _Judged, near: Sequence[int], text: str) -> _Judged:
        """Look for what the seeds cannot find, few words or none but numbers, in the reports at hand."""
        if judged.verdict not in ("not decided", "not found") or len(words_of(judged.stretch)) >= GRAM:
            return judged
        numbers = near
        if self.search.size <= self.settings.everywhere:
            numbers = list(dict.fromkeys([*near, *self.search.index.numbers()]))
        found = self.search.find(judged.stretch, also=numbers, without=text)
        return _judged(judged.stretch, found, short=True)

    # ---- one quotation --------------------------------------------------------------------------------

    def _checked(self, passage: Passage, judged: Sequence[_Judged], text: str, name: str) -> CheckedQuotation:
        decided = [one for one in judged if one.verdict != "not decided"] or list(judged)
        verdict = _together([one.verdict for one in decided])
        shown = max(decided, key=lambda one: (bool(one.found), _rank(one.verdict)), default=None)
        found, others = _parted(shown.found if shown else [])
        same = [one for one in found if _printed(one) == _printed(found[0])]
        voices = self._voices(passage.voice, found, same)
        answers = {number: same_voice(passage.voice, voice) for number, voice in voices.items()}
        elsewhere = next((voices[number] for number, answer in answers.items() if answer == "no"), None)
        other = elsewhere if "yes" not in answers.values() else None
        if other and verdict in ("verbatim", "typographic", "elided"):
            # A few words that somebody else said as well tell nothing about who said them here.
            longest = max(len(one.stretch.words) for one in decided)
            verdict = "other speaker" if longest > self.settings.fragment else "not decided"
        changes = tuple(change for one in decided for change in _changes(one))
        otherwise = self._otherwise(passage.voice, others)
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
            matches=tuple(_match(one, voices.get(one.number)) for one in found[: self.settings.matches]),
            found_in=len(same),
            origins=count_origins(same, self.collate.reuse),
            earliest=min(dates, default=None),
            speaker_there=elsewhere.name if elsewhere else None,
            otherwise=otherwise,
            note=note_of(
                verdict,
                changes,
                elsewhere.name if elsewhere else None,
                disputed=other is None,
                otherwise=len(otherwise),
            ),
        )

    def _otherwise(self, voice: Voice | None, others: Sequence[Found]) -> tuple[OtherWords, ...]:
        """Return the reports that give the draft's speaker other words, the gravest difference first."""
        grave = [one for one in others if one.finding.severity in ("critical", "material")]
        grave.sort(key=lambda one: (GRAVITY[one.finding.severity or "minor"], one.order))
        found = []
        for one in grave[: self.settings.matches]:
            # Looking up who speaks takes longest; where so much agrees it is the same utterance anyway.
            there = None if one.finding.sure or voice is None else self._voice(one)
            if there is None or same_voice(voice, there) != "no":
                found.append(OtherWords(match=_match(one, there), changes=one.finding.changes))
        return tuple(found)

    def _voices(
        self, voice: Voice | None, found: Sequence[Found], same: Sequence[Found]
    ) -> dict[int, Voice | None]:
        """Return who is quoted, by report: in the nearest, and in further ones until one agrees."""
        voices = {one.number: self._voice(one) for one in found[: self.settings.speakers]}
        answers = {same_voice(voice, there) for there in voices.values()}
        if "no" not in answers or "yes" in answers:
            return voices
        # Nobody is told to quote the wrong person while one report may give the words to the right one.
        for one in same:
            if one.number not in voices:
                voices[one.number] = self._voice(one)
                if same_voice(voice, voices[one.number]) == "yes":
                    break
        return voices

    def _voice(self, found: Found) -> Voice | None:
        """Return who the report quotes with the words; None when nobody is, or it cannot be told."""
        annotated = self._annotated(found.number)
        place = found.finding.span
        shares = [
            (_shared(quotation.content, place), quotation.inside is None, -at, quotation)
            for at, quotation in enumerate(annotated.annotation.quotations)
        ]
        best = max(shares, key=lambda share: share[:3], default=None)
        if best is None or 2 * best[0] < len(place):
            return None
        return voice_of(annotated, best[3])


def _judged(stretch: Rendering, found: list[Found], *, short: bool) -> _Judged:
    """Return the verdict on a stretch; one of few words is found as it stands or not decided."""
    if short:
        found = [one for one in found if one.finding.verdict in ("verbatim", "typographic")]
        return _Judged(stretch, found[0].finding.verdict if found else "not decided", found)
    return _Judged(stretch, found[0].finding.verdict if found else "not found", found)


def _parted(found: list[Found]) -> tuple[list[Found], list[Found]]:
    """Return what prints the words, and what prints other ones; the first has all where none does."""
    if not found or found[0].finding.verdict not in FOUND:
        return found, []
    there = [one for one in found if one.finding.verdict in FOUND]
    return there, [one for one in found if one.finding.verdict in ("altered", "elided")]


def _printed(found: Found) -> tuple[Verdict, tuple[str, ...]]:
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


def _shared(content: Sequence[Span], place: Span) -> int:
    return sum(max(0, min(span.end, place.end) - max(span.start, place.start)) for span in content)


def _match(found: Found, voice: Voice | None) -> CheckedMatch:
    article, span = found.page.article, found.finding.span
    return CheckedMatch(
        article=article.id,
        start=span.start,
        end=span.end,
        text=span.of(article.text),
        speaker=voice.name if voice else None,
        outlet=article.outlet,
        title=article.title,
        date=article.date,
        url=article.url,
        file=article.extra.get(FILE),
        marks=found.finding.marks,
    )
