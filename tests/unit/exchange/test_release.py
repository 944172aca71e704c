"""A release has no words of the reports, and gives them back on their texts: byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

from variorum.cli.app import app
from variorum.corpus import Comparison, Corpus
from variorum.errors import BadRecord
from variorum.exchange.anchors import Anchor, fingerprint
from variorum.exchange.printed import Printed, Source, decode, is_coded
from variorum.exchange.rejoin import Texts, rejoin_article, rejoin_collation, write
from variorum.exchange.release import released_article, released_collation
from variorum.exchange.release import write as write_release
from variorum.model import Article
from variorum.model.codec import annotated_record, encode

REPORTS = files("variorum") / "example" / "reports"
WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def found() -> Comparison:
    with Corpus(str(REPORTS), workers=1, annotator="rules") as corpus:
        return corpus.compare(one_story=True)


def own_lines(found: Comparison) -> dict[str, list[bytes]]:
    return {
        "articles.jsonl": [encode(annotated_record(one)) for one in found.articles.values()],
        "collations.jsonl": [encode(one) for one in found.collations],
    }


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def runs(text: str, size: int) -> set[tuple[str, ...]]:
    words = [word.lower() for word in WORD.findall(text)]
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def test_what_is_rejoined_on_the_same_reports_is_what_was_written_before(
    found: Comparison, tmp_path: Path
) -> None:
    write_release(tmp_path / "release", found.articles, found.collations)
    rejects: list[Any] = []
    with Corpus(str(REPORTS), workers=1) as corpus:
        texts = Texts(corpus.articles())
    write(tmp_path / "release", texts, tmp_path / "back", rejects.append)
    assert rejects == []
    for name, lines in own_lines(found).items():
        assert (tmp_path / "back" / name).read_bytes().splitlines() == lines


def test_no_three_words_and_no_name_of_a_report_are_in_a_release(found: Comparison, tmp_path: Path) -> None:
    write_release(tmp_path, found.articles, found.collations)
    articles = [one.article for one in found.articles.values()]
    printed = [text for one in articles for text in (one.text, one.title or "")]
    known = {run for text in printed for run in runs(text, 3)}
    people = {
        quotation.speaker.name
        for one in found.articles.values()
        for quotation in one.annotation.quotations
        if quotation.speaker
    }
    labels = {name for one in articles for name in (one.outlet, one.id)}
    assert len(known) > 1000 and "Leonor Adeyemi" in people
    for name in ("articles.jsonl", "collations.jsonl"):
        for line in (tmp_path / name).read_text(encoding="utf-8").splitlines():
            told = [one for one in strings(json.loads(line)) if one not in labels and "://" not in one]
            assert [one for one in told if runs(one, 3) & known and not re.match(r"\d{4}-", one)] == []
            assert [one for one in told if any(person in one for person in people)] == []


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_places_are_found_again_where_spaces_marks_and_dashes_differ(found: Comparison, seed: int) -> None:
    chance = Random(seed)
    others = {
        " ": [" ", "  ", "\n", " ", " "], "\n\n": ["\n", "\n \n\n"], "“": ['"', "„"], "”": ['"', "''"],
        "’": ["'", "´"], "—": ["-", "–"], "…": ["..."],
    }  # fmt: skip
    pattern = re.compile("|".join(map(re.escape, sorted(others, key=len, reverse=True))))

    def reprinted(text: str) -> str:
        return pattern.sub(lambda match: chance.choice([match[0], *others[match[0]]]), text) + "\n"

    texts = {id: one.article for id, one in found.articles.items()}
    given_ones = [replace(one, text=reprinted(one.text), extra={}) for one in texts.values()]
    have = Texts(given_ones)
    joined = {
        id: rejoin_article(json.loads(encode(released_article(one))), have)
        for id, one in found.articles.items()
    }
    assert {one.fit for one in joined.values()} == {"found again"}
    there = {one.id: one.text for one in given_ones}
    for collation in found.collations:
        record = rejoin_collation(json.loads(encode(released_collation(collation, texts))), joined)
        pairs = zip(evidence(json.loads(encode(collation))), evidence(record), strict=True)
        for old, new in pairs:
            assert there[new["article"]][new["start"] : new["end"]] == new["text"]
            assert WORD.findall(new["text"]) == WORD.findall(old["text"])
        for utterance in record["utterances"]:
            for reading in utterance["readings"]:
                said = [there[reading["article"]][start:end] for start, end in reading["content"]]
                assert reading["text"] == " ".join(said)


def evidence(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"article", "start", "end", "text"} <= value.keys():
            yield value
        for one in value.values():
            yield from evidence(one)
    elif isinstance(value, list):
        for one in value:
            yield from evidence(one)


def test_another_text_is_rejected_with_the_reason_and_takes_its_story_with_it(
    found: Comparison, tmp_path: Path
) -> None:
    write_release(tmp_path / "release", found.articles, found.collations)
    first, second, *others = (one.article for one in found.articles.values())
    changed = replace(first, text=first.text.replace("ferry", "boat", 1))
    rejects: list[Any] = []
    told = write(tmp_path / "release", Texts([changed, *others]), tmp_path / "back", rejects.append)
    assert told.articles == len(others)
    assert told.collations == 0
    reasons = {reject.id: reject.reason for reject in rejects}
    assert "its text is another one" in reasons[first.id]
    assert reasons[second.id] == "its text is not among those given"
    assert all(one.id in reasons[found.collations[0].story] for one in (first, second))


def test_fields_that_the_readers_record_lacks_are_left_out_and_told(found: Comparison) -> None:
    one = next(one for one in found.articles.values() if one.article.title)
    bare = Article(id="mine", text=one.article.text)
    joined = rejoin_article(json.loads(encode(released_article(one))), Texts([bare]))
    assert "title" in joined.missing
    assert "title" not in joined.record
    assert joined.record["id"] == one.article.id  # the ids of the release hold, whatever the reader calls it


WORDS = st.sampled_from(
    ["the", "Mayor", "mayor", "said", "42", "storm", "O’Neil", "a", "of", "straße", "ΟΔΟΣ", "οδος"]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", ", ", "\n\n", ". ", "'", "-"])), max_size=30).map(
    lambda pairs: "".join(part for pair in pairs for part in pair)
)


@given(st.lists(TEXTS, max_size=3), st.one_of(TEXTS, st.text(max_size=40)))
def test_every_string_comes_back_and_says_no_run_of_words_of_a_text(texts: list[str], string: str) -> None:
    printed = Printed([Source(number, "text", text) for number, text in enumerate(texts)])
    coded = printed.code(string)
    there = {text: text for text in texts}
    if not is_coded(coded):
        assert coded == string
        left = [string]
    else:
        assert decode(coded, lambda one, field, start, end: there[texts[one]][start:end]) == string
        left = [part for part in coded["words"] if isinstance(part, str)]
    known = {run for text in texts for run in runs(text, 3)}
    assert not [part for part in left if runs(part, 3) & known]


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_a_place_is_the_same_words_in_a_text_that_differs_in_spaces(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    reprint = "  " + text.replace("\n\n", " \n ").replace("’", "'") + " "
    place = Anchor(fingerprint(text), reprint).span(start, end)
    assert WORD.findall(place.of(reprint)) == WORD.findall(text[start:end])


def test_a_release_that_somebody_damaged_is_refused_line_by_line() -> None:
    article = Article(id="a", text="Ada Lund left.")
    told = json.loads(encode(fingerprint("Ada  Lund left.")))
    for shape in ([[0, 10**15, 1]], [[3, 4, 10**15]], [[4, 3, 1]], [[3, 5, -1]]):
        with pytest.raises(BadRecord, match="its text has a shape that does not fit"):
            rejoin_article(
                {"id": "a", "text": {**told, "characters": 10**15, "shape": shape}}, Texts([article])
            )
    with pytest.raises(BadRecord, match="no line of a release"):
        rejoin_article({"id": "a", "text": "Ada Lund left."}, Texts([article]))
    record = {"id": "a", "text": {"sha256": "0", "characters": 3, "plain": "0"}}
    with pytest.raises(BadRecord, match="its text is another one"):
        rejoin_article(record, Texts([article]))
    outside = json.loads(encode(fingerprint(article.text)))
    with pytest.raises(BadRecord, match="outside the text"):
        rejoin_article({"id": "a", "text": outside, "sentences": [[0, 99]]}, Texts([article]))
    strange = {"id": "a", "text": outside, "entities": [{"name": {"words": [[0, 1]]}}]}
    with pytest.raises(BadRecord, match="is no place"):
        rejoin_article(strange, Texts([article]))


def test_the_commands_write_a_release_and_put_it_together(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("“The pier is safe,” Ada Quill said on Monday.\n", encoding="utf-8")
    (tmp_path / "two.txt").write_text("Ada Quill said: “The pier is not safe.”\n", encoding="utf-8")
    reports = [str(tmp_path / name) for name in ("one.txt", "two.txt")]
    run = CliRunner().invoke
    options = ["--one-story", "--annotator", "rules", "--workers", "1", "-o"]
    for form in ("jsonl", "release"):
        assert run(app, ["export", *reports, "--as", form, *options, str(tmp_path / form)]).exit_code == 0
    told = (tmp_path / "release" / "collations.jsonl").read_text(encoding="utf-8")
    assert "safe" not in told and "Quill" not in told
    back = run(app, ["rejoin", str(tmp_path / "release"), *reports, "-o", str(tmp_path / "back")])
    assert back.exit_code == 0, back.output
    for name in ("articles.jsonl", "stories.jsonl", "collations.jsonl"):
        assert (tmp_path / "back" / name).read_bytes() == (tmp_path / "jsonl" / name).read_bytes()
    other = run(app, ["rejoin", str(tmp_path / "release"), reports[0], "-o", str(tmp_path / "some")])
    assert other.exit_code == 0
    assert "its text is not among those given" in other.output
    wrong = run(app, ["rejoin", str(tmp_path), *reports, "-o", str(tmp_path / "none")])
    assert "give the folder that `variorum export --as release` wrote" in str(wrong.exception)
