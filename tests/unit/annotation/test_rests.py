"""Quoted words are found to the end of their marks, also where the network saw a part of them or nothing."""

import pytest

from variorum import pipeline
from variorum.annotation.neural.results import Attribution, NetworkReading
from variorum.annotation.quotations.rests import with_lines
from variorum.model import Article, Quotation, Span
from variorum.text.marks import pair_marks


def told(text: str, *parts: tuple[str, str, str]) -> list[Quotation]:
    """Read ``text`` with a network that found content, cue and source as given."""
    found = [
        Attribution(
            content=((text.index(content), text.index(content) + len(content)),),
            cue=((text.index(cue), text.index(cue) + len(cue)),),
            source=((text.index(source), text.index(source) + len(source)),),
            confidence=0.9,
        )
        for content, cue, source in parts
    ]
    article = Article(id="a", text=text)
    return list(
        pipeline.annotate_article(article, reading=NetworkReading(attributions=found)).annotation.quotations
    )


def by_rules(text: str) -> list[tuple[str, str]]:
    quotations = pipeline.annotate_article(Article(id="a", text=text)).annotation.quotations
    return [(words(text, each), " ".join(span.of(text) for span in each.source)) for each in quotations]


def words(text: str, quotation: Quotation) -> str:
    return " | ".join(span.of(text) for span in quotation.content)


def test_what_follows_a_statement_partly_in_marks_is_its_speakers_too() -> None:
    text = (
        "Ada Lind said the mill was “going to go under.”\n\n"
        "“And everybody here knows what that would mean for the valley.”"
    )
    first, second = told(text, ("the mill was “going to go under.”", "said", "Ada Lind"))
    assert words(text, first) == "the mill was “going to go under.”"
    assert second.content[0].of(text).startswith("“And everybody")
    assert second.speaker is not None
    assert second.speaker.name == "Ada Lind"


def test_words_in_marks_are_not_cut_where_the_network_stops() -> None:
    text = "Ada Lind told members she would “mend the wheel, because, believe me, we are in a hurry.”"
    (one,) = told(text, ("she would “mend the wheel", "told", "Ada Lind"))
    assert words(text, one) == "she would “mend the wheel, because, believe me, we are in a hurry.”"


def test_words_behind_the_marks_stay_outside() -> None:
    text = "The mill “has not opened.”Four workers are seeking a lawyer, the Gazette reported."
    one = told(text, ("Four workers are seeking a lawyer", "reported", "the Gazette"))[0]
    assert "“" not in words(text, one)


def test_all_lines_in_one_pair_of_marks_belong_to_one_speaker() -> None:
    text = 'The man "had a lamp.\nHe went down.\nHe never came back, "said Tom Reyes.\nThe works go on.'
    last = Span(text.index("He never"), text.index("said"))
    one = Quotation(id="q", kind="direct", content=(last,), act="speech", confidence=0.9)
    (whole,) = with_lines([one], pair_marks(text))
    assert words(text, whole) == '"had a lamp. | He went down. | He never came back, "'


def test_a_subheading_in_marks_is_nobodys_next_words() -> None:
    text = (
        "In a post, Ada Lind said the vote was “history.”\n\n‘This stain on the valley’\n\nThe bill passed."
    )
    quotations = told(text, ("the vote was “history.”", "said", "Ada Lind"))
    assert [words(text, each) for each in quotations if each.source] == ["the vote was “history.”"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "“We lost two boats here,” Ada Lind, head of the yard at Marl. “It hurts.”",
            ("“We lost two boats here,” | “It hurts.”", "Ada Lind, head of the yard at Marl"),
        ),
        (
            "“When you stand there, it is clear,’’ Tom Reyes said.",
            ("“When you stand there, it is clear,’’", "Tom Reyes"),
        ),
        (
            "They “fight for the mill,″ said Tom Reyes.",
            ("“fight for the mill,″", "Tom Reyes"),
        ),
        (
            "It was an age “when we were all of one class,” as Ada Lind puts it.",
            ("“when we were all of one class,”", "Ada Lind"),
        ),
    ],
)
def test_forms_of_hurried_print_are_read(text: str, said: tuple[str, str]) -> None:
    assert by_rules(text) == [said]


def test_each_item_of_a_quoted_list_is_its_sources() -> None:
    text = (
        "According to Lind, Reyes & Co.:\n\n"
        "-- “The orders fell in May to a new low.”\n\n"
        "-- “The orders rose again in June.”"
    )
    assert by_rules(text) == [
        (
            "“The orders fell in May to a new low.” | “The orders rose again in June.”",
            "Lind, Reyes & Co.",
        )
    ]


def test_a_blank_before_the_closing_mark_hides_nothing() -> None:
    text = 'She went on:\n\n"The board took them on in five days of hearings. "Then it rained.'
    assert by_rules(text) == [('"The board took them on in five days of hearings. "', "She")]


def test_somebodys_words_that_no_sentence_gives_to_anybody_are_told() -> None:
    text = "The head of the yard is simply “privy to what you and I are not told.”"
    assert by_rules(text) == [("“privy to what you and I are not told.”", "")]


@pytest.mark.parametrize(
    "text",
    [
        "He is the author of “A Question of Water and the Wealth of the Northern Valleys.”",
        "It drew lines like “where are you going, may I come along?”",
        "The crowd was small (think “I am in a boat and feel rather alone”).",
        "The play “Who is afraid of the old mill now?” was shown in May.",
        "Its sequel, “What we do when it rains,” was shown in May.",
        "Nobody heard of the “slightly larger than usual” wheel.",
    ],
)
def test_titles_examples_and_labels_in_marks_are_nobodys_words(text: str) -> None:
    assert by_rules(text) == []
