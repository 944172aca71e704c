"""The figure stage on whole texts: order, furniture, hostile input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.annotation.figures.stage import assign_figures
from variorum.annotation.layout.stage import assign_layout
from variorum.model import Annotation, Article, Figure, Span
from variorum.settings import AnnotateSettings

SETTINGS = AnnotateSettings()


def figures_of(
    text: str, date: str | None = "2026-11-23", furniture: tuple[Span, ...] = ()
) -> tuple[Figure, ...]:
    article = Article(id="a", text=text, date=date)
    layout = assign_layout(article, Annotation(), settings=SETTINGS)
    annotation = Annotation(paragraphs=layout.paragraphs, sentences=layout.sentences, furniture=furniture)
    return assign_figures(article, annotation, settings=SETTINGS).figures


def test_several_figures_of_several_kinds_in_order() -> None:
    text = "At least 12 people died at 6:40 a.m. on Sunday when 3 boats worth $1.2m sank 40 km off Marl."
    found = [(f.span.of(text), f.kind, f.value) for f in figures_of(text)]
    assert found == [
        ("At least 12", "count", 12.0),
        ("6:40 a.m.", "time", "06:40"),
        ("Sunday", "date", "2026-11-22"),
        ("3", "count", 3.0),
        ("$1.2m", "money", 1200000.0),
        ("40 km", "measure", 40.0),
    ]


def test_a_scale_word_written_on_to_its_digits_belongs_to_the_amount() -> None:
    text = "The hall cost £1.4million, the pier €7million, and 2million people came."
    found = [(f.span.of(text), f.kind, f.value, f.unit) for f in figures_of(text)]
    assert found == [
        ("£1.4million", "money", 1_400_000.0, "GBP"),
        ("€7million", "money", 7_000_000.0, "EUR"),
        ("2million", "count", 2_000_000.0, None),
    ]


def test_votes_for_and_against_are_one_score() -> None:
    text = "The board of Marl approved the pier by 6 votes to 3. It rose by 6 to 9."
    assert [(f.span.of(text), f.value) for f in figures_of(text)][0] == ("6 votes to 3", "6-3")
    assert all(f.unit != "score" for f in figures_of(text)[1:])


def test_furniture_has_no_figures() -> None:
    text = "Updated 3 hours ago\n\nTwo men fled."
    assert [f.span.of(text) for f in figures_of(text, furniture=(Span(0, 19),))] == ["Two"]


def test_report_date_of_a_moment_and_of_a_year() -> None:
    assert figures_of("He left yesterday.", "2026-11-23T08:00:00+01:00")[0].value == "2026-11-22"
    assert figures_of("He left yesterday.", "2026")[0].unit == "relative"


@pytest.mark.parametrize(
    ("sentence", "value"),
    [  # told on Wednesday, 16 September 2026
        ("The list was found by the port office on Tuesday.", "2026-09-15"),
        ("A man walking by the pier Thursday afternoon saw it.", "2026-09-10"),
        ("The crew has to answer by Friday.", "2026-09-18"),
        ("The pair is due to be questioned in court on Thursday morning.", "2026-09-17"),
        ("Hopes for a deal by the Friday deadline dimmed.", "2026-09-18"),
        ("The office gave the owners until Sept. 10 to repair the ramp.", "2026-09-10"),
        ("The pier stays closed until Oct. 2.", "2026-10-02"),
        # What lasts now ends on the day to come, what lasted on the one that is over.
        ("The pier is closed to lorries until June 4.", "2027-06-04"),
        ("The show runs until June.", "2027-06"),
        ("The pier was closed to lorries until June 4.", "2026-06-04"),
        ("Asked who is to blame, he named those who had the keys until June 4.", "2026-06-04"),
        ("It warned that winds arriving Thursday would make a landing dangerous.", "2026-09-17"),
        ("A passenger hurt Thursday would have died without help.", "2026-09-10"),
        ("The hull was repainted in an office vote in April.", "2026-04"),
        ("It sank the day before the fair opened.", None),
        ("He wrote it the morning after divers had left.", None),
        ("Men of the 17 May Brigade guarded the quay.", None),
        ("Nine of the 12 May 4 sailors had come home.", "2026-05-04"),
        # What the clause tells as over does not lie ahead of the report, what it tells as coming not behind.
        ("The master was questioned on Oct. 30.", "2025-10-30"),
        ("The office set the hearing for Thursday.", "2026-09-17"),
        ("On Friday, dozens of members of the old union will march.", "2026-09-18"),
        ("He spoke in advance of the minister's visit on Monday.", "2026-09-21"),
        ("The storm is forecast to come ashore early Friday.", "2026-09-18"),
        ("She said the party would lose in an interview Monday.", "2026-09-14"),
        ("The crew is due to be sent home on Friday.", "2026-09-18"),
        ("It will fight the plan that he took to the council on Monday.", "2026-09-14"),
        ("Thousands had gathered on the quay by Tuesday.", "2026-09-15"),
        ("A clerk could be charged as early as Friday.", "2026-09-18"),
        # No day at all: days that come again, names with a day in them, stretches.
        ("The band plays on Friday nights.", None),
        ("Her first time at Sunday Supper was in spring.", None),
        ("17 May Brigade men guarded the quay.", None),
        ("The master told Harbour Today that he had left.", None),
        ("Families of the Sept. 11 victims came to the quay.", "2001-09-11"),
    ],
)
def test_days_lie_where_their_clause_puts_them(sentence: str, value: str | None) -> None:
    days = [each.value for each in figures_of(sentence, "2026-09-16") if each.kind in ("date", "time")]
    assert days == ([value] if value else [])


def test_a_stretch_of_days_to_come_is_no_day() -> None:
    days = figures_of("It sank on Monday. Cranes come over the next day or two.", "2026-09-16")
    assert [day.value for day in days if day.kind == "date" and day.value] == ["2026-09-14"]


def test_nothing_is_inferred_from_what_is_over_before_the_day_of_the_report() -> None:
    (day,) = figures_of("The log was changed on Sept. 18.", "2026-09-16")
    assert (day.value, day.unit) == (None, "relative")


def test_empty_text_has_no_figures() -> None:
    assert figures_of("") == ()


_PIECES = st.sampled_from(
    [
        "12",
        "1,000",
        "$",
        "£3m",
        " ",
        " to ",
        "-",
        "–",
        "%",
        " percent",
        "one",
        " in ",
        "five",
        " half ",
        "a ",
        "dozen",
    ]
    + [
        " people",
        " years",
        "-year-old",
        "2026",
        "Nov.",
        " 31 ",
        "Monday",
        " last ",
        "week",
        " ago",
        ":",
        "40",
        ".",
    ]
    + ["\n", "third ", "scores of", "0640 GMT", "9 pm", "99/99/9999", "²", "٣", "½", "\u2028"]
)


@given(st.lists(_PIECES, max_size=20).map("".join) | st.text(max_size=80))
def test_any_text_gives_figures_that_stand_apart_in_it(text: str) -> None:
    found = figures_of(text)
    spans = [figure.span for figure in found]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
