"""The day and place that a text gives for itself, and what hangs on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.annotation.dates.stage import assign_dateline
from variorum.annotation.quotations.drafts import behind_dateline
from variorum.model import Annotation, Article, Dateline, Span
from variorum.pipeline import annotate_article
from variorum.settings import AnnotateSettings

PROSE = "The ferry struck the wall on Wednesday, and forty people were hurt when the doors gave way at last."


def dateline_of(text: str, url: str | None = None) -> Dateline | None:
    article = Article(id="a", text=text, url=url)
    return assign_dateline(article, Annotation(), settings=AnnotateSettings()).dateline


@pytest.mark.parametrize(
    ("line", "day", "place"),
    [
        ("PORT SALLOW, March 12, 2026 (Halyard) — ", "2026-03-12", "PORT SALLOW"),
        ("HARBOUR CITY, 12 March 2026 (HPA) - ", "2026-03-12", "HARBOUR CITY"),
        ("PORT SALLOW, Marl. (Halyard) -- ", None, "PORT SALLOW, Marl."),
        ("WESTHAVEN — ", None, "WESTHAVEN"),
        ("Published: 12 March 2026\n\n", "2026-03-12", None),
        ("Posted on Thursday, March 12th 2026 at 9:17pm\n\n", "2026-03-12", None),
        ("March 12, 2026 4:05 pm\n\n", "2026-03-12", None),
        ("Thursday, March 12, 2026 8:42 EDT\n\n", "2026-03-12", None),
        ("By Ada Lind | 12 March 2026\n\n", "2026-03-12", None),
        ("Port Sallow, 12 March 2026\n\n", "2026-03-12", "Port Sallow"),
        ("2026-03-12\n\n", "2026-03-12", None),
        ("12.03.2026\n\n", "2026-03-12", None),
        ("Updated 13/03/2026 at 3:54 p.m.\n\n", "2026-03-13", None),
    ],
)
def test_forms(line: str, day: str | None, place: str | None) -> None:
    text = f"Ferry hits wall at Port Sallow\n\n{line}{PROSE}"
    found = dateline_of(text)
    assert found is not None
    assert (found.date, found.place) == (day, place)
    assert found.span.of(text) in line


@pytest.mark.parametrize(
    "line",
    [
        "Statement of 12 March 2026\n\n",  # a headline
        "03/04/2026\n\n",  # March or April
        "12 March\n\n",  # no year
        "The report of 12 March 2026 said so.\n\n",
        "On 12 March 2026 — a Thursday — it rained.\n\n",
        "VIDEO — ",
        "FILE - ",
        "Ferries - ",
        "[Marl Post, 3/12/26]\n\n",
        "OYELARAN: ",
    ],
)
def test_near_misses(line: str) -> None:
    assert dateline_of(f"Ferry hits wall at Port Sallow\n\n{line}{PROSE}") is None


def test_a_label_is_surer_than_a_change_and_counts_at_the_end_too() -> None:
    text = f"Updated: 14 March 2026\n\n{PROSE}\n\nPublished on 12 March 2026"
    found = dateline_of(text)
    assert found is not None
    assert found.date == "2026-03-12"
    assert dateline_of(f"Ferry hits wall\n\n{PROSE}\n\n12 March 2026") is None


def test_the_address_gives_a_missing_year() -> None:
    text = f"OSK, March 12 (Halyard) — {PROSE}"
    assert dateline_of(text) == Dateline(date=None, place="OSK", span=dateline_of(text).span, confidence=0.7)  # type: ignore[union-attr]
    found = dateline_of(text, "https://news.example/2026/03/12/ferry")
    assert found is not None
    assert found.date == "2026-03-12"


def test_weekdays_hang_on_the_texts_own_day() -> None:
    annotated = annotate_article(Article(id="a", text=f"Osk, 12 March 2026\n\n{PROSE}"))
    values = {f.span.of(annotated.article.text): f.value for f in annotated.annotation.figures}
    assert values["Wednesday"] == "2026-03-11"
    assert annotated.article.date == "2026-03-12"
    undated = annotate_article(Article(id="a", text=f"Osk (Halyard) — {PROSE}"))
    assert [f.unit for f in undated.annotation.figures if f.kind == "date"] == ["relative"]
    assert undated.article.date is None


def test_a_date_that_came_with_the_report_stays() -> None:
    annotated = annotate_article(Article(id="a", text=f"Osk, 12 March 2026\n\n{PROSE}", date="2026-03-20"))
    assert annotated.article.date == "2026-03-20"
    assert annotated.annotation.dateline is not None
    assert [f.value for f in annotated.annotation.figures if f.kind == "date"][-1] == "2026-03-18"


@given(st.text(alphabet="Aa1 ,.-—()/\n", max_size=80))
def test_any_text(text: str) -> None:
    found = dateline_of(text)
    assert found is None or 0 <= found.span.start < found.span.end <= len(text)


@pytest.mark.parametrize("above", ["", "Published: 12 March 2026\n\n"])
@pytest.mark.parametrize(
    "line", ["PORT SALLOW (Halyard) - ", "PORT SALLOW, March 12, 2026 - ", "WESTHAVEN — "]
)
def test_the_dateline_is_no_part_of_what_somebody_said(line: str, above: str) -> None:
    said = "The ferry will stay in port for a week"
    text = f"{above}{line}{said}, the mayor said on Monday.\n\nIt was cold."
    annotation = annotate_article(Article(id="a", text=text)).annotation
    assert [[span.of(text) for span in one.content] for one in annotation.quotations] == [[said]]


def test_a_content_that_is_the_dateline_alone_is_none() -> None:
    text = "PORT SALLOW (Halyard) - A ferry sank."
    dateline = Span(0, text.index("- A") + 1)
    assert behind_dateline(text, [Span(0, 21), Span(24, 36)], dateline) == [Span(24, 36)]
    assert behind_dateline(text, [Span(0, 36)], dateline) == [Span(24, 36)]
    assert behind_dateline(text, [Span(0, 36)], None) == [Span(0, 36)]
