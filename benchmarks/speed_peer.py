"""The same texts read by spaCy and textacy, for ``benchmarks.speed``: how fast, and how well."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.speed_installs import ROOT, measured, read, with_packages, write
from benchmarks.speed_jobs import Side, annotate, texts

SCRIPT = ROOT / "benchmarks/peer_quotations.py"


def compared(options: argparse.Namespace, side: Side, folder: Path, place: Path) -> Iterator[str]:
    """Yield the lines of a table: ours and the peer's on the same texts, in turn."""
    python = options.peer or str(environment(folder) / "bin" / "python")
    yield ""
    yield "| same texts, one process | articles a second | of processor time, s | F1 of direct quotations |"
    yield "|---|---|---|---|"
    for name, path in texts(options, place):
        count = sum(1 for _ in read(path))
        gold = options.quotations if name == "the quotations" else None
        peer, ours = place / "peer.jsonl", side.folder / "ours.jsonl"
        commands = {
            f"{name}: spaCy and textacy": ([python, str(SCRIPT), str(path), str(peer)], peer),
            f"{name}: variorum, model": ([*side.command, *annotate(path, "model", side, ours.name)], ours),
            f"{name}: variorum, rules": (
                [*side.command, *annotate(path, "rules", side, "rules.jsonl")],
                side.folder / "rules.jsonl",
            ),
        }
        seconds: dict[str, list[float]] = {label: [] for label in commands}
        for _ in range(options.runs):
            for label, (command, _) in commands.items():
                seconds[label].append(measured(command)[0])
        for label, (_, out) in commands.items():
            used = statistics.median(seconds[label])
            score = f1(options.scorer, gold, out, place) if options.scorer and gold else ""
            yield f"| {label} | {count / used:.1f} | {used:.2f} | {score} |"


def environment(folder: Path) -> Path:
    """Return the environment of the peer: the group ``peer`` of pyproject.toml, made if need be."""
    made = folder.absolute() / "peer"
    if (made / "bin" / "python").exists():
        return made
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    return with_packages(made, groups["peer"])


def f1(scorer: Path, gold: Path, predicted: Path, place: Path) -> str:
    """Return F1 in per cent of the contents of direct quotations that share half of their words with gold."""
    out = write(map(attributions, read(predicted)), place / "predicted.jsonl")
    answer = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(out), "--json"], check=True, stdout=subprocess.PIPE
    )
    return f"{100 * json.loads(answer.stdout)['content']['direct']['iou50']['F1']:.1f}"


def attributions(record: dict[str, Any]) -> dict[str, Any]:
    """Return what the scorer reads of a record, ours or the peer's; quotations inside others are left out."""
    found: Sequence[dict[str, Any]] = record.get("attributions", record.get("quotations", ()))
    return {
        "id": record["id"],
        "attributions": [
            {role: one[role] for role in ("content", "cue", "source")}
            for one in found
            if not one.get("inside")
        ],
    }
