"""Recall by type, precision and false alarms on the planted differences of ``tests/quality/collate``.

    python -m benchmarks.planted [--part quotes|quotes_second] [--whole] [--show]

--whole annotates the reports from their text instead of taking the annotation that the benchmark writes with
them; --show lists what is missed, what is reported besides, and harmless changes that are reported.
"""

from __future__ import annotations

import argparse
from collections import Counter

from tests.quality.collate.planted import PARTS, Case, differences, harmless, read_whole
from tests.quality.collate.test_planted import found

from variorum.evaluation.intervals import proportion
from variorum.evaluation.report import percent
from variorum.pipeline import collate_story


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    parts = [options.part] if options.part else list(PARTS)
    planted, hit = Counter[str](), Counter[str]()
    right, wrong = 0, []
    missed = []
    for written in (case for part in parts for case in differences(part)):
        case = read_whole(written) if options.whole else written
        collation = collate_story(case.name, case.articles)
        kind = str(case.kind)
        planted[kind] += 1
        if found(case, collation):
            hit[kind] += 1
        else:
            missed.append(f"{case.name}: {last_words(case)}")
        for one in collation.discrepancies:
            right += one.type == kind
            if one.type != kind:
                wrong.append(f"{case.name}: {one.type}: {one.summary}")
    alarms, count = [], 0
    for case in (case for part in parts for case in harmless(part)):
        count += 1
        whole = read_whole(case) if options.whole else case
        for one in collate_story(case.name, whole.articles).discrepancies:
            alarms.append(f"{case.name}: {one.type}: {one.summary}")
    for kind in sorted(planted):
        print(
            f"{kind:12} {hit[kind]:4} of {planted[kind]:4}  {percent(proportion(hit[kind], planted[kind]))}"
        )
    total = sum(planted.values())
    print(f"{'all':12} {sum(hit.values()):4} of {total:4}  {percent(proportion(sum(hit.values()), total))}")
    share = percent(proportion(right, right + len(wrong)))
    print(f"reported {right + len(wrong)}, of the planted type {right}: {share}")
    print(f"harmless changes {count}, reported {len(alarms)}")
    if options.show:
        for title, shown in (("missed", missed), ("besides", wrong), ("harmless", alarms)):
            print(f"\n{title}", *shown, sep="\n  ")


def last_words(case: Case) -> str:
    return " ".join(case.articles[-1].article.text.split("\n\n", 1)[1].split())


if __name__ == "__main__":
    main()
