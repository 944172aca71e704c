"""What calls from Python are given: paths and articles, alone or in lists; what else is told what to give.

>>> paths, articles = sort_out(["a.txt", [Article(id="a", text="Ada Quill spoke.")]])
>>> paths, [article.id for article in articles]
(('a.txt',), ['a'])
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from variorum.errors import InputError, shortened
from variorum.model import AnnotatedArticle, Article

Given = str | os.PathLike[str] | Article | Iterable[str | os.PathLike[str] | Article]
"""A path (see ``formats.read``), an article, or any number of either."""

_ARTICLE = "variorum.Article(id=…, text=…)"


def sort_out(given: Iterable[Given]) -> tuple[tuple[str, ...], tuple[Article, ...]]:
    """Return the paths and the articles of ``given``, each in the order given; lists are opened.

    Raises InputError for what is neither, saying what to give instead.
    """
    paths: list[str] = []
    articles: list[Article] = []
    for one in _each(given):
        if isinstance(one, Article):
            articles.append(one)
        else:
            paths.append(one)
    return tuple(paths), tuple(articles)


def only_articles(given: Iterable[Article]) -> Iterator[Article]:
    """Yield the articles of ``given``; raises InputError at the first that is none."""
    for one in _opened(given):
        if not isinstance(one, Article):
            remedy = "; paths are given to Corpus(…)" if isinstance(one, str | os.PathLike) else ""
            raise InputError(f"{_shown(one)} is no article; give {_ARTICLE}{remedy}")
        yield one


def text_of_draft(given: object) -> str:
    """Return the text of a draft as given; raises InputError for anything else, and for a file's name."""
    if isinstance(given, str):
        if "\n" not in given and _is_file(given):
            raise InputError(
                f"{_shown(given)} is the name of a file, and its name would be checked, not what it holds; "
                "give its text, pathlib.Path(…).read_text(), or use `variorum check`"
            )
        return given
    if isinstance(given, Article):
        return given.text
    raise InputError(f"{_shown(given)} is no text; a draft is given as a string")


def _each(given: Iterable[object]) -> Iterator[str | Article]:
    for one in given:
        if isinstance(one, Article):
            yield one
        elif isinstance(one, str | os.PathLike) and isinstance(path := os.fspath(one), str):
            yield path
        else:
            yield from _each(_opened(one))


def _opened(given: object) -> Iterable[object]:
    """Return what a list or any other iterable of inputs holds.

    Raises InputError for tables and records, which can be iterated too but yield no reports.
    """
    if isinstance(given, Mapping):
        raise InputError(
            f"{_shown(given)} is a record, not an article; give variorum.Article(**record) (id and text are "
            "needed), or write the records to a .jsonl file and give its path"
        )
    if hasattr(given, "columns") or hasattr(given, "column_names"):
        raise InputError(
            f"a {type(given).__name__} is a table, not a list of reports; write it to a .parquet or .jsonl "
            f"file and give its path, or give a list of {_ARTICLE}, one for each row"
        )
    if isinstance(given, AnnotatedArticle):
        raise InputError(f"article {given.article.id} is annotated already; give its `article`")
    if isinstance(given, bytes | bytearray | memoryview) or not isinstance(given, Iterable):
        raise InputError(
            f"{_shown(given)} is neither a path nor an article; give paths of files or folders, or {_ARTICLE}"
        )
    return given


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # too long for a name, or not one
        return False


def _shown(given: object) -> str:
    return shortened(repr(given))
