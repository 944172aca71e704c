"""What is exported of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.errors import InputError
from variorum.model import AnnotatedArticle, Collation
from variorum.model.codec import annotated_record, encode
from variorum.outputs.lines import make_folder, write_lines
from variorum.outputs.wording import plural

if TYPE_CHECKING:
    from variorum.corpus import Comparison
    from variorum.desk import Desk


@contextmanager
def of_store(store: str) -> Iterator[Stored]:
    """Give what is to be exported of a store that there is."""
    from variorum.desk import Desk

    with Desk(store, make=False) as desk:
        yield Stored(desk)


class Stored:
    """A store to be exported, stories as decisions leave them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def comparison(self) -> Comparison:
        """Return all of it; every article is in memory."""
        from variorum.corpus import Comparison

        articles = {one.article.id: one for one in self._desk.store.all_annotated()}
        if not articles:
            raise InputError("the store holds no reports yet")
        return Comparison(collations=tuple(self._desk.collations()), articles=articles, rejects=())

    def write(self, output: Path, form: str) -> list[str]:
        """Write it into the folder ``output``, article by article; return what is said of each file."""
        store = self._desk.store
        if form == "jsonl":
            said = write_records(output, store.all_annotated(), store.grouping(), self._desk.collations())
            lines = self._desk.export_decisions().splitlines()
            count = write_lines(output / "decisions.jsonl", lines)
            return [*said, f"{plural(count, 'decision')}: {output / 'decisions.jsonl'}"]
        from variorum.exchange import TOOLS, writer

        count = writer(form)(store.all_annotated(), output)
        return [f"{plural(count, 'article')} for {TOOLS[form].title}: {output}"]


def write_records(
    output: Path,
    articles: Iterable[AnnotatedArticle],
    grouping: Iterable[tuple[str, str]],
    collations: Iterable[Collation],
) -> list[str]:
    """Write the lines of annotate, group and collate; return what is said of each file."""
    make_folder(output)
    said = []
    for name, each, lines in (
        ("articles", "article", (encode(annotated_record(one)) for one in articles)),
        ("stories", "line", (encode({"id": article, "story": story}) for article, story in grouping)),
        ("collations", "collation", (encode(one) for one in collations)),
    ):
        path = output / f"{name}.jsonl"
        said.append(f"{plural(write_lines(path, lines), each)}: {path}")
    return said
