"""The TEI apparatus holds to its schema (``apparatus.rng``), whatever the stories; the schema can fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace
from tests.browser import sample

from variorum.model import AnnotatedArticle, Collation, Evidence, Reference, ReferenceText, Rendered
from variorum.outputs import writer

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("apparatus.rng")))
TEI = "{http://www.tei-c.org/ns/1.0}"


def written(
    collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle], path: Path
) -> etree._ElementTree:
    writer("tei")(collations, articles, path)
    return etree.parse(path)


def check(tree: etree._ElementTree) -> None:
    assert SCHEMA.validate(tree), SCHEMA.error_log


@pytest.mark.parametrize("names", [["silo"], ["hostile"], ["single"], ["told_once"], ["agreeing"], []])
def test_what_is_written_is_valid(names: list[str], tmp_path: Path) -> None:
    made = [getattr(sample, name)() for name in names]
    articles = {id: one for _, some in made for id, one in some.items()}
    check(written([collation for collation, _ in made], articles, tmp_path / "a.xml"))


def test_several_stories_are_one_valid_document(tmp_path: Path) -> None:
    made = [getattr(sample, name)() for name in ("silo", "agreeing", "hostile")]
    articles = {id: one for _, some in made for id, one in some.items()}
    tree = written([collation for collation, _ in made], articles, tmp_path / "a.xml")
    check(tree)
    assert len(tree.findall(f".//{TEI}listWit")) == 3


def test_words_as_spoken_are_a_witness_of_their_own(tmp_path: Path) -> None:
    collation, articles = sample.silo()
    utterance = collation.utterances[0]
    base = utterance.readings[0]
    printed = Evidence(article=base.article, start=0, end=len(base.text), text=base.text)
    said = Evidence(article="press", start=7, end=19, text="it is unsafe")
    found = Rendered(
        printed=printed,
        quotation=base.quotation,
        utterance=utterance.id,
        speaker=base.speaker,
        rendering="altered",
        severity="critical",
        said=said,
        at="00:04:12",
    )
    reference = Reference(texts=(ReferenceText(id="press", name="press.vtt"),), quotations=(found,))
    tree = written([replace(collation, reference=reference)], articles, tmp_path / "a.xml")
    check(tree)
    (spoken,) = tree.findall(f".//{TEI}rdg[@type='spoken']")
    assert spoken.text == "it is unsafe"
    details = [one.text for one in tree.findall(f".//{TEI}witDetail")]
    assert "characters 7–19, at 00:04:12" in details


def test_the_schema_refuses_what_is_no_apparatus(tmp_path: Path) -> None:
    tree = written([sample.silo()[0]], sample.silo()[1], tmp_path / "a.xml")
    app = tree.find(f".//{TEI}app")
    lemma = app.find(f"{TEI}lem")
    del lemma.attrib["wit"]
    assert not SCHEMA.validate(tree)
    lemma.set("wit", "nobody")  # a name, and no pointer to a witness
    assert not SCHEMA.validate(tree)
    lemma.set("wit", "#s1w1")
    check(tree)
    app.append(lemma)
    assert not SCHEMA.validate(tree)
