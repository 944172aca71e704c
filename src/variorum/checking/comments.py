"""Comments in a draft by which somebody answers for a quotation: in its text, its page, or its Word document.

``<!-- variorum: ignore REASON -->`` in Markdown, plain text and pages; a comment ``variorum: ignore REASON``
in a Word document. None is followed silently: what it accepts is shown with its reason, and one that accepts
nothing is told.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from variorum.checking.drafts import Draft, Lines
from variorum.checking.results import FOUND, Acceptance, CheckedQuotation
from variorum.formats.markdown import in_code
from variorum.formats.remarks import remarks_in
from variorum.model import Span
from variorum.text.plain import markup_view

_OPENING = re.compile(r"<!--\s{0,20}variorum\b\s{0,20}:?\s{0,20}")
_CLOSING = "-->"
_WHOLE = re.compile(r"<!--[^<>]{0,2000}-->")
_ORDER = re.compile(r"(?P<order>ignore(?:-start|-end)?)(?![\w-])[\s:,.–—-]*")
_PARAGRAPH = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?:[ \t]*(?:\r\n|\r(?!\n)|\n))+")
# Files of records, whose texts are plain; of other files the text is either the file or was taken out of it.
_RECORDS = frozenset({".json", ".jsonl", ".ndjson", ".jsonlines", ".gz"})
_MARKDOWN = frozenset({".md", ".markdown"})


class _Comment(Struct, frozen=True):
    """A comment that is meant for Variorum; ``order`` is empty for one that says nothing known.

    span: where it stands in the text; of a remark, which is not in it, what it was put at. fault: why it is
    not followed wherever it stands, None when it may be. put_at: whether it was put at words, of which it
    speaks.
    """

    span: Span
    order: str
    reason: str
    fault: str | None = None
    name: str | None = None
    date: str | None = None
    put_at: bool = False


def accepted_by_comments(
    draft: Draft, quotations: Iterable[CheckedQuotation]
) -> tuple[list[CheckedQuotation], list[str]]:
    """Return ``quotations`` with those accepted that a comment speaks of, and what is to be said of comments.

    A comment ``ignore`` speaks of one quotation: the last that begins before it in its paragraph, else the
    first after it there, or in the next paragraph where it stands by itself; one that was put at words (Word)
    of all quotations among them. ``ignore-start`` and ``ignore-end`` speak of all that begin between them.
    """
    quotations = sorted(quotations, key=lambda one: one.start)
    following = _Following(draft, quotations)
    for comment in sorted(_comments(draft), key=lambda one: one.span):
        following.follow(comment)
    following.finish()
    accepted = following.accepted
    return [_with_reason(one, accepted.get(at)) for at, one in enumerate(quotations)], following.notices


class _Following:
    """Follows comments in order; ``accepted`` holds the one for each quotation that some speak of."""

    def __init__(self, draft: Draft, quotations: Sequence[CheckedQuotation]) -> None:
        self.quotations = quotations
        self.starts = [one.start for one in quotations]
        self.paragraphs = _Paragraphs(draft)
        self.accepted: dict[int, _Comment] = {}
        self.notices: list[str] = []
        self.name = draft.name
        self.lines = Lines(draft)
        self.opened: _Comment | None = None

    def tell(self, comment: _Comment, what: str) -> None:
        self.notices.append(f"{self.name}: {self.lines.where(comment.span.start)}: the comment {what}")

    def follow(self, comment: _Comment) -> None:
        if comment.fault:
            self.tell(comment, comment.fault)
        elif comment.order == "ignore-end":
            if self.opened is None:
                self.tell(comment, "ends what no ignore-start began")
            else:
                ends = self.opened.span.end, comment.span.start
                between = range(*(bisect_left(self.starts, at) for at in ends))
                self.accepted.update(dict.fromkeys(between, self.opened))
            self.opened = None
        elif comment.order == "ignore-start":
            self.finish()
            self.opened = comment
        elif not (meant := _meant(comment, self.quotations, self.starts, self.paragraphs)):
            self.tell(comment, "stands beside no quotation")
        elif all(self.quotations[at].verdict in FOUND for at in meant):
            self.tell(comment, "speaks of a quotation that is found as it stands; it can be taken out")
        else:
            self.accepted.update(dict.fromkeys(meant, comment))

    def finish(self) -> None:
        if self.opened is not None:
            self.tell(self.opened, "begins what no ignore-end ends, and is not followed")


def _fault(order: str, reason: str) -> str | None:
    """Return what is to be told of a comment that cannot be followed wherever it stands."""
    if order == "":
        return "is none that is known; there are ignore, ignore-start and ignore-end"
    if not reason and order != "ignore-end":
        return "gives no reason and is not followed; write: variorum: ignore REASON"
    return None


def _with_reason(one: CheckedQuotation, comment: _Comment | None) -> CheckedQuotation:
    if comment is None or one.verdict in FOUND:
        return one
    accepted = Acceptance(by="comment", reason=comment.reason, name=comment.name, date=comment.date)
    return replace(one, accepted=accepted)


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


def _meant(
    comment: _Comment, quotations: Sequence[CheckedQuotation], starts: Sequence[int], paragraphs: _Paragraphs
) -> Sequence[int]:
    """Return the places of the quotations that a comment speaks of; none where there is none."""
    before = bisect_left(starts, comment.span.start) - 1
    if comment.put_at:
        upto = bisect_left(starts, comment.span.end)
        return [at for at in range(max(0, before), upto) if quotations[at].end > comment.span.start]
    if before >= 0 and starts[before] >= paragraphs.of(comment.span.start).start:
        return [before]
    after = before + 1
    return [after] if after < len(starts) and starts[after] < paragraphs.reach(comment.span) else []


def _comments(draft: Draft) -> Iterator[_Comment]:
    """Yield the comments for Variorum, in the text and beside the text that was taken out of a file."""
    for remark in remarks_in(draft.article.extra):
        order, reason = _parted(remark.words)
        lost = None if remark.placed else "stands where no words are read, and is not followed"
        fault = _fault(order, reason) or lost
        span = Span(remark.start, remark.end)
        put_at = span.end > span.start
        yield _Comment(span, order, reason, fault, remark.author, remark.date, put_at)
    taken_out = draft.before is None and not _is_record(draft)
    code = in_code(draft.article.text) if Path(draft.file or "").suffix.lower() in _MARKDOWN else None
    for span, words in _in_text(draft):
        order, reason = _parted(words)
        fault = _fault(order, reason)
        if taken_out:
            fault = "stands in the text itself, and is not followed; there is --accepted"
        elif code is not None and code(span.start):
            fault = "stands in code (four blanks before it), and is not followed"
        yield _Comment(span, order, reason, fault)


def _parted(words: str) -> tuple[str, str]:
    """Return the order of a comment, "" for none that is known, and its reason."""
    order = _ORDER.match(words)
    return (order["order"], words[order.end() :]) if order else ("", words)


def _in_text(draft: Draft) -> Iterator[tuple[Span, str]]:
    """Yield the comments for Variorum in the text and their words, in order.

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
        yield span, " ".join(text[match.end() : end].split())


def _outermost(spans: Iterable[Span]) -> set[int]:
    """Return where those ``spans`` begin that begin inside no other."""
    begun: set[int] = set()
    end = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start >= end:
            begun.add(span.start)
        end = max(end, span.end)
    return begun
