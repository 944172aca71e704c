"""Compares every story of a labelled file and opens each page in headless Chromium.

    python benchmarks/pages.py --data DATA [--keep FOLDER] [--limit N]

DATA is a folder with ``*.stories.jsonl.gz``; ``basil.stories.jsonl.gz`` is used (56 events, 3 reports each),
each story as one run of ``variorum compare --one-story``. Prints crashes, console errors, requests and page
sizes; exits 1 when there is a crash, a console error or a request.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from playwright.sync_api import sync_playwright

from variorum import compare
from variorum.outputs import html
from variorum.outputs import json as json_output


def stories(path: Path) -> dict[str, list[str]]:
    """Return the lines of each story."""
    found = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            found[json.loads(line)["story"]].append(line)
    return found


def write_pages(groups: dict[str, list[str]], folder: Path) -> list[Path]:
    pages, types = [], Counter()
    started = time.perf_counter()
    for number, (_, lines) in enumerate(sorted(groups.items())):
        target = folder / f"{number:02}"
        target.mkdir(parents=True, exist_ok=True)
        source = target / "reports.jsonl"
        source.write_text("".join(lines), encoding="utf-8")
        comparison = compare(source, one_story=True, workers=1)
        json_output.write(comparison.collations, comparison.articles, target / "collation.json")
        html.write(comparison.collations, comparison.articles, target / "report.html")
        types.update((d.severity, d.type) for c in comparison.collations for d in c.discrepancies)
        pages.append(target / "report.html")
    print(f"{len(pages)} stories compared in {time.perf_counter() - started:.1f} s")
    for (severity, kind), count in sorted(types.items()):
        print(f"  {severity:9} {kind:12} {count}")
    return pages


def open_pages(pages: list[Path]) -> int:
    problems = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for path in pages:
            said: list[str] = []
            page = browser.new_page()
            page.on(
                "console", lambda message, said=said: said.append(f"console {message.type}: {message.text}")
            )
            page.on("pageerror", lambda error, said=said: said.append(f"error: {error}"))
            page.on(
                "request", lambda r, said=said: r.url.startswith("file:") or said.append(f"request: {r.url}")
            )
            page.goto(path.as_uri())
            if not page.locator("h1").count():
                said.append("no heading")
            page.close()
            problems += len(said)
            for line in said:
                print(f"{path}: {line}")
        browser.close()
    sizes = sorted(path.stat().st_size for path in pages)
    print(
        f"{len(pages)} pages opened, {problems} problems; "
        f"median {sizes[len(sizes) // 2] // 1024} KiB, largest {sizes[-1] // 1024} KiB"
    )
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="keep the pages in this folder")
    parser.add_argument("--limit", type=int, help="only the first N stories")
    options = parser.parse_args()
    groups = dict(list(stories(options.data / "basil.stories.jsonl.gz").items())[: options.limit])
    with tempfile.TemporaryDirectory() as temporary:
        pages = write_pages(groups, options.keep or Path(temporary))
        return 1 if open_pages(pages) else 0


if __name__ == "__main__":
    sys.exit(main())
