"""A run that is stopped goes on where it was, does nothing twice, and comes to the same end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.commands import VARIORUM, run

from variorum import corpus as facade
from variorum.corpus import Corpus
from variorum.engines.journal import JournaledEngine
from variorum.engines.local import LocalEngine
from variorum.errors import EngineError, InputError
from variorum.model import AnnotatedArticle, Article, Collation, Reject
from variorum.model.codec import encode
from variorum.pipeline import annotate_batch, collate_story

EXAMPLE = Path(__file__).parents[3] / "src/variorum/example/reports"
RUN = {"inputs": "a", "settings": "b"}
# Writes down each item it works on; kills its own process at the given one, the first time.
WORK = """
import os, signal
from pathlib import Path
FOLDER = Path({folder!r})
def note(item):
    if item == "k30" and not (FOLDER / "killed").exists():
        (FOLDER / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    with (FOLDER / "log").open("a") as log:
        log.write(item + "\\n")
    return item.upper()
def note_group(key, values):
    return note(key) + "".join(values)
"""
SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, {folder!r})
from variorum.engines.journal import JournaledEngine
from variorum.engines.local import LocalEngine
from work import note, note_group
names = ["k%02d" % number for number in range(50)]
with JournaledEngine(LocalEngine(workers=1), Path({folder!r}, "kept")) as engine:
    engine.begin({{"inputs": "a"}})
    if {groups}:
        print(list(engine.map_groups(note_group, [(name, "x") for name in reversed(names)])))
    else:
        print(list(engine.map(note, names)))
    engine.end(finished=True)
"""


@pytest.mark.parametrize("groups", [False, True])
def test_after_a_kill_the_rest_is_done_and_nothing_twice(tmp_path: Path, groups: bool) -> None:
    (tmp_path / "work.py").write_text(WORK.format(folder=str(tmp_path)))
    script = [sys.executable, "-c", SCRIPT.format(folder=str(tmp_path), groups=groups)]
    first = subprocess.run(script, capture_output=True, text=True, timeout=60)
    assert first.returncode == -signal.SIGKILL
    assert (tmp_path / "log").read_text().split() == [f"k{number:02}" for number in range(30)]
    again = subprocess.run(script, capture_output=True, text=True, timeout=60)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "log").read_text().split() == [f"k{number:02}" for number in range(50)]
    whole = [f"K{number:02}" for number in range(50)]
    expected = [(name.lower(), f"{name}x") for name in whole] if groups else whole
    assert again.stdout.strip() == repr(expected)
    assert not (tmp_path / "kept").exists()


def upper(word: str) -> str:
    return word.upper()


def engine_in(folder: Path) -> JournaledEngine:
    return JournaledEngine(LocalEngine(workers=1), folder)


@pytest.mark.parametrize("cut", [1, 5, 12, 20])
def test_a_result_that_was_cut_off_is_worked_on_again(tmp_path: Path, cut: int) -> None:
    words = ["one", "two", "three"]
    with engine_in(tmp_path / "work") as engine:
        engine.begin(RUN)
        assert list(engine.map(upper, words)) == ["ONE", "TWO", "THREE"]
    (path,) = (tmp_path / "work").glob("*.done")
    path.write_bytes(path.read_bytes()[:-cut])
    with engine_in(tmp_path / "work") as engine:
        engine.begin(RUN)
        assert list(engine.map(upper, words)) == ["ONE", "TWO", "THREE"]


def test_progress_counts_what_was_done_before(tmp_path: Path) -> None:
    def interrupted(calls: list[tuple[int, int | None]], stop: int) -> None:
        with engine_in(tmp_path / "work") as engine:
            engine.begin(RUN)
            results = engine.map(upper, "abcdef", total=6, on_progress=lambda *call: calls.append(call))
            for number, _ in enumerate(results, start=1):
                if number == stop:
                    return

    interrupted([], stop=4)
    calls: list[tuple[int, int | None]] = []
    interrupted(calls, stop=100)
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)
    assert calls[-1] == (6, 6)


def test_another_run_is_refused_and_told_what_differs(tmp_path: Path) -> None:
    with engine_in(tmp_path / "work") as engine:
        engine.begin(RUN)
    with pytest.raises(EngineError, match="a run with other inputs; give another folder"):
        engine_in(tmp_path / "work").begin({**RUN, "inputs": "c"})


def test_a_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(EngineError, match=r"holds other files \(thesis.txt\)"):
        engine_in(tmp_path).begin(RUN)


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with engine_in(tmp_path / "work") as engine:
        engine.begin(RUN)
        with pytest.raises(EngineError, match="another run is using it"):
            engine_in(tmp_path / "work").begin(RUN)


CALLS: list[str] = []


def counted_batch(articles: Sequence[Article], **options: Any) -> list[AnnotatedArticle | Reject]:
    CALLS.extend(article.id for article in articles)
    return annotate_batch(articles, **options)


def counted_story(story: str, articles: Sequence[AnnotatedArticle], **options: Any) -> Collation:
    CALLS.append(story)
    return collate_story(story, articles, **options)


def collations(work: Path, stop: int | None = None) -> list[bytes]:
    found = []
    with Corpus(EXAMPLE, annotator="rules", workers=1, work=work) as corpus:
        for number, collation in enumerate(corpus.collate(by="id"), start=1):
            found.append(encode(collation))
            if number == stop:
                break
    return found


def test_the_facade_annotates_and_collates_each_thing_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facade, "annotate_batch", counted_batch)
    monkeypatch.setattr(facade, "collate_story", counted_story)
    CALLS.clear()
    whole = collations(tmp_path / "one")
    once = sorted(CALLS)
    assert not (tmp_path / "one").exists()
    CALLS.clear()
    assert collations(tmp_path / "two", stop=2) == whole[:2]
    assert (tmp_path / "two").exists()
    assert collations(tmp_path / "two") == whole
    assert sorted(CALLS) == once
    assert not (tmp_path / "two").exists()


def test_a_changed_input_and_standard_input_are_refused(tmp_path: Path) -> None:
    given = tmp_path / "in.jsonl"
    given.write_text(json.dumps({"text": "The mayor said no."}))
    with Corpus(given, annotator="rules", work=tmp_path / "work") as corpus:
        next(corpus.annotate())
    given.write_text(json.dumps({"text": "The mayor said nothing."}))
    again = Corpus(given, annotator="rules", work=tmp_path / "work")
    with pytest.raises(EngineError, match="other inputs"), again as corpus:
        list(corpus.annotate())
    with pytest.raises(InputError, match="standard input"), Corpus("-", work=tmp_path / "new") as corpus:
        list(corpus.annotate())


@pytest.mark.parametrize("job", [["annotate", "--annotator", "rules"], ["origins"]], ids=lambda job: job[0])
def test_a_killed_command_goes_on_to_the_same_bytes(tmp_path: Path, job: list[str]) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.glob("*.txt"))]
    records = [
        {"id": f"{number:03}", "text": f"{texts[number % len(texts)]}\n\n{number}."} for number in range(480)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    command = [*VARIORUM, *job, "in.jsonl", "-q", "-o"]
    run(*job, "in.jsonl", "-q", "-o", "whole.jsonl", cwd=tmp_path).check_returncode()
    killed = subprocess.Popen([*command, "out.jsonl", "--work", "kept"], cwd=tmp_path)
    until = time.monotonic() + 60
    while not sum(path.stat().st_size for path in tmp_path.glob("kept/*.done")) and time.monotonic() < until:
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    assert not (tmp_path / "out.jsonl").exists()
    assert list(tmp_path.glob("kept/001-*.done"))
    run(*job, "in.jsonl", "-q", "-o", "out.jsonl", "--work", "kept", cwd=tmp_path).check_returncode()
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes() != b""
    assert not (tmp_path / "kept").exists()


def test_a_full_disk_is_told_of_the_folder_of_the_work(tmp_path: Path) -> None:
    """Not of the output, into which an error of any file would otherwise turn."""
    reports = tmp_path / "in.jsonl"
    reports.write_text(
        "".join(json.dumps({"id": str(n), "text": "The pier is old. " * 400}) + "\n" for n in range(8))
    )
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "from variorum.cli import main; main()"
    )
    arguments = ["annotate", str(reports), "-o", "-", "--annotator", "rules", "--work", "work", "-q"]
    done = subprocess.run(
        [sys.executable, "-c", limited, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 2
    assert "work/001-" in done.stderr
    assert "the work cannot be kept" in done.stderr


def begun(folder: Path) -> None:
    with JournaledEngine(LocalEngine(workers=1), folder) as engine:
        engine.begin(RUN)


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    begun(tmp_path / "new")
    (tmp_path / "empty").mkdir(mode=0o777)
    (tmp_path / "empty").chmod(0o777)
    begun(tmp_path / "empty")
    for name in ("new", "empty"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o700
        assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / name).iterdir())
        begun(tmp_path / name)


@pytest.mark.parametrize("damage", ["folder", "file", "link"])
def test_a_folder_in_which_others_may_have_put_something_is_refused(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "kept"
    begun(folder)
    if damage == "folder":
        folder.chmod(0o777)
    elif damage == "file":
        (folder / "variorum-work.json").chmod(0o666)
    else:
        (folder / "001-note.done").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EngineError, match="others may write"):
        begun(folder)


def test_a_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tmp_path / "kept")
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    with pytest.raises(EngineError, match="belongs to another user"):
        begun(tmp_path / "kept")
