"""Commands in which a writer raises on one story or verdict, or a story takes too long; the same on Spark."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.faults.test_faults import NAMES, TEXTS, Deadly, Injected, raising
from tests.fuzz.kinds import news
from typer.testing import CliRunner

from variorum import pipeline
from variorum.checking.results import CheckedQuotation
from variorum.cli.app import app
from variorum.corpus import Corpus
from variorum.model import Collation
from variorum.settings import CollateSettings, Settings


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    place = tmp_path / "reports.jsonl"
    place.write_text(
        "".join(
            f"{json.dumps({'id': name, 'text': TEXTS[name], 'case': name == 'dorsal'})}\n" for name in NAMES
        )
    )
    return place


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def failing(function: Callable[..., Any], bad: Callable[[Any], bool]) -> Callable[..., Any]:
    """Return ``function``, but raising where its first argument, or a member of it, is bad."""

    def broken(value: Any, *rest: Any, **named: Any) -> Any:
        if any(bad(one) for one in (value if isinstance(value, list | tuple) else (value,))):
            raise Injected("made up")
        return function(value, *rest, **named)

    return broken


# What each writer calls for each story.
OF_STORY = {
    "out.json": "variorum.outputs.json.encode",
    "out.csv": "variorum.outputs.csv._safe_rows",
    "out.md": "variorum.outputs.markdown.headline",
    "out.html": "variorum.outputs.html.story_views",
}


@pytest.mark.parametrize("command", ["compare", "collate"])
@pytest.mark.parametrize("output", sorted(OF_STORY))
def test_a_story_that_cannot_be_written_is_a_reject_and_the_other_is_written(
    command: str, output: str, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name = OF_STORY[output].rsplit(".", 1)
    inner = getattr(import_module(module), name)
    monkeypatch.setattr(OF_STORY[output], failing(inner, is_of("dorsal")))
    done = run(command, reports, "--annotator", "rules", "--workers", "1", "-o", tmp_path / output)
    assert done.exit_code == 0, done.output
    (line,) = (tmp_path / "rejects.jsonl").read_text().splitlines()
    reject = json.loads(line)
    assert (reject["articles"], bool(reject["story"]), bool(reject["version"])) == (["dorsal"], True, True)
    assert reject["stage"].startswith("writing ")
    assert "Injected: made up" in reject["reason"]
    words = (tmp_path / output).read_text("utf-8-sig")
    assert "13 people" in words
    assert "the rye" not in words


def is_of(bad: str) -> Callable[[Any], bool]:
    """Return a test for the story of an article."""
    return lambda one: isinstance(one, Collation) and any(each.id == bad for each in one.articles)


@pytest.mark.parametrize("command", ["compare", "collate"])
def test_when_no_story_can_be_written_nothing_came_out(
    command: str, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("variorum.outputs.json.encode", failing(encode_nothing, lambda _: True))
    done = run(command, reports, "--annotator", "rules", "--workers", "1", "-o", tmp_path / "out.json")
    assert done.exit_code != 0
    assert "nothing that could be written" in str(done.exception)
    assert len((tmp_path / "rejects.jsonl").read_text().splitlines()) == 2


def encode_nothing(_: Any) -> bytes:
    return b""


@pytest.mark.parametrize("name", ["headline", "story_title", "_rank"])
def test_the_summary_names_a_story_that_it_cannot_print(
    name: str, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from variorum.cli import summary

    monkeypatch.setattr(summary, name, failing(getattr(summary, name), is_of("anvil")))
    done = run("compare", reports, "--annotator", "rules", "--workers", "1", "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "made up" in done.output
    assert (tmp_path / "out/report.html").exists()


DRAFT = "“The engine stopped,” said Mira Quill.\n\n“It is the rye that won,” said Tilo Brandt.\n"
OF_VERDICT = {
    "text": "variorum.checking.writers.text._line",
    "html": "variorum.checking.writers.html.pieces",
    "sarif": "variorum.checking.writers.sarif._result",
    "json": "variorum.checking.writers.json.encode",
    "terminal": "variorum.checking.writers.terminal._marked",
}


@pytest.mark.parametrize("form", sorted(OF_VERDICT))
def test_a_verdict_that_cannot_be_printed_is_told_and_the_draft_does_not_pass(
    form: str, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"{DRAFT}\n“We have known for years,” said Mira Quill.\n")
    module, name = OF_VERDICT[form].rsplit(".", 1)
    inner = getattr(import_module(module), name)

    def is_bad(value: Any) -> bool:
        if isinstance(value, CheckedQuotation):
            return "rye" in value.text
        return any(map(is_bad, getattr(value, "quotations", ())))

    whole = run("check", draft, "-a", reports, "--format", form)
    monkeypatch.setattr(OF_VERDICT[form], failing(inner, is_bad))
    done = run("check", draft, "-a", reports, "--format", form)
    assert (whole.exit_code, done.exit_code) == (1, 1)
    assert "made up" not in whole.output
    printed = " ".join(done.stdout.split())
    assert "rye that won" not in printed
    assert "known for years" in printed
    assert "could not be printed" in printed
    assert f"failed at stage writing {form}" in printed
    assert "could not be printed" in " ".join(done.stderr.split())


def test_a_draft_whose_only_verdict_cannot_be_printed_does_not_pass(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("“The engine stopped,” said Mira Quill.\n")
    assert run("check", draft, "-a", reports).exit_code == 0
    monkeypatch.setattr("variorum.checking.writers.terminal._found_line", failing(str, lambda one: True))
    assert run("check", draft, "-a", reports).exit_code == 1


class Slow:
    """A stage that takes some tenths of a second of the processor, in Python."""

    def __init__(self, run: Callable[..., Any], bad: str) -> None:
        self.run, self.bad = run, bad

    def __call__(self, articles: Any, collation: Any, *, settings: Any) -> Any:
        begun = time.process_time()
        while any(one.article.id == self.bad for one in articles) and time.process_time() < begun + 1.0:
            pass
        return self.run(articles, collation, settings=settings)


@pytest.mark.parametrize(
    ("limit", "bad", "left"),
    [
        (CollateSettings(seconds=0.3), "dorsal", [3]),  # of one report
        (CollateSettings(story_seconds=0.3), "beacon", [1]),  # as a whole, of three reports
    ],
)
def test_a_story_that_takes_too_long_is_a_reject_with_a_remedy(
    reports: Path, monkeypatch: pytest.MonkeyPatch, limit: CollateSettings, bad: str, left: list[int]
) -> None:
    stages = tuple(replace(each, run=Slow(each.run, bad)) for each in pipeline.story_stages()[:1])
    monkeypatch.setattr(pipeline, "story_stages", lambda: (*stages, *REST))
    with Corpus(reports, annotator="rules", workers=1, settings=Settings(collate=limit)) as corpus:
        assert [len(one.articles) for one in corpus.collate()] == left
        (reject,) = corpus.rejects
    assert reject.reason.startswith(
        "took longer than 0.3 s at stage origins; give it more time (--time-limit"
    )
    assert bad in reject.articles
    assert len(reject.articles) == 4 - sum(left)


REST = pipeline.story_stages()[1:]


def test_the_time_limit_of_a_command_is_that_of_its_stories(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, annotated = tmp_path / "reports.jsonl", tmp_path / "annotated.jsonl"
    texts = {f"long {seed}": ("long", news(600, seed)) for seed in range(3)} | {"short": ("short", DRAFT)}
    records = ({"id": name, "text": text, "case": case} for name, (case, text) in texts.items())
    place.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    run("annotate", place, "-o", annotated, "--annotator", "rules", "--workers", "1")
    limited = ("--workers", "1", "--by", "case", "--time-limit", "0.25")
    run("collate", annotated, "-o", tmp_path / "out.jsonl", *limited)  # what is loaded once is loaded now
    stages = tuple(replace(each, run=Slow(each.run, "long 0")) for each in pipeline.story_stages()[:1])
    monkeypatch.setattr(pipeline, "story_stages", lambda: (*stages, *REST))
    done = run("collate", annotated, "-o", tmp_path / "out.jsonl", *limited)
    assert done.exit_code == 0
    (line,) = (tmp_path / "rejects.jsonl").read_text().splitlines()
    reject = json.loads(line)
    assert (reject["story"], len(reject["articles"])) == ("long", 3)
    assert reject["reason"].startswith("took longer than 0.75 s at stage origins")


def test_check_leaves_out_what_takes_too_long_and_says_so(reports: Path, tmp_path: Path) -> None:
    short, long = tmp_path / "short.txt", tmp_path / "long.txt"
    short.write_text("“The engine stopped,” said Mira Quill.\n")
    long.write_text("“The engine stopped,” said Mira Quill.\n\n" * 6_000)  # seconds, on any machine
    done = run("check", short, long, "-a", reports, "--time-limit", "0.5")
    assert done.exit_code == 1
    assert f"not checked: {long}: took longer than 0.5 s" in done.stderr
    assert "“The engine stopped,”" in done.stdout


@pytest.mark.parametrize("typed", ["find", "check", "nothing"])
def test_what_was_typed_wrongly_steers_no_terminal(typed: str, tmp_path: Path) -> None:
    done = run(typed, "a", "b", "--against", tmp_path, "c\x1b[31m\u202e\u061c", "--no\u202esuch")
    assert done.exit_code == 2
    assert done.stderr
    assert not set("\x1b\u202e\u061c") & set(done.output)


def annotate_but(articles: Any, **options: Any) -> list[Any]:
    """Do what a worker does, with a stage that raises on one article and ends the process at another."""
    stages = pipeline.ARTICLE_STAGES
    figures = next(one for one in stages if one.name == "figures")
    broken = replace(figures, run=Deadly(raising(figures.run, "beacon"), "cinder", "kill"))
    pipeline.ARTICLE_STAGES = tuple(broken if one is figures else one for one in stages)
    try:
        return pipeline.annotate_batch(articles, **options)
    finally:
        pipeline.ARTICLE_STAGES = stages


def collate_but(story: str, articles: Any, **options: Any) -> Collation:
    if any(one.article.id == "dorsal" for one in articles):
        raise Injected("made up")
    return pipeline.collate_story(story, articles, **options)


def test_over_spark_one_bad_article_or_story_ends_nothing_either(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("variorum.corpus.annotate_batch", annotate_but)
    monkeypatch.setattr("variorum.corpus.collate_story", collate_but)
    with Corpus(reports, annotator="rules", engine="spark", workers=1) as corpus:
        found = list(corpus.collate(by="case"))
        rejects = {one.id or one.articles[0]: one for one in corpus.rejects}
    assert [[one.id for one in each.articles] for each in found] == [["anvil"]]
    assert sorted(rejects) == ["beacon", "cinder", "dorsal"]
    assert (rejects["beacon"].stage, rejects["beacon"].line) == ("figures", 2)
    assert "Injected: made up" in rejects["beacon"].reason
    assert "its worker process died" in rejects["cinder"].reason
    assert "Injected: made up" in rejects["dorsal"].reason
    assert all(one.version for one in rejects.values())
