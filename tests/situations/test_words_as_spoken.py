"""A press conference that nobody held, its captions, and three reports of it, two with misquotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from variorum.cli.app import app
from variorum.corpus import Corpus
from variorum.model import Article, Collation, Reference, Rendered
from variorum.outputs import OUTPUTS, writer

SPOKEN = """WEBVTT

00:00:02.000 --> 00:00:09.000
<v Edda Prynn>Good morning. I am Edda Prynn, I run the port of Sandwick, and I will, um, be brief.

00:00:09.000 --> 00:00:20.000
<v Edda Prynn>At six this morning the ferry Osprey struck the east breakwater with ninety-four \
people on board.

00:00:20.000 --> 00:00:31.000
<v Edda Prynn>Eleven of them are in hospital. We— we do not believe that anyone is still missing.

00:00:31.000 --> 00:00:44.000
<v Edda Prynn>The pilot had asked for a tug. He did not get one, because, uh, both of ours were out \
of service.

00:00:44.000 --> 00:00:55.000
<v Edda Prynn>I am not going to blame a crew that brought everybody home. That would be easy, and it \
would be wrong.

00:04:05.000 --> 00:04:16.000
<v Tomas Reyl>As the harbour master I can say that the light on the breakwater was working when the \
ferry struck it.

00:04:16.000 --> 00:04:29.000
<v Tomas Reyl>We will mend the wall before the winter, and we will not ask the islanders to pay for it.

00:09:40.000 --> 00:09:52.000
<v Edda Prynn>If the inquiry finds that we were at fault we will say so, and I will resign the same day.
"""
FAITHFUL = """SANDWICK, 3 March 2027 - The ferry Osprey struck the east breakwater at six on Wednesday.

“Eleven of them are in hospital,” Edda Prynn, who runs the port, told reporters. “We do not believe \
that anyone is still missing.”

“I am not going to blame a crew that brought everybody home,” Prynn said.

“We will mend the wall before the winter, and we will not ask the islanders to pay for it,” said \
Tomas Reyl, the harbour master.

Ines Morrow, who sails to the island every week, stood on the quay. “Nobody told us a thing until \
noon, and we were afraid,” Morrow said.
"""
CARELESS = """The ferry Osprey struck the breakwater of Sandwick on Wednesday with ninety-four on board.

“Seventeen of them are in hospital,” said Edda Prynn, who runs the port.

“The pilot had asked for a tug. That would be easy, and it would be wrong,” Prynn said.

“If the inquiry finds that we were at fault I will resign the same day,” Prynn told reporters.

“The light on the breakwater was not working when the ferry struck it,” said Tomas Reyl, the harbour \
master.
"""
INVENTIVE = """SANDWICK - The port of Sandwick answered questions on Wednesday about the ferry Osprey.

“I am not going to blame a crew that brought everybody home,” said Tomas Reyl, the harbour master.

“The owners have known about the rudder since the autumn,” Edda Prynn, who runs the port, told reporters.

“We will mend the wall before the winter, and we will not ask the islanders to pay for it,” Reyl said.
"""
REPORTS = {"Courier": FAITHFUL, "Whistle": CARELESS, "Lantern": INVENTIVE}
# What was planted, by the words it is known by; everything else is quoted as it was said.
PLANTED = {
    ("Whistle", "Seventeen of them"): "altered",  # eleven
    ("Whistle", "The pilot had asked"): "spliced",  # what stood between is gone without a sign
    ("Whistle", "If the inquiry finds"): "cut",  # "we will say so, and"
    ("Whistle", "The light on the breakwater"): "altered",  # "was working"
    ("Lantern", "I am not going to blame"): "other speaker",  # it was Prynn
    ("Lantern", "The owners have known"): "not in it",  # she speaks there, and does not say so
}


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spoken") / "press.vtt"
    path.write_text(SPOKEN, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def compared(spoken: Path) -> tuple[Collation, Corpus]:
    articles = [
        Article(id=name, outlet=name, text=text, title=f"The Osprey, {name}", date="2027-03-03")
        for name, text in REPORTS.items()
    ]
    with Corpus(articles, workers=1, annotator="rules") as corpus:
        comparison = corpus.compare(one_story=True, reference=str(spoken))
    (collation,) = comparison.collations
    return collation, comparison


def of(collation: Collation) -> tuple[Rendered, ...]:
    assert isinstance(collation.reference, Reference)
    return collation.reference.quotations


def test_all_planted_misquotations_are_found_and_none_is_invented(compared) -> None:
    collation, _ = compared
    found = {
        (one.printed.article, one.printed.text): one.rendering
        for one in of(collation)
        if one.rendering != "verbatim"
    }
    told = {
        next(
            ((a, words) for a, words in PLANTED if a == article and words in text), (article, text)
        ): rendering
        for (article, text), rendering in found.items()
    }
    elsewhere = told.pop(next(key for key in told if "Nobody told us" in key[1]))
    assert told == PLANTED
    assert elsewhere == "not in it"  # of somebody who does not speak there
    assert len(of(collation)) == 11


def test_what_is_not_in_it_tells_whether_its_speaker_speaks_there(compared) -> None:
    collation, _ = compared
    absent = {
        one.speaker: (one.speaks, one.severity) for one in of(collation) if one.rendering == "not in it"
    }
    assert absent == {"Edda Prynn": (True, "material"), "Ines Morrow": (False, None)}


def test_each_finding_cites_the_words_and_the_time(compared, spoken: Path) -> None:
    collation, _ = compared
    assert isinstance(collation.reference, Reference)
    (text,) = collation.reference.texts
    assert text.name == "press.vtt"
    with Corpus(str(spoken), workers=1) as corpus:
        (article,) = corpus.articles()
    cited = [one for one in of(collation) if one.said is not None]
    assert len(cited) == 9
    assert all(article.text[one.said.start : one.said.end] == one.said.text for one in cited)
    (wrong,) = [one for one in cited if "Seventeen" in one.printed.text]
    assert (wrong.at, wrong.by, wrong.severity) == ("00:00:20", "Edda Prynn", "critical")
    assert [(one.type, one.was, one.now) for one in wrong.changes] == [("figure", "Eleven", "Seventeen")]
    (given,) = [one for one in of(collation) if one.rendering == "other speaker"]
    assert (given.speaker, given.by, given.at) == ("Tomas Reyl", "Edda Prynn", "00:00:44")


def test_the_reference_is_no_report(compared) -> None:
    collation, comparison = compared
    assert {one.id for one in collation.articles} == set(REPORTS)
    assert set(comparison.articles) == set(REPORTS)
    utterances = {one.id for one in collation.utterances}
    assert {one.utterance for one in of(collation)} <= utterances


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_is_written_with_it(output: str, compared, tmp_path: Path) -> None:
    collation, comparison = compared
    path = tmp_path / OUTPUTS[output][1]
    writer(output)([collation], comparison.articles, path)
    if output in ("html", "markdown", "json", "jsonl"):
        text = path.read_text(encoding="utf-8")
        assert "00:09:40" in text
        assert "press.vtt" in text
    if output in ("html", "markdown"):
        assert "The owners have known about the rudder" in text
        assert "does not speak there" in text


def test_reports_of_something_else_get_no_reference(spoken: Path) -> None:
    other = Article(id="x", text="“The bakery opens at nine,” Ada Lund said on Monday. “Bring a bag.”")
    with Corpus([other], workers=1, annotator="rules") as corpus:
        (collation,) = corpus.compare(reference=str(spoken)).collations
    assert not isinstance(collation.reference, Reference)


def test_the_command_says_what_became_of_the_quotations(spoken: Path, tmp_path: Path) -> None:
    lines = [{"id": name, "outlet": name, "text": text} for name, text in REPORTS.items()]
    lines.append(
        {
            "id": "press",
            "text": "Tomas Reyl: The ferry was late, and I said so to her master.",
            "reference": True,
        }
    )
    reports = tmp_path / "reports.jsonl"
    reports.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    arguments = ["compare", str(reports), "--reference", str(spoken), "--one-story", "--workers", "1"]
    said = CliRunner().invoke(app, [*arguments, "--annotator", "rules", "-o", str(tmp_path / "out")])
    assert said.exit_code == 0, said.output
    line = " ".join(said.output.split())
    assert "Against the words as spoken: press.vtt and press: 11 quotations, 4 as said" in line
    assert "2 altered" in line and "1 spliced" in line and "1 given to somebody else" in line
    (story,) = json.loads((tmp_path / "out" / "collation.json").read_text(encoding="utf-8"))["stories"]
    assert len(story["articles"]) == 3
    assert {one["id"] for one in story["reference"]["texts"]} > {"press"}
