"""What a conditional random field without a network finds, to compare: sparse features of words, one pass.

    PYTHONPATH=src python -m training.baseline --polnear DATA [--iterations 80]

It labels content, cue and source in one sequence (python-crfsuite, L-BFGS) and links by nearness: a
content to the nearest cue of its paragraph, a cue to the nearest source. Scores dev as ``evaluate``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pycrfsuite

from training import evaluate
from training.__main__ import base_folder, tokenizer_from
from training.corpus import TAGS, Report, label, read
from variorum.annotation.neural import Attribution, NetworkReading
from variorum.annotation.neural.decode import runs
from variorum.annotation.neural.features import Encoded

Run = tuple[int, int]
KEPT = ("content", "linked", "cue")


def _word_features(word: str, k: int) -> list[str]:
    low = word.lower()
    shape = "".join(
        "X" if c.isupper() else "x" if c.islower() else "9" if c.isdigit() else c for c in word[:6]
    )
    out = [f"{k}w={low}", f"{k}s={shape}"]
    return out if k else [*out, f"p={low[:3]}", f"e={low[-3:]}", f"e2={low[-2:]}"]


def features(x: Encoded) -> Iterator[tuple[int, int, list[list[str]]]]:
    """For each paragraph its words (begin, end) and for each word itself, two on either side, and marks."""
    words = [x.text[s:e] for s, e in zip(x.start.tolist(), x.end.tolist(), strict=True)]
    edges = [0, *(np.flatnonzero(np.diff(x.paragraph)) + 1).tolist(), x.words]
    for a, b in zip(edges, edges[1:], strict=False):
        rows = []
        for i in range(a, b):
            row = [f"q={x.quote[i]}", f"c={x.case[x.first[i]]}", f"l={x.place[i]}"]
            for k in range(-2, 3):
                row += _word_features(words[i + k], k) if a <= i + k < b else [f"{k}edge"]
            rows.append(row)
        if rows:
            yield a, b, rows


def train(reports: list[Report], tokenizer: object, path: Path, iterations: int) -> None:
    """Writes the trained model to ``path``; features seen fewer than three times are left out."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for report in reports:
        x = label(report, tokenizer)  # type: ignore[arg-type]
        for a, b, rows in features(x.encoded):
            trainer.append(rows, [TAGS[t] for t in x.tags[a:b].tolist()])
    trainer.set_params({"c1": 0.1, "c2": 0.1, "max_iterations": iterations, "feature.minfreq": 3})
    trainer.train(str(path))


def _nearest(x: Encoded, run: Run, others: list[Run]) -> Run | None:
    """The nearest of the others in the paragraph of a run; the first of two as near."""
    beside = [r for r in others if x.paragraph[r[0]] == x.paragraph[run[0]]]
    return min(beside, key=lambda r: (max(r[0] - run[1], run[0] - r[1], 0), r), default=None)


def link(x: Encoded, tags: np.ndarray) -> tuple[Attribution, ...]:
    """Contents to their nearest cues, cues to their nearest sources; a cue without content is dropped."""
    contents, cues, sources = (runs(tags, k, k + 1, x.paragraph) for k in (1, 3, 5))
    owned: dict[Run, list[Run]] = {}
    for run in contents:
        cue = _nearest(x, run, cues)
        if cue:
            owned.setdefault(cue, []).append(run)

    def spans(*parts: Run) -> tuple[Run, ...]:
        return tuple((int(x.start[a]), int(x.end[b - 1])) for a, b in parts)

    out = []
    for cue, parts in sorted(owned.items()):
        source = _nearest(x, cue, sources)
        out.append(
            Attribution(
                content=spans(*parts), cue=spans(cue), source=spans(source) if source else (),
                act="speech", confidence=1.0,
            )
        )  # fmt: skip
    return tuple(out)


def main() -> None:
    """Trains, reads the development split, prints F1 and processor milliseconds an article."""
    p = argparse.ArgumentParser(prog="python -m training.baseline", description=__doc__)
    p.add_argument("--polnear", type=Path, required=True)
    p.add_argument("--iterations", type=int, default=80)
    o = p.parse_args()
    tokenizer = tokenizer_from(base_folder())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "baseline.crfsuite"
        train(read(o.polnear, "train"), tokenizer, path, o.iterations)
        size = round(path.stat().st_size / 1e6, 1)
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        dev, began, readings = read(o.polnear, "dev"), time.process_time(), []
        for report in dev:
            x = label(report, tokenizer).encoded
            tags = np.array(
                [TAGS.index(t) for _, _, rows in features(x) for t in tagger.tag(rows)] or [0], np.int64
            )[: x.words]
            readings.append(NetworkReading(attributions=link(x, tags), names=()))
        spent = 1000 * (time.process_time() - began) / max(1, len(dev))
    scores = {
        k: v for k, v in evaluate.score(dev, readings).items() if k.startswith(("content", "linked", "cue"))
    }
    print(json.dumps({"f1": scores, "milliseconds": round(spent, 1), "megabytes": size}, indent=1))


if __name__ == "__main__":
    main()
