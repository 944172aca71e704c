"""What is printed around reports is not read: told by when and under which headlines it is printed."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum import engines
from variorum.model import Article
from variorum.settings import GroupSettings
from variorum.stories import StoryStream, group
from variorum.stories.furniture import Print, Printed, furniture, of_each, printed, without

SETTINGS = GroupSettings()
NOTICE = "Sign up for the Port Ellery Ledger's breakfast letter."


def report(number: int, text: str, *, title: str | None = None, date: str | None = None) -> Article:
    return Article(id=f"r{number}", text=text, title=title, date=date)


def read(articles: Sequence[Article]) -> list[Article]:
    prints = printed(articles)
    return without(articles, of_each(prints, furniture(prints, SETTINGS)), SETTINGS)


def noticed(dates: Sequence[str | None]) -> list[Article]:
    return [
        report(number, f"Report {number} tells something else. {NOTICE}", title=f"Event {number}", date=date)
        for number, date in enumerate(dates)
    ]


def test_a_sentence_of_three_days_over_weeks_is_cut() -> None:
    found = read(noticed(["2031-01-01", "2031-01-09", "2031-02-01"]))
    assert [one.text.strip() for one in found] == [f"Report {n} tells something else." for n in range(3)]


@pytest.mark.parametrize(
    "dates",
    [
        ["2031-01-01", "2031-02-01"],  # two days only
        ["2031-01-01", "2031-01-01T20:00:00Z", "2031-02-01"],  # two days again
        ["2031-01-01", "2031-01-08", "2031-01-15"],  # news may last two weeks
        [None, None, None],
        ["soon", "later", "2031-01-01"],
    ],
)
def test_what_news_may_be_stays(dates: list[str | None]) -> None:
    articles = noticed(dates)
    assert read(articles) == articles


def test_an_undated_report_is_read_without_what_others_show_to_be_furniture() -> None:
    found = read(noticed(["2031-01-01", "2031-01-09", "2031-02-01", None]))
    assert NOTICE not in found[3].text


def test_a_report_that_is_printed_again_keeps_its_words() -> None:
    text = (
        "The ferry Lady Quillon ran aground off Port Marrow. Coastguard commander Ada Lunt praised the crews."
    )
    dates = ["2031-01-01", "2031-01-09", "2031-02-01"]
    same_title = [report(n, text, title="Ferry aground", date=date) for n, date in enumerate(dates)]
    untitled = [report(n, text, date=date) for n, date in enumerate(dates)]
    assert read(same_title) == same_title
    assert read(untitled) == untitled
    assert len({story for _, story in group(untitled, engines.get(workers=1))}) == 1


def test_a_report_under_ever_new_headlines_keeps_its_words() -> None:
    text = " ".join(f"Sentence {n} of a long report on the harbour of Port Marrow." for n in range(40))
    dates = ["2031-01-01", "2031-01-09", "2031-02-01"]
    articles = [report(n, text, title=f"Headline {n}", date=date) for n, date in enumerate(dates)]
    assert read(articles) == articles
    assert len({story for _, story in group(articles, engines.get(workers=1))}) == 1


def test_what_stands_behind_headlines_is_cut_from_them() -> None:
    ends = [" - Radio Sallow 12, News and Weather", " | Radio Sallow 12, News and Weather"]
    titles = [f"Event {number}{ends[number % 2]}" for number in range(3)]
    dates = ["2031-01-01", "2031-01-09", "2031-02-01"]
    articles = [report(n, f"Text {n}.", title=titles[n], date=dates[n]) for n in range(3)]
    assert [one.title for one in read(articles)] == ["Event 0", "Event 1", "Event 2"]


def test_lines_and_wide_full_stops_end_sentences_too() -> None:
    lines = [
        "Skip to the main part of this page",
        "\u3053\u306e\u8a18\u4e8b\u306f\u4f1a\u54e1\u9650\u5b9a\u3067\u3059" * 2 + "\u3002",
    ]
    dates = ["2031-01-01", "2031-01-09", "2031-02-01"]
    articles = [
        report(n, f"{lines[0]}\n{lines[1]}Own text {n} stands here", title=f"Event {n}", date=date)
        for n, date in enumerate(dates)
    ]
    assert [one.text.strip() for one in read(articles)] == [f"Own text {n} stands here" for n in range(3)]


def test_nothing_gives_nothing() -> None:
    assert printed([]) == []
    assert read([report(0, "")]) == [report(0, "")]
    assert furniture([], SETTINGS).tolist() == []


def test_reports_of_one_outlet_are_not_one_story_for_what_stands_around_them() -> None:
    around = (
        "Just one more thing before you read on. We have sent you a letter to verify your address with us. "
        "Click on the link in it to activate your Port Ellery Ledger profile. Report a fault to the desk."
    )
    titles = [
        "Quarry owner fined",
        "School choir wins prize",
        "Two hurt in Sallow Bay fire",
        "Bridge to reopen",
    ]
    articles = [
        report(number, around, title=title, date=f"2031-0{number + 1}-03")
        for number, title in enumerate(titles)
    ]
    assert len({story for _, story in group(articles, engines.get(workers=1))}) == 4


def test_a_stream_learns_what_is_furniture() -> None:
    articles = noticed(["2031-01-01", "2031-01-09", "2031-02-01", "2031-02-20"])
    stream = StoryStream()
    with engines.get(workers=1) as engine:
        early = [stream.read([one], engine)[0] for one in articles[:3]]
        again = StoryStream.load(stream.dump())
        late = stream.read(articles[3:], engine)
        assert again.read(articles[3:], engine) == late
        bare = StoryStream().read([report(3, "Report 3 tells something else.", title="Event 3")], engine)
    assert [one.length for one in early] == [early[0].length, early[0].length, bare[0].length]
    assert late[0].digest == bare[0].digest


PRINTS = st.lists(
    st.builds(
        lambda numbers, day, head: (sorted(numbers), day, head),
        st.sets(st.integers(0, 5), max_size=4),
        st.none() | st.integers(0, 40),
        st.integers(0, 4),
    ),
    max_size=12,
)


@given(PRINTS, st.integers())
def test_furniture_is_what_three_headlines_have_on_three_days_whatever_the_order(
    drawn: list[tuple[list[int], int | None, int]], seed: int
) -> None:
    import numpy as np

    prints = [Print(np.array(numbers, np.uint64), day, head) for numbers, day, head in drawn]
    expected = []
    for number in range(6):
        first: dict[int, int] = {}
        for numbers, day, head in drawn:
            if number in numbers and day is not None:
                first[head] = min(day, first.get(head, day))
        days = set(first.values())
        if len(days) > 2 and max(days) - min(days) > SETTINGS.news_days:
            expected.append(number)
    assert furniture(prints, SETTINGS).tolist() == expected
    shuffled = random.Random(seed).sample(prints, len(prints))
    assert furniture(shuffled, SETTINGS).tolist() == expected
    known = Printed(SETTINGS)
    known.add(prints)
    again = Printed(SETTINGS)
    again.load(*known.dump())
    assert again.furniture(prints).tolist() == expected
