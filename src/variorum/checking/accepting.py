"""What somebody answers for: comments in a draft, and a list of accepted quotations.

A quotation that is accepted is checked and shown like any other; it only is no reason not to pass. Nothing is
accepted silently: a comment and an entry give their reason, and those that accept nothing are told.
"""

from __future__ import annotations

import datetime
import re
import tomllib
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from variorum.checking.drafts import Draft, Lines
from variorum.checking.results import FOUND, Acceptance, CheckedQuotation
from variorum.errors import InputError, UnreadableFile
from variorum.model import Span
from variorum.text.normalise import fold
from variorum.text.plain import markup_view

_OPENING = re.compile(r"<!--\s{0,20}variorum\b\s{0,20}:?\s{0,20}")
_CLOSING = "-->"
_WHOLE = re.compile(r"<!--[^<>]{0,2000}-->")
_ORDER = re.compile(r"(?P<order>ignore(?:-start|-end)?)(?![\w-])[\s:,.–—-]*")
_PARAGRAPH = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?:[ \t]*(?:\r\n|\r(?!\n)|\n))+")
# Words with what stands inside them (1.5, o'clock, well-known) or makes a number another one (-5, .5), the
# sign for words that are left out, and other signs, of which some count.
_WORDS = re.compile(r"(?:(?<![^\W_])[-+.]{1,2}(?=\d))?[^\W_]+(?:['.,-][^\W_]+)*|\.\.\.|[^\w\s]")
_COUNTING = frozenset({"Sc", "Sm", "So", "Mc", "Mn"})  # money, sums, pictures, vowels that are marks
_OF_MARKUP = frozenset("|~")
# Files of records, whose texts are plain; of other files the text is either the file or was taken out of it.
_RECORDS = frozenset({".json", ".jsonl", ".ndjson", ".jsonlines", ".gz"})


class AcceptedQuotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry of a list: who accepted which quotation, when and why.

    quotation: its words as the draft has them; case, marks and line ends do not count, every word does.
    speaker: whom the draft gives them to; then it is accepted only there. Needed where the print gives the
        words to somebody else.
    """

    quotation: str
    reason: str
    name: str
    date: datetime.date
    speaker: str | None = None


class _List(Struct, frozen=True, forbid_unknown_fields=True):
    accepted: tuple[AcceptedQuotation, ...] = ()


def read_accepted(path: str | Path) -> tuple[AcceptedQuotation, ...]:
    """Return the entries of a list: a TOML file of tables ``[[accepted]]``; an empty file has none.

    Raises UnreadableFile when it cannot be read or is no TOML, InputError for an entry without one of
    ``quotation``, ``reason``, ``name`` and ``date``, or with a field that there is not.
    """
    name = str(path)
    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(
            f"the accepted list cannot be read: {error.strerror or error}", file=name
        ) from error
    except ValueError as error:
        raise UnreadableFile(f"the accepted list is no TOML ({error})", file=name) from error
    try:
        entries = msgspec.convert(table, _List).accepted
    except msgspec.ValidationError as error:
        raise InputError(
            f"the accepted list cannot be used: {error}; each [[accepted]] has quotation, reason, name and a "
            "date (2026-03-11), and may have a speaker",
            file=name,
        ) from error
    for number, entry in enumerate(entries, 1):
        for field in ("quotation", "reason", "name"):
            if not any(map(str.isalnum, getattr(entry, field))):
                raise InputError(f"entry {number} of the accepted list has no {field}", file=name)
    return entries


def accepted_by_list(
    draft: Draft, quotations: Iterable[CheckedQuotation], entries: Sequence[AcceptedQuotation]
) -> tuple[list[CheckedQuotation], list[str]]:
    """Return ``quotations`` with those accepted that an entry names, and what is to be said of entries.

    Compared are the words that a reader of the draft sees, without those that its markup strikes.
    """
    view = markup_view(draft.article)
    by_words: dict[tuple[str, ...], list[AcceptedQuotation]] = {}
    for entry in entries:
        by_words.setdefault(words_alike(entry.quotation), []).append(entry)
    kept: list[CheckedQuotation] = []
    notices: list[str] = []
    for one in quotations:
        named = (
            []
            if one.verdict in FOUND or one.accepted
            else by_words.get(words_alike(view.there(Span(one.start, one.end)).of(view.text)), [])
        )
        fitting = next((entry for entry in named if _same_speaker(entry, one)), None)
        if fitting is not None:
            one = replace(one, accepted=_by_entry(fitting))
        elif any(entry.speaker is None for entry in named):
            notices.append(
                f"{one.draft}: a quotation that the accepted list names is given to {one.speaker_there} in "
                "print; name the speaker in its entry to accept that"
            )
        kept.append(one)
    return kept, notices


def _by_entry(entry: AcceptedQuotation) -> Acceptance:
    return Acceptance(by="list", reason=entry.reason, name=entry.name, date=entry.date.isoformat())


def _same_speaker(entry: AcceptedQuotation, one: CheckedQuotation) -> bool:
    if entry.speaker is None:
        return one.speaker_there is None
    return words_alike(entry.speaker) == words_alike(one.speaker or "")


def words_alike(text: str) -> tuple[str, ...]:
    """Return the words of a quotation, the same for two that only typography tells apart."""
    return tuple(word for word in _WORDS.findall(fold(text).text) if _counts(word))


def _counts(word: str) -> bool:
    if len(word) > 1 or word.isalnum() or word in "%&":
        return True
    return word not in _OF_MARKUP and unicodedata.category(word) in _COUNTING


# ---- comments --------------------------------------------------------------------------------------------


class _Comment(Struct, frozen=True):
    """A comment in a draft that is meant for Variorum; ``order`` is empty for one that says nothing known."""

    span: Span
    order: str
    reason: str


def accepted_by_comments(
    draft: Draft, quotations: Iterable[CheckedQuotation]
) -> tuple[list[CheckedQuotation], list[str]]:
    """Return ``quotations`` with those accepted that a comment speaks of, and what is to be said of comments.

    A comment ``ignore`` speaks of one quotation: the last that begins before it in its paragraph, else the
    first after it there, or in the next paragraph where it stands by itself. ``ignore-start`` and
    ``ignore-end`` speak of all that begin between them.
    """
    quotations = sorted(quotations, key=lambda one: one.start)
    starts = [one.start for one in quotations]
    paragraphs = _Paragraphs(draft)
    reasons: dict[int, str] = {}
    notices: list[str] = []
    lines = Lines(draft)

    def tell(comment: _Comment, what: str) -> None:
        notices.append(f"{draft.name}: {lines.where(comment.span.start)}: the comment {what}")

    opened: _Comment | None = None
    for comment in _comments(draft):
        if what := _fault(draft, comment):
            tell(comment, what)
        elif comment.order == "ignore-end":
            if opened is None:
                tell(comment, "ends what no ignore-start began")
            else:
                between = range(bisect_left(starts, opened.span.end), bisect_left(starts, comment.span.start))
                reasons.update(dict.fromkeys(between, opened.reason))
            opened = None
        elif comment.order == "ignore-start":
            if opened is not None:
                tell(opened, "begins what no ignore-end ends, and is not followed")
            opened = comment
        elif (at := _meant(comment, starts, paragraphs)) is None:
            tell(comment, "stands beside no quotation")
        elif quotations[at].verdict in FOUND:
            tell(comment, "speaks of a quotation that is found as it stands; it can be taken out")
        else:
            reasons[at] = comment.reason
    if opened is not None:
        tell(opened, "begins what no ignore-end ends, and is not followed")
    return [_with_reason(one, reasons.get(at)) for at, one in enumerate(quotations)], notices


def _fault(draft: Draft, comment: _Comment) -> str | None:
    """Return what is to be told of a comment that cannot be followed wherever it stands."""
    if draft.before is None and not _is_record(draft):
        return "stands in a text that has none, and is not followed; there is --accepted"
    if comment.order == "":
        return "is none that is known; there are ignore, ignore-start and ignore-end"
    if not comment.reason and comment.order != "ignore-end":
        return "gives no reason and is not followed; write: <!-- variorum: ignore REASON -->"
    return None


def _with_reason(one: CheckedQuotation, reason: str | None) -> CheckedQuotation:
    if reason is None or one.verdict in FOUND:
        return one
    return replace(one, accepted=Acceptance(by="comment", reason=reason))


def _is_record(draft: Draft) -> bool:
    return Path(draft.file or "").suffix.lower() in _RECORDS


class _Paragraphs:
    """The paragraphs of a draft, by place."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._starts = [0, *(match.end() for match in _PARAGRAPH.finditer(draft.article.text))]
        self._view = markup_view(draft.article)

    def of(self, place: int) -> Span:
        """Return the paragraph that holds ``place``, with the blank line after it."""
        at = bisect_right(self._starts, place)
        return Span(self._starts[at - 1], self._starts[at] if at < len(self._starts) else self._end)

    @property
    def _end(self) -> int:
        return len(self._draft.article.text)

    def reach(self, comment: Span) -> int:
        """Return where the words end that a comment may stand before: with its paragraph, or with the next
        one that has words where it stands by itself."""
        here = self.of(comment.start)
        text = self._draft.article.text
        while not self._has_words(here, text) and here.end < self._end:
            here = self.of(here.end)
        return here.end

    def _has_words(self, span: Span, text: str) -> bool:
        seen = self._view.there(span).of(self._view.text)
        return any(map(str.isalnum, _WHOLE.sub("", seen)))


def _meant(comment: _Comment, starts: Sequence[int], paragraphs: _Paragraphs) -> int | None:
    """Return the place in ``starts`` of the quotation that a comment speaks of; None where there is none."""
    before = bisect_left(starts, comment.span.start) - 1
    if before >= 0 and starts[before] >= paragraphs.of(comment.span.start).start:
        return before
    after = before + 1
    return after if after < len(starts) and starts[after] < paragraphs.reach(comment.span) else None


def _comments(draft: Draft) -> Iterator[_Comment]:
    """Yield the comments for Variorum, in order.

    Those shown as an example (in code) are none, nor is what stands inside other markup: in an attribute, the
    title of a link, a script, or another comment.
    """
    text = draft.article.text
    markup = [block.span for block in draft.article.blocks if block.kind == "markup"]
    begun = _outermost(markup)
    for match in _OPENING.finditer(text):
        end = text.find(_CLOSING, match.end())
        if end < 0:
            return
        span = Span(match.start(), end + len(_CLOSING))
        if markup and span.start not in begun:
            continue
        words = " ".join(text[match.end() : end].split())
        order = _ORDER.match(words)
        yield _Comment(span, order["order"] if order else "", words[order.end() :] if order else words)


def _outermost(spans: Iterable[Span]) -> set[int]:
    """Return where those ``spans`` begin that begin inside no other."""
    begun: set[int] = set()
    end = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start >= end:
            begun.add(span.start)
        end = max(end, span.end)
    return begun
