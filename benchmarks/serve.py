"""How long the desk takes to answer: stories and searches over loopback, one after the other.

    python benchmarks/serve.py desk.db [--seconds 60] [--add MORE.jsonl]

It starts `variorum serve` on the store, and with --add a process beside it that adds reports to that store.
Stories are drawn at random (seeded) from its list, words to search from their titles. Told are the median,
the 95th percentile and the longest of each, in milliseconds until the last byte has come, and median and 95th
percentile of the processor time that the server took: on a machine that has other work, that is what counts.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

WORD = re.compile(r"[A-Za-z]{5,}")


def started(store: str) -> tuple[subprocess.Popen[str], str]:
    """Start the server and return it with the address that it prints."""
    command = [sys.executable, "-m", "variorum", "serve", "--store", store, "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    for line in server.stderr:
        if found := re.search(r"http://[^ ]+", line):
            return server, urlsplit(found[0]).netloc
    raise SystemExit("the server did not start")


class Client:
    """One connection that asks and takes the time until the last byte has come, in milliseconds."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(address, timeout=60)

    def get(self, path: str) -> tuple[float, bytes]:
        begin = time.perf_counter()
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        data = answer.read()
        taken = 1000 * (time.perf_counter() - begin)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {data[:300]!r}")
        return taken, data


def drawn(client: Client, most: int) -> list[dict[str, object]]:
    """Return the first ``most`` stories of the list, and those with several reports before the others."""
    found: list[dict[str, object]] = []
    cursor = ""
    while len(found) < most:
        _, data = client.get(f"/api/v1/stories?limit=100{cursor}")
        page = json.loads(data)
        found += page["items"]
        if page["cursor"] is None:
            break
        cursor = f"&cursor={quote(page['cursor'], safe='')}"
    return found


def processor(process: int) -> float:
    """Return the processor time that the threads of a process have used, in milliseconds (Linux)."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(one.read_text(encoding="ascii").split()[0]) for one in threads) / 1e6


def told(name: str, asked: list[tuple[float, float]]) -> str:
    """Return a line of the table."""
    taken, used = (sorted(column) for column in zip(*asked, strict=True))
    at = min(len(asked) - 1, int(0.95 * len(asked)))
    values = (statistics.median(taken), taken[at], taken[-1], statistics.median(used), used[at])
    return f"{name:28} {len(asked):6} " + " ".join(f"{value:9.1f}" for value in values)


def measured(address: str, server: int, seconds: float, seed: int) -> dict[str, list[tuple[float, float]]]:
    """Ask for stories and searches in turn until the time is over."""
    client, chance = Client(address), random.Random(seed)
    rows = drawn(client, 2000)
    several = [row for row in rows if int(str(row["articles"])) > 1] or rows
    words = [one for row in rows for one in WORD.findall(str(row["title"]))] or ["report"]
    times: dict[str, list[tuple[float, float]]] = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        story = quote(str(chance.choice(several)["id"]), safe="")
        asked = quote(" ".join(chance.sample(words, k=min(2, len(words)))))
        for name, path in (
            ("story, page", f"/stories/{story}"),
            ("story, JSON", f"/api/v1/stories/{story}"),
            ("search, page", f"/search?words={asked}"),
            ("search of quotations, page", f"/search?words={asked}&in=quotations"),
            ("list of stories, page", "/"),
        ):
            before = processor(server)
            taken = client.get(path)[0]
            times.setdefault(name, []).append((taken, processor(server) - before))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--add", help="reports that another process adds meanwhile")
    given = parser.parse_args()
    server, address = started(given.store)
    adding = None
    if given.add:
        command = ["add", given.add, "--store", given.store, "--workers", "1", "--quiet"]
        adding = subprocess.Popen([sys.executable, "-m", "variorum", *command], stdout=subprocess.DEVNULL)
    try:
        times = measured(address, server.pid, given.seconds, given.seed)
    finally:
        beside = (
            "ran to the end" if adding and adding.poll() is None else "had ended before" if adding else "none"
        )
        if adding is not None and adding.poll() is None:
            adding.kill()  # in the background Ctrl-C may be ignored; what it has told of is on the disk
            adding.wait(60)
        if server.poll() is None:
            server.send_signal(signal.SIGINT)
            server.wait(60)
    print(f"adding beside: {beside}")
    heads = ("asked", "median", "95 %", "longest", "processor", "95 %")
    print(f"{'milliseconds':28} {heads[0]:>6} " + " ".join(f"{head:>9}" for head in heads[1:]))
    for name, taken in times.items():
        print(told(name, taken))


if __name__ == "__main__":
    main()
