"""What lies beside the files of a tool: the articles, so that labels that come back find their text again.

``articles.jsonl`` holds the fields of each article and, as ``files``, the name of its files for the tool.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, convert

from variorum.errors import BadRecord, InputError, OutputError, UnreadableFile
from variorum.model import Article
from variorum.model.codec import article_record, decode, encode
from variorum.outputs.atomic import replacing
from variorum.settings import FILES

ARTICLES = "articles.jsonl"
Item = TypeVar("Item")
Made = TypeVar("Made")
Rejected = Callable[[BadRecord], None]
"""Called with what says why labels of one article cannot be used; without it that is an error."""
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)


class Names:
    """Names of files for articles, by their ids; no two alike, also where case does not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, article: Article) -> str:
        """Return a name for an article: its id as far as a file may be called so."""
        plain = _UNSAFE.sub("-", article.id).strip("-.")[: FILES.name_most] or "article"
        name, count = plain, 1
        while name.lower() in self._taken:
            count += 1
            name = f"{plain}-{count}"
        self._taken.add(name.lower())
        return name


class Kept(Struct, frozen=True):
    """An article of a folder, and what its files are called there."""

    name: str
    article: Article


def write_articles(kept: Iterable[Kept], folder: Path) -> None:
    """Write what is beside the files of a tool."""
    with replacing(folder / ARTICLES) as out:
        for one in kept:
            out.write(encode({**article_record(one.article), "files": one.name}) + b"\n")


def read_articles(folder: Path) -> dict[str, Article]:
    """Return the articles of a folder by the name of their files, in their order.

    Raises UnreadableFile where there is no ``articles.jsonl``, BadRecord for a line that holds no article.
    """
    path = folder / ARTICLES
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UnreadableFile(
            f"cannot be read ({error.strerror}); labels need the {ARTICLES} that `variorum export` wrote"
            " beside them",
            file=str(path),
        ) from error
    found: dict[str, Article] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            record = decode(line, dict[str, Any])
            try:
                name = str(record.pop("files"))
                found[name] = _article(record)
            except (KeyError, ValueError) as error:
                raise BadRecord(
                    f"is no article of an export ({error})", file=str(path), line=number
                ) from error
    return found


def _article(record: Mapping[str, Any]) -> Article:
    known = {name: record[name] for name in Article.__struct_fields__ if name in record and name != "extra"}
    extra = {name: value for name, value in record.items() if name not in Article.__struct_fields__}
    return convert({**known, "extra": extra}, Article)


def need_folder(folder: Path) -> None:
    """Make a folder for an export; raises OutputError where a file is in the way."""
    if folder.exists() and not folder.is_dir():
        raise OutputError("is a file; name a folder for the export", file=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot be made ({error.strerror}); choose another folder", file=str(folder)
        ) from error


def one_by_one(
    items: Iterable[Item], make: Callable[[Item], Made | None], rejected: Rejected | None
) -> Iterator[Made]:
    """Yield what is made of each item, but None; one that cannot be used goes to ``rejected``, or raises."""
    for item in items:
        try:
            made = make(item)
        except BadRecord as error:
            if rejected is None:
                raise
            rejected(error)
        else:
            if made is not None:
                yield made


def article_of(path: Path, articles: Mapping[str, Article]) -> Article:
    """Return the article that a file is of; raises BadRecord for none."""
    article = articles.get(path.stem)
    if article is None:
        raise BadRecord("belongs to no article of articles.jsonl", file=str(path))
    return article


def files_of(folder: Path, suffix: str) -> Iterator[Path]:
    """Yield the files of a folder that end so, by name; raises InputError where there are none."""
    if not folder.is_dir():
        raise InputError("is no folder; give the folder of an export", file=str(folder))
    found = sorted(path for path in folder.iterdir() if path.suffix == suffix and path.is_file())
    if not found:
        raise InputError(f"holds no {suffix} file", file=str(folder))
    yield from found
