"""What a release says about itself, and how it is made."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

import variorum

ROOT = Path(__file__).parents[2]


def test_the_citation_is_of_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cited["version"] == variorum.__version__
    assert cited["license"] == "Apache-2.0"


def test_every_action_is_pinned_to_a_commit_and_nothing_may_write_but_what_publishes() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)] == []
    jobs = yaml.safe_load(text)["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["publish"]["permissions"] == {"id-token": "write", "attestations": "write"}


def test_the_workflow_is_one_and_nothing_in_it_is_known_to_be_unsafe() -> None:
    # It reads the workflow as GitHub does, and asks nothing of the network.
    linter = Path(sys.executable).parent / "zizmor"
    given = ["--offline", "--no-progress", "--pedantic", str(ROOT / ".github")]
    done = subprocess.run([linter, *given], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_issue_forms_are_forms() -> None:
    for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        form = yaml.safe_load(path.read_text("utf-8"))
        if path.name != "config.yml":
            assert form["name"]
            assert form["body"]
            assert len({part["id"] for part in form["body"]}) == len(form["body"]), path.name
