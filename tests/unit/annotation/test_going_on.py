"""Who speaks where no name stands: one of several, another, and words that go on."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.fitting import contradicted, fitting, named_beside
from variorum.annotation.speakers.resolver import mentions_of
from variorum.annotation.speakers.scene import Scene
from variorum.annotation.speakers.stage import assign_speakers
from variorum.language.language import language
from variorum.model import Article, Entity, Quotation, Span
from variorum.pipeline import annotate_article
from variorum.settings import AnnotateSettings


def speakers(text: str, *said: tuple[str, str]) -> list[str | None]:
    """The speaker of each of ``said``: direct words in ``text`` and the source printed with them, or ""."""
    article = Article(id="a", text=text)
    annotation = annotate_article(article).annotation
    quotations = []
    for number, (content, source) in enumerate(said):
        start, at = text.index(content), text.index(source)
        quotations.append(
            Quotation(
                id=f"q{number}",
                kind="direct",
                content=(Span(start, start + len(content)),),
                source=(Span(at, at + len(source)),) if source else (),
            )
        )
    bare = replace(annotation, quotations=tuple(quotations))
    resolved = assign_speakers(article, bare, settings=AnnotateSettings())
    return [each.speaker.name if each.speaker else None for each in resolved.quotations]


@pytest.mark.parametrize(
    ("first", "source", "name"),
    [
        ("one docker", "Another", "another docker"),
        ("three senior officers", "One", "one of the three senior officers"),
        ("some officers", "One", "one of the officers"),
        ("the officers", "One", "one of the officers"),
    ],
)
def test_one_and_another_are_of_the_people_who_spoke_before(first: str, source: str, name: str) -> None:
    text = f"“We were late,” said {first}. {source} added: “Nobody came.”"
    said = speakers(text, ("“We were late,”", first), ("“Nobody came.”", source))
    assert said == [first.removeprefix("the "), name]


@pytest.mark.parametrize(
    ("first", "source"),
    [("Ada Lind", "Another"), ("Ada Lind", "One"), ("one docker", "One"), ("three results", "One")],
)
def test_one_and_another_are_nobody_where_no_such_people_spoke(first: str, source: str) -> None:
    text = f"“We were late,” said {first}. {source} added: “Nobody came.”"
    assert speakers(text, ("“We were late,”", first), ("“Nobody came.”", source))[1] is None


@pytest.mark.parametrize(
    ("whom", "name"),
    [
        ("docker Ada Lind", "Ada Lind"),
        ("a docker", "docker"),
        ("the head of the Selby council Bo Lund", None),
    ],
)
def test_who_is_quoted_as_saying_words_speaks_and_not_the_paper(whom: str, name: str | None) -> None:
    text = f"Ada Lind and Bo Lund ran.\n\n“We were late,” the Selby Post quoted {whom} as saying."
    assert speakers(text, ("“We were late,”", "")) == [name]


def test_claims_listed_under_one_label_have_the_speaker_of_the_first() -> None:
    text = "Claim 1: “It is safe,” Ada Lind said.\n\nIt is.\n\nClaim 2: “The fee doubled.”\n\nIt did not."
    said = ("“It is safe,”", "Ada Lind"), ("“The fee doubled.”", "")
    assert speakers(text, *said) == ["Ada Lind", "Ada Lind"]
    assert speakers(text.replace("Claim 2", "Rule 2"), *said) == ["Ada Lind", None]


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("the Selby Harbour Trust, a group of owners, which", "Selby Harbour Trust"),
        ("a fee, which", "fee"),
        ("Ada Lind's tweet, which", "Ada Lind"),
    ],
)
def test_which_after_a_description_is_the_body_that_is_described(body: str, meant: str) -> None:
    text = f"The plan was met by {body} said it was “a waste of money.”"
    assert speakers(text, ("it was “a waste of money.”", "which")) == [meant]


def test_a_name_that_was_read_in_part_is_the_person_of_the_whole_name() -> None:
    text = "Tom J. Reyes won. Reyes wept.\n\n“We made it.”\n— Tom J. Reyes"
    article = Article(id="a", text=text)
    annotation = annotate_article(article).annotation
    (whole,) = (each for each in annotation.entities if each.name == "Tom J. Reyes")
    at = text.rindex("Tom")
    part = Entity(id="e1", name="Tom J.", kind="person", mentions=(Span(at, at + len("Tom J.")),))
    whole = replace(whole, mentions=tuple(span for span in whole.mentions if span.start < at))
    content = Span(text.index("“"), text.index("”") + 1)
    post = Quotation(id="q", kind="direct", content=(content,), source=(Span(at, len(text)),))
    bare = replace(annotation, entities=(whole, part), quotations=(post,))
    (said,) = assign_speakers(article, bare, settings=AnnotateSettings()).quotations
    assert said.speaker is not None
    assert said.speaker.name == "Tom J. Reyes"


def test_a_noun_rules_out_the_other_gender_and_the_one_told_of_before() -> None:
    text = "Tom Lind's mother drove. A docker said no. He said yes. The other docker said no."
    annotation = annotate_article(Article(id="a", text=text)).annotation
    none = Vectors(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros((0, 1), np.float16))
    scene = Scene(text, annotation, none, language("en"))
    names = [each.entity.name for each in scene.candidates]
    everybody = range(len(names))
    out = {
        text[m.start : m.end]: {names[k] for k in contradicted(scene, m, everybody)}
        for m in mentions_of(annotation)
    }
    assert "docker" not in out["He"]
    assert "docker" in out["The other docker"]
    assert "Tom Lind" not in out["The other docker"]


@pytest.mark.parametrize(
    ("said", "out"),
    [
        ("“We are strong,” he told Reyes. “So be it.”", {"Tom Reyes"}),
        ("He told dockers that Reyes was late.", {"Tom Reyes"}),
        ("He told Lund that Reyes was late.", {"Bo Lund"}),
        ("“Reyes is late,” he said.", set()),
    ],
)
def test_he_is_nobody_whom_his_own_clause_names(said: str, out: set[str]) -> None:
    text = f"Tom Reyes met Bo Lund. {said}"
    annotation = annotate_article(Article(id="a", text=text)).annotation
    none = Vectors(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros((0, 1), np.float16))
    scene = Scene(text, annotation, none, language("en"))
    names = [each.entity.name for each in scene.candidates]
    he = next(m for m in mentions_of(annotation) if text[m.start : m.end].lower() == "he")
    assert {names[k] for k in named_beside(scene, he, range(len(names)))} == out


@pytest.mark.parametrize(
    ("source", "out", "kept"),
    [
        ("The governor, a former docker,", "Bo Lund", "Tom Reyes"),
        ("The docker's lawyer", "Tom Reyes", "lawyer"),
        ("The Lund campaign", "Reyes campaign", "Lund campaign"),
        ("The brewer's governor", "Tom Reyes", "lawyer"),
    ],
)
def test_a_description_is_nobody_who_is_called_otherwise(source: str, out: str, kept: str) -> None:
    text = (
        "Gov. Tom Reyes met Bo Lund. A lawyer was there. The Reyes campaign said no. "
        "The Lund campaign said no. "
        f"{source} said that the pier was shut."
    )
    annotation = annotate_article(Article(id="a", text=text)).annotation
    none = Vectors(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros((0, 1), np.float16))
    scene = Scene(text, annotation, none, language("en"))
    names = [each.entity.name for each in scene.candidates]
    last = mentions_of(annotation)[-1]
    ruled_out = {names[k] for k in contradicted(scene, last, range(len(names)))}
    assert out in ruled_out
    assert kept in names
    assert kept not in ruled_out


def test_an_office_is_not_only_that_of_who_bore_it_before() -> None:
    text = "Former Gov. Tom Reyes met Bo Lund. The governor said that the pier was shut."
    annotation = annotate_article(Article(id="a", text=text)).annotation
    none = Vectors(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros((0, 1), np.float16))
    scene = Scene(text, annotation, none, language("en"))
    names = [each.entity.name for each in scene.candidates]
    assert not contradicted(scene, mentions_of(annotation)[-1], [names.index("Bo Lund")])


def test_a_description_may_mean_whom_the_rules_took_it_for_where_more_is_said_behind_it() -> None:
    text = "Gov. Tom Reyes met Bo Lund. The governor, a former docker, said that the pier was shut."
    annotation = annotate_article(Article(id="a", text=text)).annotation
    none = Vectors(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros((0, 1), np.float16))
    scene = Scene(text, annotation, none, language("en"))
    (said,) = mentions_of(annotation)
    names = [each.entity.name for each in scene.candidates]
    assert fitting(scene, said, [names.index("Tom Reyes")]) == [True]


def test_a_listed_claim_has_the_speaker_of_the_first_where_its_number_was_read_with_it() -> None:
    text = "Claim 1: “It is safe,” Ada Lind said.\n\nIt is.\n\nClaim 2: “The fee doubled.”\n\nIt did not."
    assert speakers(text, ("“It is safe,”", "Ada Lind"), ("2: “The fee doubled.”", "")) == ["Ada Lind"] * 2
