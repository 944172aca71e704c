"""Group articles with Spark: time, memory, what is shuffled, and whether the result is that of processes.

Usage: python -m benchmarks.spark ARTICLES [--counts N ...] [--alone N ...] [--master URL] [--workers N]

ARTICLES as for ``benchmarks.scale``. Each count is grouped once by processes, then by Spark for each ALONE:
holdings, or items and links, up to which the driver finds pairs or components by itself (0: executors find
all). "Driver" is the Python process that started; Java is beside it, with the executors when Spark runs here.
Shuffled bytes are from Spark's event log, compressed, as written to disk.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import msgspec
from benchmarks.scale import read, write

GROUP = """
import atexit, resource, sys
from variorum.cli import main
from variorum.engines.spark import SparkEngine

def tell():
    sys.stderr.write(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}\\n")

SparkEngine.__init__.__kwdefaults__["alone"] = int(sys.argv.pop(1))
atexit.register(tell)
main()
"""


def main() -> None:
    options = arguments()
    records = list(read(options.articles))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in options.counts:
            write(records, count, folder / "in.jsonl")
            expected = run(folder, ["--engine", "local"], options.workers, 0, f"{count:9,} local          ")
            for alone in options.alone:
                engine = ["--engine", "spark", *(["--master", options.master] if options.master else [])]
                found = run(folder, engine, options.workers, alone, f"{count:9,} spark {alone:9,}")
                print("          same bytes" if found == expected else "          OTHER BYTES")
                for what, size in shuffled(folder / "events").items():
                    print(f"          {size / 1e6:9.1f} MB shuffled: {what}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--alone", type=int, nargs="+", default=[10_000_000, 0])
    parser.add_argument("--master")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def run(folder: Path, engine: list[str], workers: int, alone: int, label: str) -> bytes:
    """Run ``variorum group``, print seconds and the driver's memory, return what it wrote."""
    events = folder / "events"
    events.mkdir(exist_ok=True)
    (folder / "spark-defaults.conf").write_text(
        f"spark.eventLog.enabled true\nspark.eventLog.dir {events.as_uri()}\n"
        "spark.eventLog.rolling.enabled false\nspark.eventLog.compress false\n"
    )
    command = ["group", str(folder / "in.jsonl"), "-o", str(folder / "out.jsonl"), "--quiet"]
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", GROUP, str(alone), *command, *engine, "--workers", str(workers)],
        env=os.environ | {"SPARK_CONF_DIR": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        sys.exit(done.stderr)
    seconds = time.perf_counter() - begun
    (peak,) = re.findall(r"^peak (\d+)$", done.stderr, re.MULTILINE)
    print(f"{label} {seconds:8.1f} s   driver {int(peak) / 1024:6,.0f} MB", flush=True)
    return (folder / "out.jsonl").read_bytes()


def shuffled(events: Path) -> Counter[str]:
    """Return the bytes written in shuffles, by the descriptions of the jobs; clears the logs."""
    found: Counter[str] = Counter()
    for path in events.iterdir():
        of_stage: dict[int, str] = {}
        for line in path.read_bytes().splitlines():
            event = msgspec.json.decode(line)
            if event["Event"] == "SparkListenerJobStart":
                said = event.get("Properties", {}).get("spark.job.description", "map")
                of_stage |= {stage: said for stage in event["Stage IDs"] if stage not in of_stage}
            elif event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
                size = event["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                found[of_stage[event["Stage ID"]]] += size
        path.unlink()
    return +found


if __name__ == "__main__":
    main()
