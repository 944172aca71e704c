"""The report on a page: trafilatura says which lines belong to it, the page says how they stand.

trafilatura is best at telling the report from boilerplate, but loses block quotes, embedded
posts and their places. So its choice is matched to the page's own lines, and the lines are printed
from the page: every block's span is exact, and quotes it lost go back where they stood.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from msgspec import Struct

from variorum.formats.page.embeds import frames_post, is_scaffold, without_stand_in
from variorum.formats.page.layout import Layout, LineGroup, PageLine, key_of
from variorum.formats.page.metadata import Metadata
from variorum.formats.status import cut_short
from variorum.formats.unread import holds_quotation
from variorum.model import Block, Span
from variorum.settings import PAGES, SHOWN
from variorum.text.numbering import numbered

# Comparisons of signs or lines; pages seen need a thousandth. Beyond it, trafilatura's text is taken.
_MOST_WORK = 10**9
_ARTICLE_TAG = re.compile(r"<(/?)article\b", re.IGNORECASE)
_DASHES = re.compile(r"[\s—–―-]+$")
_SENTENCE_ENDS = tuple(".!?…:\"'”’)")
_LEADING_DASHES = re.compile(r"^[\s—–―-]+")


class Body(Struct, frozen=True, kw_only=True):
    """The report's text and blocks. closing: the words of a paywall beside it.

    left: for a draft, phrases that say what else in quotation marks the page shows.
    """

    text: str = ""
    blocks: tuple[Block, ...] = ()
    closing: str | None = None
    left: tuple[str, ...] = ()


def read_body(markup: str, layout: Layout, metadata: Metadata, *, whole: bool = False) -> Body:
    """Return the report's text, paragraphs apart by a blank line, and its blocks; empty if none is found.

    whole: the page is a draft, of which nothing may be missed: headings and all lines that quote are kept.
    """
    pieces = _pieces(markup)
    kept = _match(pieces, layout.lines)
    if whole:
        return _whole(kept or set(), layout)
    if kept is None:
        # What is on none of the page's lines came out of its data, where the posts are told apart.
        body = Body(text="\n\n".join(pieces)) if not metadata.posts else Body()
    else:
        _put_back(kept, layout)
        _drop_beside(kept, layout)
        body = print_lines([layout.lines[index] for index in sorted(kept)], metadata.fields.get("title"))
    data = print_lines(list(metadata.body), None)
    if not metadata.posts and len(data.text) > PAGES.fuller * len(body.text):
        return data
    return Body(text=body.text, blocks=body.blocks, closing=_closing(kept or set(), layout))


def _whole(kept: set[int], layout: Layout) -> Body:
    """Return all text of a draft's page except what stands beside it; of that, quotations are noted."""
    places = {0, _place(kept, layout)} if kept else {0}
    lines = list(enumerate(layout.lines))
    taken = kept | {at for at, line in lines if any(_stands_in(line.box, place, layout) for place in places)}
    body = print_lines([layout.lines[at] for at in sorted(taken)], None)
    quoted = [line.text for at, line in lines if at not in taken and holds_quotation(line.text)]
    left = tuple(
        f"words beside the text ({words[: SHOWN.left_out]}{'…' * (len(words) > SHOWN.left_out)})"
        for words in quoted
    )
    return Body(text=body.text, blocks=body.blocks, left=left)


def seen_markup(tree: Any, *, live: bool) -> str:
    """Return the page's markup without what no reader sees; ``tree`` is changed on the way.

    The posts of a live blog are articles of their own in HTML, and trafilatura takes the first article for
    the report; there they become sections.
    """
    tree.strip_tags(["noscript", "template", "button", "svg", "dialog"], recursive=True)
    markup: str = tree.html or ""
    return _ARTICLE_TAG.sub(r"<\1section", markup) if live else markup


def _pieces(markup: str) -> list[str]:
    """Return what trafilatura takes for the report, piece by piece."""
    from trafilatura import bare_extraction

    # deduplicate stays off: its cache would make a page's text depend on the pages before it.
    found = bare_extraction(
        markup, fast=True, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False
    )
    body: Any = getattr(found, "body", None)
    if body is None:
        return []
    texts = (" ".join(str(piece).split()) for piece in body.itertext())
    return [piece for piece in texts if key_of(piece)]


def _match(pieces: list[str], lines: list[PageLine]) -> set[int] | None:
    """Return the indices of the lines that ``pieces`` stand for; None when too many are not found."""
    from rapidfuzz.distance import LCSseq

    keys = [key_of(piece) for piece in pieces]
    total = sum(map(len, keys))
    if not total:
        return set()
    (left, right), _ = numbered(keys, (line.key for line in lines))
    if len(left) * len(right) > _MOST_WORK:
        return None
    kept: set[int] = set()
    found = 0
    for step in LCSseq.opcodes(left, right):
        if step.tag == "equal":
            kept.update(range(step.dest_start, step.dest_end))
            found += sum(map(len, keys[step.src_start : step.src_end]))
    found += _match_parts(keys, lines, kept, left, right)
    return kept if found >= PAGES.found_again * total else None


def _match_parts(
    keys: list[str], lines: list[PageLine], kept: set[int], left: list[int], right: list[int]
) -> int:
    """Add lines that are only part of a piece, or hold one; return how many signs of the pieces these are.

    trafilatura joins what a page breaks (cells, breaks) and breaks what it joins (inline markup).
    """
    whole = {right[index] for index in kept}
    missing = [key for key, name in zip(keys, left, strict=True) if name not in whole]
    rest = "\n".join(missing)
    if len(rest) * len(lines) > _MOST_WORK:
        return 0
    covered = 0
    for index, line in enumerate(lines):
        if not rest:
            break
        if index in kept:
            continue
        if line.key in rest:
            rest = rest.replace(line.key, "\v", 1)
            kept.add(index)
            covered += len(line.key)
            continue
        inside = [key for key in missing if len(key) * 2 >= len(line.key) and key in line.key]
        if inside:
            kept.add(index)
            covered += len(inside[0])
    return covered


def _put_back(kept: set[int], layout: Layout) -> None:
    """Add quotes, posts, captions and headlines of a live blog's posts that stand inside it but were lost."""
    if not kept:
        return
    place = _place(kept, layout)
    said = "".join(layout.lines[index].key for index in sorted(kept))
    spoken: dict[int, list[str]] = {}
    for line in layout.lines:
        if line.group is not None and not line.credit:
            spoken.setdefault(id(line.group), []).append(line.key.strip("“”\"'‘’"))
    if len(spoken) * len(said) > _MOST_WORK:
        spoken.clear()  # better said twice than not read in time
    groups = {id(line.group) for index, line in enumerate(layout.lines) if index in kept and line.group}
    updates = {id(line.update) for index in kept if (line := layout.lines[index]).update is not None}
    for index, line in enumerate(layout.lines):
        if index in kept or not _stands_in(line.box, place, layout):
            continue
        if line.heading and id(line.update) in updates:
            kept.add(index)
        elif line.group is not None:
            # A quote pulled out of the report repeats it; nothing is lost without it.
            whole = id(line.group) in groups or line.group.kind == "post"
            if whole or not all(words in said for words in spoken.get(id(line.group), [said + "."])):
                kept.add(index)
        elif line.caption:
            kept.add(index)


def _drop_beside(kept: set[int], layout: Layout) -> None:
    """Take out labels ("Advertisement") and quotes whose box says that they stand beside the report."""
    if not kept:
        return
    place = _place(kept, layout)
    for index in sorted(kept):
        line = layout.lines[index]
        quote = line.group is not None and line.group.kind == "quote"
        label = line.group is None and not line.caption and not line.text.endswith(_SENTENCE_ENDS)
        if (quote or label) and not _stands_in(line.box, place, layout):
            kept.discard(index)


def _place(kept: set[int], layout: Layout) -> int:
    """Return the innermost element that holds most of the report."""
    weight = [0] * len(layout.boxes)
    for index in kept:
        line = layout.lines[index]
        box = line.box
        while box >= 0:
            weight[box] += len(line.key)
            box = layout.boxes[box].parent
    # Boxes are numbered from the outside in, so the last that holds most is the smallest.
    return max(box for box, held in enumerate(weight) if held >= PAGES.holds_most * weight[0])


def _stands_in(box: int, place: int, layout: Layout) -> bool:
    while box >= 0 and box != place:
        if layout.boxes[box].beside:
            return False
        box = layout.boxes[box].parent
    return box == place


def _closing(kept: set[int], layout: Layout) -> str | None:
    """Return the words of a paywall inside or right after the element of the report."""
    if not kept:
        return None
    place = _place(kept, layout)
    last = max(kept)
    for index, line in enumerate(layout.lines[last + 1 : last + 4], last + 1):
        if index not in kept and _stands_in(line.box, place, layout) and cut_short(line.text):
            return line.text
    return None


def print_lines(lines: list[PageLine], title: str | None) -> Body:
    """Return ``lines`` as text, paragraphs apart by a blank line, without a heading that is ``title``."""
    parts: list[str] = []
    blocks: list[Block] = []
    spans: list[tuple[PageLine, Span]] = []
    position = 0
    open_group: LineGroup | None = None
    words: Span | None = None  # of the open quote or post, so far
    title_key = key_of(title or "")
    spoken = _speaking(lines)

    def close() -> None:
        if open_group is not None and words is not None and len(words):
            blocks.append(_block(open_group, words))

    for line in lines:
        if line.heading == 1 and line.key == title_key:
            continue
        if line.group is not None and (is_scaffold(line.text) or id(line.group) not in spoken):
            continue
        goes_on = line.group is not None and line.group.kind == "post" and line.group is open_group
        if line.group is not open_group:
            close()
            open_group, words = line.group, None
        joined = line.joined or goes_on
        gap = "" if not parts else "\n" if joined else "\n\n"
        start = position + len(gap)
        end = start + len(line.text)
        parts += (gap, line.text)
        position = end
        spans.append((line, Span(start, end)))
        if line.group is not None:
            words = _own_words(line, words, start, end)
        elif line.heading:
            blocks.append(Block(kind="heading", span=Span(start, end)))
        elif line.caption:
            blocks.append(Block(kind="caption", span=Span(start, end)))
    close()
    blocks += _updates(spans)
    return Body(text="".join(parts), blocks=tuple(sorted(blocks, key=lambda block: block.span)))


def _speaking(lines: list[PageLine]) -> set[int]:
    """Return the quotes and posts that have words of their own; of a post that is there twice, the first.

    "[image or embed]" at the end of a post's words is taken off.
    """
    said: dict[int, list[str]] = {}
    posts: set[int] = set()
    for line in lines:
        if line.group is None or _frames(line):
            continue
        if line.group.kind == "post":
            line.text = without_stand_in(line.text)
            posts.add(id(line.group))
        said.setdefault(id(line.group), []).append(key_of(line.text))
    first: dict[str, int] = {}
    for group, words in said.items():
        if group in posts:
            first.setdefault("".join(words), group)
    return {group for group, words in said.items() if group not in posts or first["".join(words)] == group}


def _updates(lines: list[tuple[PageLine, Span]]) -> list[Block]:
    """Return the posts of a live blog, each from its first line to its last."""
    found: dict[int, Block] = {}
    for line, span in lines:
        if line.update is None or line.update.date is None:
            continue
        first = found.get(id(line.update))
        start = first.span.start if first else span.start
        found[id(line.update)] = Block(
            kind="update", span=Span(start, span.end), date=line.update.date, url=line.update.url
        )
    return list(found.values())


def _frames(line: PageLine) -> bool:
    """Tell whether a line in a quote or post is not part of its words: a credit, or text of the platform."""
    if line.credit or is_scaffold(line.text):
        return True
    return _frames_post(line)


def _frames_post(line: PageLine) -> bool:
    group = line.group
    if group is None or group.kind != "post":
        return False
    return frames_post(line.text, group.author, group.handle, group.stamp)


def _own_words(line: PageLine, words: Span | None, start: int, end: int) -> Span | None:
    """Return the span of the quote's words with this line, whose credit is not among them."""
    group = line.group
    if group is None:
        return words
    if line.credit:
        group.author = group.author or _LEADING_DASHES.sub("", line.text) or None
        return words
    if _frames_post(line):
        return words
    end -= len(line.text) - len(_DASHES.sub("", line.text))
    return Span(words.start if words else start, end)


def _block(group: LineGroup, span: Span) -> Block:
    kind: Literal["post", "quote"] = "post" if group.kind == "post" else "quote"
    return Block(
        kind=kind, span=span, author=group.author, handle=group.handle, date=group.date, url=group.url
    )
