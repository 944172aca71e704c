"""What a report or a story is headed by."""

from __future__ import annotations

import re
from collections.abc import Mapping

from variorum.model import AnnotatedArticle, ArticleSummary, Collation
from variorum.outputs.doubts import doubtful
from variorum.outputs.wording import UNHEARD, clipped
from variorum.settings import SHOWN

# Pages put their own name behind the title of an article, and behind that what they are about.
_TAIL = re.compile(r"(?P<head>.*\S)\s+(?P<sign>\||::|·|»|[-\u2013\u2014])\s+(?P<tail>\S[^|]*)$", re.DOTALL)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}", re.IGNORECASE)
_SITES = ("|", "::", "»", "·")  # these part a title from the name of the site, never two halves of a title


def bare_title(title: str, outlet: str | None) -> str:
    """Return a title without the name of its outlet behind it: "Ferry sinks - Port Herald | News" is
    "Ferry sinks". One or two words before it are kept together with it: they may be no title by themselves.
    """
    while found := _TAIL.fullmatch(title):
        head, tail = found["head"], found["tail"]
        if len(head.split()) < SHOWN.title_words:
            break
        if found["sign"] not in _SITES and not _names(tail, outlet) and not _DOMAIN.fullmatch(tail):
            break
        title = head
    return title


def story_title(collation: Collation, articles: Mapping[str, AnnotatedArticle]) -> str:
    """Return what a story is headed by: the title of its first readable report that has one, else of any,
    else the first sentence of the first report that has one; "Without a title" where there is none of these.

    A report that may be of another event (``doubtful``) comes after the others.
    """
    for one in _ordered(collation):
        if one.title:
            return clipped(bare_title(one.title, one.outlet), SHOWN.title)
    return story_beginning(collation, articles) or "Without a title"


def story_beginning(collation: Collation, articles: Mapping[str, AnnotatedArticle]) -> str:
    """Return the first sentence of the first readable report that has one, else of any; else nothing."""
    for one in _ordered(collation):
        if (annotated := articles.get(one.id)) and (sentence := _first_sentence(annotated)):
            return clipped(sentence, SHOWN.title)
    return ""


def _ordered(collation: Collation) -> list[ArticleSummary]:
    strange = doubtful(collation)
    return sorted(collation.articles, key=lambda one: (one.status in UNHEARD, one.id in strange))


def _first_sentence(annotated: AnnotatedArticle) -> str:
    text, furniture = annotated.article.text, annotated.annotation.furniture
    told = (
        " ".join(span.of(text).split())
        for span in annotated.annotation.sentences
        if not any(span.overlaps(each) for each in furniture)
    )
    return next((sentence for sentence in told if sentence), "")


def _names(tail: str, outlet: str | None) -> bool:
    """Tell whether the end of a title is the name of the outlet, or this the name with something more."""
    name, end = _letters(outlet or ""), _letters(tail)
    return bool(name and end) and (name in end or end in name) and min(len(name), len(end)) > 2


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold().removeprefix("the "))
