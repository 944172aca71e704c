"""How long collation takes: many stories of three reports, on one process.

    python -m benchmarks.collate [--stories 1000] [--quotations 15]

The reports are those of the planted-difference benchmark: invented, with their annotation, so that only the
story scope is timed. A second part aligns 30 readings of 300 words.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence

from tests.quality.collate.planted import OTHER_SPEAKERS, Line, Report, lines

from variorum.model import AnnotatedArticle
from variorum.pipeline import collate_story
from variorum.text.alignment import align_all


def story(number: int, listed: Sequence[Line], quotations: int) -> list[AnnotatedArticle]:
    """Return three reports of which the last changes every fifth quotation."""
    source = random.Random(number)
    chosen = source.sample(listed, quotations)
    reports = []
    for place in range(3):
        report = Report(f"{number}-{place}", place)
        for at, line in enumerate(chosen):
            changed = [words for _, words in line.slots()] if place == 2 and at % 5 == 0 else [line.plain]
            report.say(changed[0], line.speaker, frame=place + at)
            report.tell(
                f"The assembly of the valley met {at + 2} times, as {OTHER_SPEAKERS[at % 4]} recalled."
            )
        reports.append(report.done())
    return reports


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--quotations", type=int, default=15)
    options = parser.parse_args()
    listed = lines()
    stories = [story(number, listed, options.quotations) for number in range(options.stories)]
    start = time.perf_counter()
    found = sum(
        len(collate_story(str(number), reports).discrepancies) for number, reports in enumerate(stories)
    )
    seconds = time.perf_counter() - start
    print(f"{options.stories} stories of 3 reports: {seconds:.1f} s on one process, {found} discrepancies")
    print(f"30 readings of 300 words aligned: {alignment_seconds():.3f} s")


def alignment_seconds() -> float:
    source = random.Random(1)
    base = [source.randrange(150) for _ in range(300)]
    readings = [[word for word in base if source.random() > 0.1] for _ in range(30)]
    start = time.perf_counter()
    align_all(base, readings)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
