"""The answers of an interview are quotations of who is asked; the questions are not hers."""

# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest
from tests.situations.voices import said, saved

from variorum.model import Article

INTRO = "Marit Solberg has run the ferry yard in Orle since the flood. She spoke to the Courier on the slip."
TURNS = [
    ("Why is the slip still empty?", "Because steel is dear. We have written to the bank three times."),
    (
        "Did you think of closing?",
        "Every winter. But thirty people work here, and most of them have children.",
    ),
    ("What did your sister say?", "That I should sell. She has said so since we were ten."),
    ("Will you stay?", "Of course I will. Where would I go?"),
]
ANSWERS = [("Marit Solberg", answer) for _, answer in TURNS]


def page(body: str, title: str = "Interview with Marit Solberg") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body><article>'
        f"<h1>{title}</h1><p>{INTRO}</p>{body}</article></body></html>"
    )


PAGES = {
    "bold": "".join(f"<p><strong>{q}</strong></p><p>{a}</p>" for q, a in TURNS),
    "headings": "".join(f"<h3>{q}</h3><p>{a}</p>" for q, a in TURNS),
    "list": "<dl>" + "".join(f"<dt>{q}</dt><dd>{a}</dd>" for q, a in TURNS) + "</dl>",
    "italics": "".join(f"<p><b>{q}</b></p><p><em>{a}</em></p>" for q, a in TURNS),
    "bold in one paragraph": "".join(f"<p><b>{q}</b><br><br>{a}</p>" for q, a in TURNS),
}
TEXTS = {
    "plain": "\n\n".join(f"{q}\n\n{a}" for q, a in TURNS),
    "dashes": "\n\n".join(f"– {q}\n\n– {a}" for q, a in TURNS),
    "hyphens": "\n".join(f"- {q}\n- {a}" for q, a in TURNS),
    "broken lines": "\n\n".join(f"{q}\n\n{a.replace('. ', f'.{chr(10)}', 1)}" for q, a in TURNS),
}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_answers_on_a_page(tmp_path: Path, name: str) -> None:
    assert said(saved(tmp_path, "talk.html", page(PAGES[name]))) == ANSWERS


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_the_answers_in_plain_text(name: str) -> None:
    article = Article(id="a", title="Marit Solberg in an interview", text=f"{INTRO}\n\n{TEXTS[name]}\n")
    assert [(who, words.removeprefix("– ")) for who, words in said(article)] == ANSWERS


def test_the_answers_below_bold_questions_of_markdown(tmp_path: Path) -> None:
    turns = "\n\n".join(
        f"**{q}**\n\n{a}"
        for q, a in [("Tell me about the flood.", "I was on the roof with the cat."), *TURNS]
    )
    report = saved(
        tmp_path,
        "talk.md",
        f"# Interview: Marit Solberg\n\n{INTRO}\n\n**{TURNS[0][0]}**\n\n{TURNS[0][1]}\n\n{turns}\n",
    )
    found = said(report)
    assert {who for who, _ in found} == {"Marit Solberg"}
    assert ("Marit Solberg", "I was on the roof with the cat.") in found


@pytest.mark.parametrize(
    ("ask", "answer"), [("Question", "Answer"), ("Q", "A"), ("**Q", "**A"), ("QUESTION", "ANSWER")]
)
def test_answers_with_a_word_for_a_label_are_hers_and_questions_nobodys(ask: str, answer: str) -> None:
    close = ":**" if ask.startswith("*") else ":"
    text = "\n\n".join([INTRO, *(f"{ask}{close} {q}\n\n{answer}{close} {a}" for q, a in TURNS)])
    found = said(text)
    assert [who for who, _ in found] == [None, "Marit Solberg"] * len(TURNS)
    assert [words for _, words in found][1::2] == [words for _, words in ANSWERS]


def test_initials_are_those_who_are_named_before() -> None:
    intro = "Marit Solberg has run the ferry yard since the flood. She spoke to Jan Tveit of the Courier."
    labels = [("Jan Tveit", "Marit Solberg"), *[("JT", "MS")] * 3]
    text = "\n\n".join(
        [intro, *(f"{a}: {q}\n\n{b}: {w}" for (a, b), (q, w) in zip(labels, TURNS, strict=True))]
    )
    assert [who for who, _ in said(text)] == ["Jan Tveit", "Marit Solberg"] * 4
    only = "\n\n".join([intro, *(f"JT: {q}\n\nMS: {w}" for q, w in TURNS)])
    assert [who for who, _ in said(only)] == ["Jan Tveit", "Marit Solberg"] * 4


def test_initials_in_bold_on_a_page(tmp_path: Path) -> None:
    body = "".join(f"<p><b>OC:</b> {q}</p><p><b>MS:</b> {a}</p>" for q, a in TURNS)
    found = said(saved(tmp_path, "talk.html", page(body).replace("the Courier", "the Orle Courier")))
    assert [who for who, _ in found][1::2] == ["Marit Solberg"] * 4


def test_the_last_answer_goes_on_while_she_speaks_of_herself(tmp_path: Path) -> None:
    body = "".join(f"<p><b>{q}</b></p><p>{a}</p>" for q, a in TURNS)
    more = "<p>I have never lived anywhere else.</p><p>The Courier prints talks like this every week.</p>"
    found = said(saved(tmp_path, "talk.html", page(body + more)))
    assert [words for _, words in found] == [
        *(words for _, words in ANSWERS[:-1]),
        f"{TURNS[-1][1]} I have never lived anywhere else.",
    ]


def test_plain_paragraphs_count_only_where_the_article_calls_itself_an_interview() -> None:
    text = "\n\n".join(
        ["Marit Solberg has run the yard since the flood.", *(f"{q}\n\n{a}" for q, a in TURNS)]
    )
    assert said(Article(id="a", title="A yard in Orle", text=text)) == []
    assert len(said(Article(id="a", title="A yard in Orle: the interview", text=text))) == len(TURNS)


def test_the_network_leaves_the_answers_to_who_gives_them(tmp_path: Path) -> None:
    found = said(saved(tmp_path, "talk.html", page(PAGES["bold"])), "model")
    assert set(ANSWERS) <= set(found)


@pytest.mark.parametrize(
    "text",
    [
        # questions that readers have, answered by the outlet
        "Storm Hilde: your questions answered\n\nWhat happened?\n\nThe storm took two roofs in Orle.\n\nWho pays?\n\nThe county, says Marit Solberg.\n\n"
        "Can I use the bridge?\n\nNo. It stays shut until Friday.\n\nWhat should you do?\n\nStay at home.",
        # a column that asks itself
        "Marit Solberg wants to sell the yard.\n\nWhy would anybody do that?\n\nThe yard makes money. It has made money since the war.\n\n"
        "Who would buy it?\n\nNobody in this town has two million crowns.\n\nSo what is left?\n\nTo wait.",
    ],
    ids=["questions of readers", "column"],
)
def test_questions_that_nobody_is_asked_make_no_interview(text: str) -> None:
    assert said(text) == []
