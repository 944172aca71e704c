"""What calls from Python take: paths and articles, alone or in lists; anything else is told what to give."""

import enum
from datetime import datetime
from pathlib import Path

import pyarrow
import pytest

import variorum
from variorum import Article, Corpus
from variorum.errors import InputError, UnreadableFile

SAFE = "“The bridge is safe and it stays open,” Ada Quill said."
REPORT = Article(id="a", text=f"{SAFE}\n\nMarl is old.", date="March 3, 2024")
OTHER = Article(id="b", text="“The bridge is not safe and it stays open,” Ada Quill said.\n\nMarl is old.")
EMPTY = Article(id="e", text=" ", title="The pier")
RECORD = {"id": "a", "text": SAFE}


def _ids(*given: object) -> list[str]:
    found = variorum.annotate(*given, annotator="rules", workers=1)  # type: ignore[arg-type]
    return [annotated.article.id for annotated in found]


@pytest.mark.parametrize(
    "given", [(REPORT, OTHER), ([REPORT, OTHER],), ((one for one in (REPORT, OTHER)),), ([[REPORT], OTHER],)]
)
def test_articles_are_taken_where_paths_are(given: tuple[object, ...]) -> None:
    assert _ids(*given) == ["a", "b"]


def test_files_come_before_articles_whatever_their_order(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text('{"id": "c", "text": "Marl is old."}')
    assert _ids([REPORT, tmp_path / "r.jsonl"]) == ["c", "a"]


def test_articles_are_compared_grouped_and_searched_for_origins() -> None:
    compared = variorum.compare([REPORT, OTHER], annotator="rules", workers=1, one_story=True)
    assert [each.id for each in compared.collations[0].articles] == ["a", "b"]
    (collation,) = variorum.collate(REPORT, OTHER, annotator="rules", workers=1, one_story=True)
    assert collation == compared.collations[0]
    assert [article for article, _ in variorum.group([REPORT, OTHER], workers=1)] == ["a", "b"]
    assert variorum.origins([REPORT, OTHER], workers=1) == []


def test_an_article_that_is_given_is_read_like_a_record_of_a_file() -> None:
    bad = Article(id="n", text=None)  # type: ignore[arg-type]
    compared = variorum.compare(REPORT, REPORT, bad, EMPTY, annotator="rules", workers=1, one_story=True)
    assert compared.articles["a"].article.date == "2024-03-03"
    assert "read" == compared.articles["a"].article.status != compared.articles["e"].article.status
    assert [(reject.line, reject.id) for reject in compared.rejects] == [(2, "a"), (3, "n")]


def test_articles_cannot_be_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="from files"):
        list(variorum.annotate(REPORT, annotator="rules", work=tmp_path / "work"))


class Frame:
    """Stands for a table of pandas or polars: to go through it gives names of columns."""

    columns = ("id", "text")

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.columns)


class Rows:
    """Stands for a table of pandas."""

    columns = ("id", "text", "date", "outlet")

    def to_dict(self, orient: str) -> list[dict[str, object]]:
        rows = (("a", SAFE, datetime(2024, 3, 3)), ("b", f"{SAFE} Marl is old.", float("nan")))
        return [{"id": id, "text": text, "date": date, "outlet": float("nan")} for id, text, date in rows]


class Stream:
    """Stands for any other table: it can only be had through the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return pyarrow.table({"id": ["a"], "text": [SAFE]}).__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (RECORD, ["a"]),
        ([RECORD, OTHER], ["a", "b"]),
        (pyarrow.table({"id": ["a"], "text": [SAFE]}), ["a"]),
        (Rows(), ["a", "b"]),
        ([Stream()], ["a"]),
        (
            {"id": 7, "html": f"<html><body><p>{SAFE}</p><p>{'Marl is an old town. ' * 9}</p></body></html>"},
            ["7"],
        ),
    ],
)
def test_records_and_tables_are_read_like_lines_of_a_file(given: object, ids: list[str]) -> None:
    assert _ids(given) == ids
    draft = f"The council heard it again. {SAFE}"
    (found,) = variorum.check(draft, against=given).quotations  # type: ignore[arg-type]
    assert found.verdict == "verbatim"


def test_dates_and_nothing_of_a_table_come_as_such() -> None:
    compared = variorum.compare(Rows(), annotator="rules", workers=1, one_story=True)  # type: ignore[arg-type]
    found = {id: (one.article.date, one.article.outlet) for id, one in compared.articles.items()}
    assert found == {"a": ("2024-03-03T00:00:00", None), "b": (None, None)}


def test_a_record_without_words_is_a_reject_and_the_others_are_used() -> None:
    table = pyarrow.table({"id": ["a", "b"], "text": [SAFE, None]})
    compared = variorum.compare(table, annotator="rules", workers=1, one_story=True)
    assert list(compared.articles) == ["a"]
    assert [reject.id for reject in compared.rejects] == ["b"]


def test_a_table_without_texts_is_told_what_to_rename() -> None:
    with pytest.raises(InputError, match='"body": rename that to "text"'):
        variorum.annotate(pyarrow.table({"id": ["a"], "body": [SAFE]}))


def test_the_text_of_a_report_is_taken_as_it_stands() -> None:
    for text in (SAFE, REPORT.text, "word " * 2000, "word " * 60):
        (annotated,) = variorum.annotate([text], annotator="rules", workers=1)
        assert annotated.article.text == text
    texts = [f"{SAFE}\n\nMarl is old.", f"{SAFE}\n\nMarl is an old town."]
    assert len(variorum.compare(texts, annotator="rules", workers=1, one_story=True).articles) == 2


WRONG = [
    (Frame(), "Frame is a table.*parquet"),
    ([Frame()], "Frame is a table.*parquet"),
    (SAFE.encode(), "neither a path nor an article"),
    (None, "neither a path nor an article"),
    ([7], "neither a path nor an article"),
]


@pytest.mark.parametrize(("given", "told"), WRONG)
def test_what_is_neither_is_told_at_once_what_to_give(given: object, told: str) -> None:
    # Not only when the first result is asked for.
    with pytest.raises(InputError, match=told):
        variorum.annotate(given)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=told):
        variorum.check(SAFE, against=given)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["a\0b", "n" * 5000, "One line.\n"])
def test_a_text_given_for_a_path_is_told_from_a_missing_file(text: str) -> None:
    with pytest.raises(UnreadableFile, match="is no path; .*Article") as told:
        _ids([text])
    assert len(str(told.value)) < 300


def test_a_missing_file_is_still_a_missing_file() -> None:
    for name in ("no such report of the old pier.txt", "n" * 100, "no/such/" * 40 + "report.txt"):
        with pytest.raises(UnreadableFile, match="no such file"):
            _ids(name)


def test_what_is_annotated_in_steps_are_articles() -> None:
    with Corpus(annotator="rules", workers=1) as corpus:
        for wrong in ([RECORD], ["reports.jsonl"], "reports.jsonl"):
            for run in (corpus.annotate, corpus.group):
                with pytest.raises(InputError, match="is no article"):
                    list(run(wrong))  # type: ignore[arg-type]


def test_a_draft_is_checked_against_articles_and_files_together(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("“Nobody told us about the pier,” Tom Hart said.")
    draft = f"{SAFE} “Nobody told us about the pier,” Tom Hart said."
    result = variorum.check(draft, against=[tmp_path / "r.txt", REPORT])
    assert result.articles == 2
    assert [one.verdict for one in result.quotations] == ["verbatim", "verbatim"]
    assert [one.verdict for one in variorum.check(SAFE, against=REPORT).quotations] == ["verbatim"]


def test_the_name_of_a_file_is_no_draft(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(SAFE)
    with pytest.raises(InputError, match="name of a file"):
        variorum.check(str(draft), against=REPORT)
    for wrong in (draft, RECORD, None):
        with pytest.raises(InputError, match="is no text"):
            variorum.check(wrong, against=REPORT)  # type: ignore[arg-type]


def test_strings_that_are_more_than_strings_are_paths(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(SAFE)
    place = enum.StrEnum("Place", {"REPORTS": str(tmp_path / "r.txt")})
    assert len(_ids(place.REPORTS)) == 1
