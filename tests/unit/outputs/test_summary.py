"""The summary on the terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console
from tests.browser import sample

from variorum.cli import summary
from variorum.cli.summary import print_summary
from variorum.model import Article
from variorum.outputs.passages import Part, Sentence
from variorum.pipeline import annotate_article, collate_story

GOLDEN = Path(__file__).parents[2] / "golden" / "outputs"


def _printed(*stories, width=100, terminal=False) -> str:
    collations, articles = [], {}
    for story in stories:
        collation, its_articles = story()
        collations.append(collation)
        articles |= its_articles
    colours = "standard" if terminal else "auto"
    console = Console(file=io.StringIO(), width=width, force_terminal=terminal, color_system=colours)
    print_summary(collations, articles, console, Path("variorum-report/report.html"))
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))


@pytest.mark.parametrize("width", [60, 100])
def test_one_story_is_the_golden_summary(width):
    assert _printed(sample.silo, width=width) == (GOLDEN / f"silo.summary.{width}.txt").read_text("utf-8")


def test_one_story_fits_a_screen_and_names_the_page():
    printed = _printed(sample.silo)
    assert printed.count("\n") <= 45
    assert "variorum-report/report.html" in printed


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_the_terminal(width):
    for line in _printed(sample.silo, sample.agreeing, width=width).split("\n"):
        assert len(line) <= width or "report.html" in line


def test_no_colour_codes_without_a_terminal_and_colours_with_one():
    assert "\x1b" not in _printed(sample.silo)
    assert "\x1b[" in _printed(sample.silo, terminal=True)


def test_a_report_cannot_steer_the_terminal():
    printed = _printed(sample.hostile)
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert "\x00" not in printed
    assert "window.pwned" in printed


def test_words_in_brackets_are_not_taken_for_styles():
    assert "[31m" in _printed(sample.hostile)


def test_many_stories_are_ordered_by_what_differs_and_cut_kindly():
    printed = _printed(sample.agreeing, sample.single, *[sample.silo] * 20)
    assert printed.startswith("124 reports in 22 stories\n")
    assert printed.count("Three reports give these words") == 3
    assert "and 6 more on the page" in printed
    assert "1 story has one readable report only" in printed
    assert "Reports: Northern Wire, Harbour Gazette, " in printed


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (sample.single, "One report only: nothing to compare."),
        (sample.agreeing, "No differences found in 3 reports."),
    ],
)
def test_nothing_to_show_is_said(story, said):
    assert said in _printed(story)


def test_no_story_is_said():
    assert "Nothing to compare" in _printed()


def test_two_cited_places_of_a_sentence_stay_apart():
    """A cue and a source beside each other are cited each by itself; the space between is neither's."""
    parts = [("“Yes,” ", False), ("said", True), (" ", False), ("Ida Brand", True), (" today.", False)]
    sentence = Sentence(
        article="a", parts=tuple(Part(text=text, cited=cited) for text, cited in parts), places=()
    )
    assert summary._quoted(sentence).plain == "“Yes,” said Ida Brand today."


def test_stories_of_one_title_are_told_apart_by_how_they_begin():
    def storm(name, sentence):
        read = [
            annotate_article(Article(id=f"{name}{outlet}", text=sentence, outlet=outlet, title="Storm"))
            for outlet in ("Gazette", "Herald")
        ]
        return lambda: (collate_story(name, read), {one.article.id: one for one in read})

    printed = _printed(storm("a", "A ferry sank in the night."), storm("b", "A wall fell."), sample.agreeing)
    assert "Storm: A wall fell.\n" in printed
    assert "Storm: A ferry sank in the night.\n" in printed
    assert "\nStorm\n" not in printed
