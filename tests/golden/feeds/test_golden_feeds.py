"""Odd feeds and what they say, written by hand: nothing here was made by the reader."""

import json
from pathlib import Path

import msgspec
import pytest

from variorum.watch.feeds import read_feed

FOLDER = Path(__file__).parent
EXPECTED = sorted(FOLDER.glob("*.expected.json"))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_feed_is_read_as_it_says(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    data = (FOLDER / path.name.removesuffix(".expected.json")).read_bytes()
    read = read_feed(data, url=expected["url"], content_type=expected["content_type"])
    feed = json.loads(msgspec.json.encode(read))
    assert {name: feed[name] for name in expected["feed"]} == expected["feed"]
    assert len(feed["entries"]) == len(expected["entries"])
    for entry, told in zip(feed["entries"], expected["entries"], strict=True):
        assert {name: entry[name] for name in told} == told
