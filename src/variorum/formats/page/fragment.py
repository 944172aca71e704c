"""The text of a report that comes as marked-up words alone, without a page around it: an agency's item.

All of it belongs to the report, so nothing is looked for and nothing left out but what no reader sees.
"""

from __future__ import annotations

from variorum.errors import BadRecord, TookTooLong
from variorum.formats.apart import run_apart
from variorum.formats.page.body import Body, print_lines
from variorum.formats.page.guard import check_markup, slim
from variorum.formats.page.inline import settle_inline
from variorum.formats.page.layout import lay_out
from variorum.formats.page.reveal import reveal
from variorum.settings import ReadSettings


def read_fragment(
    markup: str, settings: ReadSettings, *, without: str = "", title: str | None = None
) -> Body:
    """Return the text and blocks of ``markup``, paragraphs apart by a blank line; its parser runs apart.

    without: CSS selectors of elements that are no text of the report. title: a main heading that only repeats
    it is left out.
    Raises BadRecord as ``read_page`` does, TookTooLong after ``settings.seconds``.
    """
    return run_apart(_read_fragment, markup, settings, without, title, limit=settings.seconds, load=_load)


def _load() -> None:
    import selectolax.lexbor  # noqa: F401


def _read_fragment(markup: str, settings: ReadSettings, without: str, title: str | None) -> Body:
    markup = reveal(slim(markup))
    check_markup(markup, settings)
    try:
        return _read(markup, settings, without, title)
    except (BadRecord, TookTooLong):
        raise
    except Exception as error:  # a parser of others' making on hostile input: anything may come out
        raise BadRecord(f"the text could not be taken apart ({type(error).__name__}: {error})") from error


def _read(markup: str, settings: ReadSettings, without: str, title: str | None) -> Body:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    if without:
        for node in tree.css(without):
            node.decompose()
    settle_inline(tree)
    return print_lines(lay_out(tree, settings.max_nesting).lines, title)
