"""The published set of real stories: no words of texts in it, and what its score counts."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from benchmarks.natural import gold, score, stand_off, texts

from variorum.model import Annotation, Collation, Quotation, Span
from variorum.model.quotation import Speaker

ONE = "Mayor Ada Quill said: “The pier is safe for everyone who walks on it.” Six boats were lost on Monday."
TWO = "“The pier is safe for everyone who walks on it,” said her deputy, Ben Frost. Seven boats were lost."
GIVEN: dict[str, Any] = {
    "set": "invented", "story": "x:1", "note": "Two reports; the pier is safe for everyone who walks on it.",
    "articles": [
        {"id": "T0.A", "source_id": "x:a", "outlet": "Courier", "date": "2027-03-01", "title": "Pier",
         "text": ONE},
        {"id": "T0.B", "source_id": "x:b", "outlet": None, "date": None, "title": "", "text": TWO},
    ],
    "quotations": [
        {"article": "T0.A", "start": "The pier is", "end": "walks on it.", "kind": "direct",
         "speaker": "Ada Quill", "accept": ["Quill"]},
        {"article": "T0.B", "start": "The pier is", "end": "walks on it,", "kind": "direct",
         "speaker": "Ben Frost", "accept": []},
    ],
    "utterances": [
        {"what": "the pier is safe", "readings": [{"article": "T0.A", "snippet": "The pier is safe"},
                                                  {"article": "T0.B", "snippet": "The pier is safe"}]},
    ],
    "differences": [
        {"type": "figure", "severity": "material", "relation": "conflict", "why": "six (A) or seven (B)",
         "sides": [
            {"value": "six", "evidence": [{"article": "T0.A", "snippet": "Six boats were lost"}]},
            {"value": "seven", "evidence": [{"article": "T0.B", "snippet": "Seven boats were lost"}]}]},
    ],
    "traps": [{"why": "both of the pier", "a": {"article": "T0.A", "snippet": "pier"},
               "b": {"article": "T0.B", "snippet": "pier"}}],
}  # fmt: skip


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    given, out = tmp_path / "gold.json.gz", tmp_path / "out.jsonl.gz"
    given.write_bytes(gzip.compress(json.dumps({"T0": GIVEN}).encode()))
    monkeypatch.setattr("sys.argv", ["stand_off", str(given), "-o", str(out)])
    stand_off.main()
    return out


def test_what_is_published_has_places_in_the_place_of_six_words_and_gives_them_back(published: Path) -> None:
    line = gzip.decompress(published.read_bytes())
    assert b"everyone who walks" not in line
    assert b"six (A) or seven (B)" in line
    assert stand_off.runs_in(json.dumps("x pier is safe for everyone who").encode(), GIVEN)
    (story,) = gold.load(published)
    read = gold.Read(story, {"T0.A": ONE, "T0.B": TWO.replace("“", '"').replace(" said", "\n said")})
    assert read.words(story.note) == GIVEN["note"]
    place = story.differences[0].sides[1].evidence[0]
    assert read.span(place).of(TWO.replace(" said", "\n said")) == "Seven boats were lost"
    with pytest.raises(ValueError, match=r"the text of T0\.A \(x:a\) is another text"):
        gold.Read(story, {"T0.A": "Other.", "T0.B": TWO})


def test_texts_that_fit_become_records_and_others_are_counted(published: Path) -> None:
    stories, counts = gold.load(published), Counter[tuple[str, str]]()
    had: texts.Had = {"x:a": (ONE, "Pier"), "x:b": ("Other.", None)}
    (record,) = texts.records(stories, had, counts)
    assert record == {"id": "T0.A", "text": ONE, "title": "Pier", "outlet": "Courier", "date": "2027-03-01",
                      "source_id": "x:a", "event": "T0"}  # fmt: skip
    assert counts == {("x", "the text itself"): 1, ("x", "another text"): 1}


def collation(first: str, second: str) -> Collation:
    def evidence(article: str, text: str, words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"article": article, "start": start, "end": start + len(words), "text": words}

    def reading(article: str, text: str) -> dict[str, Any]:
        start = text.index("“")
        return {"article": article, "quotation": f"q-{article}", "kind": "direct", "speaker": None,
                "content": [[start, text.index("”") + 1]], "text": ""}  # fmt: skip

    sides = [
        {"value": "", "articles": ["T0.A"], "evidence": [evidence("T0.A", ONE, first)]},
        {"value": "", "articles": ["T0.B"], "evidence": [evidence("T0.B", TWO, second)]},
    ]
    return msgspec.convert(
        {
            "story": "s",
            "articles": [],
            "utterances": [
                {"id": "u", "speakers": [], "readings": [reading("T0.A", ONE), reading("T0.B", TWO)]}
            ],
            "discrepancies": [{"id": "d", "type": "figure", "severity": "material", "relation": "conflict",
                               "summary": "", "sides": sides}],
        },
        Collation,
    )  # fmt: skip


def test_what_is_counted_in_a_story(published: Path) -> None:
    (story,) = gold.load(published)
    read = gold.Read(story, {"T0.A": ONE, "T0.B": TWO})

    def found(text: str, name: str | None) -> Annotation:
        content = (Span(text.index("“"), text.index("”") + 1),)
        speaker = Speaker(name=name) if name else None
        return Annotation(quotations=(Quotation(id="q", kind="direct", content=content, speaker=speaker),))

    said: list[str] = []
    annotations = {"T0.A": found(ONE, "Ada Quill"), "T0.B": found(TWO, "Ada Quill")}
    counts = score.count(read, annotations, [collation("Six", "Seven")], said.append)
    assert (counts["direct"], counts["direct found"], counts["direct right"], counts["direct wrong"]) == (
        2,
        2,
        1,
        1,
    )
    assert (counts["links"], counts["links found"]) == (1, 1)
    assert (counts["material told"], counts["told figure"], counts["reported known"]) == (1, 1, 1)
    assert said == ["speaker  T0.B 1: Ada Quill; in the set: Ben Frost"]
    elsewhere = score.count(
        read, {"T0.A": Annotation(), "T0.B": found(TWO, None)}, [collation("Mayor", "her")], said.append
    )
    assert (elsewhere["direct found"], elsewhere["direct open"], elsewhere["direct of"]) == (1, 1, 2)
    assert (elsewhere["material told"], elsewhere["reported"], elsewhere["reported known"]) == (0, 1, 0)


def test_the_published_file_is_whole() -> None:
    stories = gold.load()
    assert len(stories) == 186
    assert sum(len(one.differences) for one in stories) == 1567
    assert all(one.half == gold.half_of(one.story) for one in stories)
    assert all(place.span.end <= text.text.characters for one in stories for text in one.articles
               for said in one.utterances for place in said.readings if place.article == text.id)  # fmt: skip
