"""Group labelled collections with the one setting; print B-cubed figures and the rate.

Usage: python benchmarks/stories.py --data FOLDER [--workers N] [--half 0|1] [NAME ...]

FOLDER holds ``NAME.stories.jsonl[.gz]`` (fields id, text, title, date, story) and, as distractors of
``basil``, ``polnear.train.jsonl[.gz]``. ``NAME.unlabelled.jsonl.gz`` is grouped for its rate alone.
--half 1 takes only the stories that the shipped scorer was not trained on, --half 0 the others.
"""

from __future__ import annotations

import argparse
import gzip
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

import msgspec

from variorum import engines
from variorum.model import Article
from variorum.stories import group

COLLECTIONS = ("basil", "allsides_full", "gva", "ecbplus", "fnc1_test", "uci_headlines")
DISTRACTORS = {"basil": "polnear.train"}
COLUMNS = "collection           articles stories  found  precision  recall     F1   seconds  articles/s"


def main() -> None:
    options = arguments()
    print(COLUMNS)
    for name in options.names:
        rows = rows_of(options.data, name)
        if options.half is not None:
            rows = [row for row in rows if half(row) == options.half]
        if not rows:
            raise SystemExit(f"{options.data} has no collection {name}")
        articles = [article(row) for row in rows]
        started = time.perf_counter()
        with engines.get("local", workers=options.workers) as engine:
            found = dict(group(articles, engine))
        seconds = time.perf_counter() - started
        print(line(name, {row["id"]: row.get("story") for row in rows}, found, seconds), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", default=COLLECTIONS)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--half", type=int, choices=(0, 1))
    return parser.parse_args()


def read(folder: Path, name: str) -> list[dict[str, str | None]]:
    for path in (folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"):
        if path.exists():
            data = path.read_bytes()
            lines = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
            return [msgspec.json.decode(row) for row in lines]
    return []


def rows_of(folder: Path, name: str) -> list[dict[str, str | None]]:
    """Return the records of a collection, its distractors after them; none where there is no file."""
    rows = read(folder, f"{name}.stories") or read(folder, f"{name}.unlabelled")
    return rows + [dict(row, story=None) for row in read(folder, DISTRACTORS.get(name, ""))]


def article(row: Mapping[str, str | None]) -> Article:
    return Article(id=row["id"] or "", text=row["text"] or "", title=row.get("title"), date=row.get("date"))


def half(row: Mapping[str, str | None]) -> int:
    """Tell which half of its collection a story is in: 0 trains the scorer, 1 is held out."""
    return crc32((row.get("story") or row["id"] or "").encode()) % 2


def line(name: str, gold: Mapping[str, str | None], found: Mapping[str, str], seconds: float) -> str:
    labelled = [article for article, story in gold.items() if story is not None]
    rate = f"{seconds:9.1f} {len(gold) / seconds:11.0f}"
    stories = len(set(found.values()))
    if not labelled:
        return f"{name:20} {len(gold):8} {'-':>7} {stories:6} {'-':>10} {'-':>7} {'-':>6} {rate}"
    precision, recall = b_cubed(gold, found)
    harmonic = 2 * precision * recall / (precision + recall)
    known = len({gold[article] for article in labelled})
    figures = f"{precision:10.3f} {recall:7.3f} {harmonic:6.3f}"
    return f"{name:20} {len(gold):8} {known:7} {stories:6} {figures} {rate}"


def b_cubed(gold: Mapping[str, str | None], found: Mapping[str, str]) -> tuple[float, float]:
    """Return precision and recall (Bagga and Baldwin 1998) over labelled articles.

    An unlabelled one in a story with labelled ones lowers their precision.
    """
    labelled = [article for article, story in gold.items() if story is not None]
    both = Counter((gold[article], found[article]) for article in labelled)
    by_gold = Counter(gold[article] for article in labelled)
    by_found = Counter(found[article] for article in gold)
    precision = sum(n * n / by_found[story] for (_, story), n in both.items()) / len(labelled)
    recall = sum(n * n / by_gold[story] for (story, _), n in both.items()) / len(labelled)
    return precision, recall


if __name__ == "__main__":
    main()
