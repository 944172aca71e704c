"""Group 10 thousand, 30 thousand, 100 thousand articles; print time and memory, and how they grow.

Usage: python -m benchmarks.scale ARTICLES [--counts N ...] [--engine local|spark] [--workers N]

ARTICLES is a file of articles with dates (JSON Lines). More than it holds are made from it: each further
round is the same file some years later, with other ids and a quarter of the words exchanged for words of
another article, so that an archive grows as archives do: by time, not by more reports of one event.
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
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec

COLUMNS = "engine  articles   seconds   CPU s   articles per CPU s   peak MB   x linear   output"
CHANGED = 0.25  # share of words exchanged
# Between two rounds: more than the articles span. Decades would end beyond the year 2200, which is read as no
# date, and articles without a date are compared with those of all years.
YEARS = 12


def main() -> None:
    options = arguments()
    records = list(read(options.articles))
    print(COLUMNS)
    first: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as name:
        for count in options.counts:
            given, out = Path(name, "in.jsonl"), Path(name, "out.jsonl")
            write(records, count, given)
            seconds, cpu, peak = run(given, out, options.engine, options.workers)
            first = first or (count, cpu)
            growth = cpu / first[1] / (count / first[0])
            digest = blake2b(out.read_bytes(), digest_size=4).hexdigest()
            print(
                f"{options.engine:6} {count:9,} {seconds:9.1f} {cpu:7.1f} {count / cpu:20,.0f} {peak:9,.0f} "
                f"{growth:10.2f}   {digest}",
                flush=True,
            )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--engine", default="local", choices=("local", "spark"))
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            yield msgspec.json.decode(line)


def write(records: list[dict[str, str]], count: int, path: Path) -> None:
    """Write ``count`` articles, the first round as they are."""
    draw = random.Random(1)
    with path.open("wb") as file:
        for number in range(count):
            around, place = divmod(number, len(records))
            record = dict(records[place])
            if around:
                record["id"] = f"{record['id']}-{around}"
                record["date"] = later(record.get("date") or "2000-01-01", around * YEARS)
                for field in ("title", "text"):
                    record[field] = exchanged(record.get(field) or "", draw.choice(records)["text"], draw)
            file.write(msgspec.json.encode(record) + b"\n")


def later(date: str, years: int) -> str:
    return f"{int(date[:4]) + years}-{'02-28' if date[5:10] == '02-29' else date[5:10]}"


def exchanged(text: str, other: str, draw: random.Random) -> str:
    words = other.split() or [""]
    return re.sub(r"\S+", lambda word: draw.choice(words) if draw.random() < CHANGED else word[0], text)


def run(given: Path, out: Path, engine: str, workers: int) -> tuple[float, float, float]:
    """Return wall and CPU seconds of ``variorum group``, and the size of its largest process in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "variorum", "group", str(given), "-o", str(out), "--quiet"]
    subprocess.run([*command, "--engine", engine, "--workers", str(workers)], check=True)
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, after.ru_maxrss / 1024


if __name__ == "__main__":
    main()
