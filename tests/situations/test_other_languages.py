"""Reports that declare another language than English: nothing is read into them, and that is said."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests import commands

from variorum import Article, check, compare, group
from variorum.pipeline import Annotator, annotate_batch
from variorum.text.declared import other_language

GERMAN = (
    "Die alte Mühle von Tarnfeld brennt seit Dienstag.\n\n"
    "„Wir haben um 3 Uhr alles verloren“, sagte Bürgermeisterin Lene Voss am Mittwoch. Zwölf Menschen "
    "wurden verletzt, teilte die Feuerwehr mit.\n\nFoto: Jonas Reck"
)
ENGLISH = (
    "The old mill of Tarnfeld has been burning since Tuesday.\n\n“We lost everything at 3 a.m.,” said Mayor "
    "Lene Voss on Wednesday. Twelve people were hurt, the fire brigade said."
)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("de", "de"), ("DE-at", "de"), ("fr_CA.UTF-8", "fr"), ("ger", "ger"), ("Deutsch", "deutsch"),
        ("zh-Hant", "zh"), (" es ", "es"), ("en", None), ("en-GB", None), ("EN_us", None), ("eng", None),
        ("English", None), ("", None), (None, None), ("und", None), ("x-default", None), ("mul", None),
        ("unknown", None), ("12", None),
    ],
)  # fmt: skip
def test_a_language_is_told_by_its_code_or_name(lang: str | None, told: str | None) -> None:
    assert other_language(Article(id="a", text="", lang=lang)) == told


@pytest.mark.parametrize("annotator", ["rules", "model"])
def test_only_the_layout_of_another_language_is_read(annotator: Annotator) -> None:
    articles = [
        Article(id="a", text=GERMAN, lang="de-DE", extra={"desk": "x"}),
        Article(id="b", text=ENGLISH, lang="en"),
        Article(id="c", text=GERMAN, lang="de"),
    ]
    german, english, other = annotate_batch(articles, annotator=annotator)
    assert german.annotation == other.annotation
    assert [span.of(GERMAN) for span in german.annotation.paragraphs] == GERMAN.split("\n\n")
    assert len(german.annotation.sentences) >= 3
    assert not german.annotation.quotations and not german.annotation.entities
    assert not german.annotation.figures and german.annotation.dateline is None
    assert german.article.extra["desk"] == "x"
    assert "'de'" in german.article.extra["read_notes"][0]
    assert articles[0].extra == {"desk": "x"}
    assert english.annotation.quotations
    assert "read_notes" not in english.article.extra


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return commands.run(*map(str, arguments), cwd=Path.cwd())


def reports(folder: Path, *records: dict[str, str]) -> Path:
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def test_a_report_in_another_language_is_named_and_not_compared(tmp_path: Path) -> None:
    day = "Dienstag", "Mittwoch"
    german = [GERMAN.replace("Dienstag", day[at]) for at in (0, 1)]
    path = reports(
        tmp_path,
        {"id": "a", "text": german[0], "lang": "de", "outlet": "Tarnfelder Bote"},
        {"id": "b", "text": german[1], "lang": "de", "outlet": "Kreisblatt"},
        {"id": "c", "text": ENGLISH, "lang": "en", "outlet": "The Valley Post"},
    )
    found = compare(path, one_story=True, annotator="rules", workers=1)
    (collation,) = found.collations
    assert not collation.discrepancies
    assert [one.status for one in collation.articles] == ["unreadable", "unreadable", "read"]
    assert {cell.state for row in collation.coverage for cell in row.cells} == {"unreadable", "carries"}
    # What both Germans carry is one text all the same.
    assert [origin.articles for origin in collation.origins if origin.kind != "own"] == [("a", "b")]


def test_a_report_in_another_language_is_grouped(tmp_path: Path) -> None:
    far = "Der Stadtrat von Oberau berät über neue Buslinien und Fahrräder für Schulkinder im Sommer."
    path = reports(
        tmp_path,
        {"id": "a", "text": GERMAN, "lang": "de", "date": "2026-03-03"},
        {"id": "b", "text": GERMAN + " Die Ursache ist offen.", "lang": "de", "date": "2026-03-03"},
        {"id": "c", "text": far, "lang": "de", "date": "2026-03-03"},
    )
    stories = dict(group(path, workers=1))
    assert stories["a"] == stories["b"] != stories["c"]


def test_words_of_another_language_are_found_in_the_collection() -> None:
    collection = [Article(id="a", text=GERMAN, lang="de"), Article(id="b", text=ENGLISH)]
    draft = "“Wir haben um 3 Uhr alles verloren”, she said."
    assert [one.verdict for one in check(draft, against=collection).quotations] == ["verbatim"]


def test_the_outputs_say_it(tmp_path: Path) -> None:
    path = reports(
        tmp_path,
        {"id": "a", "text": GERMAN, "lang": "de", "outlet": "Tarnfelder Bote"},
        {"id": "c", "text": ENGLISH, "lang": "en", "outlet": "The Valley Post"},
    )
    done = run("compare", path, "--one-story", "--annotator=rules", "--workers=1", "-o", tmp_path / "out")
    assert "in another language (de)" in " ".join(done.stdout.split())
    assert "In another language (de)" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_draft_in_another_language_does_not_pass(tmp_path: Path) -> None:
    path = reports(tmp_path, {"id": "c", "text": ENGLISH})
    draft = tmp_path / "draft.md"
    draft.write_text(f"---\nlang: de\n---\n{GERMAN}\n", encoding="utf-8")
    done = run("check", draft, "--against", path)
    assert done.returncode == 1
    assert "'de'" in done.stdout + done.stderr
