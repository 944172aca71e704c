"""Mark the boilerplate ("furniture") of a page: captions, credits, "Read more", newsletter lines, sign-offs.

Boilerplate stays in the text; it is only no statement of the report. Decided paragraph by paragraph,
precision first: what may be a sentence of the report is left alone. The patterns are the language's
(``furniture.toml``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from variorum.language.language import Language, language_of
from variorum.model import Annotation, Article, Span, SpanIndex
from variorum.settings import LAYOUT, AnnotateSettings
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
        compiled = re.compile(_PLACE[place].format(joined), flag)
        groups.append(FurnitureGroup(compiled, group.words, place == "ends", group.exact, group.needs))
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

    Captions that the markup marks are boilerplate, and so are the numbers and times of subtitles; a
    paragraph inside an embedded post never is.
    """
    captions = sorted(block.span for block in article.blocks if block.kind == "caption")
    posts = SpanIndex(post.span for post in annotation.posts)
    lang = language_of(article.lang)
    found: list[Span] = cue_lines(article.text, annotation.paragraphs)
    for paragraph in annotation.paragraphs:
        if posts.overlaps(paragraph):
            continue
        low = bisect_right(captions, paragraph.start, key=lambda span: span.end)
        high = bisect_left(captions, paragraph.end, lo=low, key=lambda span: span.start)
        inside = captions[low:high]
        if is_furniture(paragraph.of(article.text), lang) or any(c.contains(paragraph) for c in inside):
            found.append(paragraph)
        else:
            found += [caption for caption in inside if paragraph.contains(caption)]
    return replace(annotation, furniture=tuple(sorted(set(found))))
