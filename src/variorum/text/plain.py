"""An article as its reader sees it: without markup, with broken lines joined, without invisible signs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from variorum.language.language import language_of
from variorum.model import Article, Span
from variorum.text.linked import linked_headlines
from variorum.text.seen import unseen
from variorum.text.spaced import spaced
from variorum.text.view import Replaced, View
from variorum.text.wrapping import joints


def reading_view(article: Article) -> View:
    """Return the text of ``article`` as it is read; ``article_in`` gives the article with it."""
    view = View(article.text, _markup(article))
    view = view.then(joints(view.text))
    view = view.then(unseen(view.text))
    return _as_printed(view, article)


def markup_view(article: Article) -> View:
    """Return the text of ``article`` without its markup; signs of Markdown stand in the stored text."""
    return View(article.text, _markup(article))


def without_markup(article: Article) -> tuple[Article, View]:
    """Return ``article`` without markup and the view that it is; the article itself where it has none."""
    view = markup_view(article)
    return article_in(article, view), view


def as_collated(article: Article) -> tuple[Article, View]:
    """Return ``article`` without markup, headlines stuck to a linked name and blanks inside words, and the
    view that it is; the article itself where it has none of them.
    """
    view = _as_printed(markup_view(article), article)
    return article_in(article, view), view


def _as_printed(view: View, article: Article) -> View:
    """Return a view without what came into the text when a page was made one, or it was cut into words."""
    lang = language_of(article.lang)
    view = view.then(linked_headlines(view.text, lang))
    return view.then(spaced(view.text, lang))


def article_in(article: Article, view: View) -> Article:
    """Return ``article`` with the text of ``view`` and its blocks there; without those of markup.

    The article itself where the view changes nothing.
    """
    if not view.changed:
        return article
    blocks = [
        replace(block, span=span)
        for block in article.blocks
        if block.kind != "markup" and len(span := _trimmed(view.text, view.there(block.span)))
    ]
    return replace(article, text=view.text, blocks=tuple(blocks))


def _markup(article: Article) -> Iterator[Replaced]:
    """Yield the signs of markup, and what a reader sees in their place; what is inside others is left out."""
    blocks = [block for block in article.blocks if block.kind == "markup"]
    at = 0
    for block in sorted(blocks, key=lambda block: (block.span.start, -block.span.end)):
        if block.span.end > at:
            yield max(block.span.start, at), block.span.end, block.shown or ""
            at = block.span.end


def _trimmed(text: str, span: Span) -> Span:
    """Return ``span`` without the blank signs at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
