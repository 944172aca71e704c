"""Text that a mail program or an editor filled to a width reads as the text it was."""

# ruff: noqa: E501
from __future__ import annotations

import textwrap
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.situations.voices import annotated

from variorum.model import AnnotatedArticle, Article, Span
from variorum.pipeline import Annotator, annotate_batch, collate_story
from variorum.text.view import View
from variorum.text.wrapping import join_lines, joints, soft_ends


def unwrapped(text: str) -> View:
    return View(text, joints(text))


WIRE = """\
PORT SELMA, March 3, 2026 (Corvid) - The pilot boat Ternen ran onto a sandbank outside Port Selma on Monday \
night with 14 people aboard, the harbour master said, and was pulled free at 3:40 a.m. by two tugs.

“We heard a long scrape and then nothing at all, and for a minute nobody spoke,” said Ragna Thiel, who was \
on the bridge. “I would not call it a shock. I would call it a lesson, and it cost us 2.3 million crowns.”

Harbour master Osvald Brandt, speaking to reporters on the quay, said the chart was nine years old. “Nobody \
is to blame for sand,” he said. “But a chart that old should hang in a museum.”

The owners' union wants a new survey before June 1. Its secretary, Mette Falk, told the Selma Courier that \
the board had refused 37 percent of the repairs asked for since 2019.

Brandt denied that. “Not one request was refused,” he wrote in a statement. “Three were put off, which is \
not the same.”
"""
COURT = """\
A man who sold the same fishing hut 11 times was sent to prison for four years on Friday.

Judge Ines Albrecht told the court in Orle that Dieter Quast, 52, had shown "no sign of regret, and a great \
deal of imagination". She ordered him to pay back $184,000 within two years.

"He looked me in the eye and handed me a key," said one buyer, Per Lunde. "It was the key to his own garage."

Quast's lawyer, Hanna Voigt, said that her client would appeal. According to Voigt, two of the buyers knew \
that the hut was not for sale.

Prosecutor Emil Sand called the sentence fair: "Eleven families will sleep better tonight."
"""
TALK = """\
NORA ELDER: Good evening, and welcome. The vote on the tunnel is three days away and nobody seems to know \
what it will cost us in the end.

PAVEL RUDD: It will cost 90 million, as I have said since January. I have not changed that figure once, and \
I do not mean to start tonight.

ELDER: And if the rock is bad?

RUDD: Then we stop. We stop, we count what is left, and we come back to this studio and tell you so.
"""
TEXTS = {"wire": WIRE, "court": COURT, "talk": TALK}


def broken(text: str, width: int, *, end: str = "\n", indent: str = "") -> str:
    lines = [
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False, initial_indent=indent)
        for line in text.split("\n")
    ]
    return "\n".join(lines).replace("\n", end)


def layers(found: AnnotatedArticle) -> dict[str, Any]:
    """Return all that is marked, as words with one blank between them."""
    text, marked = found.article.text, found.annotation

    def words(spans: Any) -> list[str]:
        return [" ".join(span.of(text).split()) for span in spans]

    return {
        "paragraphs": words(marked.paragraphs),
        "sentences": words(marked.sentences),
        "quotations": [
            (
                each.kind,
                words(each.content),
                words(each.cue),
                words(each.source),
                each.speaker and each.speaker.name,
            )
            for each in marked.quotations
        ],
        "entities": [(each.name, each.kind, words(each.mentions)) for each in marked.entities],
        "figures": [(words([each.span]), each.value, each.unit, each.of) for each in marked.figures],
        "dateline": marked.dateline and (marked.dateline.date, marked.dateline.place),
    }


@pytest.fixture(scope="module")
def whole() -> dict[str, dict[str, Any]]:
    return {name: layers(annotated(text)) for name, text in TEXTS.items()}


@settings(max_examples=60)
@given(
    name=st.sampled_from(sorted(TEXTS)),
    width=st.integers(40, 100),
    end=st.sampled_from(["\n", "\r\n", " \n"]),
)
def test_a_broken_text_has_the_annotations_of_the_whole_one(
    whole: dict[str, dict[str, Any]], name: str, width: int, end: str
) -> None:
    assert layers(annotated(broken(TEXTS[name], width, end=end))) == whole[name]


@pytest.mark.parametrize("annotator", ["rules", "model"])
def test_the_network_sees_no_line_ends_either(annotator: Annotator) -> None:
    texts = [WIRE, *(broken(WIRE, width) for width in (40, 57, 72, 100))]
    articles = [Article(id=f"a{number}", text=text) for number, text in enumerate(texts)]
    first, *others = annotate_batch(articles, annotator=annotator)
    assert isinstance(first, AnnotatedArticle)
    assert any(each.speaker and each.speaker.name == "Ragna Thiel" for each in first.annotation.quotations)
    for other in others:
        assert isinstance(other, AnnotatedArticle)
        assert layers(other) == layers(first)


@pytest.mark.parametrize("width", [40, 50, 60, 65, 72, 80, 95])
def test_a_text_against_itself_shows_nothing_and_true_differences_stay(width: int) -> None:
    other = (
        WIRE.replace("2.3 million", "3.2 million")
        .replace("Not one request was refused", "One request was refused")
        .replace("Ragna Thiel", "Ulf Marten")
    )
    texts = {"a": WIRE, "b": broken(WIRE, width), "c": other, "d": broken(other, width)}
    found = {name: annotated(Article(id=name, text=text)) for name, text in texts.items()}

    def told(one: str, two: str) -> list[tuple[str, str]]:
        collation = collate_story("s", [found[one], found[two]])
        for each in collation.discrepancies:
            for evidence in (part for side in each.sides for part in side.evidence):
                assert texts[evidence.article][evidence.start : evidence.end] == evidence.text
        return sorted((each.type, each.summary) for each in collation.discrepancies)

    assert told("a", "b") == []
    assert told("a", "c") == told("a", "d") != []
    assert {kind for kind, _ in told("b", "c")} >= {"attribution", "figure"}


@pytest.mark.parametrize("width", [50, 64, 76])
def test_paragraphs_that_only_an_indent_tells_stay_apart(width: int) -> None:
    paragraphs = [line for line in WIRE.split("\n") if line]
    text = "\n".join(broken(line, width, indent="    ") for line in paragraphs)
    assert [line.strip() for line in unwrapped(text).text.split("\n")] == paragraphs


def test_text_that_is_set_in_as_a_whole_is_broken_all_the_same() -> None:
    text = textwrap.indent(broken(WIRE, 66), "  ")
    assert [line.strip() for line in unwrapped(text).text.split("\n") if line] == [
        line for line in WIRE.split("\n") if line
    ]


def test_lines_of_mail_are_joined_without_the_signs_before_them() -> None:
    text = "> We will not sell the mill, and\n> we never said that we would.\n>\n> Ask the bank."
    assert (
        unwrapped(text).text
        == "> We will not sell the mill, and we never said that we would.\n>\n> Ask the bank."
    )


APART = {
    "verse": "The tide came in at evening on the bar,\nAnd none of us had reckoned on the sand;\n"
    "We sat and watched the lanterns, near and far,\nAnd waited for a signal from the land.",
    "verse in small letters": "the tide came in\nand nobody had told\nthe men on the bar\nwho sat with their hands\nfolded, waiting",
    "a list": "The council will\n- mend the wall in spring\n- sell the old crane, if anybody wants it\n- ask again",
    "a numbered list": "1. The wall is mended first and paid by all.\n2. The crane is sold.\n3. Nobody is dismissed.",
    "a table": "| town | boats |\n| Selma | 14 |\n| Orle | 9 |",
    "columns": "Selma        14 boats      3 tugs\nOrle          9 boats      1 tug\nMarl          2 boats      none",
    "a head": "Pilot boat on sand\nBy Jonna Reuss\nPublished: 3 March 2026\nPORT SELMA",
    "turns": "NORA ELDER: Good evening to all of you who are still awake out there.\nPAVEL RUDD: Good evening.\n"
    "ELDER: What will it cost us?\nRUDD: Ninety million.",
    "a sentence a line": "The boat ran onto a bank.\nNobody was hurt in the accident on Monday night.\n"
    "Two tugs pulled it free.\nThe owners want a new survey before the first of June.",
    "a signature": "“We heard a long scrape and then nothing at all, and nobody spoke.”\n— Ragna Thiel, pilot",
    "paragraphs a line": "The pilot boat ran onto a sandbank outside the port on Monday night with fourteen people "
    "aboard, the harbour master said on Tuesday.\nNobody was hurt, and the boat was pulled free by two tugs in the "
    "early hours of the morning, he told reporters on the quay of the port.",
    "ingredients": "200 g of flour\n2 eggs\nbutter for the tin\na little salt",
}


@pytest.mark.parametrize("name", sorted(APART))
def test_what_is_no_broken_prose_stays_as_it_is(name: str) -> None:
    assert join_lines(APART[name]) == APART[name]
    assert soft_ends(f"{APART[name]}\n\n{APART[name]}") == []


def test_verse_lists_and_signatures_stay_in_a_broken_text() -> None:
    for name in ("verse", "a list", "a table", "a signature", "turns"):
        text = f"{broken(WIRE, 72)}\n{APART[name]}\n\n{broken(COURT, 72)}"
        assert f"\n\n{APART[name]}\n\n" in unwrapped(text).text


@given(st.text(st.sampled_from('abA. “”">#-:\n\r\t'), max_size=300))
def test_the_way_back_leads_to_the_same_words(text: str) -> None:
    view = unwrapped(text)
    for match in [(at, at + 1) for at, sign in enumerate(view.text) if not sign.isspace()]:
        span = view.back(Span(*match))
        assert span.of(text) == view.text[match[0]]
        assert view.there(span) == Span(*match)


@pytest.mark.parametrize("end", ["\n", "  \n"])
def test_a_name_behind_a_quotation_goes_on_in_the_next_line(end: str) -> None:
    text = f"The wall fell.\n\n“It is a pity,” said Ragna{end}Thiel, who was on the bridge.\n\nIt rained."
    (quotation,) = annotated(text).annotation.quotations
    assert quotation.speaker is not None
    assert " ".join(quotation.speaker.name.split()) == "Ragna Thiel"
    assert unwrapped("“It is a pity.”\nThiel, 51").text == "“It is a pity.”\nThiel, 51"
