"""Reports against the words as spoken: what is only heard is passed over and told, all else is found."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from variorum.checking.drafts import Draft
from variorum.checks import check_drafts
from variorum.cli.app import app
from variorum.model import Article

# A press conference that nobody held.
CAPTIONS = """WEBVTT

00:04:00.000 --> 00:04:06.000
<v Edda Prynn>Good morning. Uh, we shut the lock at, um, noon on Tuesday.

00:04:06.000 --> 00:04:12.000
We were— we are not going to open it before May, you know, unless the gates are mended.

00:04:12.500 --> 00:04:18.000
The the gates are forty years old. Nobody at Carsk Marine warned us, and I mean nobody.

00:04:25.000 --> 00:04:33.000
We will look at it when the engineers have been here, and then we, we will tell you.

01:02:03.000 --> 01:02:09.000
We did not— we did look at the pumps in the spring, and they were sound.
"""


@pytest.fixture
def captions(tmp_path):
    path = tmp_path / "press.vtt"
    path.write_text(CAPTIONS, encoding="utf-8")
    return path


def against(words: str, captions, *, spoken: bool = True):
    text = f"“{words},” Edda Prynn said."
    draft = Draft(name="d", article=Article(id="d", text=text))
    (found,) = check_drafts([draft], against=str(captions), spoken=spoken).quotations
    return found


@pytest.mark.parametrize(
    ("words", "passed"),
    [
        ("We shut the lock at noon on Tuesday", "hesitations (“um”)"),
        ("We are not going to open it before May unless the gates are mended", "hesitations (“you know”)"),
        (
            "We will look at it when the engineers have been here, and then we will tell you",
            "words said twice",
        ),
        ("Nobody at Karsk Marine warned us, and I mean nobody", "as a recogniser spells them (“Carsk”)"),
        ("before May unless the gates are mended. The gates are forty years old", "words said twice (“the”)"),
    ],
)
def test_what_is_only_heard_is_passed_over_and_told(words, passed, captions):
    found = against(words, captions)
    assert (found.verdict, found.severity, found.changes) == ("typographic", None, ())
    assert passed in found.note
    assert against(words, captions, spoken=False).verdict in ("elided", "altered")


@pytest.mark.parametrize(
    ("words", "verdict", "severity"),
    [
        ("We are going to open it before May, you know", "altered", "critical"),  # a lost "not"
        ("We shut the lock at noon on Thursday", "altered", "critical"),
        ("We will look at it when the engineers have gone, and then we will tell you", "altered", "material"),
        ("Nobody at Carsk Marine ever warned us, and I mean nobody", "altered", "material"),
        (
            "We shut the lock at noon on Tuesday. We will look at it when the engineers have been here",
            "altered",
            "material",
        ),
        ("The mayor has known about the gates since last winter", "not found", "material"),
    ],
)
def test_what_was_not_said_so_is_found(words, verdict, severity, captions):
    found = against(words, captions)
    assert found.verdict == verdict
    assert found.severity == severity


def test_words_that_were_not_said_together_are_told_as_joined(captions):
    joined = "We shut the lock at noon on Tuesday. We will look at it when the engineers have been here"
    assert against(joined, captions).note.startswith("Joined of words that were not said together.")


def test_a_start_that_denies_is_no_false_start(captions):
    assert against("We did look at the pumps in the spring, and they were sound", captions).severity is None
    found = against("In May we did look at the pumps in the spring", captions)
    assert found.verdict != "typographic"


def test_a_finding_cites_when_it_was_said(captions):
    assert against("Nobody at Karsk Marine warned us", captions).matches[0].at == "00:04:12"
    assert (
        against("look at the pumps in the spring, and they were sound", captions).matches[0].at == "01:02:03"
    )


def test_the_command_takes_a_reference_in_place_of_reports(captions, tmp_path):
    draft = tmp_path / "draft.txt"
    draft.write_text("“We are going to open it before May,” Edda Prynn said.\n")
    run = CliRunner()
    said = run.invoke(app, ["check", str(draft), "--reference", str(captions), "--format", "text"])
    assert said.exit_code == 1
    assert "press.vtt, at 00:04:06, given to Edda Prynn" in said.stdout
    both = run.invoke(app, ["check", str(draft), "--reference", str(captions), "--against", str(tmp_path)])
    assert "--reference stands in place of --against and --index" in str(both.exception)


@pytest.mark.parametrize(
    ("said", "quoted", "verdict"),
    [
        ("they will kill him tomorrow", "they will call him tomorrow", "altered"),  # no names
        ("that he was hit by it", "that he was hot by it", "altered"),
        ("there were four to five on board", "there were for to five on board", "altered"),
        ("that Kim Oster was there", "that Cam Oster was there", "altered"),
        ("that Reed told Mark, and Reid did not", "that Reid told Mark, and Reid did not", "altered"),
        ("it will cost forty, forty-five million", "it will cost forty-five million", "elided"),  # a range
        ("it will cost forty, forty million", "it will cost forty million", "typographic"),
        ("I sat with Um Kulthum there", "I sat with Kulthum there", "elided"),
        ("it was, you know, too late", "it was too late", "typographic"),
        ("ask him, what you know of it", "ask him, what of it", "elided"),
        ("i met marc reed there", "I met Mark Reid there", "typographic"),
    ],
)
def test_only_names_are_spelled_as_heard_and_only_what_is_said_aside_is_a_hesitation(
    said, quoted, verdict, tmp_path
):
    path = tmp_path / "hall.txt"
    path.write_text(f"Since the storm we all know {said} on that day, and so does the council.\n")
    assert against(f"Since the storm we all know {quoted} on that day", path).verdict == verdict
