"""Furniture of a page is marked; sentences of the report never are."""

from __future__ import annotations

import pytest

from variorum.annotation.layout.furniture import assign_furniture, is_furniture
from variorum.annotation.layout.stage import assign_layout
from variorum.language.language import language
from variorum.model import Annotation, Article, Block, Post, Span
from variorum.settings import AnnotateSettings


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "READ MORE: Storm closes the ferry to Marl",
        "Related: What we know about the pier",
        "( Also on HARBOUR POST: Ferry fares to rise)",
        "Watch: The moment the pier gave way",
        "Image via Marl Council",
        "Photo: Bo Falk / Marl Courier",
        "Image credit: Getty Images",
        "Waves hit the pier at Marl on Monday. (Photo by Bo Falk/Getty Images)",
        "The harbour of Marl seen from the air, June 3, 2025. REUTERS/Bo Falk",
        "Sign up for our daily newsletter and get the news in your inbox",
        "Subscribe now for as little as 2 crowns a month!",
        "Share on Facebook",
        "Facebook Twitter Email",
        "Click here to read the full report.",
        "Follow Ada Lind on Twitter @adalind",
        "Ada Lind contributed to this report.",
        "(Reporting by Ada Lind; Editing by Bo Falk)",
        "© 2025 The Marl Courier. All rights reserved.",
        "3 hours ago",
        "Updated at 4:19 p.m. on Monday 6/3",
        "Comments (14)",
        "Share (3)",
        "Share (3) | Comments (1,204)",
        "Likes: 1.2k",
        "* * *",
        "___",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line, language("en"))


@pytest.mark.parametrize(
    "line",
    [
        "“Read more before you vote,” Reyes said.",
        "Read the report, the harbour chief told the council, and you will find no word of a leak.",
        "Related firms in the group employ 400 people.",
        "Photographs of the pier taken on Monday show a crack two metres long.",
        "Sign language interpreters joined the march.",
        "Follow the money, said Ada Lind, who audits the port.",
        "More than 40 people were hurt.",
        "Share prices of the ferry line fell by 4 percent.",
        "Advertisement spending on the campaign rose to 3 million crowns, the council said.",
        "Watch officers heard the alarm at 6:40 a.m.",
        "The council contributed to this reporting failure, an inquiry found on Monday after months.",
        "Copyright law protects the plans, a judge ruled.",
        "Also on Monday, the ferry to Marl was cancelled.",
        "Poll: Most people in Marl want a new pier, a survey by the university shows, and would pay for it.",
        "Video of the collapse shows people running.",
        "He left.",
        "",
    ],
)
def test_sentences_of_a_report(line: str) -> None:
    assert not is_furniture(line, language("en"))


def test_captions_of_the_markup_and_posts() -> None:
    text = "Waves at Marl.\n\nThe pier gave way.\n\nPhoto: mine — Ada Lind (@adalind) June 3, 2025"
    article = Article(id="a", text=text, blocks=(Block(kind="caption", span=Span(0, 14)),))
    annotation = assign_layout(article, Annotation(), settings=AnnotateSettings())
    post = Post(span=Span(text.index("Photo"), len(text)))
    annotation = Annotation(paragraphs=annotation.paragraphs, posts=(post,))
    marked = assign_furniture(article, annotation, settings=AnnotateSettings())
    assert [span.of(text) for span in marked.furniture] == ["Waves at Marl."]


PROMO = "HARBOUR CHIEF REYES FACES NEW INQUIRY OVER FERRY"
PROSE = ["The ferry of Marl stayed in port on Monday.", "“We knew nothing of it,” the mayor told reporters."]


def furniture_of(*paragraphs: str) -> list[str]:
    article = Article(id="a", text="\n\n".join(paragraphs))
    annotation = assign_layout(article, Annotation(), settings=AnnotateSettings())
    found = assign_furniture(article, annotation, settings=AnnotateSettings()).furniture
    return [span.of(article.text) for span in found]


def test_headline_of_another_report_between_paragraphs_is_furniture() -> None:
    assert furniture_of(PROSE[0], PROMO, PROSE[1]) == [PROMO]
    assert furniture_of(PROSE[0], PROSE[1], f"WATCH LIVE: {PROMO}") == [f"WATCH LIVE: {PROMO}"]


@pytest.mark.parametrize(
    "line",
    [
        "NOBODY TOLD US THAT THE FERRY WAS GONE!",
        "“NOBODY TOLD US THAT IT WAS GONE”",
        "NORA VANCE, MAYOR OF MARL HARBOUR:",
        "PORT SALLOW, NORTHERN MARL (HALYARD) —",
        "THE LOWER HARBOUR",
    ],
)
def test_other_lines_in_capitals_are_of_the_report(line: str) -> None:
    assert furniture_of(PROSE[0], line, PROSE[1]) == []


def test_own_headline_and_a_bulletin_in_capitals_are_of_the_report() -> None:
    assert furniture_of(PROMO, *PROSE) == []
    assert furniture_of("THE FERRY OF MARL STAYED IN PORT", PROMO, "THE MAYOR KNEW NOTHING OF IT") == []
