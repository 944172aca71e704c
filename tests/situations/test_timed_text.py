"""Subtitles of broadcasters and players in TTML: who says what, and when."""

from __future__ import annotations

import pytest
from tests.saved import timed_text
from tests.situations.reading import items_of

from variorum.model import Article

AGENTS = (
    '<metadata><ttm:agent type="person" xml:id="a"><ttm:name type="full">Edda Prynn</ttm:name></ttm:agent>'
    '<ttm:agent type="person" xml:id="b"><ttm:name type="full">Tom &amp; Co</ttm:name></ttm:agent></metadata>'
)


def article(data: bytes) -> Article:
    (found,) = items_of("a.ttml", data)
    assert isinstance(found, Article), found
    return found


def moments(data: bytes) -> list[float]:
    return [moment for _, moment in article(data).extra["times"]]


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("00:01:02.500", 62.5), ("00:01:02:15", 62.6), ("62.5s", 62.5), ("1500ms", 1.5), ("2m", 120.0),
        ("0.5h", 1800.0), ("50f", 2.0), ("500t", 5.0), ("100:00:00", 360_000.0), ("soon", 0.0), ("", 0.0),
    ],
)  # fmt: skip
def test_each_way_to_tell_a_time_is_known(time: str, seconds: float) -> None:
    data = timed_text(more=f'<p begin="{time}">Six boats.</p>')
    rates = b'<tt ttp:frameRate="25" ttp:tickRate="100" '
    assert moments(data.replace(b"<tt ", rates, 1)) == [seconds]


def test_times_count_from_the_element_above_and_one_after_the_other_in_a_sequence() -> None:
    inner = '<p dur="2s">One.</p><p dur="3s">Two.</p><p dur="1s">Three.</p>'
    assert moments(timed_text(more=f'<div begin="10s" timeContainer="seq">{inner}</div>')) == [10, 12, 15]
    assert moments(timed_text(more='<div begin="10s"><p begin="5s">One.</p></div>')) == [15]


def test_who_speaks_is_who_the_file_names() -> None:
    more = '<p begin="1s" ttm:agent="a">Six boats.</p><p begin="2s" ttm:agent="b">Seven.</p>'
    more += '<p begin="3s"><span ttm:agent="a">No.</span><span ttm:agent="b">Yes.</span></p>'
    found = article(timed_text(head=AGENTS, more=more))
    assert found.text.split("\n\n") == [
        "Edda Prynn: Six boats.",
        "Tom & Co: Seven.",
        "Edda Prynn: No.",
        "Tom & Co: Yes.",
    ]
    assert [block.span.of(found.text) for block in found.blocks] == found.text.split("\n\n")


def test_captions_that_roll_are_said_once() -> None:
    lines = ["the lock", "opens before", "the end of", "May she said"]
    pairs = [f"{first}<br/>{second}" for first, second in zip(lines, lines[1:], strict=False)]
    more = "".join(f'<p begin="{at}s" end="{at + 1}s">{pair}</p>' for at, pair in enumerate(pairs))
    found = article(timed_text(more=more))
    assert found.text == "the lock opens before the end of May she said"
    assert "roll" in found.extra["read_notes"][0]


def test_spans_and_their_blanks_make_words_as_they_are_shown() -> None:
    more = '<p begin="1s">\n  We <span>open</span> it <span>be</span>fore\n  <span>May</span> ends.\n</p>'
    assert article(timed_text(more=more)).text == "We open it before May ends."


def test_what_is_not_shown_is_not_said() -> None:
    head = '<styling><style xml:id="off" tts:display="none"/></styling>'
    note = "<metadata><ttm:desc>a note</ttm:desc></metadata>"
    more = f'<p begin="1s">Six{note} boats<span style="off"> not</span>.</p>'
    assert article(timed_text(head=head, more=more)).text == "Six boats."


def test_a_file_in_utf_16_is_read() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + timed_text("“Six” — boats.").decode()
    assert article(text.encode("utf-16")).text == "“Six” — boats."
