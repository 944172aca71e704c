"""Group 10 to 100 thousand articles, or find their origins; print how time and memory grow.

Usage: python -m benchmarks.scale ARTICLES [--command group|origins] [--exchange words|vocabulary|form]
           [--counts N ...] [--engine local|spark] [--workers N]

ARTICLES is a file of articles with dates (JSON Lines). More than it holds are made from it: each further
round is the same file some years later, with other ids and other words, so that an archive grows as archives
do: by time, not by more reports of one event. Words are exchanged in one of two ways:

words: a quarter of the words, each by itself, for words of another article. So articles of a round share less
    than they shared, and each is a near copy of itself in all other rounds: for ``origins`` a hard case.
vocabulary: most of the different words, each for one about as frequent, all over the round. So articles of a
    round share what they shared before, and rounds have little in common: an article has as many copies.

form: no articles at all but weather reports of a hundred towns over two years, all made from one form.

The command runs in processes of its own; CPU is theirs together, memory that of the largest one.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

COLUMNS = "engine  articles   seconds   CPU s   articles/s   peak MB   x linear   records   output"
CHANGED = 0.25  # share of words exchanged
CHANGED_VOCABULARY = 0.75  # share of different words exchanged
MOST_FREQUENT = 8  # words that are exchanged among each other
NEWLINE = b"\n"
WORD = re.compile(r"[^\W\d_]+")
# Between two rounds: more than the articles span. Decades would end beyond the year 2200, which is read as no
# date, and articles without a date are compared with those of all years.
YEARS = 12
# Towns of the weather reports.
FIRST = ("Port", "Sallow", "Calder", "Gannet", "Thessaly", "Marrow", "Lunt", "Quill", "Harrow", "Penhale")
SECOND = ("Ellery", "Bay", "Vale", "Reef", "Town", "Hill", "Ford", "Green", "Mouth", "Bridge")


def main() -> None:
    options = arguments()
    records = list(read(options.articles))
    print(COLUMNS)
    first: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as name:
        for count in options.counts:
            given, out = Path(name, "in.jsonl"), Path(name, "out.jsonl")
            write(records, count, given, options.exchange)
            seconds, cpu, peak = run(given, out, options)
            first = first or (count, cpu)
            growth = cpu / first[1] / (count / first[0])
            data = out.read_bytes()
            digest = blake2b(data, digest_size=4).hexdigest()
            print(
                f"{options.engine:6} {count:9,} {seconds:9.1f} {cpu:7.1f} {count / seconds:12,.0f} "
                f"{peak:9,.0f} {growth:10.2f} {data.count(NEWLINE):9,}   {digest}",
                flush=True,
            )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--command", default="group", choices=("group", "origins"))
    parser.add_argument("--exchange", default="words", choices=("words", "vocabulary", "form"))
    parser.add_argument("--window", type=int, help="days, as of `variorum group --window`")
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--engine", default="local", choices=("local", "spark"))
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            yield msgspec.json.decode(line)


def write(records: list[dict[str, str]], count: int, path: Path, exchange: str = "words") -> None:
    """Write ``count`` articles, the first round as they are."""
    draw = random.Random(1)
    if exchange == "form":
        path.write_bytes(b"".join(msgspec.json.encode(weather(n, draw)) + NEWLINE for n in range(count)))
        return
    words = vocabulary(records) if exchange == "vocabulary" and count > len(records) else []
    change: Callable[[str], str]
    with path.open("wb") as file:
        for number in range(count):
            around, place = divmod(number, len(records))
            record = dict(records[place])
            if around:
                if exchange == "words":
                    change = partial(exchanged, draw=draw, records=records)
                elif place == 0:
                    change = partial(renamed, names=names(words, draw))
                record["id"] = f"{record['id']}-{around}"
                record["date"] = later(record.get("date") or "2000-01-01", around * YEARS)
                for field in ("title", "text"):
                    record[field] = change(record.get(field) or "")
            file.write(msgspec.json.encode(record) + b"\n")


def weather(number: int, draw: random.Random) -> dict[str, str]:
    """Return a weather report of some town and day."""
    town, other = (f"{draw.choice(FIRST)} {draw.choice(SECOND)}" for _ in range(2))
    day = date(2031, 1, 1) + timedelta(days=draw.randrange(730))
    sky, wind = draw.choice(["rain", "sun", "fog", "snow"]), draw.choice(["north", "south", "east", "west"])
    text = (
        f"{town} weather office. Expect {sky} in {town} with a high of {draw.randrange(30)} degrees. Winds "
        f"from the {wind} at {draw.randrange(60)} km an hour. The sun sets at {draw.randrange(16, 21)}."
        f"{draw.randrange(10, 60)}. Ferries to {other} sail as planned. The office will tell more at "
        f"{draw.randrange(24)} hours. Readers may send pictures to the desk."
    )
    title = f"Weather for {town}, {day:%d %B}"
    return {"id": str(number), "date": str(day), "title": title, "text": text}


def later(day: str, years: int) -> str:
    return f"{int(day[:4]) + years}-{'02-28' if day[5:10] == '02-29' else day[5:10]}"


def exchanged(text: str, *, draw: random.Random, records: list[dict[str, str]]) -> str:
    words = draw.choice(records)["text"].split() or [""]
    return re.sub(r"\S+", lambda word: draw.choice(words) if draw.random() < CHANGED else word[0], text)


def vocabulary(records: list[dict[str, str]]) -> list[str]:
    """Return the different words of all texts, the most frequent first."""
    counts = Counter(word for record in records for word in WORD.findall(record["text"].lower()))
    return sorted(counts, key=lambda word: (-counts[word], word))


def names(words: list[str], draw: random.Random) -> dict[str, str]:
    """Return for most of the words another one of them each: of ranks 1 to 8, 9 to 16, 17 to 32 and so on."""
    found: dict[str, str] = {}
    start, end = 0, MOST_FREQUENT
    while start < len(words):
        alike = words[start:end]
        taken = draw.sample(alike, round(len(alike) * CHANGED_VOCABULARY))
        found |= zip(taken, taken[1:] + taken[:1], strict=True)
        start, end = end, 2 * end
    return found


def renamed(text: str, *, names: dict[str, str]) -> str:
    def other(match: re.Match[str]) -> str:
        word = match[0]
        name = names.get(word.lower(), word)
        return name.upper() if word.isupper() else name.capitalize() if word[0].isupper() else name

    return WORD.sub(other, text)


def run(given: Path, out: Path, options: argparse.Namespace) -> tuple[float, float, float]:
    """Return wall and CPU seconds of the command, and the size of its largest process in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "variorum", options.command, str(given), "-o", str(out), "--quiet"]
    if options.window is not None:
        command += ["--window", str(options.window)]
    subprocess.run([*command, "--engine", options.engine, "--workers", str(options.workers)], check=True)
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, after.ru_maxrss / 1024


if __name__ == "__main__":
    main()
