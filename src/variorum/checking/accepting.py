"""What somebody answers for: comments in a draft, and a list of accepted quotations.

A quotation that is accepted is checked and shown like any other; it only is no reason not to pass. Nothing is
accepted silently: a comment and an entry give their reason, and those that accept nothing are told.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from variorum.checking.drafts import Draft, Lines
from variorum.checking.results import FOUND, Acceptance, CheckedQuotation
from variorum.errors import InputError, UnreadableFile
from variorum.model import Span, SpanIndex
from variorum.text.normalise import fold

_OPENING = re.compile(r"<!--\s{0,20}variorum\b\s{0,20}:?\s{0,20}")
_CLOSING = "-->"
_ORDER = re.compile(r"(?P<order>ignore(?:-start|-end)?)(?![\w-])[\s:,.–—-]*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
# Words with what stands inside them (1.5, o'clock, well-known), and the sign for words that are left out.
_WORDS = re.compile(r"[^\W_]+(?:['.,-][^\W_]+)*|\.\.\.")


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
        table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
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
            if not words_alike(getattr(entry, field)):
                raise InputError(f"entry {number} of the accepted list has no {field}", file=name)
    return entries


def accepted_by_list(
    quotations: Iterable[CheckedQuotation], entries: Sequence[AcceptedQuotation]
) -> tuple[list[CheckedQuotation], list[str]]:
    """Return ``quotations`` with those accepted that an entry names, and what is to be said of entries."""
    by_words: dict[tuple[str, ...], list[AcceptedQuotation]] = {}
    for entry in entries:
        by_words.setdefault(words_alike(entry.quotation), []).append(entry)
    kept: list[CheckedQuotation] = []
    notices: list[str] = []
    for one in quotations:
        named = [] if one.verdict in FOUND or one.accepted else by_words.get(words_alike(one.text), [])
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
    return tuple(_WORDS.findall(fold(text).text))


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
    first after it. ``ignore-start`` and ``ignore-end`` speak of all that begin between them.
    """
    quotations = sorted(quotations, key=lambda one: one.start)
    starts = [one.start for one in quotations]
    paragraphs = [match.end() for match in _PARAGRAPH.finditer(draft.article.text)]
    reasons: dict[int, str] = {}
    notices: list[str] = []
    lines = Lines(draft)

    def tell(comment: _Comment, what: str) -> None:
        notices.append(f"{draft.name}: {lines.where(comment.span.start)}: the comment {what}")

    opened: _Comment | None = None
    for comment in _comments(draft):
        if comment.order == "":
            tell(comment, "is none that is known; there are ignore, ignore-start and ignore-end")
        elif comment.order == "ignore-end":
            if opened is None:
                tell(comment, "ends what no ignore-start began")
            else:
                between = range(bisect_left(starts, opened.span.end), bisect_left(starts, comment.span.start))
                reasons.update(dict.fromkeys(between, opened.reason))
            opened = None
        elif not comment.reason:
            tell(comment, "gives no reason and is not followed; write: <!-- variorum: ignore REASON -->")
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


def _with_reason(one: CheckedQuotation, reason: str | None) -> CheckedQuotation:
    if reason is None or one.verdict in FOUND:
        return one
    return replace(one, accepted=Acceptance(by="comment", reason=reason))


def _meant(comment: _Comment, starts: Sequence[int], paragraphs: Sequence[int]) -> int | None:
    """Return the place in ``starts`` of the quotation that a comment speaks of; None where there is none."""
    before = bisect_left(starts, comment.span.start) - 1
    began = bisect_left(paragraphs, comment.span.start + 1)
    paragraph = paragraphs[began - 1] if began else 0
    if before >= 0 and starts[before] >= paragraph:
        return before
    return before + 1 if before + 1 < len(starts) else None


def _comments(draft: Draft) -> Iterator[_Comment]:
    """Yield the comments for Variorum, in order; those shown as an example (in code) are none."""
    text = draft.article.text
    markup = [block.span for block in draft.article.blocks if block.kind == "markup"]
    hidden = SpanIndex(markup)
    for match in _OPENING.finditer(text):
        end = text.find(_CLOSING, match.end())
        if end < 0:
            return
        span = Span(match.start(), end + len(_CLOSING))
        if markup and not hidden.overlaps(span):
            continue
        words = " ".join(text[match.end() : end].split())
        order = _ORDER.match(words)
        yield _Comment(span, order["order"] if order else "", words[order.end() :] if order else words)
