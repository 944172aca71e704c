"""Reports in Markdown are compared by their words, and quoted as they are stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from variorum.corpus import Corpus
from variorum.formats.records import read_record
from variorum.model import Article, Evidence, Reading, Span
from variorum.pipeline import annotate_article, collate_story
from variorum.settings import ReadSettings

MARKED = (
    "---\noutlet: Bay Courier\ndate: 2026-05-02\n---\n# The **quay** stays shut\n\n"
    "The quay at [Orrin Bay](https://a.example/b_(c)) will stay shut. &ldquo;The **crane** will ~~soon~~ not "
    "be moved before the *harvest* fair ends,&rdquo; said **Maren Holloway**, who chairs the port board.[^1] "
    "<q>We counted 14 loose bolts, and every one of them was new.</q>\n\n[^1]: Minutes of the board.\n"
)
PLAIN = (
    "The quay at Orrin Bay will stay shut. “The crane will {}be moved before the harvest fair ends,” said "
    "Maren Holloway, who chairs the port board. “We counted {} loose bolts, and every one of them was new.”\n"
)


def found_in(value: object) -> Iterator[Evidence | Reading]:
    if isinstance(value, (Evidence, Reading)):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from found_in(each)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from found_in(getattr(value, name))


@pytest.mark.parametrize(
    ("words", "bolts", "types"),
    [
        ("not ", "14", []),
        ("", "14", ["negation"]),
        ("not ", "15", ["figure"]),
        ("", "15", ["figure", "negation"]),
    ],
)
def test_markup_makes_no_difference_and_hides_none(
    tmp_path: Path, words: str, bolts: str, types: list[str]
) -> None:
    (tmp_path / "a.md").write_text(MARKED, encoding="utf-8")
    (tmp_path / "b.txt").write_text(PLAIN.format(words, bolts), encoding="utf-8")
    with Corpus(tmp_path, annotator="rules", workers=1) as corpus:
        found = corpus.compare(one_story=True)
    (collation,) = found.collations
    assert sorted(each.type for each in collation.discrepancies) == types
    texts = {name: each.article.text for name, each in found.articles.items()}
    assert any("~~soon~~" in each.text for each in found_in(collation))
    for each in found_in(collation):
        text = texts[each.article]
        if isinstance(each, Evidence):
            assert text[each.start : each.end] == each.text
        else:
            assert " ".join(span.of(text) for span in each.content) == each.text
    (marked,) = [each for each in found.articles.values() if each.article.outlet]
    names = {each.name for each in marked.annotation.entities}
    assert {"Maren Holloway", "Orrin Bay"} <= names
    assert marked.article.title == "The quay stays shut"


def test_annotated_markdown_comes_back_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKED, encoding="utf-8")
    (tmp_path / "b.txt").write_text(PLAIN.format("", "14"), encoding="utf-8")
    with Corpus(tmp_path, annotator="rules", workers=1) as corpus:
        lines = list(corpus.annotate_lines())
        direct = list(corpus.collate(one_story=True))
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(b"\n".join(lines))
    with Corpus(kept, annotator="rules", workers=1) as corpus:
        assert list(corpus.collate(one_story=True)) == direct


def test_blocks_come_back_out_of_a_record_in_which_null_stands_for_nothing() -> None:
    record = {"id": "a", "text": "a **b**", "blocks": [{"kind": "markup", "span": [2, 4], "shown": None}]}
    (article,) = read_record(record, file="a.parquet", line=1, settings=ReadSettings())
    assert isinstance(article, Article)
    assert [block.span for block in article.blocks] == [Span(2, 4)]


def test_headlines_stuck_to_a_linked_name_are_no_words_of_a_quotation() -> None:
    said = "“Senator Ada Lind{} knew of the cracks in the dam before the winter,” Ruben Tal said on Monday."
    stuck = " Ada LindHarbour vote delayed again Lind to run for a third term in spring MORE"
    texts = {"a": said.format(""), "b": "The dam stands.\n\n" + said.format(stuck)}
    found = collate_story(
        "s", [annotate_article(Article(id=name, text=text)) for name, text in texts.items()]
    )
    assert [len(one.readings) for one in found.utterances] == [2]
    assert found.discrepancies == ()
    for part in found_in(found):
        if isinstance(part, Evidence):
            assert texts[part.article][part.start : part.end] == part.text
