"""Mark embedded social posts: their words are their authors', not the outlet's.

From the markup where the format tells it (``Article.blocks``), and in plain text by what embedding leaves
behind: a signature ("— Name (@handle) June 3, 2025"), a handle that opens a paragraph ("@handle: ..."), an
announcement ("Name (@handle) tweeted:"), a picture link, "A post shared by ...", a header ("Name", "@handle"
on lines of their own) above the words and the time and counts of reactions below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec.structs import replace

from variorum.annotation.posts.signatures import header_of, is_stamp
from variorum.language.language import Language, language_of
from variorum.model import Annotation, Article, Post, Span, SpanIndex
from variorum.settings import LAYOUT, AnnotateSettings
from variorum.text.calendar import months, parse_day
from variorum.text.late import late
from variorum.text.lookup import alternatives

_HANDLE = r"@(?P<handle>\w{1,30})"
# A name as people give it on a network, which may hold something in brackets: "Marl Harbour (official)".
_NAME = r"(?P<author>[^\s(@—–\n][^(@—–\n]{0,60}?(?:\([^()@\n]{1,40}\))?)"
_OPENS_WITH_HANDLE = late(rf"(?:RT\s+)?{_HANDLE}\s*:\s+\S")
_OPENS_WITH_NAME = late(rf"{_NAME}\s*\({_HANDLE}\)\s*:\s+[^\s“\"]")
_HEAD = late(rf"{_NAME}\s*\({_HANDLE}\)\s+\S")
_ANNOUNCES = late(
    rf"(?:^|[\s,.;(]){_NAME}?\s*\(?{_HANDLE}\)?\s+(?:\w+ly\s+)?(?:tweeted|posted|wrote|writes|tweets|replied|added)\b[^.:“\"]{{0,60}}:\s*$"
)
_SHARED = late(
    rf"(?:A (?:post|video|photo|reel|story) (?:shared|posted) by|A post by)\s+{_NAME}\s*\({_HANDLE}\)"
)
_VIEW = late(r"View this (?:post|photo|video|reel) on (?:Instagram|TikTok|Facebook|Threads)", re.IGNORECASE)
_PICTURE = late(r"\bpic\.(?:twitter|x)\.com/\w+")
_LINK = late(
    r"https?://(?:www\.)?(?:twitter|x|instagram|facebook|tiktok)\.com/\S{1,300}/(?:status|p|posts|video)/\S{1,300}"
)
_BLANK_LINE = "\n\n"
_STAMP_PARTS = late(r"\s*[-–—·•|]\s*")


@cache
def _signature(lang: Language) -> re.Pattern[str]:
    """Pattern of the line that embedding leaves: dash, name, handle, date."""
    month = alternatives(months(lang))
    day = rf"(?:(?:{month})\.?\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+(?:{month})\.?,?\s+\d{{4}})"
    time = r"(?:\d{1,2}:\d\d\s*(?:[AaPp]\.?[Mm]\.?)?\s*[-–—·]\s*)?"
    return re.compile(
        rf"(?:—|–|--|&mdash;|(?<=\s)-)\s*{_NAME}\s*\({_HANDLE}\)\s*(?P<date>{time}{day})?(?=\s|$)",
        re.IGNORECASE,
    )


def assign_posts(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the posts, in order of the text and apart from each other.

    Handles are given without "@", dates as ISO 8601 days; what the text does not tell is None.
    """
    found = [
        _from_block(article.text, block.span, block, language_of(article.lang))
        for block in article.blocks
        if block.kind == "post"
    ]
    marked = sorted(found, key=lambda post: post.span)
    places = SpanIndex(post.span for post in found)
    end = 0  # of the last post found in the text; they come in order
    for post in _from_text(article.text, annotation.paragraphs, language_of(article.lang)):
        known = places.overlaps(post.span) or post.span.start < end
        if not known and not any(_credits(article.text, post, other) for other in marked):
            found.append(post)
            end = post.span.end
    return replace(annotation, posts=tuple(sorted(found, key=lambda post: post.span)))


def _credits(text: str, post: Post, marked: Post) -> bool:
    """Tell whether a post found in the text is only the author line beside a post that the markup marks."""
    first, second = sorted((post.span, marked.span))
    line = len(post.span) <= LAYOUT.post_credit and "\n" not in post.span.of(text)
    if not line or text[first.end : second.start].strip():
        return False
    names = {name.lower() for name in (marked.handle, marked.author) if name}
    return bool(names & {name.lower() for name in (post.handle, post.author) if name})


def _from_block(text: str, span: Span, block: object, lang: Language) -> Post:
    """Return the post of a block; its own signature fills what the markup leaves open."""
    told = {name: getattr(block, name) for name in ("author", "handle", "date", "url")}
    signatures = list(_signature(lang).finditer(text, span.start, span.end))
    read = _read(signatures[-1], text[span.start : span.end], lang) if signatures else {}
    merged = {name: told[name] or read.get(name) for name in told}
    if merged["handle"]:
        merged["handle"] = merged["handle"].lstrip("@")
    return Post(span=span, **merged)


def _read(match: re.Match[str], around: str, lang: Language) -> dict[str, str | None]:
    """Return author, handle, date and link that a match and the words around it show."""
    groups = match.groupdict()
    author = groups.get("author")
    link = _LINK.search(around)
    return {
        "author": author.strip(" ,.") or None if author else None,
        "handle": groups.get("handle"),
        "date": parse_day(groups["date"], lang) if groups.get("date") else None,
        "url": link[0].rstrip(").,") if link else None,
    }


def _from_text(text: str, paragraphs: tuple[Span, ...], lang: Language) -> Iterator[Post]:
    """Yield the posts that plain text shows, in order."""
    if not _may_show_post(text):
        return
    spaced = _BLANK_LINE in text
    taken = -1  # index of the last paragraph that belongs to a post
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[min(index + 1, len(paragraphs) - 1)]
        if index <= taken or not _may_show_post(text[paragraph.start : following.end]):
            continue
        words = paragraph.of(text)
        headed = _headed(text, paragraphs, index, spaced=spaced, lang=lang)
        if headed is not None:
            taken, post = headed
            yield post
            continue
        signed = list(_signature(lang).finditer(text, paragraph.start, paragraph.end))
        if signed:
            yield from _signed(text, paragraphs, index, signed, taken, lang)
        elif shared := _SHARED.search(words):
            start = paragraphs[_first_of_shared(text, paragraphs, index, taken)].start
            yield Post(span=Span(start, paragraph.end), **_read(shared, words, lang))
        elif opening := (_OPENS_WITH_HANDLE.match(words) or _OPENS_WITH_NAME.match(words)):
            yield Post(span=paragraph, **_read(opening, words, lang))
        elif _PICTURE.search(words) and not _signed_next(text, paragraphs, index, lang):
            head = _HEAD.match(words)
            yield Post(span=paragraph, **_read(head, words, lang)) if head else Post(span=paragraph)
        elif (announced := _ANNOUNCES.search(words)) and _announced_is_plain(text, paragraphs, index, lang):
            index += 1
            yield Post(span=paragraphs[index], **_read(announced, paragraphs[index].of(text), lang))
        else:
            continue
        taken = index


def _may_show_post(words: str) -> bool:
    """Tell whether ``words`` hold any sign that a pattern of a post needs; spares the patterns."""
    return "@" in words or "pic." in words


def _headed(
    text: str, paragraphs: tuple[Span, ...], index: int, *, spaced: bool, lang: Language
) -> tuple[int, Post] | None:
    """Return the post whose header begins at ``index``, and the index of its last paragraph.

    Its words end with the line of its time or reactions. Without such a line they are the lines right below,
    up to an empty one; not so at the head of an article, where a byline looks the same. spaced: the text has
    empty lines.
    """
    match = header_of(paragraphs[index].of(text))
    author, first = (match.groupdict().get("author"), index + 1) if match else (None, index + 2)
    if match is None and index + 1 < len(paragraphs) and _is_name(paragraphs[index].of(text)):
        below = header_of(paragraphs[index + 1].of(text))
        if below is not None and "author" not in below.groupdict():
            author, match = paragraphs[index].of(text), below
    if match is None or first >= len(paragraphs):
        return None
    stamp = _stamp_below(text, paragraphs, first)
    last = first - 1
    if stamp is None:
        runs_on = text[paragraphs[first].start].islower()  # a sentence of the report over two lines
        if index < LAYOUT.head_paragraphs or not spaced or runs_on:
            return None
        longest = min(len(paragraphs) - 1, first + LAYOUT.post_paragraphs + 2)
        while last < longest and _BLANK_LINE not in _between(text, paragraphs, last + 1):
            last += 1
    else:
        last = stamp
        while last + 1 < len(paragraphs) and is_stamp(paragraphs[last + 1].of(text)):
            last += 1
    if last < first or last - first > LAYOUT.post_paragraphs + 1:
        return None
    date = None if stamp is None else _day_in(paragraphs[stamp].of(text), lang)
    span = Span(paragraphs[index].start, paragraphs[last].end)
    return last, Post(span=span, author=author, handle=match["handle"], date=date)


def _is_name(words: str) -> bool:
    return len(words.split()) <= LAYOUT.author_words and words[-1] not in '.:;,?!…”"' and "@" not in words


def _stamp_below(text: str, paragraphs: tuple[Span, ...], first: int) -> int | None:
    """Return the first paragraph after ``first`` that is a time or a count, before another header."""
    for index in range(first, min(len(paragraphs), first + LAYOUT.post_paragraphs + 1)):
        words = paragraphs[index].of(text)
        if is_stamp(words):
            return index if index > first else None
        if header_of(words):
            return None
    return None


def _between(text: str, paragraphs: tuple[Span, ...], index: int) -> str:
    """Return what stands before paragraph ``index``, without blanks in lines."""
    return text[paragraphs[index - 1].end : paragraphs[index].start].replace(" ", "").replace("\r", "")


def _day_in(stamp: str, lang: Language) -> str | None:
    days = (parse_day(part.strip(), lang) for part in _STAMP_PARTS.split(stamp))
    return next((day for day in days if day), None)


def _signed(
    text: str,
    paragraphs: tuple[Span, ...],
    index: int,
    signed: list[re.Match[str]],
    taken: int,
    lang: Language,
) -> Iterator[Post]:
    """Yield a post for each signature of one paragraph: from the end of the one before to its own end.

    A signature that stands alone signs the paragraph before it, or all since the last colon.
    """
    start = paragraphs[index].start
    if signed[0].start() - start < 2:
        start = paragraphs[_first_of_signed(text, paragraphs, index, taken)].start
    for match in signed:
        yield Post(span=Span(start, match.end()), **_read(match, text[start : match.end()], lang))
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1


def _first_of_signed(text: str, paragraphs: tuple[Span, ...], index: int, taken: int) -> int:
    for first in range(index - 1, max(taken, index - 2 - LAYOUT.post_paragraphs), -1):
        if paragraphs[first].of(text).endswith(":"):
            return first + 1
    return max(index - 1, taken + 1)


def _first_of_shared(text: str, paragraphs: tuple[Span, ...], index: int, taken: int) -> int:
    """Index of "View this post on ..." when it stands shortly before, else the paragraph itself."""
    for first in range(index - 1, max(taken, index - 2 - LAYOUT.post_paragraphs), -1):
        if _VIEW.search(paragraphs[first].of(text)):
            return first
    return index


def _signed_next(text: str, paragraphs: tuple[Span, ...], index: int, lang: Language) -> bool:
    """Tell whether the next paragraph is a signature line, so that this one is the post it signs."""
    return index + 1 < len(paragraphs) and bool(_signature(lang).match(text, paragraphs[index + 1].start))


def _announced_is_plain(text: str, paragraphs: tuple[Span, ...], index: int, lang: Language) -> bool:
    """Tell whether the next paragraph is a post's words: no quotation marks, no signature of its own.

    With marks it is an ordinary quotation, attributed by the outlet's own sentence.
    """
    if index + 1 >= len(paragraphs):
        return False
    following = paragraphs[index + 1]
    return text[following.start] not in "“\"'‘«„" and not _signature(lang).search(
        text, following.start, following.end
    )
