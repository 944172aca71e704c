"""The commands as a person runs them: what they print, write and exit with."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.commands import VARIORUM, run

RULES = ("--annotator", "rules")  # where the network has no part in what is asserted

AGENCY = """The harbour bridge at Tolbrook will stay shut until June, the council said on Monday.

"We will not open it before every cable has been checked," Mayor Ines Calder told reporters.

Twelve people were hurt when a cable snapped on Saturday."""
TABLOID = """Tolbrook's harbour bridge stays shut until June after Saturday's cable horror.

“We will open it before every cable has been checked,” said Mayor Ines Calder.

Up to 20 people were hurt when the cable snapped on Saturday."""
OTHER = """The Marlow Vale flower show drew a record crowd on Sunday.

"My dahlias have never done better," said Piet Anselm, who took first prize."""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "agency.txt").write_text(AGENCY, encoding="utf-8")
    (folder / "tabloid.txt").write_text(TABLOID, encoding="utf-8")
    return folder


def test_compare_writes_the_page_and_says_what_differs(reports: Path, tmp_path: Path) -> None:
    done = run("compare", "reports", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "will not open" in done.stdout
    assert "report.html" in done.stdout
    assert "</html>" in (tmp_path / "variorum-report/report.html").read_text(encoding="utf-8")
    stories = json.loads((tmp_path / "variorum-report/collation.json").read_text(encoding="utf-8"))["stories"]
    assert len(stories) == 1
    assert "negation" in {discrepancy["type"] for discrepancy in stories[0]["discrepancies"]}
    assert not (tmp_path / "variorum-report/rejects.jsonl").exists()


def test_the_demo_needs_nothing_but_the_program(tmp_path: Path) -> None:
    browser = f"{sys.executable} -c \"import sys; open('opened', 'w').write(sys.argv[1])\" %s"
    done = subprocess.run(
        [*VARIORUM, "demo", "--open"],
        cwd=tmp_path,
        env=os.environ | {"BROWSER": browser},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Different speaker" in done.stdout
    page = tmp_path / "variorum-demo" / "report.html"
    assert "</html>" in page.read_text(encoding="utf-8")
    assert (tmp_path / "opened").read_text() == page.as_uri()
    assert "variorum compare FOLDER" in done.stderr


def test_without_a_browser_the_file_to_open_is_named(reports: Path, tmp_path: Path) -> None:
    env = os.environ | {"BROWSER": str(tmp_path / "none"), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    done = subprocess.run(
        [*VARIORUM, "compare", "reports", "-q", "--open", *RULES],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0
    assert f"open this file in one: {tmp_path / 'variorum-report' / 'report.html'}" in done.stderr


def test_evidence_slices_back_to_the_text(reports: Path, tmp_path: Path) -> None:
    run("compare", "reports", cwd=tmp_path)
    run("annotate", "reports", "-o", "a.jsonl", cwd=tmp_path)
    texts = {r["id"]: r["text"] for r in map(json.loads, (tmp_path / "a.jsonl").open(encoding="utf-8"))}
    assert set(texts.values()) == {AGENCY, TABLOID}
    stories = json.loads((tmp_path / "variorum-report/collation.json").read_text(encoding="utf-8"))["stories"]
    evidence = [
        e
        for story in stories
        for difference in story["discrepancies"]
        for side in difference["sides"]
        for e in side["evidence"]
    ]
    assert evidence
    assert all(texts[e["article"]][e["start"] : e["end"]] == e["text"] for e in evidence)


def test_a_bad_file_is_said_and_the_run_goes_on(reports: Path, tmp_path: Path) -> None:
    (reports / "broken.jsonl").write_text('{"text": "fine words here"}\n{"text": \n', encoding="utf-8")
    done = run("compare", "reports", *RULES, "-o", "out", cwd=tmp_path)
    assert done.returncode == 0
    assert "broken.jsonl:2" in done.stderr
    rejects = [json.loads(line) for line in (tmp_path / "out/rejects.jsonl").open(encoding="utf-8")]
    assert [(Path(r["file"]).name, r["line"]) for r in rejects] == [("broken.jsonl", 2)]
    (reports / "broken.jsonl").unlink()
    run("compare", "reports", *RULES, "-o", "out", cwd=tmp_path)
    assert not (tmp_path / "out/rejects.jsonl").exists(), "the rejects of an earlier run mislead"


def test_nothing_readable_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("compare", "empty", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("variorum: ") or "not read: " in done.stderr


def test_a_missing_path_is_one_clear_line(tmp_path: Path) -> None:
    done = run("annotate", "nowhere", "-o", "x.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x.jsonl").exists()


def test_group_tells_two_events_apart(reports: Path, tmp_path: Path) -> None:
    (reports / "flowers.txt").write_text(OTHER, encoding="utf-8")
    done = run("group", "reports", "-o", "-", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [set(line) for line in lines] == [{"id", "story"}] * 3
    assert len({line["story"] for line in lines}) == 2


def test_collate_by_a_field_of_the_input(tmp_path: Path) -> None:
    records = [
        {"id": "1", "text": AGENCY, "desk": "a", "n": 7},
        {"id": "2", "text": OTHER, "desk": "a"},
        {"id": "3", "text": TABLOID, "desk": "b"},
    ]
    with gzip.open(tmp_path / "in.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
    done = run("collate", "in.jsonl.gz", "-o", "out.jsonl", "--by", "desk", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    stories = [json.loads(line) for line in (tmp_path / "out.jsonl").open(encoding="utf-8")]
    assert {s["story"]: sorted(a["id"] for a in s["articles"]) for s in stories} == {
        "a": ["1", "2"],
        "b": ["3"],
    }
    missing = run("collate", "in.jsonl.gz", "-o", "out.jsonl", "--by", "n", cwd=tmp_path)
    assert missing.returncode == 2
    assert "no field 'n'" in missing.stderr


def test_annotated_lines_are_taken_as_they_are(reports: Path, tmp_path: Path) -> None:
    run("annotate", "reports", "-o", "a.jsonl", cwd=tmp_path)
    run("annotate", "a.jsonl", "-o", "b.jsonl", cwd=tmp_path)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_workers_and_order_change_nothing(reports: Path, tmp_path: Path) -> None:
    (reports / "flowers.txt").write_text(OTHER, encoding="utf-8")
    files = [f"reports/{name}.txt" for name in ("agency", "tabloid", "flowers")]
    run("collate", *files, "-o", "one.jsonl", "--workers", "1", cwd=tmp_path)
    run("collate", *reversed(files), "-o", "two.jsonl", "--workers", "3", cwd=tmp_path)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_report_on_standard_input(tmp_path: Path) -> None:
    record = json.dumps({"id": "r1", "text": AGENCY})
    done = run("annotate", "-", "-o", "-", cwd=tmp_path, stdin=record + "\n")
    assert done.returncode == 0, done.stderr
    line = json.loads(done.stdout)
    direct = [quotation for quotation in line["quotations"] if quotation["kind"] == "direct"]
    assert [quotation["speaker"]["name"] for quotation in direct] == ["Ines Calder"]


def test_a_closed_pipe_ends_the_run_quietly(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(number), "text": AGENCY}) + "\n" for number in range(2_000))
    (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
    command = f"{sys.executable} -m variorum annotate in.jsonl -o - | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert json.loads(done.stdout)["id"] == "0"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.parametrize(
    ("command", "closed", "status", "words"),
    [
        ("annotate in.txt -o - --annotator rules", ">&-", 2, "standard output: cannot be written"),
        (
            "check in.txt --against in.txt --format json",
            ">/dev/full",
            2,
            "standard output: cannot be written",
        ),
        ("annotate nothing.txt -o out.jsonl", "2>&-", 2, ""),
        ("annotate in.txt -o out.jsonl --annotator rules", "2>&- >&- <&-", 0, ""),
    ],
)
def test_closed_and_full_streams(tmp_path: Path, command: str, closed: str, status: int, words: str) -> None:
    (tmp_path / "in.txt").write_text(AGENCY, encoding="utf-8")
    run = f"{sys.executable} -m variorum {command} {closed}"
    done = subprocess.run(["bash", "-c", run], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == status, done.stderr
    assert words in done.stderr
    assert "mistake" not in done.stderr
    assert (tmp_path / "out.jsonl").exists() is (status == 0)


def test_version_and_help() -> None:
    assert subprocess.run([*VARIORUM, "--version"], capture_output=True, text=True).stdout.startswith(
        "variorum "
    )
    text = subprocess.run([*VARIORUM, "compare", "--help"], capture_output=True, text=True).stdout
    assert "--one-story" in text
    assert "report.html" in text


@pytest.mark.parametrize(
    ("sent", "code", "words"), [(signal.SIGINT, 130, "variorum: stopped"), (signal.SIGTERM, 143, "")]
)
def test_interrupt_leaves_no_half_file(tmp_path: Path, sent: signal.Signals, code: int, words: str) -> None:
    record = json.dumps({"text": AGENCY * 20})
    with (tmp_path / "in.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(record[:-1] + f', "id": "{number}"}}\n' for number in range(20_000))
    process = subprocess.Popen(
        [*VARIORUM, "annotate", "in.jsonl", "-o", "out.jsonl", "--workers", "2"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not list(tmp_path.glob(".variorum-*.part")) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(sent)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in said
    assert words in said
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl"]


def test_a_plain_locale_gets_the_summary_too(reports: Path, tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [*VARIORUM, "compare", "reports"],
        cwd=tmp_path,
        env=plain,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "will not open" in done.stdout
    assert "report.html" in done.stdout


@pytest.mark.parametrize(
    "command", ["compare reports --annotator rules", "annotate reports -o - --annotator rules"]
)
def test_a_full_standard_output_is_one_clear_line(reports: Path, tmp_path: Path, command: str) -> None:
    line = f"{sys.executable} -m variorum {command} > /dev/full"
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert done.stderr.startswith("variorum: standard output: cannot be written: the disk is full")
    assert done.stderr.count("\n") == 1


def test_rejects_that_cannot_be_removed_are_one_clear_line(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "out/rejects.jsonl").mkdir(parents=True)
    done = run("compare", "reports", *RULES, "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("variorum: out/rejects.jsonl: cannot be written: a folder of that name")


def test_the_name_of_a_file_does_not_steer_the_terminal(reports: Path, tmp_path: Path) -> None:
    (reports / "a\x1b[31mred\nline.txt").write_bytes(b"")
    done = run("compare", "reports", *RULES, cwd=tmp_path)
    assert "\x1b" not in done.stderr
    assert "red line.txt: is empty" in done.stderr
    assert json.loads((tmp_path / "variorum-report/rejects.jsonl").read_text())["file"].endswith(
        "red\nline.txt"
    )


def test_few_reports_in_several_stories_say_how_to_take_them_as_one(reports: Path, tmp_path: Path) -> None:
    assert "--one-story" not in run("compare", "reports", *RULES, cwd=tmp_path).stderr
    (reports / "flowers.txt").write_text(OTHER, encoding="utf-8")
    assert "Taken as 2 stories" in run("compare", "reports", *RULES, cwd=tmp_path).stderr
    assert "Taken as" not in run("compare", "reports", *RULES, "--one-story", cwd=tmp_path).stderr


def test_an_interrupt_during_the_imports_is_one_line(tmp_path: Path) -> None:
    code = (
        "import sys, importlib.abc\n"
        "class Interrupted(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from variorum.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 130
    assert done.stderr == "variorum: stopped; no half-written file is left behind\n"


def test_an_annotation_of_another_text_is_a_reject_and_the_run_goes_on(tmp_path: Path) -> None:
    records = [
        {"id": "good", "text": AGENCY},
        {"id": "bad", "text": "Short.", "quotations": [], "sentences": [[0, 999]]},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    done = run("collate", "in.jsonl", "-o", "out.jsonl", "--annotator", "rules", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "belongs to another text; annotate the text again" in done.stderr
    assert [json.loads(line)["id"] for line in (tmp_path / "rejects.jsonl").open(encoding="utf-8")] == ["bad"]
