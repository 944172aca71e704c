"""The hook of this repository, run by the two programs that run such hooks, over the files it names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
REPORT = "“Nobody sails before the bell has rung twice,” said Odile Marn, who runs the ferry."
GOOD = "“Nobody sails before the bell has rung twice,” said Odile Marn.\n"
BAD = "“Everybody sails before the bell has rung twice,” said Odile Marn.\n"


def git(folder: Path, *arguments: str) -> None:
    quiet = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *quiet, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    # As it is defined, but for where the program comes from: nothing is to be installed here.
    command = hook["entry"].replace("variorum", f"{sys.executable} -m variorum", 1)
    local = {**hook, "entry": command, "language": "system"}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    for name, text in {
        ".pre-commit-config.yaml": yaml.safe_dump(config),
        "variorum.toml": 'against = ["reports"]\nindex = ".git/variorum.index"\n',
        "reports/ferry.jsonl": f'{{"id": "a", "text": "{REPORT}"}}\n',
        "story.md": GOOD,
        "README.md": BAD,
        "requirements-dev.txt": BAD,
        "notes.rst": BAD,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    return tmp_path


@pytest.mark.parametrize("runner", ["pre_commit", "prek"])
def test_the_hook_checks_the_drafts_of_a_commit_and_no_papers_of_the_project(
    repository: Path, runner: str
) -> None:
    program = (
        [sys.executable, "-m", runner]
        if runner == "pre_commit"
        else [str(Path(sys.executable).parent / runner)]
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "PRE_COMMIT_HOME": str(repository / ".git" / "hooks-home"),
        "PREK_HOME": str(repository / ".git" / "hooks-home"),
    }

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*program, "run", "--all-files"], cwd=repository, env=environment, capture_output=True, text=True
        )

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    (repository / "story.html").write_text(f"<p>{BAD}</p>", encoding="utf-8")
    git(repository, "add", "-A")
    done = run()
    assert done.returncode == 1
    assert "story.html: paragraph 1: error: altered: “Everybody" in done.stdout
    assert "README" not in done.stdout
