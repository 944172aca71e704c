"""The long sweep: ``make fuzz [DATA="a.jsonl.gz b.jsonl"] [SEED=1] [COUNT=20000] [FIRST=0] [NETWORK=500]``.

Puts mutants of the texts through annotation by rules, each fortieth with two more through collation and all
outputs, each fortieth as a draft through the check, and ``NETWORK`` of them through the network. Each that
raises, gives a span that does not fit or takes too long is written to a file, made as small as it goes, and
its seed and number are printed: they make the same mutant again.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.fuzz import trial
from tests.fuzz.mutate import mutant
from tests.fuzz.texts import own_texts, texts_of

_EVERY = 40
_PATIENCE = 30.0  # seconds for making one failing text smaller

Trial = Callable[[str], object]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sweep; the exit status is 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", nargs="*", type=Path, help="JSON Lines with texts; none: our own texts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--count", type=int, default=20_000, help="mutants by rules")
    parser.add_argument("--network", type=int, default=0, help="mutants of the same numbers by the network")
    parser.add_argument("--longest", type=int, help="cut the texts into pieces of so many code points")
    parser.add_argument("--out", type=Path, default=Path("fuzz-failures"))
    given = parser.parse_args(arguments)
    texts = texts_of(given.data, given.longest) if given.data else own_texts()
    print(
        f"{len(texts):,} texts, seed {given.seed}, from mutant {given.first:,}: {given.count:,} by rules, "
        f"{given.network:,} by the network"
    )
    started, failed, slowest = time.monotonic(), 0, 0.0
    seen: set[str | None] = set()
    for number in range(given.first, given.first + max(given.count, given.network)):
        words = mutant(texts, given.seed, number)
        for name, run in _trials(texts, given, number):
            begun = time.process_time()
            fault = _fault(run, words)
            slowest = max(slowest, time.process_time() - begun)
            if fault:
                failed += 1
                if _last(fault) in seen:
                    print(f"FAILED {given.seed}-{number}-{name} like one before", file=sys.stderr, flush=True)
                    continue
                seen.add(_last(fault))
                _keep(given.out, f"{given.seed}-{number}-{name}", words, run, fault)
        if (number + 1) % 1000 == 0:
            print(f"{number + 1:,} done in {time.monotonic() - started:,.0f} s, {failed} failed", flush=True)
    print(f"{failed} failed; the slowest took {slowest:.2f} s")
    return 1 if failed else 0


def _trials(texts: Sequence[str], given: argparse.Namespace, number: int) -> list[tuple[str, Trial]]:
    trials: list[tuple[str, Trial]] = []
    if number < given.first + given.count:
        trials.append(("rules", partial(_annotate, number=number)))
        if number % _EVERY == 0:
            trials.append(("collate", partial(_collate, texts=texts, seed=given.seed, number=number)))
        if number % _EVERY == 1:
            trials.append(("check", partial(_check, texts=texts, seed=given.seed, number=number)))
    if number < given.first + given.network:
        trials.append(("network", partial(_annotate, number=number, network=True)))
    return trials


def _annotate(words: str, *, number: int, network: bool = False) -> object:
    return trial.annotate(words, number, "model" if network else "rules")


def _beside(texts: Sequence[str], seed: int, number: int) -> list[str]:
    """Return two mutants of the one text that a mutant is collated or checked with."""
    one = [texts[number * 7919 % len(texts)]]
    return [mutant(one, seed, -number - 1), mutant(one, seed, -number - 2)]


def _collate(words: str, *, texts: Sequence[str], seed: int, number: int) -> object:
    one = texts[number * 7919 % len(texts)]
    return trial.collate([words, one, *_beside(texts, seed, number)], number)


def _check(words: str, *, texts: Sequence[str], seed: int, number: int) -> object:
    one = texts[number * 7919 % len(texts)]
    return trial.check(
        mutant([one], seed, number) + "\n\n" + words, [one, *_beside(texts, seed, number)], number
    )


def _fault(run: Trial, words: str) -> str | None:
    """Return the last lines of what went wrong, None when nothing did."""
    try:
        run(words)
    except Exception:  # whatever it is, it is what the sweep looks for
        return traceback.format_exc(limit=-4)
    return None


def _keep(folder: Path, name: str, words: str, run: Trial, fault: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    small = smallest(words, lambda text: _last(_fault(run, text)) == _last(fault))
    path = folder / f"{name}.txt"
    path.write_bytes(small.encode("utf-8", "surrogatepass"))
    print(
        f"FAILED {name}: {small[:200]!r} ({len(small):,} code points, in {path})\n{fault}",
        file=sys.stderr,
        flush=True,
    )


def _last(fault: str | None) -> str | None:
    """Return the kind and place of a fault, by which smaller texts are held to show the same one."""
    if fault is None:
        return None
    lines = fault.strip().splitlines()
    places = [line.strip() for line in lines if line.lstrip().startswith("File ")]
    return f"{lines[-1].split(':')[0]} {places[-1] if places else ''}"


def smallest(words: str, fails: Callable[[str], bool]) -> str:
    """Return ``words`` without all that can be left out while it ``fails``, as far as the time allows."""
    until = time.monotonic() + _PATIENCE
    size = len(words) // 2
    while size and time.monotonic() < until:
        at, shorter = 0, False
        while at < len(words) and time.monotonic() < until:
            without = words[:at] + words[at + size :]
            if fails(without):
                words, shorter = without, True
            else:
                at += size
        if not shorter or size > 1:
            size //= 2
    return words


if __name__ == "__main__":
    sys.exit(main())
