"""“It is over.” Name said.: an attribution that a full stop cuts off from what it attributes."""

import pytest
from tests.unit.annotation.test_quotations import quotations, words

from variorum.model import Article
from variorum.pipeline import annotate_article


def attributed(text: str) -> list[tuple[str, str]]:
    """Return the first words and the source of each direct quotation."""
    return [
        (" ".join(content), source)
        for content, _, source in (words(text, each) for each in quotations(text) if each.kind == "direct")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“The lock gates will not hold.” Mira Voss said.",
        "“The lock gates will not hold”. Mira Voss said.",
        "“The lock gates will not hold.” Mira Voss told reporters on Friday.",
        "“The lock gates will not hold.” Mira Voss told the Canal Gazette.",
        "“The lock gates will not hold.” Mira Voss wrote in a statement after the vote.",
        "“The lock gates will not hold.” Mira Voss said as she left the hall.",
        "“The lock gates will not hold.” Mira Voss later added.",
        "“The lock gates will not hold.” Said Mira Voss.",
        "“The lock gates will not hold.” According to Mira Voss.",
        '"The lock gates will not hold." Mira Voss says.',
        "“Why would the lock gates hold?” Mira Voss asked.",
    ],
)
def test_a_sentence_that_says_only_who_speaks_attributes_the_quotation_before_it(text: str) -> None:
    ((_, source),) = attributed(text)
    assert source.rstrip(",") == "Mira Voss"


def test_what_comes_between_the_name_and_the_verb_belongs_to_the_source() -> None:
    text = "“The lock gates will not hold.” Mira Voss, who keeps the canal, said."
    assert attributed(text) == [("“The lock gates will not hold.”", "Mira Voss, who keeps the canal,")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mira Voss said the towpath was closed.",
        "Mira Voss said that nobody had called.",
        "Mira Voss told the court about the towpath.",
        "Mira Voss wrote the report of the inquiry.",
        "Mira Voss said after the vote the towpath would be closed.",
        "Mira Voss said nothing.",
        "Mira Voss added two more gates.",
        "Mira Voss did not say.",
        "Mira Voss had been told.",
    ],
)
def test_a_sentence_with_a_content_of_its_own_opens_the_next_statement(sentence: str) -> None:
    found = attributed(f"“The lock gates will not hold.” {sentence}")
    assert [source for content, source in found if "gates will" in content] == [""]


def test_each_quotation_of_a_paragraph_typed_so_has_the_name_behind_it() -> None:
    text = (
        "“The gates will not hold.” Mira Voss said. “Then we dig by hand.” Otto Brenn replied. "
        "“We do.” said Ada."
    )
    assert attributed(text) == [
        ("“The gates will not hold.”", "Mira Voss"),
        ("“Then we dig by hand.”", "Otto Brenn"),
        ("“We do.”", "Ada"),
    ]


def test_what_goes_on_behind_it_is_the_same_quotation() -> None:
    text = "“The lock gates will not hold.” Mira Voss said. “They are rotten to the core.”"
    assert attributed(text) == [
        ("“The lock gates will not hold.” “They are rotten to the core.”", "Mira Voss")
    ]


@pytest.mark.parametrize("first", ["“They are rotten to the core,” Otto Brenn said.",
                                   "Otto Brenn said: “They are rotten to the core.”"])  # fmt: skip
def test_the_name_of_another_paragraph_is_not_taken(first: str) -> None:
    text = f"{first}\n\n“The lock gates will not hold this winter.” Mira Voss said."
    names = [each.speaker.name for each in annotate_article(Article(id="a", text=text)).annotation.quotations
             if each.speaker]  # fmt: skip
    assert names == ["Otto Brenn", "Mira Voss"]


def test_an_answer_still_leads_up_to_what_it_answers() -> None:
    text = "“The lock gates will hold,” Mira Voss said. “I am sure.” Otto Brenn replied. “Nobody else is.”"
    assert ("Otto Brenn" in {source for _, source in attributed(text)}) is False
    assert attributed(text)[0][1] == "Mira Voss"
