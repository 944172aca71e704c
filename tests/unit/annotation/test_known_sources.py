"""Sources whose form, and what the report says elsewhere, settle whom they mean."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from variorum.annotation.speakers.stage import assign_speakers
from variorum.model import Article, Span
from variorum.pipeline import annotate_article
from variorum.settings import AnnotateSettings


def speakers(text: str, **fields: str) -> dict[str, str | None]:
    """Speakers by the first words of what they say, by the rules."""
    annotation = annotate_article(Article(id="a", text=text, **fields)).annotation
    return {
        text[q.content[0].start : q.content[0].end].strip("“”,. ")[:12]: q.speaker.name if q.speaker else None
        for q in annotation.quotations
    }


FORCE = (
    "Three boats burned in the harbour of Marl on Monday, police said. “{words},” police said.\n\n"
    "{named} asked for witnesses.\n"
)


def test_police_are_the_one_force_that_the_report_names() -> None:
    text = FORCE.format(words="Nobody was hurt", named="The Marl Police Department")
    assert speakers(text)["Nobody was h"] == "Marl Police Department"


def test_two_forms_of_one_force_are_one_and_two_forces_are_two() -> None:
    one = FORCE.format(words="Nobody was hurt", named="Marl police came late. The Marl Police Department")
    assert speakers(one)["Nobody was h"] == "Marl Police Department"
    two = FORCE.format(words="Nobody was hurt", named="Marl police and the Selby Police Department")
    assert speakers(two)["Nobody was h"] in ("police", None)


def test_words_that_begin_a_sentence_are_no_part_of_a_force() -> None:
    text = FORCE.format(words="Nobody was hurt", named="On Tuesday Marl police")
    assert speakers(text)["Nobody was h"] == "Marl police"
    assert speakers(FORCE.format(words="Nobody was hurt", named="The police"))["Nobody was h"] == "police"


COUPLE = (
    "Ada Lind and Tom Lind keep the inn at Selby.\n\n“We open in May,” {source} said.\n\n"
    "The mayor, Nora Vance, was there.\n"
)


@pytest.mark.parametrize("source", ["they", "the couple", "the Linds"])
def test_two_named_as_a_pair_are_meant_together(source: str) -> None:
    assert speakers(COUPLE.format(source=source))["We open in M"] == "Ada Lind and Tom Lind"


def test_they_are_the_two_who_spoke_jointly() -> None:
    text = "“The pier is safe,” Ada Lind and Tom Reyes said.\n\n“It was rebuilt in May,” they said."
    assert speakers(text)["It was rebui"] == "Ada Lind and Tom Reyes"


def test_they_are_not_a_pair_when_a_body_spoke_since() -> None:
    text = (
        "“The pier is safe,” Ada Lind and Tom Reyes said.\n\n“It is shut,” the Harbour Board said.\n\n"
        "“It was rebuilt in May,” they said."
    )
    assert speakers(text)["It was rebui"] != "Ada Lind and Tom Reyes"


def test_a_family_of_three_is_no_pair() -> None:
    text = COUPLE.format(source="the Linds") + "Mara Lind, their daughter, cooks.\n"
    assert speakers(text)["We open in M"] != "Ada Lind and Tom Lind"


def test_i_in_quoted_words_is_the_person_quoted() -> None:
    text = "“The pier was shut. I said ‘it is not safe’ in March,” Tom Reyes told the council."
    assert set(speakers(text).values()) == {"Tom Reyes"}


def test_i_outside_quoted_words_is_the_writer_where_one_is_named() -> None:
    text = "The pier is old. I said in March that the pier was unsafe.\n\nIt stayed open.\n"
    assert set(speakers(text).values()) == {None}
    assert set(speakers(text, byline="By Ada Lind").values()) == {"Ada Lind"}
    note = text + "\nAda Lind, a retired engineer, is the author of two books on harbours."
    assert "Ada Lind" in speakers(note).values()


def test_we_behind_a_colon_is_whom_the_paragraph_before_announces() -> None:
    announced = "Tom Reyes, who owns the ferries, laid out what he plans for the pier:"
    text = f"{announced}\n\nWe said in March that the pier was unsafe.\n\nIt stayed open.\n"
    assert set(speakers(text).values()) == {"Tom Reyes"}
    assert set(speakers(text.replace("pier:", "pier.")).values()) == {None}
    both = text.replace("Tom Reyes, who", "Tom Reyes, with whom Ada Lind").replace("owns", "runs")
    assert set(speakers(both).values()) == {None}


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("Mayor Ada Lind and city clerk Tom Reyes", "Ada Lind and Tom Reyes"),
        ("two members of the council, Ada Lind and Tom Reyes", "Ada Lind and Tom Reyes"),
        ("the lawyer for Ada Lind and Tom Reyes", "lawyer for Ada Lind"),
    ],
)
def test_two_people_named_in_full_are_two_and_no_third(source: str, speaker: str) -> None:
    text = f"Ada Lind and Tom Reyes met in Marl.\n\nOn Monday {source} said that the pier was unsafe."
    article, start = Article(id="a", text=text), text.index(source)
    annotation = annotate_article(article).annotation
    (quotation,) = annotation.quotations
    whole = replace(quotation, source=(Span(start, start + len(source)),), speaker=None)
    found = assign_speakers(article, replace(annotation, quotations=(whole,)), settings=AnnotateSettings())
    (said,) = found.quotations
    assert said.speaker is not None and said.speaker.name.startswith(speaker)


@pytest.mark.parametrize("told", ["identified as Tom Reyes", "named Tom Reyes"])
def test_somebody_presented_by_name_has_that_name(told: str) -> None:
    text = f"The pier burned on Monday. A man {told} said that the boats were lost."
    assert set(speakers(text).values()) == {"Tom Reyes"}


def test_a_short_form_in_brackets_is_the_body_before_it() -> None:
    text = (
        "The Bureau for Safety and Order in Harbours (BSOH) met on Monday in Marl.\n\n"
        "“The pier is shut,” BSOH said. BSOH moved to Selby in May."
    )
    assert speakers(text)["The pier is "] == "Bureau for Safety and Order in Harbours"


def test_other_words_in_brackets_join_nothing() -> None:
    text = "Tom Reyes (TR) and the Harbour Board (KTV) met.\n\n“The pier is shut,” the KTV said."
    assert speakers(text)["The pier is "] == "KTV"


def test_a_letter_stored_as_two_signs_is_part_of_the_name() -> None:
    text = "TomÃ¡s Regal, the mayor of Marl, met dockers. “The pier is shut,” Mr. Regal said."
    assert speakers(text)["The pier is "] == "TomÃ¡s Regal"


def test_who_goes_back_to_the_word_before_and_not_to_the_head_of_the_clause() -> None:
    text = "The ruling by a panel of judges is likely to anger dockers, who said that the pier was unsafe."
    assert set(speakers(text).values()) == {"dockers"}


def test_he_is_nobody_whom_only_a_headline_of_another_report_names() -> None:
    text = (
        "The harbour chief, Tom Reyes, came to the quay of Marl on Monday.\n\n"
        "MARL INQUIRY INTO THE DEATH OF KARL FALK GOES ON\n\n"
        "“We knew nothing of it,” he told reporters.\n\nFalk died in May. The rain went on.\n"
    )
    assert speakers(text)["We knew noth"] == "Tom Reyes"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The 47-page indictment", "47-page indictment"),
        ("The two-page letter", "two-page letter"),
        ("The U.S. Attorney's Office", "U.S. Attorney's Office"),
        ("The Sheriff’s Office", "Sheriff’s Office"),
        ("The Marl County District Attorney's Office", "Marl County District Attorney's Office"),
    ],
)
def test_a_source_keeps_the_words_that_tell_what_it_is(source: str, name: str) -> None:
    text = f"Three boats burned in the harbour on Monday. {source} said that nobody had been aboard.\n"
    assert speakers(text)["that nobody "] == name


def test_what_an_office_is_short_for_is_the_office_named_in_full() -> None:
    text = (
        "The Marl County Sheriff's Office said that nobody was hurt. The road was closed.\n\n"
        "“We ask for witnesses,” the Sheriff's Office said.\n\nMayor Ada Lind's Office was shut.\n"
    )
    assert speakers(text)["We ask for w"] == "Marl County Sheriff's Office"


@pytest.mark.parametrize(
    "source",
    [
        "Lind’s second report",
        "A report by Ada Lind",
        "The lawsuit filed on Monday by a former docker named Ada Lind",
        "A letter from Ada Lind",
    ],
)
def test_what_a_document_says_its_maker_says(source: str) -> None:
    text = f"Ada Lind and Tom Reyes ran the inn at Selby. {source} said that the pier was shut."
    assert speakers(text)["that the pie"] == "Ada Lind"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("A report seen by Ada Lind", "report"),
        ("A study of data compiled by Ada Lind", "study of data compiled"),
        ("The report", "report"),
    ],
)
def test_a_document_that_somebody_else_made_is_its_own_source(source: str, name: str) -> None:
    text = f"Ada Lind and Tom Reyes ran the inn at Selby. {source} said that the pier was shut."
    assert speakers(text)["that the pie"] == name


def names(text: str) -> set[str]:
    return {each.name for each in annotate_article(Article(id="a", text=text)).annotation.entities}


def test_a_short_form_in_brackets_may_leave_out_the_last_of_a_list() -> None:
    text = "It is run by the Bureau of Tides, Wrecks, Buoys and Lights (TWB). The TWB shut the pier."
    assert "Bureau of Tides, Wrecks, Buoys and Lights" in names(text)
    assert "TWB" not in names(text)
    assert "TWX" in names(text.replace("TWB", "TWX"))


def test_the_first_of_two_last_names_behind_a_title_and_a_firm_without_its_form_are_known() -> None:
    text = "Ines Moreno de Alba met Tern Corp. on Monday. Ms Moreno said no. Tern said that it was late."
    assert names(text) == {"Ines Moreno de Alba", "Tern Corp"}
    assert "Ms Moreno" in names(text.replace("Ines Moreno de Alba", "Ines Alba"))


def test_both_before_two_who_speak_belongs_to_neither() -> None:
    text = "Ada Lind lost. Both Ada Lind and several dockers said that the pier was shut."
    assert speakers(text)["that the pie"] == "Ada Lind and several dockers"


def test_they_are_two_whose_offices_stand_before_their_names() -> None:
    text = (
        "The harbour secretary, Ada Lind, and the fishing secretary, Tom Reyes, agreed on Monday.\n"
        "After a week they said that the pier was shut."
    )
    assert speakers(text)["that the pie"] == "Ada Lind and Tom Reyes"


ANNOUNCED = (
    "Harbour chief warns of flood\n\nThe head of the port said that the pier was old, {rest}\n\n"
    "At a meeting in Selby on Monday Ada Lind said that the hull had cracked. {more}"
)


def test_who_is_described_above_is_the_one_who_is_named_and_speaks_below() -> None:
    text = ANNOUNCED.format(rest="and left.", more="The board met.")
    assert speakers(text)["that the pie"] == speakers(text)["that the hul"] == "Ada Lind"


@pytest.mark.parametrize(
    ("rest", "more"),
    [("and left Ada Lind.", ""), ("and left.", "Tom Reyes said that he was late.")],
)
def test_who_is_described_above_stays_so_where_it_is_not_sure(rest: str, more: str) -> None:
    assert speakers(ANNOUNCED.format(rest=rest, more=more))["that the pie"] == "head of the port"


POLL = (
    "Most want the pier, according to {source}.\n\n{named} of 800 people in Marl was taken this week. "
    "The survey says that the town is for it."
)


@pytest.mark.parametrize("source", ["a new poll", "the poll", "the results"])
def test_a_poll_is_the_one_that_the_report_names(source: str) -> None:
    found = speakers(POLL.format(source=source, named="The latest Marl Post-Selby News poll"))
    assert set(found.values()) == {"Marl Post-Selby News poll"}


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("a new poll", "Another Marl Post poll"),
        ("a poll", "The Marl Post poll"),
        ("the poll", "The poll"),
        ("the poll", "The Marl Post poll, like the Selby News poll,"),
    ],
)
def test_a_poll_stays_without_a_name_where_another_may_be_meant(source: str, named: str) -> None:
    found = speakers(POLL.format(source=source, named=named))
    assert found["Most want th"] in ("new poll", "poll")


def test_a_state_behind_a_place_does_not_speak() -> None:
    text = "“Come,” said Sheriff Tom Reyes of Marl County, Neb., who said that the pier was shut."
    assert speakers(text)["that the pie"] == "Tom Reyes"


def test_whom_a_statement_tells_of_did_not_issue_it() -> None:
    text = (
        "In a statement the Harbour Board said that it was late. "
        "Tom Reyes claimed in a statement that the pier was shut, the statement said."
    )
    assert speakers(text)["Tom Reyes cl"] == "Harbour Board"


def test_several_who_made_a_document_say_jointly_what_it_says() -> None:
    text = "Ada Lind won. A poll conducted in Marl by Ada Lind and Tom Reyes said that the pier was shut."
    assert speakers(text)["that the pie"] == "Ada Lind and Tom Reyes"


def test_the_report_behind_what_a_paper_is_quoted_with_is_the_papers() -> None:
    text = "“Nobody was hurt,” the Marl Gazette wrote. The report added that the pier was shut."
    assert speakers(text)["that the pie"] == "Marl Gazette"
    by_a_person = text.replace("the Marl Gazette", "Ada Lind")
    assert speakers(by_a_person)["that the pie"] == "report"
