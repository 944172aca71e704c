"""Collections that researchers download: GDELT's quotations and Media Cloud's lists, and what they lack."""

from __future__ import annotations

import json

import pytest
from tests.situations.reading import items_of
from tests.table import media_cloud

from variorum.model import Article, Reject
from variorum.pipeline import annotate_article


def gqg(*quotes: dict[str, str], **more: str) -> bytes:
    told = {
        "date": "2027-03-11T10:30:00Z",
        "url": "https://www.post.example/lock",
        "title": "Lock",
        "lang": "ENGLISH",
    }
    return json.dumps({**told, **more, "quotes": list(quotes)}, ensure_ascii=False).encode()


SAID = {
    "pre": "Edda Prynn said on Thursday:",
    "quote": "We open it before May ends.",
    "post": " She did not say",
}


def test_a_record_is_its_quotations_in_marks_with_the_words_around_them() -> None:
    found, told = items_of(
        "a.jsonl", gqg(SAID, {"pre": "it is (", "quote": "nobody", "post": ", she said) that"})
    )
    assert isinstance(found, Article) and isinstance(told, Reject)
    assert found.text == (
        "Edda Prynn said on Thursday: “We open it before May ends.” She did not say\n\n"
        "it is (“nobody”, she said) that"
    )
    assert (found.status, found.outlet, found.date) == ("truncated", "post.example", "2027-03-11T10:30:00Z")
    first = annotate_article(found).annotation.quotations[0]
    assert first.speaker is not None and first.speaker.name == "Edda Prynn"


def test_what_all_records_lack_is_said_once_for_a_file() -> None:
    lines = b"\n".join(gqg(SAID, url=f"https://post.example/{number}") for number in range(5))
    for name in ("a.jsonl", "20270311103000.gqg.json"):
        items = items_of(name, lines)
        assert [type(item) for item in items] == [Article] * 5 + [Reject]
        assert isinstance(items[-1], Reject)
        assert "not whole reports" in items[-1].reason


def test_a_record_of_somebody_with_quotes_and_a_text_is_theirs() -> None:
    (found,) = items_of("a.jsonl", gqg(SAID, text="The lock is shut."))
    assert isinstance(found, Article)
    assert (found.text, found.extra["quotes"]) == ("The lock is shut.", [SAID])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_stories_of_media_cloud_are_listed_and_what_they_say_is_unknown(delimiter: str) -> None:
    data = media_cloud({"id": "a"}, {"id": "b", "title": "Lock, gate; and\nboats"}, delimiter=delimiter)
    first, second, told = items_of("a.csv", b"\xef\xbb\xbf" + data)
    assert isinstance(first, Article) and isinstance(second, Article) and isinstance(told, Reject)
    assert (first.id, first.title, first.outlet) == ("a", "Lock stays shut", "gazette.example")
    assert (first.date, first.url, first.lang) == ("2027-03-11", "https://gazette.example/lock", "en")
    assert second.title == "Lock, gate; and\nboats"
    assert {first.status, second.status} == {"unreadable"}
    assert told.reason.startswith("Media Cloud lists 2 stories without their words")


def test_a_text_that_somebody_put_beside_them_is_read() -> None:
    rows = [{"id": "a", "text": "“No,” she said.\n\nShe left."}, {"id": "b"}]
    first, second, told = items_of("a.csv", media_cloud(*rows))
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.text, first.status, second.status) == ("“No,” she said.\n\nShe left.", "read", "unreadable")
    assert isinstance(told, Reject) and told.reason.startswith("Media Cloud lists a story without its words")


def test_a_table_in_windows_1252_is_read_and_noted() -> None:
    (found,) = items_of("a.csv", media_cloud({"text": "“No,” she said."}).decode().encode("cp1252"))
    assert isinstance(found, Article)
    assert found.text == "“No,” she said."
    assert "cp1252" in found.extra["read_notes"][0]
