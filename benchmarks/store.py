"""Fill a store with many articles, then measure its questions while others add to it.

    python benchmarks/store.py STORE --articles 100000 --annotated ANN.jsonl --collated COL.jsonl
    python benchmarks/store.py STORE --seconds 60

The first call multiplies annotated stories (what `variorum annotate` and `collate --by` wrote) until there
are so many articles: each copy under ids and days of its own. The second asks for stories, searches and
people for so many seconds while a process of its own adds one invented report after the other, and prints how
long the slowest twentieth took (p95). Figures are of the questions alone; a page's own work comes on top.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from variorum import formats
from variorum.desk import Desk
from variorum.desk.records import made_by, utc_now
from variorum.model import AnnotatedArticle, Article, Collation, Reject
from variorum.model.codec import encode, take_annotation
from variorum.settings import GroupSettings
from variorum.store import open_store
from variorum.store.arrivals import arrival
from variorum.store.base import Capture, Filter, Grouped, Store

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY = date(2025, 1, 1)


class Story(msgspec.Struct):
    """One story to multiply."""

    collation: Collation
    articles: list[AnnotatedArticle]
    terms: list[tuple[int, ...]]


def read(annotated: Path, collated: Path) -> list[Story]:
    """Return the stories of both files."""
    from variorum.stories import rare_words

    held: dict[str, AnnotatedArticle] = {}
    for item in formats.read([annotated]):
        if not isinstance(item, Reject) and (one := take_annotation(item)) is not None:
            held[item.id] = one
    found = []
    for line in collated.read_bytes().splitlines():
        collation = msgspec.json.decode(line, type=Collation)
        articles = [held[one.id] for one in collation.articles if one.id in held]
        words = rare_words([one.article for one in articles], GroupSettings())
        found.append(Story(collation, articles, [terms for _, terms in words]))
    return found


def fill(store: Store, stories: Sequence[Story], number: int, seed: int) -> None:
    """Keep copies of the stories until there are so many articles."""
    drawn = random.Random(seed)
    made = made_by("model")
    total = store.counts()["article"]
    copy = total
    began, first = time.perf_counter(), total
    while total < number:
        story = stories[copy % len(stories)]
        copy += 1
        capture = Capture(id=f"c-{copy}", name=f"{copy}.jsonl", at=utc_now(), made=made)
        day = _DAY + timedelta(days=drawn.randrange(600))
        arrivals, names = [], {}
        for place, (one, terms) in enumerate(zip(story.articles, story.terms, strict=True)):
            moved = _moved(one.article, copy, day)
            names[one.article.id] = moved.id
            own = tuple((term + copy // len(stories) * 7919) % 2**32 for term in terms)
            ready = arrival(replace(one, article=moved), made, day=float(day.toordinal()), terms=own)
            arrivals.append(replace(ready, capture=capture.id, line=place + 1))
        store.keep([capture], arrivals)
        id = f"s-{copy}"
        with store.regrouping(alone=True) as work:
            work.replace([Grouped(id=id, articles=tuple(names.values()))])
        store.put_collations([_renamed(story.collation, id, names)], made)
        total += len(arrivals)
        if copy % 500 == 0:
            rate = (total - first) / (time.perf_counter() - began)
            print(f"{total:,} articles, {rate:,.0f} a second", flush=True)


def _moved(article: Article, copy: int, day: date) -> Article:
    return replace(
        article,
        id=f"{article.id}-{copy}",
        title=f"{article.title or ''} ({copy})",
        date=day.isoformat(),
        url=f"https://desk.example/{copy}/{article.id}",
        extra={},
    )


def _renamed(collation: Collation, id: str, names: dict[str, str]) -> Collation:
    data = encode(replace(collation, story=id))
    for old, new in names.items():
        data = data.replace(json.dumps(old).encode(), json.dumps(new).encode())
    return msgspec.json.decode(data, type=Collation)


def add_on(path: Path, told: multiprocessing.Queue[int]) -> None:
    """Add one invented report after the other, until killed."""
    from benchmarks.kills import reports

    with Desk(path, annotator="rules", workers=1) as desk:
        for place, one in enumerate(reports(100_000, seed=int(time.time()))):
            article = Article(
                id=f"n-{time.time_ns()}", text=one["text"], title=one["title"], date="2026-11-30"
            )
            for _ in desk.add(article):
                pass
            told.put(place)


def questions(desk: Desk, drawn: random.Random) -> dict[str, Callable[[], object]]:
    """Return the questions, each about something drawn."""
    store = desk.store
    stories = [row.id for row in store.stories(Filter(), limit=500).items]
    people = [row.name for row in store.people(limit=500).items]
    words = [
        "minister said",
        "police",
        "president",
        "court ruling",
        "vaccine",
        '"climate change"',
        "tax",
        "of the",
    ]
    outlets = [name for name, _ in store.outlets()[:20]]

    def story() -> object:
        found = desk.story(drawn.choice(stories))
        return found and found.decided

    return {
        "story": story,
        "stories": lambda: desk.stories(limit=50),
        "stories of an outlet": lambda: desk.stories(Filter(outlet=drawn.choice(outlets))),
        "stories with words": lambda: desk.stories(Filter(query=drawn.choice(words))),
        "search": lambda: desk.search(drawn.choice(words)),
        "search in quotations": lambda: desk.search_quotations(drawn.choice(words)),
        "person": lambda: desk.person(drawn.choice(people)),
        "people": lambda: desk.people(drawn.choice("abcdefghijklm")),
    }


def measure(path: Path, seconds: float, adding: bool) -> None:
    """Ask for so many seconds, and print what took how long."""
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[int] = context.Queue()
    other = context.Process(target=add_on, args=(path, told), daemon=True)
    if adding:
        other.start()
        told.get()  # it has begun
    taken: dict[str, list[tuple[float, float]]] = {}
    before = _count(told)
    with Desk(path, make=False) as desk:
        asked = questions(desk, random.Random(5))
        for name, question in _in_turn(asked, seconds):
            start, worked = time.perf_counter(), time.thread_time()
            question()
            spent = (1000 * (time.perf_counter() - start), 1000 * (time.thread_time() - worked))
            taken.setdefault(name, []).append(spent)
        counts = desk.counts()
    added = _count(told) - before
    if adding:
        other.kill()
        other.join()
    print(", ".join(f"{number:,} {name}" for name, number in counts.items()))
    print(f"{path.stat().st_size / 2**20:,.0f} MiB; {added / seconds:.1f} reports a second added meanwhile")
    print(f"{'ms':<22}{'median':>9}{'p95':>9}{'most':>9}{'p95 of the processor':>22}{'asked':>8}")
    for name, times in taken.items():
        waited, worked = (sorted(column) for column in zip(*times, strict=True))
        at = int(0.95 * (len(times) - 1))
        print(
            f"{name:<22}{waited[len(waited) // 2]:>9.1f}{waited[at]:>9.1f}{waited[-1]:>9.1f}"
            f"{worked[at]:>22.1f}{len(times):>8}"
        )


def _count(told: multiprocessing.Queue[int]) -> int:
    number = 0
    while not told.empty():
        told.get()
        number += 1
    return number


def _in_turn(
    asked: dict[str, Callable[[], object]], seconds: float
) -> Iterator[tuple[str, Callable[[], object]]]:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        yield from asked.items()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--annotated", type=Path)
    parser.add_argument("--collated", type=Path)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--alone", action="store_true", help="Nobody adds meanwhile.")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.articles:
        with open_store(options.store) as store:
            fill(store, read(options.annotated, options.collated), options.articles, options.seed)
    if options.seconds:
        measure(options.store, options.seconds, not options.alone)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
