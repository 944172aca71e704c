"""Adds to the posts that the page of a live blog shows those that stand only in its data (JSON-LD).

A post counts as shown when the page has it under the same headline, with the same moment, or with its words.
What the page shows stays as it is; what it lacks goes in behind the post that comes before it in the data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from variorum.formats.page.body import Body, print_lines
from variorum.formats.page.layout import PageLine, Update, key_of
from variorum.formats.page.metadata import Metadata
from variorum.formats.page.updates import LivePost
from variorum.formats.status import no_report
from variorum.model import Block, Span
from variorum.settings import PAGES

_GAP = "\n\n"
_DAY = len("2026-02-11")  # a date that is no more than a day is no moment


class _Shown(Struct, frozen=True):
    """Where the page shows a post. marked: its markup sets it apart from others, with a time."""

    span: Span
    marked: bool


def with_posts(found: Body, metadata: Metadata) -> Body:
    """Return ``found`` with every post of a live blog, and the report in the data before them.

    That report is left out where the page shows it or a post holds it, and so is what is only a gate
    ("Please enable JavaScript"). A page without posts in its data is what it was.
    """
    posts = metadata.posts
    if not posts:
        return found
    intro = print_lines(list(metadata.body), None)
    body = Body() if no_report(found.text) else found
    opening = key_of(intro.text)
    shown = opening in key_of(body.text)
    if (
        opening
        and not shown
        and not any(opening in post.key or post.key and post.key in opening for post in posts)
    ):
        body = _joined([intro, body])
    page = _Page(body)
    places = [page.find(post) for post in posts]
    blocks = list(body.blocks)
    for post, place in zip(posts, places, strict=True):
        if place is not None and not place.marked and post.date:
            blocks.append(Block(kind="update", span=place.span, date=post.date, url=post.url))
    body = Body(text=body.text, blocks=tuple(sorted(blocks, key=lambda block: block.span)))
    return replace(_filled(body, posts, places), closing=found.closing, left=found.left)


class _Page:
    """The lines of a page, indexed so that posts can be looked up in them."""

    def __init__(self, body: Body) -> None:
        self.text = body.text
        keyed = [(block, key_of(block.span.of(body.text))) for block in body.blocks]
        self.updates = [pair for pair in keyed if pair[0].kind == "update"]
        self.headings = [pair for pair in keyed if pair[0].kind == "heading"]
        self.moments = Counter(_moment(block.date) for block, _ in self.updates)
        self.paragraphs: list[tuple[Span, str]] = []
        position = 0
        for paragraph in body.text.split(_GAP):
            span = Span(position, position + len(paragraph))
            self.paragraphs.append((span, key_of(paragraph)))
            position = span.end + len(_GAP)

    def find(self, post: LivePost) -> _Shown | None:
        """Return where the page shows a post: under its headline, at its moment, or in its words."""
        title, opening, moment = (
            key_of(post.headline or ""),
            post.key[: PAGES.post_opening],
            _moment(post.date),
        )
        for block, key in self.updates:
            same = bool(title) and key.startswith(title) or bool(opening) and opening in key
            if same or moment is not None and _moment(block.date) == moment and self.moments[moment] == 1:
                return _Shown(block.span, True)
        for block, key in self.headings:
            if title and key == title:
                return _Shown(self._section(block.span), False)
        return self._in_words([line.key for line in post.lines])

    def _section(self, heading: Span) -> Span:
        """Return a heading and what stands below it, up to the next heading."""
        later = (block.span.start for block, _ in self.headings if block.span > heading)
        end = min(later, default=len(self.text))
        return Span(heading.start, heading.start + len(self.text[heading.start : end].rstrip()))

    def _in_words(self, wanted: list[str]) -> _Shown | None:
        """Return the paragraphs that hold the lines of a post, None when the page lacks their beginning."""
        found: list[Span] = []
        for span, key in self.paragraphs if wanted else ():
            if not found:
                begins = key and (
                    key.startswith(wanted[0][: PAGES.post_opening]) or wanted[0].startswith(key)
                )
                found += [span] if begins else []
            elif any(line in key or key in line for line in wanted):
                found.append(span)
            else:
                break
        return _Shown(Span(found[0].start, found[-1].end), False) if found else None


def _moment(date: str | None) -> datetime | None:
    """Return a moment, in whatever zone it is told, UTC where in none; None for no more than a day."""
    if date is None or len(date) <= _DAY:
        return None
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _filled(body: Body, posts: Sequence[LivePost], places: Sequence[_Shown | None]) -> Body:
    """Return ``body`` with the posts it lacks, each behind the one that comes before it in the data."""
    missing: dict[int, list[Body]] = {}
    shown = [place.span for place in places if place is not None]
    at = min((span.start for span in shown), default=len(body.text))
    for post, place in zip(posts, places, strict=True):
        if place is not None:
            at = place.span.end
        else:
            missing.setdefault(at, []).append(_printed(post))
    parts: list[Body] = []
    position = 0
    for cut in sorted({*missing, len(body.text)}):
        parts += [_part(body, position, cut), *missing.get(cut, ())]
        position = cut
    return _joined(parts)


def _printed(post: LivePost) -> Body:
    update = Update(date=post.date, url=post.url)
    for line in post.lines:
        line.update = update
    title = post.headline
    heading = [PageLine(text=title, key=key_of(title), box=0, heading=2, update=update)] if title else []
    return print_lines([*heading, *post.lines], None)


def _part(body: Body, start: int, end: int) -> Body:
    """Return a stretch of ``body`` without the blank lines around it, and the blocks that it holds."""
    words = body.text[start:end]
    start += len(words) - len(words.lstrip("\n"))
    inside = Span(start, max(start, end))
    blocks = tuple(block for block in body.blocks if inside.contains(block.span))
    return Body(text=words.strip("\n"), blocks=tuple(_moved(block, -start) for block in blocks))


def _joined(parts: Sequence[Body]) -> Body:
    text, blocks = "", []
    for part in parts:
        if not part.text:
            continue
        text += _GAP if text else ""
        blocks += [_moved(block, len(text)) for block in part.blocks]
        text += part.text
    return Body(text=text, blocks=tuple(sorted(blocks, key=lambda block: block.span)))


def _moved(block: Block, by: int) -> Block:
    return replace(block, span=Span(block.span.start + by, block.span.end + by))
