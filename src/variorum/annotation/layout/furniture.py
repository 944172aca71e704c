"""Mark the boilerplate ("furniture") of a page: captions, credits, "Read more", newsletter lines, sign-offs.

Boilerplate stays in the text; it is only no statement of the report. Decided paragraph by paragraph,
precision first: what may be a sentence of the report is left alone. The patterns are the language's
(``furniture.toml``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from variorum.language.language import Language, language_of
from variorum.model import Annotation, Article, Span, SpanIndex
from variorum.settings import LAYOUT, AnnotateSettings
from variorum.text.late import late
from variorum.text.stamps import cue_lines


# A statement: words in quotation marks with a verb of speech near. Never furniture, whatever it ends with.
@cache
def _speech(lang: Language) -> re.Pattern[str]:
    behind, before = "|".join(lang.words.said_behind), "|".join(lang.words.said_before)
    return re.compile(rf"[“\"][^”\"]{{15,}}[”\"].*\b(?:{behind})\b|\b(?:{before})\b.*[“\"]")


class FurnitureGroup(Struct, frozen=True):
    """One group of the data file: a compiled pattern and the most words a paragraph may have.

    needs: strings of which the pattern finds at least one; empty where that would spare nothing.
    """

    pattern: re.Pattern[str]
    words: int
    at_end: bool
    exact: bool
    needs: tuple[str, ...]

    def finds(self, paragraph: str) -> bool:
        """Tell whether the pattern is found in the paragraph where the group looks for it."""
        if self.at_end:
            if self.needs:
                tail = paragraph[-LAYOUT.tail :] if self.exact else paragraph[-LAYOUT.tail :].lower()
                for word in self.needs:
                    if word in tail:
                        break
                else:
                    return False
            return self.pattern.search(paragraph, max(0, len(paragraph) - LAYOUT.tail)) is not None
        return self.pattern.match(paragraph) is not None


# Letters of scripts without capitals are small ones: nothing in them is a line in capitals.
_SMALL = re.compile(r"[^\W\d_A-Z\u00c0-\u00de]")
_CAPITALS = re.compile(r"[A-Z\u00c0-\u00de]{2,}")
_NO_HEADLINE_ENDS = ".!?:;,-\u2013\u2014"
_OPENING_MARKS, _CLOSING_MARKS = "\"\u201c\u2018'", "\"\u201d\u2019'"
# How the patterns of a group must lie in the paragraph.
_PLACE = {"whole": r"\s*(?:{})[\s.]*\Z", "begins": r"\s*(?:{})", "ends": r"(?:{})\W*\Z"}


@cache
def furniture_groups(lang: Language) -> tuple[FurnitureGroup, ...]:
    """Return the groups of patterns of a language, compiled once."""
    groups = []
    for name, group in lang.furniture.items():
        place = group.place or name
        joined = "|".join(f"(?:{pattern})" for pattern in group.patterns)
        flag = re.NOFLAG if group.exact else re.IGNORECASE
        pattern = late(_PLACE[place].format(joined), flag)
        groups.append(FurnitureGroup(pattern, group.words, place == "ends", group.exact, group.needs))
    return tuple(groups)


def is_furniture(paragraph: str, lang: Language) -> bool:
    """Tell whether a paragraph, by its words alone, is boilerplate; an empty one is not."""
    words = len(paragraph.split(None, LAYOUT.boilerplate_words))
    if not words or words > LAYOUT.boilerplate_words:
        return False
    for group in furniture_groups(lang):  # loops, not generators: this is asked of every paragraph
        if words <= group.words and group.finds(paragraph):
            return not _speech(lang).search(paragraph)
    return False


def assign_furniture(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the boilerplate, in order of the text; empty text has none.

    Captions that the markup marks are boilerplate, and so are the numbers and times of subtitles, and lines
    in capitals that point to other reports; a paragraph inside an embedded post never is.
    """
    captions = sorted(block.span for block in article.blocks if block.kind == "caption")
    posts = SpanIndex(post.span for post in annotation.posts)
    lang = language_of(article.lang)
    found: list[Span] = cue_lines(article.text, annotation.paragraphs)
    found += [line for line in _shouted(article.text, annotation.paragraphs) if not posts.overlaps(line)]
    for paragraph in annotation.paragraphs:
        if posts.overlaps(paragraph):
            continue
        inside = _between(captions, paragraph)
        if is_furniture(paragraph.of(article.text), lang) or any(c.contains(paragraph) for c in inside):
            found.append(paragraph)
        else:
            found += [caption for caption in inside if paragraph.contains(caption)]
    return replace(annotation, furniture=tuple(sorted(set(found))))


def _between(spans: list[Span], paragraph: Span) -> list[Span]:
    """Return the disjoint ``spans``, in order, that a paragraph touches."""
    if not spans:
        return []
    low = bisect_right(spans, paragraph.start, key=lambda span: span.end)
    return spans[low : bisect_left(spans, paragraph.end, lo=low, key=lambda span: span.start)]


def _shouted(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the headlines of other reports between paragraphs: "HARBOUR CHIEF REYES FACES NEW INQUIRY".

    Whole paragraphs without a small letter that end as no sentence, label or dateline does and stand in no
    quotation marks, behind the first paragraph; none where paragraphs in capitals are not the exception.
    """
    lines = [line for line in paragraphs if not _SMALL.search(text, line.start, line.end)]
    lines = [line for line in lines if len(_CAPITALS.findall(text, line.start, line.end)) > 1]
    if len(lines) * LAYOUT.capitals_share > len(paragraphs):
        return []
    return [
        line
        for line in lines
        if line.start > paragraphs[0].start
        and text[line.end - 1] not in _NO_HEADLINE_ENDS
        and not (text[line.start] in _OPENING_MARKS and text[line.end - 1] in _CLOSING_MARKS)
        and len(line.of(text).split()) >= LAYOUT.capitals_words
    ]
