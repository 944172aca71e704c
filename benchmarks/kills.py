"""Kill whoever adds reports to a store, at random moments, and look whether anything acknowledged is lost.

    python benchmarks/kills.py --kills 200 --seed 1

Each time `variorum add` runs in a process of its own and is ended by SIGKILL: while it starts, reads,
annotates, writes, groups or compares. Then every report that any run has told to be kept must be there, and
`verify` must find nothing. The reports are made up here; a store that has them all is begun anew.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple

from variorum.desk import Desk

_PLACES = ("Ostrava Quay", "Larkfield", "Peverell", "Hollin", "Tern Mouth", "Upper Sallow", "Quern", "Ellery")
_PEOPLE = ("Ilse Brandvold", "Tomas Quillfeather", "Odile Marchbanks", "Petra Sandholm", "Runa Teasdale")
_THINGS = ("bridge", "school", "quarry", "ferry", "library", "mill", "harbour", "orchard", "theatre", "dam")
_DONE = ("closed", "sold", "flooded", "rebuilt", "searched", "repainted", "insured", "measured")


class Running(NamedTuple):
    """A process that adds, and where it tells what is kept, a line of JSON each."""

    process: int
    told: IO[bytes]


class Outcome(NamedTuple):
    """What the kills came to."""

    kills: int
    finished: int
    acknowledged: int
    while_writing: int
    lost: list[str]
    problems: list[str]


def reports(number: int, seed: int) -> list[dict[str, str]]:
    """Return invented reports, two or three of each event."""
    drawn = random.Random(seed)
    found = []
    for event in range(number // 2):
        place, thing, done = drawn.choice(_PLACES), drawn.choice(_THINGS), drawn.choice(_DONE)
        person, figure = drawn.choice(_PEOPLE), drawn.randrange(2, 900)
        for outlet in drawn.sample(range(5), 2):
            figure += drawn.randrange(2)
            found.append(
                {
                    "id": f"r{event}-{outlet}",
                    "title": f"{place} {thing} {done}",
                    "outlet": f"Gazette {outlet}",
                    "date": f"2026-{1 + event % 12:02d}-{1 + event % 28:02d}",
                    "text": f"{place.upper()} - The {thing} of {place} was {done} on Monday, and {figure} "
                    f"people came to look, report number {event} says.\n\n“We have waited {figure} days for "
                    f"this,” said {person}, who lives beside the {thing}. “Nobody told us why it had to be "
                    f"{done}.”\n\n"
                    f"The {thing} was last {done} {event + 3} years ago.",
                }
            )
    return found


def by_command(paths: Path, store: Path) -> Running:
    """Start `variorum add`."""
    call = [sys.executable, "-m", "variorum", "add", paths, "--store", store, "--annotator", "rules"]
    call += ["--workers", "1", "--format", "jsonl", "--no-progress"]
    started = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert started.stdout is not None
    return Running(started.pid, started.stdout)


def by_fork(paths: Path, store: Path) -> Running:
    """Do the same in a copy of this process, which need not be started first; for tests."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return Running(child, os.fdopen(reading, "rb"))
    try:
        os.close(reading)
        with Desk(store, annotator="rules", workers=1) as desk:
            for event in desk.add(paths):
                if event.step in ("kept", "known"):
                    os.write(writing, json.dumps({"article": event.article}).encode() + b"\n")
    finally:
        os._exit(0)
    raise AssertionError


def kill(
    folder: Path,
    number: int,
    *,
    seed: int,
    start: Callable[[Path, Path], Running] = by_command,
    size: int = 300,
    longest: float = 3.0,
    say: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """Kill ``number`` times, and look each time. longest: seconds from the first sign of life to a kill."""
    drawn = random.Random(seed)
    paths, store = folder / "reports.jsonl", folder / "desk.db"
    paths.write_text("".join(json.dumps(one) + "\n" for one in reports(size, seed)), encoding="utf-8")
    kept: set[str] = set()
    lost: list[str] = []
    problems: list[str] = []
    finished = acknowledged = writing = 0
    for place in range(number):
        running = start(paths, store)
        # Half of the time while it starts, half of the time once it has told of something.
        first = running.told.readline() if drawn.random() < 0.5 else b""
        time.sleep(drawn.random() * longest)
        os.kill(running.process, signal.SIGKILL)
        told = [
            json.loads(line)["article"]
            for line in (first + running.told.read()).splitlines(True)
            if line.endswith(b"\n")
        ]
        running.told.close()
        _, status = os.waitpid(running.process, 0)
        killed = os.WIFSIGNALED(status)
        writing += killed and bool(told)
        acknowledged += len(set(told) - kept)
        kept |= set(told)
        if not store.exists():
            continue
        with Desk(store, annotator="rules", workers=1) as desk:
            there = {one.article.id for one in desk.store.all_annotated()}
            lost += sorted(kept - there)
            problems += [f"{one.where}: {one.what}" for one in desk.verify()]
        if not killed or len(kept) == size // 2 * 2:
            finished += 1
            kept.clear()
            for file in folder.glob("desk.db*"):
                file.unlink()
        say(f"{place + 1} kills, {acknowledged} acknowledged, {len(lost)} lost, {len(problems)} problems")
    return Outcome(number, finished, acknowledged, writing, lost, problems)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=3.0)
    parser.add_argument("--size", type=int, default=300, help="Reports of one store.")
    parser.add_argument("--fork", action="store_true", help="Copies of this process add: they start at once.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = kill(
            Path(folder),
            options.kills,
            seed=options.seed,
            start=by_fork if options.fork else by_command,
            size=options.size,
            longest=options.longest,
            say=lambda line: print(line, flush=True),
        )
    print(f"{found.kills} kills, {found.while_writing} of them after something was told;")
    print(f"{found.finished} stores came to their end. Acknowledged {found.acknowledged}, lost")
    print(f"{len(found.lost)}; verify found {len(found.problems)} problems {found.problems[:5]}")
    sys.exit(bool(found.lost or found.problems))


if __name__ == "__main__":
    main()
