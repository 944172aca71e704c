"""Side by side with an earlier revision: processor time and peak memory of what people run.

    python -m benchmarks.speed --against REVISION [--quotations polnear.dev.jsonl.gz] [--scorer score.py]
        [--articles abp.jsonl.gz] [--stories FILE --by FIELD] [--runs 5] [--only WORD ...] [--work FOLDER]
        [--json FILE]
    python -m benchmarks.speed --quick --before "python -m variorum" --now "python -m variorum"

The revision and the working tree are installed, not editable, each into an environment of its own below the
folder ``--work``, where that of the revision is kept for the next time; ``--before`` and ``--now`` name
commands that are installed already. Each job is run by both in turn, a whole process each time, so that what
else the machine does meets both alike; medians and their ratio are printed (Markdown). Processor time is that
of a command with its workers, peak memory that of its largest process.

A job whose data are not given is left out: ``--quotations`` is a corpus of marked quotations, ``--articles``
a collection, of which the first 300 are annotated and 10,000 are indexed, ``--stories`` reports with their
stories, collated as well (1,000 invented stories always are). With ``--quotations`` spaCy's small English
pipeline and textacy's direct quotations read the same texts, unless ``--no-peer``; with ``--scorer`` their
direct quotations and ours are scored. ``--quick`` is all of it on the reports that come with the program and
on few invented ones, one run each.
"""

from __future__ import annotations

import argparse
import json
import shlex
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import speed_peer
from benchmarks.speed_installs import installed, measured
from benchmarks.speed_jobs import Job, Side, jobs
from msgspec import Struct, to_builtins


class Result(Struct, frozen=True, kw_only=True):
    """What was measured of one job: a list for each side, a number for each run.

    seconds: processor time. megabytes: of the largest process.
    """

    job: str
    seconds: Mapping[str, Sequence[float]]
    megabytes: Mapping[str, Sequence[float]]


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        folder = options.work or place
        sides = [
            Side("before", command(options.before, options.against, folder), place / "before"),
            Side("now", command(options.now, None, folder), place / "now"),
        ]
        for side in sides:
            side.folder.mkdir()
        print(heading(sides))
        results = []
        for job in jobs(options, place):
            if not options.only or any(word in job.name for word in options.only):
                results.append(run(job, sides, options.runs))
                print(row(results[-1], sides), flush=True)
        peer = list(speed_peer.compared(options, sides[1], folder, place)) if wants_peer(options) else []
        for line in peer:
            print(line)
    if options.json:
        told = {"runs": options.runs, "jobs": to_builtins(results), "peer": peer}
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--against", metavar="REVISION", help="what Git calls it")
    parser.add_argument("--before", metavar="COMMAND", help="instead of installing --against")
    parser.add_argument("--now", metavar="COMMAND", help="instead of installing the working tree")
    parser.add_argument("--quotations", type=Path)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--stories", type=Path)
    parser.add_argument("--by", default="story", help="the field of --stories with the story")
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", metavar="WORD", help="jobs whose name has one of these words")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--peer", metavar="PYTHON", help="with spaCy, its pipeline and textacy installed")
    parser.add_argument("--work", type=Path, help="keeps the environments")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if not (options.before or options.against):
        parser.error("--against or --before is needed: what to compare with")
    if options.quick:
        options.runs, options.no_peer = 1, True
    return options


def wants_peer(options: argparse.Namespace) -> bool:
    return not options.no_peer and bool(options.quotations)


def command(given: str | None, revision: str | None, folder: Path) -> list[str]:
    """Return the command of one side, installed first where none was given."""
    return shlex.split(given) if given else [str(installed(revision, folder) / "bin" / "variorum")]


def run(job: Job, sides: Sequence[Side], runs: int) -> Result:
    """Prepare a job on each side, then run it by each in turn."""
    for side in sides:
        for step in job.before(side):
            measured([*side.command, *step])
    seconds: dict[str, list[float]] = {side.name: [] for side in sides}
    megabytes: dict[str, list[float]] = {side.name: [] for side in sides}
    for number in range(runs):
        # Whoever is first has the machine's caches against it: each is so in its turn.
        for side in sides if number % 2 == 0 else reversed(sides):
            used, peak = measured([*side.command, *job.run(side)])
            seconds[side.name].append(round(used, 3))
            megabytes[side.name].append(round(peak, 1))
    return Result(job=job.name, seconds=seconds, megabytes=megabytes)


def heading(sides: Sequence[Side]) -> str:
    names = " | ".join(side.name for side in sides)
    return (
        f"| processor time, s; peak, MB | {names} | ratio | {names} | ratio |\n|---|---|---|---|---|---|---|"
    )


def row(result: Result, sides: Sequence[Side]) -> str:
    cells = [result.job]
    for told, digits in ((result.seconds, 2), (result.megabytes, 0)):
        before, now = (statistics.median(told[side.name]) for side in sides)
        cells += [f"{before:.{digits}f}", f"{now:.{digits}f}", f"{now / max(before, 1e-9):.2f}"]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
