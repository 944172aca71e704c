"""Make the published file of real stories from the one with texts, and look for words of texts in it.

    python -m benchmarks.natural.stand_off natural.dev.json.gz [-o OUT.jsonl.gz]

Every snippet becomes the place where it stands first in its article. Names and notes are the project's own
words and stay; six words in a row that a text of the story has become their place. At the end every run of
six words of every text is looked for in what was written; one that is found is an error.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from benchmarks.natural.gold import (
    FILE,
    Difference,
    Noted,
    Place,
    Quoted,
    Said,
    Side,
    Story,
    Text,
    Trap,
    half_of,
)

from variorum.exchange.anchors import fingerprint
from variorum.exchange.printed import Printed, Source
from variorum.model import Span

RUN = 6
_WORD = re.compile(r"\w+")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=FILE)
    options = parser.parse_args()
    with gzip.open(options.gold, "rb") as file:
        stories = msgspec.json.decode(file.read())
    lines = [msgspec.json.encode(_Maker(key, one).story()) for key, one in stories.items()]
    found = [run for line, one in zip(lines, stories.values(), strict=True) for run in runs_in(line, one)]
    if found:
        raise SystemExit(f"{len(found)} runs of {RUN} words of a text: {found[:5]}")
    data = gzip.compress(b"".join(line + b"\n" for line in lines), 9, mtime=0)
    options.output.write_bytes(data)
    print(f"{len(lines)} stories, {len(data):,} bytes, no {RUN} words in a row of any text: {options.output}")


class _Maker:
    """Makes what is published of one story."""

    def __init__(self, key: str, given: dict[str, Any]) -> None:
        self.key, self.given = key, given
        self.texts = {one["id"]: one["text"] for one in given["articles"]}
        fields = [(number, name) for number, _ in enumerate(given["articles"]) for name in ("text", "title")]
        sources = [Source(number, name, given["articles"][number][name] or "") for number, name in fields]
        self.words = Printed(sources, least=RUN, names=False).code

    def story(self) -> Story:
        given = self.given
        return Story(
            story=self.key,
            half=half_of(self.key),
            set=given["set"],
            source=given["story"],
            articles=tuple(map(self.text, given["articles"])),
            quotations=tuple(map(self.quoted, given["quotations"])),
            utterances=tuple(map(self.said, given["utterances"])),
            differences=tuple(map(self.difference, given["differences"])),
            traps=tuple(
                Trap(why=self.words(one["why"]), places=(self.place(one["a"]), self.place(one["b"])))
                for one in given["traps"]
            ),
            note=self.words(given["note"] or ""),
        )

    def text(self, one: dict[str, Any]) -> Text:
        return Text(
            id=one["id"],
            source_id=one["source_id"],
            outlet=one["outlet"],
            date=one["date"],
            text=fingerprint(one["text"]),
            title=fingerprint(one["title"]) if one["title"] else None,
        )

    def place(self, one: dict[str, Any]) -> Place:
        return self.located(one["article"], one["snippet"], None)

    def located(self, article: str, start: str, end: str | None) -> Place:
        """Return where words stand first: from the first of ``start`` to the last of ``end`` after it."""
        text = self.texts[article]
        at = text.index(start)
        last = at + len(start)
        found = -1 if end is None else text.find(end, max(at, last - len(end)))
        if found >= 0:  # else the last words were noted from another place, and the first ones tell it
            last = found + len(end or "")
        return Place(article, Span(at, last))

    def quoted(self, one: dict[str, Any]) -> Quoted:
        return Quoted(
            at=self.located(one["article"], one["start"], one["end"]),
            kind=one["kind"],
            speaker=self.words(one["speaker"]) if one["speaker"] else None,
            accept=tuple(map(self.words, one["accept"])),
        )

    def said(self, one: dict[str, Any]) -> Said:
        return Said(
            what=self.words(one["what"]),
            readings=tuple(map(self.place, one["readings"])),
            variants=tuple(
                Noted(type=each["type"], severity=each["severity"], note=self.words(each["note"] or ""))
                for each in one.get("variants", ())
            ),
        )

    def difference(self, one: dict[str, Any]) -> Difference:
        return Difference(
            type=one["type"],
            severity=one["severity"],
            relation=one["relation"],
            why=self.words(one["why"]),
            sides=tuple(
                Side(value=self.words(side["value"]), evidence=tuple(map(self.place, side["evidence"])))
                for side in one["sides"]
            ),
        )


def runs_in(line: bytes, given: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the runs of words of the texts of a story that stand in a line, in whatever string."""
    printed = {
        run for one in given["articles"] for text in (one["text"], one["title"]) for run in _runs(text)
    }
    return [run for text in _strings(msgspec.json.decode(line)) for run in _runs(text) if run in printed]


def _runs(text: str | None) -> Iterator[tuple[str, ...]]:
    words = [word.lower() for word in _WORD.findall(text or "")]
    return zip(*(words[at:] for at in range(RUN)), strict=False)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(one)


if __name__ == "__main__":
    main()
