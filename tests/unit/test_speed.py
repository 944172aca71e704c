"""The benchmark that lays two revisions side by side goes from its first step to its last."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_job_is_prepared_and_run_by_both_sides_and_its_times_are_told(tmp_path: Path) -> None:
    ours = f"{sys.executable} -m variorum"
    # One run each, and of the jobs only the one that needs something made beforehand.
    options = [
        "--quick",
        "--before",
        ours,
        "--now",
        ours,
        "--only",
        "invented",
        "--json",
        tmp_path / "told.json",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    (job,) = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))["jobs"]
    assert {side: [one > 0 for one in told] for side, told in job["seconds"].items()} == {
        "before": [True],
        "now": [True],
    }
    assert min(job["megabytes"]["now"]) > 10, "the largest process, not the first that was started"
    assert done.stdout.splitlines()[-1].startswith(f"| {job['job']} | {job['seconds']['before'][0]:.2f} | ")
