"""Every turn of a transcript is one quotation of its speaker, however the labels are printed."""

# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest
from tests.situations.voices import annotated, said, saved, verdicts

from variorum.model import Article
from variorum.pipeline import Annotator

TURNS = [
    ("BREDA KEOGH", "Good morning. The strike at the docks is in its third day. Luis?"),
    ("LUIS FERRAND", "It is quiet here, Breda, and nobody has gone in since six."),
    ("KEOGH", "And what do the owners say?"),
    ("FERRAND", "They have not answered. Their office says they will do so tomorrow."),
    ("KEOGH", "We will come back to you at nine."),
    ("FERRAND", "I will be here, and so will the gulls."),
]
FULL = {"KEOGH": "Breda Keogh", "FERRAND": "Luis Ferrand"}
EXPECTED = [(FULL.get(name, name.title()), words) for name, words in TURNS]
FIRST = {"BREDA KEOGH": ", KTR ANCHOR", "LUIS FERRAND": ", KTR LABOR CORRESPONDENT"}


def mixed(name: str) -> str:
    return name.title()


FORMS = {
    "plain": [f"{name}: {words}" for name, words in TURNS],
    "office": [f"{name}{FIRST.get(name, '')}: {words}" for name, words in TURNS],
    "host and byline": [
        f"{name}{', HOST' if name == 'BREDA KEOGH' else ', BYLINE' if name == 'LUIS FERRAND' else ''}: {words}"
        for name, words in TURNS
    ],
    "station in brackets": [f"{name} (KTR): {words}" for name, words in TURNS],
    "office in brackets": [
        f"{name}{' (KTR reporter)' if ' ' in name else ''}: {words}" for name, words in TURNS
    ],
    "voice-over": [
        f"{name} ({'voice-over' if at % 2 else 'on camera'}): {words}"
        for at, (name, words) in enumerate(TURNS)
    ],
    "chevrons": [f">> {name}: {words}" for name, words in TURNS],
    "chevrons, small": [f">> {mixed(name)}: {words}" for name, words in TURNS],
    "time before": [f"[00:0{at}:10] {name}: {words}" for at, (name, words) in enumerate(TURNS)],
    "plain time before": [f"0{at}:10 {mixed(name)}: {words}" for at, (name, words) in enumerate(TURNS)],
    "time in brackets behind": [
        f"{mixed(name)} (0{at}:10): {words}" for at, (name, words) in enumerate(TURNS)
    ],
    "bold": [f"**{name}:** {words}" for name, words in TURNS],
    "bold, colon outside": [f"**{mixed(name)}**: {words}" for name, words in TURNS],
    "small letters": [f"{mixed(name)}: {words}" for name, words in TURNS],
    "square brackets": [f"[{mixed(name)}]: {words}" for name, words in TURNS],
    "italics": [f"*{mixed(name)}:* {words}" for name, words in TURNS],
    "job before": [
        f"{'HOST ' if name == 'BREDA KEOGH' else 'REPORTER ' if ' ' in name else ''}{name}: {words}"
        for name, words in TURNS
    ],
    "dash": [f"{FULL.get(name, mixed(name))} – {words}" for name, words in TURNS],
    "three chevrons": [f">>> {name}: {words}" for name, words in TURNS],
    "in marks": [f"{name}: “{words}”" for name, words in TURNS],
}


@pytest.mark.parametrize("name", sorted(FORMS))
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_every_turn_is_one_quotation_of_its_speaker(name: str, gap: str) -> None:
    assert said(gap.join(["Morning Line, 3 March 2026", *FORMS[name]])) == EXPECTED


@pytest.mark.parametrize("annotator", ["rules", "model"])
def test_a_name_and_a_time_above_the_words(annotator: Annotator) -> None:
    for line in ("{}  0:0{}", "[00:0{1}:00] {0}", "**{}** (00:0{})", "{} – 00:0{}"):
        text = "\n\n".join(
            f"{line.format(mixed(name), at)}\n{words}" for at, (name, words) in enumerate(TURNS)
        )
        assert said(text, annotator) == EXPECTED, line


def test_a_name_on_a_line_of_its_own_above_the_words() -> None:
    names = {"KEOGH": "breda keogh", "FERRAND": "luis ferrand"}
    text = "\n\n".join(f"{names.get(name, name.lower())}\n\n{words}" for name, words in TURNS)
    assert [speaker and speaker.lower() for speaker, _ in said(text)] == [
        name.lower() for name, _ in EXPECTED
    ]


def test_turns_go_on_over_paragraphs_and_stop_at_cuts_and_other_labels() -> None:
    text = (
        "KEOGH: This is Morning Line.\n\nFERRAND: Nobody has gone in since six.\n\nAnd nobody has come out, either.\n\n"
        "(laughs)\n\nNot one.\n\n(BEGIN VIDEO CLIP)\n\nUNIDENTIFIED MALE: Nobody told us to leave.\n\n(END VIDEO CLIP)\n\n"
        "KEOGH: Thank you.\n\nFERRAND: Any time.\n\nMorning Line is made by four people in a shed."
    )
    assert said(text) == [
        ("Keogh", "This is Morning Line."),
        ("Ferrand", "Nobody has gone in since six. And nobody has come out, either. Not one."),
        ("UNIDENTIFIED MALE", "Nobody told us to leave."),
        ("Keogh", "Thank you."),
        ("Ferrand", "Any time."),
    ]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "The Minister for Ports (Ms Adeyemi): The dredger will arrive in June.\n\nMr Tolland (Marl East): In June of which year?\n\n"
            "The Minister for Ports (Ms Adeyemi): This year. It was promised.\n\nMr Tolland: So it was last year.\n\nMs Adeyemi: It will come.",
            ["Adeyemi", "Tolland", "Adeyemi", "Tolland", "Adeyemi"],
        ),
        (
            "THE COURT: You may go on.\n\nMR. BRISTOW: Where were you on the night of the flood?\n\nTHE WITNESS: At home, with the dogs.\n\n"
            "MR. BRISTOW: And the gate?\n\nTHE WITNESS: Shut when I left it.\n\nTHE COURT: We stop here.",
            ["COURT", "Bristow", "WITNESS", "Bristow", "WITNESS", "COURT"],
        ),
        (
            "[00:00:03] Speaker 1: We saw the smoke first.\n\n[00:00:08] Speaker 2: From which side?\n\n[00:00:11] Speaker 1: From the river.",
            ["Speaker 1", "Speaker 2", "Speaker 1"],
        ),
        (
            "SEN. ADA MARCH (D-OHIO): Who signed it?\n\nDR. OLE BERG, CHIEF ENGINEER: I did, in April.\n\nMARCH: Without a test?\n\nBERG: With two tests.",
            ["Ada March", "Ole Berg", "Ada March", "Ole Berg"],
        ),
    ],
    ids=["parliament", "court", "numbers", "hearing"],
)
def test_parliaments_courts_and_hearings(text: str, speakers: list[str]) -> None:
    found = said(text)
    assert len(found) == len(speakers)
    for (speaker, _), wanted in zip(found, speakers, strict=True):
        assert speaker is not None
        assert wanted in speaker


def test_the_record_of_a_parliament_with_stops_for_colons() -> None:
    text = "\n\n".join(
        f"{'Mr. TULLY of Marl' if not at else 'Mr. TULLY' if at % 2 == 0 else 'Ms. ORME'}. {words}"
        for at, (_, words) in enumerate(TURNS)
    )
    assert [speaker and speaker.split()[1].lower() for speaker, _ in said(text)] == ["tully", "orme"] * 3


def test_chevrons_in_markdown_are_no_block_quotation(tmp_path: Path) -> None:
    assert said(saved(tmp_path, "t.md", "\n\n".join(FORMS["chevrons"]) + "\n")) == EXPECTED


@pytest.mark.parametrize("name", ["plain", "chevrons", "time before"])
def test_last_names_in_capitals_exclude_each_other_in_a_draft(name: str) -> None:
    article = Article(
        id="r", text="\n\n".join(each.replace("BREDA ", "").replace("LUIS ", "") for each in FORMS[name])
    )
    words = '"They have not answered. Their office says they will do so tomorrow," said {}.'
    assert verdicts(words.format("Luis Ferrand"), article) == ["verbatim"]
    assert verdicts(words.format("Breda Keogh"), article) == ["other speaker"]
    assert verdicts(words.format("Keogh"), article) == ["other speaker"]


@pytest.mark.parametrize(
    "text",
    [
        "Breda Keogh – 4 goals.\n\nLuis Ferrand – 2 goals.\n\nBreda Keogh – Two cards.\n\nThe match was played on Sunday.\n\nIt rained.\n\nLuis Ferrand – No cards.",
        "* Anna Lind: four goals\n* Piet Orme: two\n* Anna Lind: a card\n* Piet Orme: none\n",
    ],
)
def test_lists_of_people_are_no_transcript(text: str) -> None:
    assert said(text) == []


def test_a_speaker_is_one_entity_and_a_draft_that_gives_a_turn_to_another_is_told() -> None:
    article = Article(id="r", text="\n\n".join(FORMS["office"]))
    people = [each.name for each in annotated(article).annotation.entities if each.kind == "person"]
    assert sorted(name for name in people if "eogh" in name.lower() or "errand" in name.lower()) == [
        "Breda Keogh",
        "Luis Ferrand",
    ]
    words = '"They have not answered. Their office says they will do so tomorrow," said {}.'
    assert verdicts(words.format("Luis Ferrand"), article) == ["verbatim"]
    assert verdicts(words.format("Breda Keogh"), article) == ["other speaker"]


@pytest.mark.parametrize(
    "text",
    [
        "Note: Use sour apples.\n\nIngredients: 3 apples, 2 eggs.\n\nMethod: Peel the apples.\n\nNote: It keeps for days.\n\nPhoto: Jan Brek\n\nThe verdict: A cake for every day.",
        "INGREDIENTS: 3 apples, 2 eggs\n\nMETHOD: Peel the apples.\n\nTIP: Use sour ones.\n\nTIP: Eat it warm.\n\nMETHOD: Bake.",
        "WHAT: A concert.\n\nWHEN: Friday at eight.\n\nWHERE: The old mill.\n\nTICKETS: At the door.\n\nWHEN: And on Saturday.",
        "The council met on Monday.\n\nUpdate: The vote was put off.\n\nPhoto: Ada Lind\n\nUpdate: It was held on Friday.\n\nCorrection: It was Thursday.",
        "Winners: Three towns by the sea.\n\nLosers: The mill and its owners.\n\nThe bottom line: Nobody pays.",
        "Storm Hilde: what we know\n\nThe roads: Two are shut.\n\nThe trains: None runs.\n\nThe schools: Open.",
    ],
)
def test_heads_of_lists_recipes_and_notes_are_nobodys(text: str) -> None:
    assert said(text) == []
