"""A store on the command line: what is told, written and refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.cli.test_commands import AGENCY, TABLOID, run

from variorum.store import open_store


@pytest.fixture
def added(tmp_path: Path) -> str:
    """Two reports in a store; returns what was told of them."""
    for name, text in (("agency", AGENCY), ("tabloid", TABLOID)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    done = run(
        *("add", "agency.txt", "tabloid.txt", "empty.txt", "--store", "desk.db", "--annotator", "rules"),
        *("--workers", "1", "--format", "jsonl"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert "2 new, 1 story changed, 1 story compared" in done.stderr
    assert "not read: empty.txt: is empty" in done.stderr
    return done.stdout


def test_a_store_is_added_to_verified_checked_against_and_exported(added: str, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in added.splitlines()]
    assert [line["state"] for line in lines] == ["new", "new"]
    with open_store(tmp_path / "desk.db", make=False) as store:
        assert [one.article.id for one in store.all_annotated()] == [line["article"] for line in lines]
        quotation = store.search_quotations("the").items[0]

    whole = run("verify", "--store", "desk.db", cwd=tmp_path)
    assert whole.returncode == 0, whole.stderr
    assert "desk.db is whole: 2 captures, 2 articles" in whole.stdout

    found = run("find", quotation.text, "--against", "desk.db", "--format", "json", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    (said,) = json.loads(found.stdout)["quotations"]
    assert said["verdict"] == "verbatim"
    assert quotation.article in {match["article"] for match in said["matches"]}

    out = run("export", "--store", "desk.db", "--as", "jsonl", "-o", "out", cwd=tmp_path)
    assert out.returncode == 0, out.stderr
    articles = [json.loads(line) for line in (tmp_path / "out" / "articles.jsonl").open(encoding="utf-8")]
    assert [one["id"] for one in articles] == [line["article"] for line in lines]
    assert all("quotations" in one for one in articles)
    grouped = [json.loads(line) for line in (tmp_path / "out" / "stories.jsonl").open(encoding="utf-8")]
    collated = [json.loads(line) for line in (tmp_path / "out" / "collations.jsonl").open(encoding="utf-8")]
    assert {one["story"] for one in grouped} == {one["story"] for one in collated}


def test_damage_is_told_with_where_and_what_helps(added: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "desk.db") as store:
        store.session.do("UPDATE article SET text = 'Nobody wrote this.' WHERE number = 1")  # type: ignore[attr-defined]
    found = run("verify", "--store", "desk.db", cwd=tmp_path)
    assert found.returncode == 1
    article = json.loads(added.splitlines()[0])["article"]
    assert f"article {article}: is not what was captured" in found.stdout
    missing = run("backup", "copy.db", "--store", "none.db", cwd=tmp_path)
    assert missing.returncode == 2
    assert "variorum: none.db: there is no such store" in missing.stderr
    assert not (tmp_path / "copy.db").exists()
