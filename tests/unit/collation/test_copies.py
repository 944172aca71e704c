"""Sentences that two reports tell alike but for one place, annotated from their text by rules."""

import pytest

from variorum.model import AnnotatedArticle, Article, Discrepancy
from variorum.pipeline import annotate_article, collate_story

LEAD = "The inquiry opened in a packed hall while rain beat on the windows.\n\n"


def told(name: str, sentence: str, lead: str = LEAD) -> AnnotatedArticle:
    return annotate_article(Article(id=name, text=f"{lead}{sentence}\n", outlet=name, date="2026-03-11"))


def found(one: str, *others: str) -> list[Discrepancy]:
    articles = [told(f"r{at}", sentence) for at, sentence in enumerate((one, *others))]
    return [item for item in collate_story("s", articles).discrepancies if item.severity != "minor"]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (
            "negation",
            "The regional assembly will publish the whole report before the summer recess.",
            "The regional assembly will not publish the whole report before the summer recess.",
        ),
        (
            "place",
            "The second carriage was built in the works at Corran and never tested there.",
            "The second carriage was built in the works at Dunmore and never tested there.",
        ),
        (
            "figure",
            "The podium was framed in dark wood and stood about 29 feet from the gate.",
            "The podium was framed in dark wood and stood about 44 feet from the gate.",
        ),
        (
            "figure",
            "The assembly passed the rescue of the valley line by a vote of 52-48 before dawn.",
            "The assembly passed the rescue of the valley line by a vote of 57-48 before dawn.",
        ),
        (
            "status",
            "The accounts show that the treasurer allegedly moved the money of the choir abroad.",
            "The accounts show that the treasurer moved the money of the choir abroad.",
        ),
        (
            "attribution",
            "The signal was never repaired because nobody had ordered the part, Ingrid Falk said.",
            "The signal was never repaired because nobody had ordered the part, Anton Verrall said.",
        ),
        (  # two bounds may both be so, and one of them was not written
            "figure",
            "The harbour board has paid for more than 250 lamps on the long pier since the storm.",
            "The harbour board has paid for more than 650 lamps on the long pier since the storm.",
        ),
        (  # a number that counts nothing
            "figure",
            "The fuel lorry stood across Interstate 80 for an hour before the road was cleared.",
            "The fuel lorry stood across Interstate 60 for an hour before the road was cleared.",
        ),
        (  # words between marks that nobody is told to have said
            "wording",
            "The banner on the town hall read “the whole valley pays for one mine” in red all summer.",
            "The banner on the town hall read “the whole valley prays for one mine” in red all summer.",
        ),
    ],
)
def test_one_place_changed_in_a_shared_sentence_is_told(kind: str, one: str, other: str) -> None:
    (difference,) = found(one, one, other)
    assert difference.type == kind
    assert [side.articles for side in difference.sides] in ([("r0", "r1"), ("r2",)], [("r2",), ("r0", "r1")])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (  # told otherwise, the same sense
            "The report calls the new rules advisory rather than mandatory for small harbours.",
            "The report calls the new rules advisory, not mandatory for small harbours.",
        ),
        (  # zones of time
            "The hearing of the second witness begins at 9 a.m. ET in the old customs house.",
            "The hearing of the second witness begins at 9 a.m. Eastern time in the old customs house.",
        ),
        (  # rounding
            "The new bridge across the sound carried 1,013 lorries on its first full day.",
            "The new bridge across the sound carried more than 1,000 lorries on its first full day.",
        ),
        (  # a name and the word for the person
            "Verrall had argued for months that the tunnel should be dug from both ends.",
            "The official had argued for months that the tunnel should be dug from both ends.",
        ),
        (  # another item of a list
            "Ingrid Falk of Harnow, a baker with two shops, lost 40 loaves in the first flood.",
            "Anton Verrall of Harnow, a baker with two shops, lost 75 loaves in the first flood.",
        ),
        (  # the number of an item
            "2. The board of the harbour will meet in the old customs house in May.",
            "4. The board of the harbour will meet in the old customs house in May.",
        ),
        (  # spellings of one place
            "He was chosen in May to lead the small embassy in Kyiv after the election.",
            "He was chosen in May to lead the small embassy in Kiev after the election.",
        ),
    ],
)
def test_what_both_sentences_can_mean_is_not_told(one: str, other: str) -> None:
    assert found(one, other) == []


@pytest.mark.parametrize(("one", "other"), [("is not known", "is unclear"), ("was not able", "was unable")])
def test_what_is_negated_in_one_word_there_has_the_same_sense(one: str, other: str) -> None:
    told_so = "It {} how the gate at Corran came open in the night, the harbour master of the town wrote."
    assert all(item.type != "negation" for item in found(told_so.format(one), told_so.format(other)))


def test_what_is_known_here_and_unclear_there_is_told_apart() -> None:
    told_so = "It is {} how the gate at Corran came open in the night, the harbour master of the town wrote."
    assert found(told_so.format("clear"), told_so.format("unclear"))[0].type == "negation"


def test_a_sentence_that_a_report_has_twice_over_is_compared_with_its_nearest() -> None:
    first = "The gate at Corran was opened for the first time at noon by the harbour master."
    second = "The gate at Dunmore was opened for the first time at noon by the harbour master."
    assert found(f"{first} {second}", first) == []


def test_words_between_quotation_marks_are_left_to_the_utterances() -> None:
    one = "“The line through the valley will reopen before the winter,” said Ingrid Falk on Monday."
    other = "“The line through the valley will not reopen before the winter,” said Ingrid Falk on Monday."
    assert [(item.type, item.severity) for item in found(one, other)] == [("negation", "critical")]


def test_a_short_sentence_between_two_that_are_told_alike_is_compared() -> None:
    one = (
        "Ingrid Falk and Anton Verrall were named to the harbour board by the council in May. "
        "Both came from {}. "
        "Neither of them had ever worked on a ferry, a lighter or a tug before that spring."
    )
    (difference,) = found(one.format("Corran"), one.format("Corran"), one.format("Dunmore"))
    assert difference.type == "place"
    alone = (
        told("r0", "Both came from Corran. The rain went on all night.", ""),
        told("r1", "Both came from Dunmore. A gate was shut at noon.", ""),
    )
    assert collate_story("s", alone).discrepancies == ()


def test_a_number_beside_quoted_words_is_the_reports_own() -> None:
    one = "Her bill would place bans on {} “specifically named lamps”, Ingrid Falk said on Monday."
    (difference,) = found(one.format(120), one.format(160))
    assert (difference.type, difference.severity) == ("figure", "material")


def test_who_is_told_to_have_said_something_differs_though_no_quotation_is_read() -> None:
    one = "{} said the pier of the old harbour would have to be closed for the whole of the winter."
    (difference,) = found(one.format("Ingrid Falk"), one.format("Anton Verrall"))
    assert (difference.type, difference.severity) == ("attribution", "critical")
    to_whom = "Bo Marsh told {} the pier of the old harbour would have to be closed for the whole winter."
    assert [item.type for item in found(to_whom.format("Ingrid Falk"), to_whom.format("Anton Verrall"))] == [
        "name"
    ]
