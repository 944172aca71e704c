"""A paragraph in marks after one about somebody else does not go on with whoever was quoted before."""

# ruff: noqa: E501
from __future__ import annotations

import pytest
from tests.situations.voices import said

from variorum.pipeline import Annotator

FIRST = "Agnes has drawn every bridge in this valley, and we have waited for her since May."
SECOND = "Nobody on this river has asked for a bridge more often than the ferrymen have."
BETWEEN = [
    "Ruben Tal, who runs the ferry, disagreed.",
    "Ruben Tal, head of the ferrymen, was not pleased.",
    "Ruben Tal of the ferrymen's club sees it differently.",
    "Not everybody was happy. Ruben Tal runs the ferry.",
    "The ferrymen, led by Ruben Tal, welcomed the choice.",
    "On the other bank Ruben Tal shook his head.",
    "That is not how Ruben Tal remembers it.",
]


def release(lead: str, between: str) -> str:
    return f"The town of Marl has named Agnes Orr as its engineer.\n\n{lead}\n\n“{FIRST}”\n\n{between}\n\n“{SECOND}”\n\nThe last bridge was built in 1911.\n"


@pytest.mark.parametrize("annotator", ["rules", "model"])
@pytest.mark.parametrize(
    "lead", ["Mayor Klara Stein said:", "Mayor Klara Stein wrote in a letter:", "Klara Stein, the mayor:"]
)
def test_the_second_is_the_other_persons_or_nobodys(lead: str, annotator: Annotator) -> None:
    for between in BETWEEN:
        found = {words: speaker for speaker, words in said(release(lead, between), annotator)}
        assert found[FIRST] == "Klara Stein", between
        assert found[SECOND] in ("Ruben Tal", None), between


@pytest.mark.parametrize("annotator", ["rules", "model"])
def test_words_that_another_paragraph_leads_up_to_join_nothing(annotator: Annotator) -> None:
    for between in (
        "But Ruben Tal was not so sure.",
        "Then Ruben Tal got up.",
        "Across the room Ruben Tal waited.",
    ):
        text = f"The board met in Marl.\n\n“{FIRST}” said Mayor Klara Stein.\n\n{between} “{SECOND}”\n\nIt meets again in May.\n"
        found = {words: speaker for speaker, words in said(text, annotator)}
        assert found[FIRST] == "Klara Stein", between
        assert found[SECOND] in ("Ruben Tal", None), between


def test_who_is_announced_with_a_colon_speaks() -> None:
    found = said(
        release("Mayor Klara Stein said:", "Then it was the turn of Ruben Tal, head of the ferrymen:"),
        "model",
    )
    assert found == [("Klara Stein", FIRST), ("Ruben Tal", SECOND)]


@pytest.mark.parametrize("verb", ["nodded", "shrugged", "smiled", "looked away", "sat down"])
@pytest.mark.parametrize("annotator", ["rules", "model"])
def test_a_gesture_behind_a_full_stop_gives_nobody_the_words(verb: str, annotator: Annotator) -> None:
    text = f"Alma Dorn began to tell Piet Voss about the night. “The gate was open when we came up the hill.” Voss {verb}."
    assert {speaker for speaker, words in said(text, annotator) if "gate" in words} <= {"Alma Dorn", None}


def test_a_gesture_of_somebody_else_ends_a_quotation() -> None:
    text = (
        "“Nobody,” Piet Voss insisted, “opened that gate.” Dorn shrugged. “Then who did, if I may ask you?”"
    )
    found = {words: speaker for speaker, words in said(text)}
    assert found["Nobody,” “opened that gate."] == "Piet Voss"
    assert found["Then who did, if I may ask you?"] != "Piet Voss"
