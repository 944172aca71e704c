"""Drawing a sample, judging it and making figures of it."""

from __future__ import annotations

import csv
import io
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from variorum.cli.app import app
from variorum.errors import BadRecord, InputError, UnreadableFile
from variorum.evaluation import judged, sampling, sheets
from variorum.evaluation.agreement import agreement
from variorum.evaluation.intervals import bootstrap, wilson
from variorum.evaluation.matching import match
from variorum.evaluation.scored import score
from variorum.model import AnnotatedArticle, Annotation, Article, Quotation, Span
from variorum.model.codec import annotated_record, encode
from variorum.model.quotation import Speaker


def article(
    number: int, outlet: str, *quotations: Quotation, text: str = "One two three four five six."
) -> AnnotatedArticle:
    held = Article(id=f"a{number}", text=text, outlet=outlet, date="2027-02-03")
    return AnnotatedArticle(article=held, annotation=Annotation(quotations=quotations))


def quotation(
    id: str, start: int, end: int, *, kind: str = "direct", speaker: str | None = None, source: tuple = ()
) -> Quotation:
    return Quotation(
        id=id,
        kind=kind,
        content=(Span(start, end),),
        source=source,
        speaker=Speaker(name=speaker) if speaker else None,
    )


MANY = [
    article(
        n,
        "Courier" if n < 90 else "Post",
        quotation(f"q{n}", 0, 7),
        quotation(f"r{n}", 8, 18, kind="indirect"),
    )
    for n in range(100)
]


def ids(drawn) -> list[str]:
    return [one.item[1].id for one in drawn]


def test_a_sample_does_not_depend_on_order_and_a_larger_one_holds_the_smaller():
    mixed = random.Random(3).sample(MANY, len(MANY))
    small = sampling.quotations(MANY, 10, ("outlet", "kind"), 1)
    assert ids(small) == ids(sampling.quotations(mixed, 10, ("outlet", "kind"), 1))
    assert set(ids(small)) <= set(ids(sampling.quotations(MANY, 40, ("outlet", "kind"), 1)))
    assert ids(small) != ids(sampling.quotations(MANY, 10, ("outlet", "kind"), 2))


def test_groups_get_equally_many_and_weights_stand_for_the_whole():
    drawn = sampling.quotations(MANY, 60, ("outlet",), 1)
    groups = [one.group["outlet"] for one in drawn]
    assert groups.count("Post") == 20  # all that there are
    assert groups.count("Courier") == 40
    assert sum(one.weight for one in drawn) == pytest.approx(200)
    assert sampling.quotations(MANY, 1000, (), 1)[0].weight == 1


def test_more_groups_than_are_drawn_are_refused():
    with pytest.raises(InputError, match="there are 4 groups and 3 to draw.*draw more or name fewer fields"):
        sampling.quotations(MANY, 3, ("outlet", "kind"), 1)


def test_articles_are_drawn_whole_and_not_by_what_quotations_have():
    assert len(sampling.articles(MANY, 5, ("outlet", "year"), 1)) == 5
    with pytest.raises(InputError, match="cannot sample by 'kind'; there are: outlet, year, lang"):
        sampling.articles(MANY, 5, ("kind",), 1)


def filled(drawn, answer) -> bytes:
    """Return a sheet as a spreadsheet with semicolons saves it, filled in."""
    rows = list(csv.DictReader(io.StringIO(sheets.sheet(drawn).decode("utf-8-sig"))))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], delimiter=";")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, **answer(row)})
    return out.getvalue().encode()


def test_a_filled_sheet_gives_the_share_of_the_whole_collection(tmp_path):
    drawn = sampling.quotations(MANY, 60, ("outlet",), 1)
    path = tmp_path / "s.csv"
    path.write_bytes(filled(drawn, lambda row: {"content": "r" if row["outlet"] == "Courier" else "Wrong "}))
    content, speaker, courier, *_ = judged.shares(sheets.read(path), ("outlet",))
    assert content.right.value == pytest.approx(180 / 200)  # not 40 of 60: nine in ten are the Courier's
    assert content.right.low < 0.9 < content.right.high
    assert (speaker.right, speaker.unanswered) == (None, 60)
    assert (courier.group, courier.right.value) == ("outlet: Courier", 1)


@pytest.mark.parametrize(
    ("encoding", "before", "after"),
    [("cp1252", "", ""), ("utf-16", "", ""), ("utf-8", "sep=;\r\n", ";" * 24 + "\r\n")],
)
def test_a_sheet_comes_back_as_spreadsheets_save_it(encoding, before, after, tmp_path):
    drawn = sampling.quotations([article(1, "Café", quotation("q", 0, 7))], 9, (), 1)
    words = filled(drawn, lambda row: {"content": "right"}).decode("utf-8-sig")
    head, row = words.rstrip().split("\r\n")
    row = ";".join(
        "03.05.2027" if name == "date" else cell for name, cell in zip(*cells(head, row), strict=True)
    )
    path = tmp_path / "sheet.csv"
    path.write_bytes((before + f"{head}\r\n{row}\r\n" + after).encode(encoding))
    (one,) = sheets.read(path)
    assert (one.content, one.fields["year"], one.fields["outlet"]) == ("right", "2027", "Café")


def cells(*rows: str) -> list[list[str]]:
    return list(csv.reader(rows, delimiter=";"))


def test_a_row_twice_is_one_and_what_one_left_open_another_answers(tmp_path):
    def judgement(content):
        return sheets.Judgement(id="q", weight=1.0, content=content, speaker=None, fields={})

    assert sheets.together([judgement(None), judgement("wrong")]).content == "wrong"
    drawn = sampling.quotations([article(1, "Post", quotation("q", 0, 7))], 9, (), 1)
    words = filled(drawn, lambda row: {"content": "right"}).decode("utf-8-sig")
    path = tmp_path / "twice.csv"
    path.write_text(words + words.split("\r\n")[1] + "\r\n", encoding="utf-8", newline="")
    assert len(sheets.read(path)) == 1
    path.write_text(words.replace(";1;", ";0;"), encoding="utf-8", newline="")
    with pytest.raises(BadRecord, match="its weight is '0'; leave it as it was drawn"):
        sheets.read(path)


def test_what_is_no_answer_is_told_with_its_line(tmp_path):
    path = tmp_path / "s.csv"
    path.write_bytes(filled(sampling.quotations(MANY, 3, (), 1), lambda row: {"speaker": "perhaps"}))
    with pytest.raises(BadRecord, match=r"s\.csv:2.*'perhaps' is no answer; there are right, wrong, unclear"):
        sheets.read(path)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableFile, match="no sheet of `variorum sample`: it has no column content"):
        sheets.read(path)


def test_a_sheet_says_where_the_words_stand_and_runs_no_formula():
    hostile = article(1, "=1+1", quotation("q", 0, 10), text="=cmd|' /C'! and more")
    (row,) = csv.DictReader(
        io.StringIO(sheets.sheet(sampling.quotations([hostile], 1, (), 1)).decode("utf-8-sig"))
    )
    assert (row["start"], row["end"], row["content"]) == ("0", "10", "")
    assert row["outlet"].startswith("'=")
    assert row["words"].startswith("'=")


def test_two_people_who_judged_the_same():
    found = agreement(["right", "right", "wrong", "wrong"], ["right", "wrong", "wrong", "wrong"], seed=1)
    assert found.same.value == 0.75
    assert found.kappa == pytest.approx(0.5)  # (.75 - .5) / (1 - .5)
    assert agreement(["right"], ["right"], seed=1).kappa is None
    assert agreement([], [], seed=1) is None


def test_wilson_is_what_the_textbook_says():
    found = wilson([1.0] * 10, [True] * 8 + [False] * 2)
    assert (found.low, found.high) == (pytest.approx(0.4902, abs=1e-3), pytest.approx(0.9433, abs=1e-3))
    assert wilson([], []) is None


@settings(max_examples=25)
@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_an_interval_holds_the_share_and_is_never_sure_of_few(right):
    for found in (
        wilson([2.0] * len(right), right),
        bootstrap([(one, 1) for one in right], lambda sums: (sums[0] / sums[1], sums[1]), seed=1),
    ):
        assert 0 <= found.low <= found.value <= found.high <= 1
        assert found.high - found.low > 0.05


TEXT = "“It is safe to cross the old bridge now,” Ada Lund said. She said it would stay open."
SAFE, OPEN = Span(0, 41), Span(66, 85)


def test_contents_match_by_half_of_their_words_and_each_once():
    labelled = [quotation("a", 0, 41)]
    found = [quotation("b", 0, 20), quotation("c", 0, 33), quotation("d", 66, 85)]
    pairs = match(TEXT, labelled, found)
    assert [(p.labelled and p.labelled.id, p.found and p.found.id) for p in pairs] == [
        ("a", "c"),
        (None, "b"),
        (None, "d"),
    ]


def test_precision_recall_and_who_is_meant():
    labelled = article(
        1,
        "Post",
        quotation("a", 0, 41, speaker="Ada Lund"),
        quotation("b", 66, 85, kind="indirect"),
        text=TEXT,
    )
    found = article(1, "Post", quotation("c", 0, 41, speaker="Ada"), text=TEXT)
    scores = {(one.group, one.asked): one for one in score([found], [labelled], ("kind",))}
    whole = scores["", "content"]
    assert (whole.precision.value, whole.recall.value, whole.f1.value) == (1, 0.5, pytest.approx(2 / 3))
    assert scores["", "speaker"].precision.value == 0
    assert scores["kind: indirect", "content"].precision is None
    assert scores["kind: indirect", "content"].recall.value == 0


def test_labels_of_another_text_are_no_figures():
    with pytest.raises(InputError, match="was labelled in another text"):
        score([article(1, "Post", text="Other words.")], [article(1, "Post", text=TEXT)])
    with pytest.raises(InputError, match="no labelled article is among those"):
        score([article(1, "Post")], [article(2, "Post")])


def test_from_reports_to_figures_on_the_command_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text(
        "“We shut the lock at noon,” Edda Prynn said.\n\n“Boats wait outside,” she added.\n"
    )
    run = CliRunner()
    rules = ["--annotator", "rules", "--workers", "1"]
    assert (
        run.invoke(app, ["sample", "one.txt", "-o", "sheet.csv", "-n", "5", "--by", "kind", *rules]).exit_code
        == 0
    )
    (tmp_path / "sheet.csv").write_bytes(
        filled_in((tmp_path / "sheet.csv").read_text("utf-8-sig"), {"content": "right", "speaker": "right"})
    )
    said = run.invoke(app, ["evaluate", "sheet.csv", "-o", "figures.json"])
    assert "| all | content | 100.0 (34.2–100.0) | 2 | 0 | 0 |" in said.stdout
    assert json.loads((tmp_path / "figures.json").read_text())["rows"][0]["right"]["of"] == 2
    assert run.invoke(app, ["export", "one.txt", "--as", "brat", "-o", "labels", *rules]).exit_code == 0
    assert run.invoke(app, ["import", "labels", "--as", "brat", "-o", "gold.jsonl"]).exit_code == 0
    against = run.invoke(app, ["evaluate", "one.txt", "--labels", "gold.jsonl", *rules])
    assert "| all | content | 100.0" in against.stdout, against.output
    assert "weights" in against.stdout


def filled_in(sheet: str, answers: dict[str, str]) -> bytes:
    rows = list(csv.DictReader(io.StringIO(sheet)))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows({**row, **answers} for row in rows)
    return out.getvalue().encode()


def test_a_reports_file_is_no_sheet(tmp_path):
    (tmp_path / "one.txt").write_text("Words.")
    failed = CliRunner().invoke(app, ["evaluate", str(tmp_path / "one.txt")])
    assert "is no sheet (.csv); say with --labels what is right" in str(failed.exception)


def test_labelled_articles_that_are_not_given_are_told(tmp_path):
    lines = [annotated_line(article(n, "Post", quotation("q", 0, 7))) for n in (1, 2)]
    (tmp_path / "labels.jsonl").write_bytes(b"\n".join(lines))
    (tmp_path / "found.jsonl").write_bytes(lines[0])
    paths = [str(tmp_path / "found.jsonl"), "--labels", str(tmp_path / "labels.jsonl")]
    said = CliRunner().invoke(app, ["evaluate", *paths])
    assert "1 of 2 labelled articles are not among those given" in said.stderr


def annotated_line(one: AnnotatedArticle) -> bytes:
    return encode(annotated_record(one))
