"""What calls from Python are given: paths, articles, records, texts and tables, alone or in lists.

>>> paths, articles = sort_out(["a.txt", [Article(id="a", text="Ada Quill spoke.")]])
>>> paths, [article.id for article in articles]
(('a.txt',), ['a'])
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from variorum.errors import InputError, MissingExtra, shortened
from variorum.formats import FORMATS, GIVEN
from variorum.formats.records import read_record
from variorum.model import AnnotatedArticle, Article, Reject, content_id
from variorum.model.tables import from_row
from variorum.settings import INPUTS, ReadSettings

Given = str | os.PathLike[str] | Article | Mapping[str, Any] | Iterable[Any]
"""A path (see ``formats.read``), an article, a record (a mapping with the fields of a line of JSON), the text
of a report, a table with a row for each (pandas, polars, Arrow), or any number of these."""

_ENDS = frozenset(".!?…\"'”’»)")
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
        if _is_name(given):
            raise InputError(f"{_shown(given)} is the name of a file that there is not, and no text to check")
        return given
    if isinstance(given, Article):
        return given.text
    raise InputError(f"{_shown(given)} is no text; a draft is given as a string")


def _each(given: Iterable[object]) -> Iterator[str | Article]:
    for one in given:
        if isinstance(one, Article):
            yield one
        elif isinstance(one, Mapping):
            yield _article_of(one)
        elif isinstance(one, str | os.PathLike) and isinstance(path := os.fspath(one), str):
            yield _article_of({"text": path}) if isinstance(one, str) and _is_text(path) else path
        elif (rows := _rows(one)) is not None:
            yield from map(_article_of, rows)
        else:
            yield from _each(_opened(one))


def _article_of(record: Mapping[str, Any]) -> Article:
    """Return the article that a record holds, as the same line of a file would give it.

    One that holds none, of a record without words, is told as any bad record is, when it is read. Raises
    InputError for a record that has another name for its text.
    """
    row = from_row(record)
    read = list(read_record(row, file=GIVEN, line=None, settings=ReadSettings()))
    for item in read:
        if isinstance(item, Article):
            return item
    reject = next(item for item in read if isinstance(item, Reject))
    if "text" not in row and "html" not in row:
        raise InputError(f"a record {reject.reason}")
    rest = {name: value for name, value in row.items() if name not in ("id", "text", "html")}
    # As it came: what is wrong with it is told when it is read, and the others are used.
    id = reject.id or content_id("a", repr(rest))
    return Article(id=id, text=row.get("text"), extra=rest)  # type: ignore[arg-type]


def _rows(given: object) -> Iterable[Mapping[str, Any]] | None:
    """Return the rows of a table of pandas, polars or Arrow as records; None for what is none."""
    for name in ("to_pylist", "to_dicts"):  # Arrow; polars
        if callable(rows := getattr(given, name, None)) and hasattr(given, "schema"):
            return _as_rows(rows())
    if hasattr(given, "columns") and callable(rows := getattr(given, "to_dict", None)):  # pandas
        return _as_rows(rows("records"))
    if hasattr(given, "__arrow_c_stream__"):
        try:
            import pyarrow
        except ImportError as error:
            raise MissingExtra(
                "a table needs pyarrow; install it with: pip install 'variorum[parquet]'"
            ) from error
        return _as_rows(pyarrow.table(given).to_pylist())
    return None


def _as_rows(rows: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return rows


def _is_text(given: str) -> bool:
    """Tell whether a string is the text of a report: no file is called so, and it is written like a text.

    That is, it has several lines, or is a sentence of some words with an end; or no name can be so long.
    """
    words = given.split()
    if len(words) < INPUTS.words or _exists(given):
        return False
    return "\n" in given.strip() or given.rstrip()[-1] in _ENDS or len(given) > INPUTS.longest_name


def _opened(given: object) -> Iterable[object]:
    """Return what a list or any other iterable of inputs holds.

    Raises InputError for tables that tell nothing of their rows: they can be iterated, but yield no reports.
    """
    if hasattr(given, "columns") or hasattr(given, "column_names"):
        raise InputError(
            f"a {type(given).__name__} is a table whose rows cannot be had; write it to a .parquet or .jsonl "
            f"file and give its path, or give a list of {_ARTICLE}, one for each row"
        )
    if isinstance(given, AnnotatedArticle):
        raise InputError(f"article {given.article.id} is annotated already; give its `article`")
    if isinstance(given, bytes | bytearray | memoryview) or not isinstance(given, Iterable):
        raise InputError(
            f"{_shown(given)} is neither a path nor an article; give paths of files or folders, or {_ARTICLE}"
        )
    return given


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # too long for a name, or not one
        return False


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # too long for a name, or not one
        return False


def _is_name(given: str) -> bool:
    """Tell whether a string is one word that ends as files are named which are read: ``draft.md``."""
    if len(given.split()) != 1:
        return False
    ending = Path(given.strip().lower()).suffix
    return any(ending in one.suffixes for one in FORMATS)


def _shown(given: object) -> str:
    return shortened(repr(given))
