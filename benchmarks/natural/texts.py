"""Put the texts of the published stories together from copies of the sets they come from.

    python -m benchmarks.natural.texts -o natural.jsonl [--fnc competition_test_bodies.csv]
        [--basil articles/] [--abp jsons/] [--records FILE.jsonl ...]

--fnc: FakeNewsChallenge/fnc-1. --basil: launchnlp/BASIL. --abp: ramybaly/Article-Bias-Prediction
(content_original). --records: lines {"id": source_id, "text", "title"?} for what you have of the others:
"ecb:" and the name of the file for ECB+ (LREC 2014), "gva:" and the id of the document for the Gun Violence
Corpus.

Written is a record for each article whose text is the one that was read, or differs in spaces, marks and
dashes only: with "event", the story, for ``variorum collate --by event``. What is missing is counted by
set.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.natural.gold import FILE, Story, Text, load
from msgspec import json

from variorum.exchange.anchors import Anchor, hash_of

Had = dict[str, tuple[str, str | None]]
"""What a reader has, by source id: the text and the headline."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--gold", type=Path, default=FILE)
    parser.add_argument("--fnc", type=Path)
    parser.add_argument("--basil", type=Path)
    parser.add_argument("--abp", type=Path)
    parser.add_argument("--records", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    stories = load(options.gold)
    had: Had = {}
    if options.fnc:
        had |= of_fnc(options.fnc)
    if options.basil:
        had |= of_basil(options.basil)
    if options.abp:
        wanted = {one.source_id for story in stories for one in story.articles}
        had |= of_abp(options.abp, wanted)
    for path in options.records:
        had |= {one["id"]: (one["text"], one.get("title")) for one in map(json.decode, path.open("rb"))}
    counts = Counter[tuple[str, str]]()
    with options.output.open("wb") as out:
        for record in records(stories, had, counts):
            out.write(json.encode(record) + b"\n")
    for (name, what), number in sorted(counts.items()):
        print(f"{name:8} {what:28} {number:4}")


def records(stories: list[Story], had: Had, counts: Counter[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Yield the records to be annotated; what fits and what does not is counted."""
    for story in stories:
        for one in story.articles:
            verdict, record = _record(story, one, had.get(one.source_id))
            counts[one.source_id.split(":")[0], verdict] += 1
            if record is not None:
                yield record


def _record(
    story: Story, one: Text, given: tuple[str, str | None] | None
) -> tuple[str, dict[str, Any] | None]:
    if given is None:
        return "missing", None
    text, title = given
    try:
        exact = Anchor(one.text, text).exact
    except ValueError:
        return "another text", None
    known = title if one.title is not None and title and hash_of(title) == one.title.sha256 else None
    fields = {"id": one.id, "text": text, "title": known, "outlet": one.outlet, "date": one.date}
    fields |= {"source_id": one.source_id, "event": story.story}
    verdict = "the text itself" if exact else "but for spaces and marks"
    return verdict, {name: value for name, value in fields.items() if value is not None}


def of_fnc(path: Path) -> Had:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        return {f"fnc:{row['Body ID']}": (row["articleBody"], None) for row in csv.DictReader(file)}


def of_basil(folder: Path) -> Had:
    found = {}
    for path in sorted(folder.rglob("*.json")):
        one = json.decode(path.read_bytes())
        text = "\n\n".join(" ".join(paragraph) for paragraph in one["body-paragraphs"])
        found[f"basil:{one['uuid']}"] = text, one["title"]
    return found


def of_abp(folder: Path, wanted: set[str]) -> Had:
    found = {}
    for id in sorted(wanted):
        path = folder / f"{id.removeprefix('abp:')}.json"
        if id.startswith("abp:") and path.exists():
            one = json.decode(path.read_bytes())
            found[id] = one["content_original"], one["title"]
    return found


if __name__ == "__main__":
    main()
