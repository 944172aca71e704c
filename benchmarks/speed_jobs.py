"""What ``benchmarks.speed`` measures: commands as people type them, with what they need made beforehand."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.one_story import reports
from benchmarks.speed_installs import ROOT, read, write

EXAMPLE = ROOT / "src/variorum/example"
PART = 300  # articles of the collection that are annotated
INDEXED = 10_000  # articles of the collection that are indexed, or fewer where it has fewer
STORIES, REPORTS = 1_000, 3
SIZES = (1, 30, 300)  # reports of one story
QUICK_STORIES, QUICK_SIZES = 3, (1, 4)


class Side(NamedTuple):
    """One of the two that are compared, with a folder for what it makes."""

    name: str
    command: list[str]
    folder: Path


def nothing(_: Side) -> list[list[str]]:
    return []


class Job(NamedTuple):
    """A command to measure. before: commands run once, not measured, each side for itself."""

    name: str
    run: Callable[[Side], list[str]]
    before: Callable[[Side], list[list[str]]] = nothing


def jobs(options: argparse.Namespace, place: Path) -> Iterator[Job]:
    """Yield the jobs that there are data for; what they read is written below ``place``."""
    quick = options.quick
    yield Job("compare, the example", compare)
    for name, path in texts(options, place):
        for annotator in ("model", "rules"):
            yield Job(f"annotate {name}, {annotator}", partial(annotate, path, annotator))
    collection = options.articles if not quick else EXAMPLE / "reports"
    if collection is not None:
        path = collection if quick else indexed(collection, place)
        yield Job("check a draft, indexed reports", partial(check, path), partial(index, path))
    stories = write(told(QUICK_STORIES if quick else STORIES, REPORTS), place / "stories.jsonl")
    named = f"{QUICK_STORIES if quick else STORIES:,} invented stories"
    yield Job(f"collate {named}", partial(collate, stories, "story"), partial(by_rules, stories))
    if options.stories is not None:
        own = write(read(options.stories), place / "given.jsonl")
        yield Job("collate the stories", partial(collate, own, options.by), partial(by_rules, own))
    for size in QUICK_SIZES if quick else SIZES:
        path = write(told(1, size), place / f"{size}-reports.jsonl")
        yield Job(f"annotate {size} of one story, rules", partial(annotate, path, "rules"))
        for suffix, what in (("jsonl", "collate"), ("html", "collate and page of")):
            job = partial(collate, path, "story", suffix=suffix)
            yield Job(f"{what} {size} of one story", job, partial(by_rules, path))


def texts(options: argparse.Namespace, place: Path) -> Iterator[tuple[str, Path]]:
    """Yield what is annotated, by name."""
    if options.quick:
        yield "the example", EXAMPLE / "reports/reports.jsonl"
        return
    if options.quotations is not None:
        yield "the quotations", write(plain(read(options.quotations)), place / "quotations.jsonl")
    if options.articles is not None:
        yield f"{PART} articles", write(plain(read(options.articles, PART)), place / "articles.jsonl")


def plain(records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return ({"id": one["id"], "text": one["text"], "title": one.get("title")} for one in records)


def indexed(collection: Path, place: Path) -> Path:
    return write(plain(read(collection, INDEXED)), place / "collection.jsonl")


def told(stories: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield the reports of invented stories, ``count`` each."""
    for number in range(stories):
        for one in reports(count, seed=number + 1):
            yield {
                "id": f"{number}-{one.id}",
                "story": str(number),
                "text": one.text,
                "outlet": one.outlet,
                "title": one.title,
                "date": one.date,
            }


def compare(side: Side) -> list[str]:
    return ["compare", str(EXAMPLE / "reports"), "-o", str(side.folder / "report"), "--quiet"]


def annotate(path: Path, annotator: str, side: Side, out: str = "annotated.jsonl") -> list[str]:
    told = ["annotate", str(path), "-o", str(side.folder / out), "--annotator", annotator]
    return [*told, "--workers", "1", "--quiet"]


def by_rules(path: Path, side: Side) -> list[list[str]]:
    return [annotate(path, "rules", side, f"{path.stem}.annotated.jsonl")]


def collate(path: Path, by: str, side: Side, suffix: str = "jsonl") -> list[str]:
    given = side.folder / f"{path.stem}.annotated.jsonl"
    told = ["collate", str(given), "-o", str(side.folder / f"collated.{suffix}"), "--by", by]
    return [*told, "--workers", "1", "--quiet"]


def check(path: Path, side: Side) -> list[str]:
    return ["check", str(EXAMPLE / "draft.md"), *against(path, side), "--quiet"]


def index(path: Path, side: Side) -> list[list[str]]:
    return [check(path, side)]


def against(path: Path, side: Side) -> Sequence[str]:
    return "--against", str(path), "--index", str(side.folder / "reports.index")
