"""The page as a file: closed, escaped, addressable, and legible in its colours."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from itertools import product

import pytest
from msgspec.structs import replace
from tests.browser import sample

from variorum.model import Article
from variorum.outputs import html
from variorum.pipeline import annotate_article, collate_story

STORIES = ["silo", "hostile", "single", "agreeing"]


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.at: str | None = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.at = tag if tag in self.inside else None

    def handle_endtag(self, tag):
        self.at = None

    def handle_data(self, data):
        if self.at:
            self.inside[self.at].append(data)


def _page(*names: str) -> str:
    collations, articles = [], {}
    for name in names:
        collation, its_articles = getattr(sample, name)()
        collations.append(collation)
        articles |= its_articles
    return html.render(collations, articles)


@pytest.mark.parametrize("name", STORIES)
def test_the_page_allows_its_own_script_and_style_and_nothing_else(name):
    page = _Page(_page(name))
    policy = next(attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none';")
    for tag, source in (("style", "style-src"), ("script", "script-src")):
        (content,) = page.inside[tag]
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{source} 'sha256-{digest}'" in policy
    for tag, attrs in page.tags:
        assert not {"src", "srcset", "style", "action"} & attrs.keys(), tag
        assert not [name for name in attrs if name.startswith("on")], tag
        assert tag not in {"img", "link", "iframe", "object", "embed", "base"}


@pytest.mark.parametrize("name", STORIES)
def test_links_go_to_places_of_the_page_or_to_web_pages_only(name):
    page = _Page(_page(name))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for tag, attrs in page.tags:
        if tag == "a":
            target = attrs["href"]
            assert target[1:] in ids if target.startswith("#") else target.startswith("https://")


def test_anchors_stay_unique_when_a_story_comes_twice():
    page = _Page(_page("silo", "silo", "hostile"))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_differences_are_addressed_by_their_ids():
    collation, _ = sample.silo()
    page = _page("silo")
    for one in collation.discrepancies:
        assert f'id="{one.id}"' in page


def test_hostile_text_is_text():
    page = _page("hostile")
    assert page.count("<script") == 1
    assert "&lt;/script&gt;&lt;script&gt;window.pwned = 1" in page
    assert "&amp;lt;b&amp;gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "U+202E" in page


def test_a_field_that_holds_a_whole_text_does_not_fill_the_page() -> None:
    collation, articles = sample.silo()
    summaries = tuple(
        replace(one, title=f"{one.title} " * 3_000, outlet=f"{one.outlet} " * 3_000)
        for one in collation.articles
    )
    before = len(html.render([collation], articles))
    long = html.render([replace(collation, articles=summaries)], articles)
    assert len(long) - before < 60_000


def test_each_report_stands_in_the_page_once():
    page = re.sub(r"<[^>]+>", "", _page("silo"))
    assert page.count("cut short a visit to the capital") == 1


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["single"], "One report only: nothing to compare."),
        (["agreeing"], "No differences found in 3 reports."),
        ([], "There is no story in this collation"),
    ],
)
def test_empty_states_say_what_was_compared(names, said):
    assert said in _page(*names)


def test_it_says_once_that_it_gives_no_verdict():
    assert _page("silo", "agreeing").count("does not judge which report is right") == 1


# Colours: WCAG 2.2, relative luminance and contrast ratio.


def _tokens(scheme: str) -> dict[str, str]:
    css = files("variorum.outputs").joinpath("page", "page.css").read_text("utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)", 1)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark.split("}", 1)[0]))
    return found


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *product(["ink", "quiet", "accent", "critical", "material", "minor"], ["paper", "card", "raised"]),
        ("mark-ink", "mark"),
        ("mark-ink", "mark-strong"),
    ],
)
def test_text_has_the_contrast_of_wcag_aa(scheme, ink, ground):
    tokens = _tokens(scheme)
    assert _contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("sign", "ground"), [*product(["control", "focus"], ["paper", "card"])])
def test_controls_and_focus_have_the_contrast_of_signs(scheme, sign, ground):
    tokens = _tokens(scheme)
    assert _contrast(tokens[sign], tokens[ground]) >= 3


def test_no_colour_is_used_besides_the_tokens():
    css = files("variorum.outputs").joinpath("page", "page.css").read_text("utf-8")
    rules = re.sub(r"(?s):root \{.*?\n?\s*\}|/\*.*?\*/", "", css)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rules)) <= {"#0002", "#0007"}


def test_a_reading_without_another_is_not_called_the_fullest():
    collation, articles = sample.single()
    page = html.render([collation], articles)
    assert collation.utterances
    assert ">fullest reading<" not in page


def test_what_is_told_in_other_words_is_not_called_the_same_words() -> None:
    collation, articles = sample.agreeing()
    (one,) = collation.utterances
    told = [one.readings[0], *(replace(reading, paraphrase=True) for reading in one.readings[1:])]
    same, other = "The same words in several reports", "Told by several reports in other words"
    agreed = html.render([collation], articles)
    assert same in agreed
    assert other not in agreed
    assert "1 of them printed by several reports in the same words" in agreed
    retold = html.render([replace(collation, utterances=(replace(one, readings=tuple(told)),))], articles)
    assert same not in retold
    assert other in retold
    assert "1 of them told by several in other words" in retold
    assert (agreed.count("carries it</td>"), agreed.count("in other words</td>")) == (3, 0)
    assert (retold.count("carries it</td>"), retold.count("in other words</td>")) == (1, 2)


def test_two_stories_of_one_title_are_told_apart_by_their_beginnings(tmp_path):
    told = {
        "a": "A wall at the reservoir fell on Sunday. Two workers died there.",
        "b": "A bakery on Quay Street burned on Monday. Twelve people fled.",
        "c": "The harbour was shut on Tuesday. No ferry sailed.",
    }
    titles = {"a": "Update", "b": "Update", "c": "Harbour shut"}
    read = {id: annotate_article(Article(id=id, text=text, title=titles[id])) for id, text in told.items()}
    html.write([collate_story(f"s-{id}", [one]) for id, one in read.items()], read, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    links = re.findall(r'<li><a href="#story[^>]*>(.*?)</a>', page)
    assert sorted(re.sub("<[^>]+>", "", link) for link in links) == [
        "Harbour shut",
        "Update A bakery on Quay Street burned on Monday.",
        "Update A wall at the reservoir fell on Sunday.",
    ]
    assert ">Update: A bakery on Quay Street burned on Monday. (0)</option>" in page
