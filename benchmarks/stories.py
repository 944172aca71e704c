"""Group labelled collections with the one setting; print B-cubed figures and the rate.

Usage: python benchmarks/stories.py --data FOLDER [--workers N] [--half 0|1] [--hide WHAT ...] [--how HOW ...]
           [NAME ...]

FOLDER holds ``NAME.stories.jsonl[.gz]`` (fields id, text, title, date, story) and, as distractors of
``basil``, ``polnear.train.jsonl[.gz]``. ``NAME.unlabelled.jsonl.gz`` is grouped for its rate alone.
--hide date title takes dates, titles, or both from the articles.
--half 1 takes only the stories that the shipped scorer was not trained on, --half 0 the others.
--how batch groups all at once; stream takes them by date, --arrivals at a time; agglomerative is
    scikit-learn's (TF-IDF, times nearness in time, average linkage; in requirements/bench.txt).
--copies N groups every article N times, each time years apart and with a tenth of its words replaced,
    to see how the time grows.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import time
from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from variorum import engines
from variorum.evaluation.intervals import f1
from variorum.model import Article
from variorum.stories import StoryStream, group
from variorum.stories.features import day_of
from variorum.stories.resemblance import nearness

COLLECTIONS = ("basil", "allsides_full", "gva", "ecbplus", "fnc1_test", "uci_headlines")
DISTRACTORS = {"basil": "polnear.train"}
COLUMNS = (
    "collection      how            articles stories  found  precision  recall     F1   seconds  articles/s"
    "  cpu seconds"
)
# Least mean cosine at which two clusters of the peer join: the best of its kind in a trial on three sets.
PEER_JOINS = 0.2
YEARS = 3653
EPOCH = date(1970, 1, 1)


def main() -> None:
    options = arguments()
    print(COLUMNS)
    for name in options.names:
        rows = rows_of(options.data, name)
        if options.half is not None:
            rows = [row for row in rows if half(row) == options.half]
        if not rows:
            raise SystemExit(f"{options.data} has no collection {name}")
        rows = [copy for number in range(options.copies) for copy in copies(rows, number)]
        hidden = dict.fromkeys(options.hide)
        articles = [article({**row, **hidden}) for row in rows]
        for how in options.how:
            started, spent = time.perf_counter(), cpu_seconds()
            found = HOWS[how](articles, options)
            seconds, spent = time.perf_counter() - started, cpu_seconds() - spent
            gold = {row["id"]: row.get("story") for row in rows}
            print(f"{name:15} {how:13}{line(gold, found, seconds)} {spent:12.1f}", flush=True)


def cpu_seconds() -> float:
    """Return the time of processors used so far, by this process and those that have ended."""
    return sum(os.times()[:4])


def in_batch(articles: list[Article], options: argparse.Namespace) -> dict[str, str]:
    with engines.get("local", workers=options.workers) as engine:
        return dict(group(articles, engine))


def in_stream(articles: list[Article], options: argparse.Namespace) -> dict[str, str]:
    """Group as articles come, by date; the undated last."""
    ordered = sorted(articles, key=lambda one: (one.date is None, one.date or "", one.id))
    stream = StoryStream()
    with engines.get("local", workers=options.workers) as engine:
        for start in range(0, len(ordered), options.arrivals):
            stream.add(stream.read(ordered[start : start + options.arrivals], engine), at=str(start))
    return dict(stream.stories())


def agglomerative(articles: list[Article], options: argparse.Namespace) -> dict[str, str]:
    """Group as one would with scikit-learn; holds a matrix of all pairs."""
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{one.title or ''}\n{one.title or ''}\n{one.text}" for one in articles]
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    days = np.array([np.nan if (day := day_of(one.date)) is None else day for one in articles])
    alike = (words @ words.T).toarray() * nearness(np.abs(days[:, None] - days[None, :]))
    peer = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - PEER_JOINS
    )
    labels = peer.fit_predict(1 - alike)
    return {one.id: str(label) for one, label in zip(articles, labels, strict=True)}


HOWS = {"batch": in_batch, "stream": in_stream, "agglomerative": agglomerative}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", default=COLLECTIONS)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--hide", nargs="+", choices=("date", "title"), default=[])
    parser.add_argument("--how", nargs="+", choices=HOWS, default=["batch"])
    parser.add_argument("--arrivals", type=int, default=100)
    parser.add_argument("--copies", type=int, default=1)
    return parser.parse_args()


def copies(rows: list[dict[str, str | None]], number: int) -> list[dict[str, str | None]]:
    """Return the records as they are (0), or the same with other words here and there, years later."""
    if number == 0:
        return rows
    drawn = random.Random(number)
    found = []
    for row in rows:
        words = (row["text"] or "").split(" ")
        for place in drawn.sample(range(len(words)), len(words) // 10):
            words[place] = f"{words[place]}{chr(96 + number % 26)}"
        day = day_of(row.get("date"))
        later = None if day is None else str(EPOCH + timedelta(days=day + number * YEARS))
        story = f"{row['story']} {number}" if row.get("story") else None
        found.append(
            {**row, "id": f"{row['id']} {number}", "text": " ".join(words), "date": later, "story": story}
        )
    return found


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


def line(gold: Mapping[str, str | None], found: Mapping[str, str], seconds: float) -> str:
    labelled = [article for article, story in gold.items() if story is not None]
    rate = f"{seconds:9.1f} {len(gold) / seconds:11.0f}"
    stories = len(set(found.values()))
    if not labelled:
        return f"{len(gold):8} {'-':>7} {stories:6} {'-':>10} {'-':>7} {'-':>6} {rate}"
    precision, recall = b_cubed(gold, found)
    known = len({gold[article] for article in labelled})
    figures = f"{precision:10.3f} {recall:7.3f} {f1(precision, recall):6.3f}"
    return f"{len(gold):8} {known:7} {stories:6} {figures} {rate}"


Name = TypeVar("Name", bound=Hashable)


def b_cubed(
    gold: Mapping[Name, str | None], found: Mapping[Name, object], scored: Collection[Name] | None = None
) -> tuple[float, float]:
    """Return precision and recall (Bagga and Baldwin 1998) over labelled articles, or those to be ``scored``.

    An unlabelled one in a story with labelled ones lowers their precision.
    """
    both = Counter((gold[article], found[article]) for article in gold)
    by_gold, by_found = Counter(gold.values()), Counter(found[article] for article in gold)
    scored = [
        article for article in gold if gold[article] is not None and (scored is None or article in scored)
    ]
    same = [both[gold[article], found[article]] for article in scored]
    precision = sum(n / by_found[found[article]] for n, article in zip(same, scored, strict=True))
    recall = sum(n / by_gold[gold[article]] for n, article in zip(same, scored, strict=True))
    return precision / len(scored), recall / len(scored)


if __name__ == "__main__":
    main()
