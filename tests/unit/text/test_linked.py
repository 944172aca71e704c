"""Headlines that a page shows over a linked name are left out of what is read."""

from __future__ import annotations

import time

import pytest

from variorum.language.language import language
from variorum.model import Article
from variorum.pipeline import annotate_batch
from variorum.text.linked import linked_headlines
from variorum.text.plain import reading_view

LINKED = (
    "Sen. Ada Lind Ada (Addie) M. LindPort budget passes Reyes wants the pier back Lind to run again MORE"
    " (R-Marl), who saw the email, praised the “weight of the meeting” on Monday."
)


def test_a_reader_sees_the_name_and_not_the_headlines_behind_it() -> None:
    view = reading_view(Article(id="a", text=LINKED))
    assert view.text.startswith("Sen. Ada Lind (R-Marl), who saw the email")


def test_headlines_that_begin_with_a_number_or_apart_from_the_name_or_are_missing_are_such_a_list() -> None:
    for shown in (
        "Ada Lind Ada M. Lind2020 plans for the pier of Marl Lind to run again MORE",
        "Ada Lind Ada Maud Lind Rowers should say 'no thanks' to the new pier MORE",
        "Ada Lind Ada Maud LindMORE",
    ):
        view = reading_view(Article(id="a", text=f"The mayor asked Sen. {shown} (R-Marl) to stay."))
        assert view.text == "The mayor asked Sen. Ada Lind (R-Marl) to stay."


def test_the_words_are_given_to_whom_the_name_names() -> None:
    (done,) = annotate_batch([Article(id="a", text=f"{LINKED}\n\nLind said: “It will reopen soon.”")])
    speakers = {q.speaker.name for q in done.annotation.quotations if q.speaker}
    assert speakers == {"Ada Lind"}
    for quotation in done.annotation.quotations:
        assert all(span.of(LINKED + "\n\nLind said: “It will reopen soon.”") for span in quotation.content)


def test_capitals_inside_a_name_and_a_plain_more_are_no_list() -> None:
    for text in (
        "Ada McLind said that the port needs two piers and, she added, MORE money than ever before.",
        "Senator Lind Calls Lind's own budget a mistake and asks the port for MORE money.",
        "Ada Lind and Tom LindGard met at the pier on Monday to talk about the budget.",
    ):
        assert list(linked_headlines(text, language("en"))) == []


@pytest.mark.parametrize("names", ["Ada Lind ", "Ada Ada Ada "])
def test_many_names_before_the_end_of_a_list_are_read_about_as_fast_as_elsewhere(names: str) -> None:
    text = names * (16_000 // len(names))
    times = []
    for article in (Article(id="a", text=f"{text}LESS."), Article(id="a", text=f"{text}MORE.")):
        runs = []
        for _ in range(3):
            started = time.process_time()
            reading_view(article)
            runs.append(time.process_time() - started)
        times.append(min(runs))
    assert times[1] < times[0] + 0.25  # it took 0.5 and 1.7 s where all ways to read two names were tried
