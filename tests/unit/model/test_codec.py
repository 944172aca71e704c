"""JSON in and out."""

import json

import pytest

from variorum.errors import BadRecord
from variorum.model import AnnotatedArticle, Annotation, Article, Quotation, Span, Speaker
from variorum.model.codec import annotated_record, article_record, decode, encode, take_annotation

ARTICLE = Article(
    id="r1", text="“Yes,” said Ida Brand.", outlet="The Lamp", date="2026-03-01", extra={"desk": "home"}
)
QUOTATION = Quotation(
    id="q-1",
    kind="direct",
    content=(Span(0, 6),),
    cue=(Span(7, 11),),
    source=(Span(12, 21),),
    speaker=Speaker(name="Ida Brand"),
)


def annotated() -> AnnotatedArticle:
    layers = Annotation(paragraphs=(Span(0, 22),), sentences=(Span(0, 22),), quotations=(QUOTATION,))
    return AnnotatedArticle(article=ARTICLE, annotation=layers)


def test_spans_are_pairs_in_json() -> None:
    record = json.loads(encode(annotated_record(annotated())))
    assert record["quotations"][0]["content"] == [[0, 6]]
    assert record["sentences"] == [[0, 22]]


def test_unknown_fields_are_echoed_and_unset_ones_left_out() -> None:
    record = article_record(ARTICLE)
    assert record == {
        "id": "r1",
        "text": "“Yes,” said Ida Brand.",
        "outlet": "The Lamp",
        "date": "2026-03-01",
        "desk": "home",
    }


def test_an_unknown_field_never_replaces_a_known_one() -> None:
    article = Article(id="r1", text="words", extra={"text": "others", "id": "r2"})
    assert article_record(article) == {"id": "r1", "text": "words"}


def test_a_collated_type_comes_back_as_it_was() -> None:
    assert decode(encode(QUOTATION), Quotation) == QUOTATION


def test_a_bad_record_names_the_path() -> None:
    with pytest.raises(BadRecord, match=r"\$\.kind"):
        decode(b'{"id": "q", "kind": "loud", "content": []}', Quotation)


def test_an_annotated_line_keeps_its_annotation() -> None:
    record = json.loads(encode(annotated_record(annotated())))
    layers = {name: record.pop(name) for name in Annotation.__struct_fields__}
    article = Article(
        id="r1", text=ARTICLE.text, outlet="The Lamp", date="2026-03-01", extra={"desk": "home", **layers}
    )
    assert take_annotation(article) == annotated()


def test_an_article_without_annotation_gives_none() -> None:
    assert take_annotation(ARTICLE) is None


def test_an_annotation_of_another_text_is_refused() -> None:
    article = Article(id="r1", text="short", extra={"quotations": [], "sentences": [[0, 99]]})
    with pytest.raises(BadRecord, match="belongs to another text"):
        take_annotation(article)
