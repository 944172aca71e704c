"""Flat tables, what notebooks show, and the schemas of all records against what is written."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.interchange
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator
from tests.happenings import ROUNDS
from tests.happenings import run as happened
from typer.testing import CliRunner, Result

import variorum
from variorum import Article
from variorum.cli.app import app
from variorum.corpus import Comparison
from variorum.decisions import making
from variorum.decisions.records import dump, undo
from variorum.errors import InputError
from variorum.model.codec import encode
from variorum.model.flat import TABLES
from variorum.model.version import SCHEMA_VERSION
from variorum.schemas import names, schema

SHARED = (
    "The dyke at Marl gave way before dawn and the lower town was under water when the bells rang for the "
    "second time, a spokesman for the water board told the agency. "
)
FIRST = f"""{SHARED}

“The pumps were not tested before the storm, and nobody asked for it,” said Ines Morrow, the mayor of Marl.
Morrow said on Tuesday that 14 houses had fallen.

Tomas Reyl, a fisherman, blamed the council."""
SECOND = f"""{SHARED}

“The pumps were tested before the storm, and nobody asked for it,” said Ines Morrow, the mayor of Marl.
Morrow said on Tuesday that 19 houses had fallen.

“=We go home,” said Tomas Reyl."""
REPORTS = [
    Article(id="a", text=FIRST, outlet="Harbour Post", date="2026-03-11", title="Dyke gives way"),
    Article(id="b", text=SECOND, outlet="Morning Lamp", date="2026-03-12", url="https://lamp.example/dyke"),
]
TEXTS = {one.id: one.text for one in REPORTS}


@pytest.fixture(scope="module", name="found")
def compared() -> Comparison:
    return variorum.compare(REPORTS, annotator="rules", workers=1, one_story=True)


def rows(found: Comparison, table: str) -> list[dict[str, Any]]:
    return found.to_frame(table).to_dicts()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_row_each_with_words_and_places_and_ids_that_join(found: Comparison) -> None:
    quotations = rows(found, "quotations")
    assert len(quotations) == sum(len(one.annotation.quotations) for one in found.articles.values())
    pumps = [one for one in quotations if "pumps" in one["words"]]
    assert [(one["article"], one["outlet"], one["speaker"], one["reports"]) for one in pumps] == [
        ("a", "Harbour Post", "Ines Morrow", 2),
        ("b", "Morning Lamp", "Ines Morrow", 2),
    ]
    for one in quotations:
        assert TEXTS[one["article"]][one["start"] : one["end"]].startswith(one["words"][:20])
    said = [one for one in rows(found, "renderings") if "pumps" in one["words"]]
    assert {one["utterance"] for one in said} == {one["utterance"] for one in pumps}
    assert [(one["article"], one["reports"], one["origins"]) for one in said] == [("a", 2, 1), ("b", 2, 1)]
    for one in rows(found, "renderings"):
        assert TEXTS[one["article"]][one["start"] : one["end"]].startswith(one["words"][:20])
    speakers = rows(found, "speakers")
    mayor = [one for one in speakers if one["speaker"] == "Ines Morrow"]
    assert [one["article"] for one in mayor] == ["a", "b"]
    assert len({one["story_entity"] for one in mayor}) == 1
    assert "Morrow" in mayor[0]["forms"].split(" | ")
    told = [one for one in rows(found, "differences") if one["certainty"] == "told"]
    assert {"negation", "figure"} <= {one["type"] for one in told}
    negation = next(one for one in told if one["type"] == "negation")
    assert negation["outlets"] in ("Harbour Post | Morning Lamp", "Morning Lamp | Harbour Post")
    evidence = [one for one in rows(found, "evidence") if one["difference"] == negation["difference"]]
    assert {one["article"] for one in evidence} == {"a", "b"}
    for one in rows(found, "evidence"):
        assert TEXTS[one["article"]][one["start"] : one["end"]] == one["words"]
    shared = [one for one in rows(found, "origins") if one["reports"] == 2]
    assert [(one["articles"], one["earliest"]) for one in shared] == [("a | b", "2026-03-11")]
    assert "lower town was under water" in shared[0]["words"]
    assert [one["article"] for one in rows(found, "articles")] == ["a", "b"]


def test_tables_are_made_of_annotated_articles_collations_and_checks_too(found: Comparison) -> None:
    annotated = list(found.articles.values())
    alone = variorum.to_frame(annotated).to_dicts()
    assert [one["words"] for one in alone] == [one["words"] for one in rows(found, "quotations")]
    assert {one["utterance"] for one in alone} == {None}
    assert variorum.to_frame(found.collations).to_dicts() == rows(found, "differences")
    checked = variorum.check("“The pumps were tested before the storm,” said Ines Morrow.", against=REPORTS)
    (row,) = checked.to_frame().to_dicts()
    assert (row["verdict"], row["outlet"]) == ("verbatim", "Morning Lamp")
    assert SECOND[row["printed_start"] : row["printed_end"]] == row["printed"]
    with pytest.raises(InputError, match="quotations"):
        found.to_frame("quotes")


@pytest.mark.parametrize("table", TABLES)
def test_dataframe_libraries_take_a_table_by_either_protocol(found: Comparison, table: str) -> None:
    frame = found.to_frame(table)
    by_capsule = pyarrow.table(frame)
    assert by_capsule.to_pylist() == frame.to_dicts()
    assert by_capsule.schema.metadata == {
        b"variorum.record": table.encode(),
        b"variorum.schema": SCHEMA_VERSION.encode(),
    }
    by_interchange = pyarrow.interchange.from_dataframe(frame)
    assert by_interchange.column_names == list(frame.columns)
    assert by_interchange.num_rows == len(frame)


def test_an_empty_table_keeps_its_columns_and_types() -> None:
    frame = variorum.to_frame([], "quotations")
    assert len(frame) == 0
    assert pyarrow.table(frame).schema.field("start").type == pyarrow.int64()


def test_a_notebook_shows_counts_and_tables_not_whole_texts(found: Comparison) -> None:
    shown = [repr(found), repr(found.collations[0]), repr(found.articles["a"]), repr(REPORTS[0])]
    assert all(len(one) < 200 for one in shown)
    assert shown[0].startswith("Comparison(1 story, 2 articles")
    assert "2 articles" in shown[1]
    assert "id='a', title='Dyke gives way', outlet='Harbour Post', date='2026-03-11'" in shown[3]
    assert repr(found.to_frame()) == f"Frame('quotations', {len(found.to_frame())} rows, 20 columns)"
    evil = variorum.check("“<script>alert(1)</script> was said by nobody at all,” said Tom.", against=REPORTS)
    assert repr(evil).startswith("CheckResult(1 quotation: 1 not found")
    for html in (evil._repr_html_(), evil.to_frame()._repr_html_(), found._repr_html_()):
        assert html.startswith("<table>")
        assert "<script" not in html


# ---- the command, and what it writes against the schemas ---------------------------------------------------


@pytest.fixture(scope="module", name="folder")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    lines = [
        {"id": one.id, "text": one.text, "outlet": one.outlet, "date": one.date, "own": [1]}
        for one in REPORTS
    ]
    given = str(folder / "reports.jsonl")
    bad = ["{}\n"]
    Path(given).write_text("".join([*(f"{json.dumps(one)}\n" for one in lines), *bad]), encoding="utf-8")
    quick = ["--annotator", "rules", "--workers", "1", "--quiet"]
    annotated = str(folder / "annotate.jsonl")
    run("annotate", given, "-o", annotated, *quick)
    run("group", annotated, "-o", str(folder / "group.jsonl"), "--workers", "1", "--quiet")
    run("origins", annotated, "-o", str(folder / "origins.jsonl"), "--workers", "1", "--quiet")
    run("collate", annotated, "-o", str(folder / "collate.parquet"), *quick)
    run("compare", given, "--one-story", "-o", str(folder / "compared"), *quick)
    for form in ("csv", "parquet"):
        run("export", given, "--one-story", "--as", form, "-o", str(folder / "tables"), *quick)
    (folder / "old.md").write_text("“The pumps were tested before the storm,” said Ines Morrow.\n")
    (folder / "new.md").write_text(
        "“The pumps were not tested before the flood,” said Ines Morrow. <!-- variorum: ignore heard -->\n"
    )
    story = variorum.compare(REPORTS, annotator="rules", workers=1, one_story=True).collations[0]
    made = making.on_difference(
        "dismiss", story, story.discrepancies[0].id, author="Ines", at="2026-03-12T09:00:00Z"
    )
    (folder / "decisions.jsonl").write_bytes(
        dump([made, undo(made, author="Tomas", at="2026-03-12T10:00:00Z")])
    )
    draft = str(folder / "new.md")
    run("check", draft, "-a", given, "-f", "json", "-o", str(folder / "check.json"))
    run("check", draft, "--before", str(folder / "old.md"), "-f", "json", "-o", str(folder / "before.json"))
    return folder


def test_csv_and_parquet_hold_the_same_rows_and_csv_runs_no_formula(folder: Path) -> None:
    for table, row in TABLES.items():
        typed = pq.read_table(folder / "tables" / f"{table}.parquet")
        assert typed.schema.metadata[b"variorum.schema"] == SCHEMA_VERSION.encode()
        with (folder / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            plain = list(csv.DictReader(file))
        assert len(plain) == typed.num_rows > 0
        assert list(plain[0]) == list(row.__struct_fields__)
        for one, other in zip(plain, typed.to_pylist(), strict=True):
            assert all(
                cell.lstrip("'") == ("" if other[name] is None else str(other[name]))
                for name, cell in one.items()
            )
            assert not any(cell.startswith("=") for cell in one.values())
    assert pq.read_schema(folder / "collate.parquet").metadata[b"variorum.record"] == b"collate"


def closed(part: Any) -> Any:
    """Return a schema that takes no field that it does not name, so that one left out of it is found."""
    if isinstance(part, list):
        return [closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: closed(one) for name, one in part.items()}
    if made.get("type") == "object" and "properties" in made:
        made.setdefault("additionalProperties", False)
    return made


def records(folder: Path, name: str) -> list[Any]:
    if name == "check":
        return [json.loads((folder / "check.json").read_text(encoding="utf-8"))]
    if name == "check-before":
        return [json.loads((folder / "before.json").read_text(encoding="utf-8"))]
    if name == "event":
        return [json.loads(encode(one)) for one in happened(folder / "desk.db", ROUNDS[:4])]
    if name == "collation.json":
        return [json.loads((folder / "compared" / "collation.json").read_text(encoding="utf-8"))]
    if name == "collate":
        return json.loads((folder / "compared" / "collation.json").read_text(encoding="utf-8"))["stories"]  # type: ignore[no-any-return]
    if name == "checked":
        return variorum.check((folder / "new.md").read_text(), against=REPORTS).to_frame().to_dicts()
    if name in TABLES and name != "origins" or name == "export-origins":
        table = name.removeprefix("export-")
        return pq.read_table(folder / "tables" / f"{table}.parquet").to_pylist()  # type: ignore[no-any-return]
    file = folder / "compared" / "rejects.jsonl" if name == "rejects" else folder / f"{name}.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", names())
def test_what_is_written_fits_its_schema_and_has_no_field_besides(folder: Path, name: str) -> None:
    made = schema(name)
    assert made["$id"] == f"urn:variorum:{name}:{SCHEMA_VERSION}"
    Draft202012Validator.check_schema(made)
    found = records(folder, name)
    assert found
    strict = closed(made)
    if name == "annotate":
        strict["additionalProperties"] = True
        assert {"own", *strict["properties"]} >= found[0].keys() > {"own", "quotations"}
    for one in found:
        Draft202012Validator(strict).validate(one)


def test_a_record_that_does_not_fit_is_refused_by_its_schema(folder: Path) -> None:
    (record,) = records(folder, "check")
    record["quotations"][0]["verdict"] = "nearly"
    assert not Draft202012Validator(schema("check")).is_valid(record)


def test_the_command_prints_names_and_schemas() -> None:
    assert run("schema").stdout.split() == list(names())
    assert json.loads(run("schema", "group").stdout) == schema("group")
    with pytest.raises(InputError, match="collate"):
        schema("collation")
