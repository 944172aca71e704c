"""Every stage, format and writer raises on every article or story in turn; the others stay as they were."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from variorum import formats, pipeline
from variorum.checking import checker, index
from variorum.corpus import Corpus, check
from variorum.engines import local
from variorum.errors import EngineError, TooLittleMemory
from variorum.formats import records
from variorum.model import AnnotatedArticle, Article, Collation, Reject
from variorum.model.codec import encode
from variorum.outputs import OUTPUTS, writer
from variorum.settings import WORK, AnnotateSettings, ReadSettings, Settings
from variorum.stories import features, furniture

TEXTS = {
    "anvil": "Ferry strikes the pier\n\nOSTERHAVN — “The engine stopped,” said Mira Quill, the harbour "
    "master. Some 12 people were hurt on Tuesday. The ferry was towed to the dock before noon.",
    "beacon": "Twelve hurt on ferry\n\nTwelve people were hurt when a ferry hit the pier at Osterhavn. “The "
    "engine stopped,” harbour master Mira Quill said. “We do not know why yet,” she added on Tuesday.",
    "cinder": "Pier hit by ferry\n\nA ferry hit the pier at Osterhavn on Tuesday, hurting 13 people. “The "
    "engine had stopped,” Mira Quill said. The ferry was towed to the dock before noon.",
    "dorsal": "Bakery wins prize\n\nThe bakery of Tilo Brandt won the bread prize in Kelm. “It is the rye,” "
    "said Brandt, 61, who has baked for 40 years and will go on baking, he says.",
}
NAMES = sorted(TEXTS)
ANVIL = "anvil"
shared = import_module("variorum.stories.origins")
ENGINES = [{"workers": 1}, {"workers": 2}]


class Injected(Exception):
    pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "reports.jsonl"
    place.write_text("".join(f"{json.dumps({'id': name, 'text': TEXTS[name]})}\n" for name in NAMES))
    return place


def raising(run: Callable[..., Any], bad: str, error: type[BaseException] = Injected) -> Callable[..., Any]:
    """Return ``run``, but raising where its first arguments hold the text of the article ``bad``."""

    def stage(*arguments: Any, **named: Any) -> Any:
        if any(holds(one, bad) for one in arguments):
            raise error(f"made up\nfor {bad}")
        return run(*arguments, **named)

    return stage


def holds(value: Any, bad: str) -> bool:
    if isinstance(value, AnnotatedArticle):
        value = value.article
    if isinstance(value, str):
        return TEXTS[bad][:60] in value
    if isinstance(value, Article):
        return value.id == bad
    if isinstance(value, dict):
        return value.get("id") == bad
    return isinstance(value, list | tuple) and any(holds(one, bad) for one in value)


def lines(folder: Path, **options: Any) -> tuple[dict[str, bytes], list[Reject]]:
    with Corpus(folder, annotator="rules", **options) as corpus:
        found = {json.loads(line)["id"]: line for line in corpus.annotate_lines()}
        return found, corpus.rejects


def check_reject(reject: Reject, bad: str, stage: str, folder: Path) -> None:
    assert (reject.id, reject.file, reject.line) == (bad, str(folder), NAMES.index(bad) + 1)
    assert reject.stage == stage
    assert "Injected: made up for" in reject.reason
    assert reject.version


@pytest.mark.parametrize("options", ENGINES)
@pytest.mark.parametrize("stage", [stage.name for stage in pipeline.ARTICLE_STAGES])
def test_an_article_stage_that_raises_loses_that_article(stage, options, folder, monkeypatch) -> None:
    whole, _ = lines(folder, workers=1)
    for bad in NAMES:
        stages = tuple(
            replace(each, run=raising(each.run, bad)) if each.name == stage else each
            for each in pipeline.ARTICLE_STAGES
        )
        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "ARTICLE_STAGES", stages)
            found, rejects = lines(folder, **options)
        assert found == {name: line for name, line in whole.items() if name != bad}
        (reject,) = rejects
        check_reject(reject, bad, stage, folder)


def test_the_network_that_raises_on_one_article_loses_that_article(folder, monkeypatch) -> None:
    from variorum.annotation import neural

    read = neural.readings
    with Corpus(folder, workers=1) as corpus:
        whole = {json.loads(line)["id"]: line for line in corpus.annotate_lines()}
    for bad in NAMES:
        monkeypatch.setattr(neural, "readings", raising(read, bad))
        with Corpus(folder, workers=1) as corpus:
            found = {json.loads(line)["id"]: line for line in corpus.annotate_lines()}
            assert found == {name: line for name, line in whole.items() if name != bad}
            check_reject(corpus.rejects[0], bad, "network", folder)


def collations(folder: Path, **options: Any) -> tuple[dict[str, bytes], list[Reject]]:
    with Corpus(folder, annotator="rules", **options) as corpus:
        found = {one.story: encode(one) for one in corpus.collate()}
        return found, corpus.rejects


@pytest.mark.parametrize("options", ENGINES)
@pytest.mark.parametrize("stage", [stage.name for stage in pipeline.story_stages()])
def test_a_story_stage_that_raises_loses_that_story(stage, options, folder, monkeypatch) -> None:
    whole, _ = collations(folder, workers=1)
    assert len(whole) == 2
    for bad in ("anvil", "dorsal"):
        stages = tuple(
            replace(each, run=raising(each.run, bad)) if each.name == stage else each
            for each in pipeline.story_stages()
        )
        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "story_stages", lambda stages=stages: stages)
            found, rejects = collations(folder, **options)
        (reject,) = rejects
        assert found == {story: line for story, line in whole.items() if story != reject.story}
        assert bad in reject.articles
        assert (reject.stage, len(found)) == (stage, 1)


@pytest.mark.parametrize("way", ["group", "windows", "state"])
@pytest.mark.parametrize(("module", "name"), [(furniture, "_sentences"), (features, "_read")])
def test_grouping_goes_on_as_if_the_article_were_not_there(
    way, module, name, folder, monkeypatch, tmp_path
) -> None:
    def grouped(*names: str, work: Path | None = None) -> tuple[Any, list[Reject]]:
        place = tmp_path / "some.jsonl"
        place.write_text("".join(f"{json.dumps({'id': one, 'text': TEXTS[one]})}\n" for one in names))
        with Corpus(place, workers=1, work=work) as corpus:
            if way == "state":
                (tmp_path / "state").unlink(missing_ok=True)
                return corpus.follow(tmp_path / "state", at="2026-01-01").stories, corpus.rejects
            return corpus.group(window=7 if way == "windows" else None), corpus.rejects

    run = getattr(module, name)
    for bad in NAMES:
        expected, _ = grouped(*(one for one in NAMES if one != bad))
        with monkeypatch.context() as patch:
            patch.setattr(module, name, raising(run, bad))
            found, rejects = grouped(*NAMES)
        assert found == expected
        assert [reject.id for reject in rejects] == [bad]


COPIED = (
    "The council of Kelm met on Monday and agreed after four hours to mend the roof of the old market hall "
    "before winter comes, to pay for it from the fund for roads and to ask the county for what is missing."
)


@pytest.mark.parametrize(("name", "ids"), [("_print", 1), ("_compare", 2), ("_collect", 2)])
def test_origins_go_on(name, ids, tmp_path, monkeypatch) -> None:
    place = tmp_path / "reports.jsonl"
    texts = {"a": f"One. {COPIED}", "b": f"Two. {COPIED}", **TEXTS}
    place.write_text("".join(f"{json.dumps({'id': one, 'text': texts[one]})}\n" for one in texts))
    with Corpus(place, workers=1) as corpus:
        (origin,) = corpus.origins()
        assert [one.id for one in origin.articles] == ["a", "b"]
    monkeypatch.setattr(shared, name, Failing(getattr(shared, name)))
    with Corpus(place, workers=1) as corpus:
        assert list(corpus.origins()) == []
        assert {len(reject.articles) or 1 for reject in corpus.rejects} == {ids}
        assert all(reject.version for reject in corpus.rejects)


class Failing:
    """A function that always raises and can be sent to a worker."""

    def __init__(self, run: Callable[..., Any]) -> None:
        self.__name__ = run.__name__

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise Injected("made up")


@pytest.mark.parametrize("known", formats.FORMATS, ids=lambda known: known.name)
def test_a_format_that_raises_loses_its_file(known, folder, tmp_path, monkeypatch) -> None:
    def read(source: Any, settings: Any) -> Iterator[Any]:
        raise Injected("made up")
        yield

    monkeypatch.setattr(
        formats,
        "FORMATS",
        (replace(known, read=read, sniff=lambda suffix, _: suffix == ".odd"), *formats.FORMATS),
    )
    odd = tmp_path / "a.odd"
    odd.write_text("anything")
    items = list(formats.read([odd, folder]))
    assert [one.id for one in items if isinstance(one, Article)] == NAMES
    (reject,) = [one for one in items if isinstance(one, Reject)]
    assert (reject.file, reject.stage) == (str(odd), known.name)
    assert reject.reason == f"failed at stage {known.name}: tests.faults.test_faults.Injected: made up"


def test_a_record_that_raises_loses_that_record(folder, monkeypatch) -> None:
    run = records._article
    for bad in NAMES:
        monkeypatch.setattr(records, "_article", raising(run, bad))
        items = list(formats.read([folder]))
        assert [one.id for one in items if isinstance(one, Article)] == [one for one in NAMES if one != bad]
        check_reject(next(one for one in items if isinstance(one, Reject)), bad, "jsonl", folder)


@pytest.fixture(scope="module")
def stories() -> tuple[list[Collation], dict[str, AnnotatedArticle]]:
    articles = {name: pipeline.annotate_article(Article(id=name, text=TEXTS[name])) for name in NAMES}
    three = pipeline.collate_story("s-1", [articles[name] for name in NAMES[:3]])
    return [three, pipeline.collate_story("s-2", [articles["dorsal"]])], articles


INSIDE = {
    "json": ("variorum.outputs.json", "encode"),
    "jsonl": ("variorum.outputs.jsonl", "encode"),
    "csv": ("variorum.outputs.csv", "_rows"),
    "markdown": ("variorum.outputs.markdown", "_story"),
    "docx": ("variorum.outputs.markdown", "_story"),
    "parquet": ("msgspec", "to_builtins"),
    "html": ("variorum.outputs.html", "story_views"),
    "tei": ("variorum.outputs.tei", "_story"),
}


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_a_writer_that_raises_loses_that_story(name, stories, tmp_path, monkeypatch) -> None:
    collations, articles = stories
    module, inner = INSIDE[name]
    holder = import_module(module)
    run = getattr(holder, inner)
    for bad in collations:

        def broken(value: Any, *rest: Any, bad: Collation = bad, **named: Any) -> Any:
            if value is bad or (isinstance(value, Sequence) and any(one is bad for one in value)):
                raise Injected("made up")
            return run(value, *rest, **named)

        others = [one for one in collations if one is not bad]
        writer(name)(others, articles, tmp_path / "others")
        rejects: list[Reject] = []
        with monkeypatch.context() as patch:
            patch.setattr(holder, inner, broken)
            writer(name)(collations, articles, tmp_path / "out", rejected=rejects.append)
            with pytest.raises(Injected):
                writer(name)(collations, articles, tmp_path / "raised")
        assert [reject.story for reject in rejects] == [bad.story]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["others", "out"]
        if name == "html":  # it says so
            assert "1 story could not be shown" in (tmp_path / "out").read_text()
        else:
            assert (tmp_path / "out").read_bytes() == (tmp_path / "others").read_bytes()


def test_check_goes_on_as_if_the_report_were_not_there(folder, tmp_path, monkeypatch) -> None:
    draft = "“The engine stopped,” said Mira Quill. “It is the rye,” said Tilo Brandt.\n"
    for module, name in ((index, "searched"), (checker, "with_plain_lines")):
        run = getattr(module, name)
        for bad in NAMES:
            left = tmp_path / "left.jsonl"
            rows = (json.dumps({"id": one, "text": TEXTS[one]}) for one in NAMES if one != bad)
            left.write_text("".join(f"{row}\n" for row in rows))
            expected = check(draft, against=left)
            with monkeypatch.context() as patch:
                patch.setattr(module, name, raising(run, bad))
                found = check(draft, against=folder)
            asked = {reject.id for reject in found.rejects}
            assert asked <= {bad}
            if asked:
                assert encode(found.quotations) == encode(expected.quotations)
                assert found.articles == expected.articles


def test_going_on_in_a_work_folder_gives_the_same(folder, tmp_path, monkeypatch) -> None:
    stages = tuple(replace(each, run=raising(each.run, "beacon")) for each in pipeline.ARTICLE_STAGES)
    monkeypatch.setattr(pipeline, "ARTICLE_STAGES", stages)
    whole, rejects = lines(folder, workers=1)
    with Corpus(folder, annotator="rules", workers=1, work=tmp_path / "work") as corpus:
        assert next(corpus.annotate_lines())
    found, again = lines(folder, workers=1, work=tmp_path / "work")
    assert (found, again) == (whole, rejects)


class Deadly:
    """An article stage that ends its process, or never ends, at one article."""

    def __init__(self, run: Callable[..., Any], bad: str, how: str) -> None:
        self.run, self.bad, self.how = run, bad, how

    def __call__(self, article: Article, annotation: Any, *, settings: Any) -> Any:
        if article.id and self.bad in ("all", article.id):
            if self.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.how == "hang":
                while True:
                    pass
            if self.how == "wait":
                time.sleep(1)
            if self.how == "memory":
                raise MemoryError
        return self.run(article, annotation, settings=settings)


def in_a_process(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test in a copy of this process: workers are copies only where no thread is left over."""

    @wraps(test)
    def run(*arguments: Any, **named: Any) -> None:
        process = get_context("fork").Process(target=test, args=arguments, kwargs=named)
        process.start()
        process.join(120)
        assert process.exitcode == 0

    return run


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("kill", "killed (out of memory?) at stage figures"),
        ("hang", "took longer than 0.5 s at stage figures"),
    ],
)
@in_a_process
def test_an_article_that_ends_its_worker_is_found_and_rejected(how, reason, folder, monkeypatch) -> None:
    whole, _ = lines(folder, workers=1)
    settings = Settings(annotate=AnnotateSettings(seconds=0.5))
    for bad in ("anvil", "cinder"):
        stages = tuple(
            replace(each, run=Deadly(each.run, bad, how)) if each.name == "figures" else each
            for each in pipeline.ARTICLE_STAGES
        )
        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "ARTICLE_STAGES", stages)
            # A few articles are read right here, where nothing is left to find who ended it.
            patch.setattr(local, "WORK", replace(WORK, pool_loaded_items=2))
            found, rejects = lines(folder, workers=2, settings=settings)
        assert found == {name: line for name, line in whole.items() if name != bad}
        assert [(one.id, one.reason.endswith(reason)) for one in rejects] == [(bad, True)]


@in_a_process
def test_a_machine_on_which_no_worker_lives_ends_the_run(folder, monkeypatch, tmp_path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("".join(json.dumps({"text": f"{TEXTS[ANVIL]} {n}."}) + "\n" for n in range(30)))
    stages = tuple(replace(each, run=Deadly(each.run, "all", "kill")) for each in pipeline.ARTICLE_STAGES)
    monkeypatch.setattr(pipeline, "ARTICLE_STAGES", stages)
    with pytest.raises(EngineError, match="one after the other.*--workers"):
        lines(many, workers=2)


def test_articles_without_memory_are_rejects_until_it_is_the_machine(monkeypatch, tmp_path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("".join(json.dumps({"text": f"{TEXTS[ANVIL]} {n}."}) + "\n" for n in range(30)))
    stages = tuple(replace(each, run=Deadly(each.run, "all", "memory")) for each in pipeline.ARTICLE_STAGES)
    monkeypatch.setattr(pipeline, "ARTICLE_STAGES", stages)
    with pytest.raises(TooLittleMemory, match="one article after the other needs more memory"):
        lines(many, workers=1)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_program_is_no_fault_of_an_article(error, folder, monkeypatch) -> None:
    stages = tuple(replace(each, run=raising(each.run, "anvil", error)) for each in pipeline.ARTICLE_STAGES)
    monkeypatch.setattr(pipeline, "ARTICLE_STAGES", stages)
    with pytest.raises(error):
        lines(folder, workers=1)


class Endless:
    """A page parser in C that works without end and hears no signal."""

    def __call__(self, markup: str, _: Any) -> Any:
        if "Endless" in markup:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF, signal.SIGTERM})
            hashlib.pbkdf2_hmac("sha256", b"a", b"b", 10**9)
        if "Waits" in markup:
            time.sleep(1.2)
        raise Injected("made up")


def test_a_page_on_which_a_parser_does_not_end_is_a_reject(tmp_path, monkeypatch) -> None:
    (tmp_path / "a.html").write_text("<html><title>Endless</title><p>Words.</p></html>")
    (tmp_path / "b.html").write_text("<html><title>Other</title><p>Words.</p></html>")
    (tmp_path / "c.txt").write_text("Plain words.")
    monkeypatch.setattr("variorum.formats.page._read", Endless())
    monkeypatch.setattr("variorum.formats.apart.WORK", replace(WORK, limit_margin=0.2))
    first, second, third = formats.read(tmp_path, settings=ReadSettings(seconds=0.5))
    assert isinstance(first, Reject)
    assert first.reason == "took longer than 0.5 s at stage html"
    assert isinstance(second, Reject)
    assert "Injected" in second.reason
    assert isinstance(third, Article)


def test_waiting_for_the_processor_takes_no_report_away(folder, tmp_path, monkeypatch) -> None:
    whole, _ = lines(folder, workers=1)
    stages = tuple(
        replace(each, run=Deadly(each.run, "anvil", "wait")) if each.name == "figures" else each
        for each in pipeline.ARTICLE_STAGES
    )
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "ARTICLE_STAGES", stages)
        settings = Settings(annotate=AnnotateSettings(seconds=0.5))
        assert lines(folder, workers=1, settings=settings) == (whole, [])
    page = tmp_path / "page.html"
    page.write_text("<html><title>Waits</title><p>Words.</p></html>")
    monkeypatch.setattr("variorum.formats.page._read", Endless())
    monkeypatch.setattr("variorum.formats.apart.WORK", replace(WORK, limit_margin=0.2))
    (read,) = formats.read(page, settings=ReadSettings(seconds=0.5))
    assert isinstance(read, Reject)
    assert "Injected" in read.reason


def test_the_smallest_report_that_shows_a_failure_is_written(folder, tmp_path, monkeypatch) -> None:
    stages = tuple(
        replace(each, run=AtWord(each.run, "ferry was towed")) if each.name == "figures" else each
        for each in pipeline.ARTICLE_STAGES
    )
    monkeypatch.setattr(pipeline, "ARTICLE_STAGES", stages)
    with Corpus(folder, annotator="rules", workers=1) as corpus:
        corpus.debug = tmp_path
        assert len(list(corpus.annotate())) == 2
        assert [path.name for path in corpus.samples] == [
            "variorum-debug-anvil.jsonl",
            "variorum-debug-cinder.jsonl",
        ]
        (article,) = formats.read(corpus.samples[0])
    assert isinstance(article, Article)
    assert article.text.strip() == "The ferry was towed to the dock before noon."


class AtWord:
    """A stage that raises where a text holds some words."""

    def __init__(self, run: Callable[..., Any], words: str) -> None:
        self.run, self.words = run, words

    def __call__(self, article: Article, annotation: Any, *, settings: Any) -> Any:
        if self.words in article.text:
            raise Injected(self.words)
        return self.run(article, annotation, settings=settings)
