"""What every tool that annotations are exchanged with gets and gives back."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import cassis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.browser import sample

from variorum.errors import BadRecord, UnreadableFile
from variorum.exchange import TOOLS, reader, writer
from variorum.exchange.marks import annotated, marked, quotations
from variorum.exchange.units import Units
from variorum.model import AnnotatedArticle, Annotation, Article, Quotation, Span
from variorum.model.quotation import Speaker
from variorum.outputs import writer as output

# Signs outside the basic plane, a control character, quoted words over two paragraphs and in two stretches.
TEXT = (
    "🚢🚢 Ferry late\x0b again.\n\n“The 🚪 door stuck,” Ada Lund said, “twice.”\n\n"
    "“It was dark.\n\n“Then it was light.” Lund told the Courier that 𝟛 crews had gone 🌊 home."
)


def spans(*words: str) -> tuple[Span, ...]:
    places = [(TEXT.index(word), len(word)) for word in words]
    return tuple(Span(start, start + size) for start, size in places)


QUOTATIONS = (
    Quotation(
        id="q-1",
        kind="direct",
        content=spans("“The 🚪 door stuck,”", "“twice.”"),
        cue=spans("said"),
        source=spans("Ada Lund"),
        speaker=Speaker(name="Ada Lund", entity="e-1"),
        medium="statement",
        confidence=0.875,
    ),
    Quotation(id="q-2", kind="mixed", content=spans("“It was dark.\n\n“Then it was light.”"), confidence=0.5),
    Quotation(
        id="q-3",
        kind="indirect",
        content=spans("that 𝟛 crews had gone 🌊 home"),
        cue=spans("told"),
        source=spans("Lund told")[:1],
        act="attitude",
        inside="q-2",
    ),
)
ARTICLE = Article(
    id="a/b: c", text=TEXT, title="Late", outlet="Courier", date="2027-03-01", extra={"file": "x"}
)
ANNOTATED = AnnotatedArticle(article=ARTICLE, annotation=Annotation(quotations=QUOTATIONS))
SAME_NAME = AnnotatedArticle(article=Article(id="A b c", text="Nothing."), annotation=Annotation())


@pytest.mark.parametrize("tool", TOOLS)
def test_what_is_written_comes_back_as_it_was(tool, tmp_path):
    assert writer(tool)([ANNOTATED, SAME_NAME], tmp_path) == 2
    back = {one.article.id: one for one in reader(tool)(tmp_path)}
    assert {one.article.id for one in map(annotated, back.values())} == {"a/b: c", "A b c"}
    assert back["a/b: c"].article == ARTICLE
    assert quotations(back["a/b: c"]) == QUOTATIONS
    assert quotations(back["A b c"]) == ()


@pytest.mark.parametrize("tool", ["w3c", "label-studio", "inception", "brat"])
def test_labels_that_cannot_be_used_cost_no_other_article(tool, tmp_path):
    writer(tool)([ANNOTATED, SAME_NAME], tmp_path)
    articles = tmp_path / "articles.jsonl"
    articles.write_text(articles.read_text().replace("Ferry late", "The ferry was late"))
    rejects = []
    read = list(reader(tool)(tmp_path, rejects.append))
    assert [one.article.id for one in read] == ["A b c"]
    assert len(rejects) == 1


@pytest.mark.parametrize("tool", TOOLS)
def test_no_article_is_no_failure(tool, tmp_path):
    assert writer(tool)([], tmp_path / "new") == 0


@pytest.mark.parametrize("tool", TOOLS)
def test_without_the_articles_beside_it_labels_are_refused_with_the_remedy(tool, tmp_path):
    writer(tool)([ANNOTATED], tmp_path)
    (tmp_path / "articles.jsonl").unlink()
    with pytest.raises(UnreadableFile, match=r"labels need the articles\.jsonl that `variorum export` wrote"):
        list(reader(tool)(tmp_path))


@pytest.mark.parametrize("tool", TOOLS)
def test_labels_of_another_text_are_refused(tool, tmp_path):
    writer(tool)([ANNOTATED], tmp_path)
    articles = tmp_path / "articles.jsonl"
    articles.write_text(articles.read_text().replace("Ferry late", "The ferry was late"))
    with pytest.raises(BadRecord, match="does not stand at|another text"):
        list(reader(tool)(tmp_path))


def test_a_quotation_that_somebody_adds_gets_an_id_of_this_program(tmp_path):
    writer("brat")([ANNOTATED], tmp_path)
    (path,) = tmp_path.glob("*.ann")
    start = TEXT.index("Ferry")
    path.write_text(
        path.read_text()
        + f"T90\tContent {start} {start + 5}\tFerry\nT91\tCue {start + 6} {start + 10}\tlate\n"
        + "R90\tCue Arg1:T90 Arg2:T91\t\n"
        + "#9\tAnnotatorNotes T90\twhat a person wrote\n"
    )
    (first, *_) = quotations(next(iter(reader("brat")(tmp_path))))
    assert first.id.startswith("q-")
    assert (first.content, first.cue) == (spans("Ferry"), spans("late"))


def test_of_brat_what_other_labels_and_people_add_changes_nothing(tmp_path):
    writer("brat")([ANNOTATED], tmp_path)
    (path,) = tmp_path.glob("*.ann")
    more = (
        "T80\tMy-Label 0 2\t🚢🚢\nE1\tMy-Label:T80\nA80\tSure T1\nN1\tReference T1 Wiki:1\tx\n"
        "#80\tAnnotatorNotes T1\task Ann\n#81\tAnnotatorNotes T2\t42\n"
    )
    lines = path.read_text(encoding="utf-8").replace("Arg1:T1 Arg2:T2", "Arg1:T2 Arg2:T1") + more
    path.write_bytes(b"\xef\xbb\xbf" + lines.replace("\n", "\r\n").encode())
    assert quotations(next(iter(reader("brat")(tmp_path)))) == QUOTATIONS


def test_a_copy_of_a_quotation_is_a_new_one():
    given = marked(ANNOTATED)
    (first, *_) = given.marks
    both = replace(given, marks=(*given.marks, replace(first, id="copy", spans=spans("late"))))
    assert len({one.id for one in quotations(both)}) == len(QUOTATIONS) + 1


def test_brat_in_another_encoding_is_refused_with_the_remedy(tmp_path):
    writer("brat")([ANNOTATED], tmp_path)
    (path,) = tmp_path.glob("*.ann")
    path.write_bytes(path.read_bytes() + b"#9\tAnnotatorNotes T1\tM\xfcller\n")
    with pytest.raises(BadRecord, match="is not in UTF-8"):
        list(reader("brat")(tmp_path))


def test_brat_gets_no_stretch_over_a_line_end_and_the_words_that_stand_there(tmp_path):
    writer("brat")([ANNOTATED], tmp_path)
    (path,) = tmp_path.glob("*.ann")
    text = next(iter(tmp_path.glob("*.txt"))).read_text()
    for line in path.read_text().splitlines():
        if line.startswith("T"):
            _, told, words = line.split("\t")
            pieces = [tuple(map(int, piece.split())) for piece in told.split(" ", 1)[1].split(";")]
            assert " ".join(text[start:end] for start, end in pieces) == words
            assert "\n" not in words


def test_label_studio_gets_offsets_as_javascript_counts(tmp_path):
    writer("label-studio")([ANNOTATED], tmp_path)
    (task,) = json.loads((tmp_path / "tasks.json").read_text())
    units = task["data"]["text"].encode("utf-16-le")
    regions = [one["value"] for one in task["predictions"][0]["result"] if one["type"] == "labels"]
    assert len(regions) == 8
    for one in regions:
        assert units[2 * one["start"] : 2 * one["end"]].decode("utf-16-le") == one["text"]


def test_label_studio_labels_in_code_points_are_understood(tmp_path):
    writer("label-studio")([ANNOTATED], tmp_path)
    path = tmp_path / "tasks.json"
    (task,) = json.loads(path.read_text())
    units = Units(TEXT)
    for one in task["predictions"][0]["result"]:
        if "value" in one:
            place = units.points(Span(one["value"]["start"], one["value"]["end"]))
            one["value"] |= {"start": place.start, "end": place.end}
    task["annotations"] = [
        {"result": task["predictions"][0]["result"]},
        {"was_cancelled": True, "result": []},
    ]
    path.write_text(json.dumps([task]))
    assert quotations(next(iter(reader("label-studio")(tmp_path)))) == QUOTATIONS


def label_studio_export(folder, tasks, change=lambda one: one):
    writer("label-studio")([ANNOTATED, SAME_NAME], folder)
    made = json.loads((folder / "tasks.json").read_text())
    for task, wanted in zip(made, tasks, strict=True):
        result = [change(one) for one in task["predictions"][0]["result"]]
        task["annotations"] = [{"result": result, "was_cancelled": not wanted}]
    (folder / "project-1.json").write_text(json.dumps(made))
    return list(reader("label-studio")(folder))


def test_of_label_studio_what_nobody_labelled_is_no_label(tmp_path):
    (found,) = label_studio_export(tmp_path, (False, True))
    assert found.article.id == SAME_NAME.article.id


def test_relations_of_label_studio_may_be_drawn_either_way_and_without_a_name(tmp_path):
    def turned(one):
        if one["type"] != "relation":
            return one
        named = {} if "goes on" not in one["labels"] else {"labels": one["labels"]}
        ends = {"from_id": one["to_id"], "to_id": one["from_id"], "direction": "left"}
        return {"type": "relation", **ends, **named}

    first, _ = label_studio_export(tmp_path, (True, True), turned)
    assert quotations(first) == QUOTATIONS


def test_of_label_studio_a_region_without_a_label_is_passed_over_and_two_exports_are_refused(tmp_path):
    def bare(one):
        return {**one, "value": {**one["value"], "labels": []}} if one["type"] == "labels" else one

    first, _ = label_studio_export(tmp_path, (True, True), bare)
    assert quotations(first) == ()
    (tmp_path / "project-2.json").write_bytes((tmp_path / "project-1.json").read_bytes())
    with pytest.raises(BadRecord, match="leave one export there"):
        list(reader("label-studio")(tmp_path))


def test_of_inception_loose_relations_and_other_layers_are_passed_over(tmp_path):
    writer("inception")([ANNOTATED], tmp_path)
    (path,) = tmp_path.glob("*.xmi")
    words = re.sub(r'(<custom:Link [^>]*label="cue"[^>]*) Governor="\d+"', r"\1", path.read_text(), count=1)
    more = '<foo:Bar xmi:id="9001" sofa="1" begin="0" end="3"/><cas:View'
    words = words.replace("xmlns:xmi", 'xmlns:foo="http:///de/foo.ecore" xmlns:xmi', 1)
    path.write_text(words.replace("<cas:View", more))
    first, *_ = quotations(next(iter(reader("inception")(tmp_path))))
    assert (first.content, first.cue) == (QUOTATIONS[0].content, ())
    path.write_text(path.read_text()[:300])
    with pytest.raises(BadRecord, match="is no UIMA CAS XMI that can be read"):
        list(reader("inception")(tmp_path))


def test_the_labelling_interface_knows_every_label(tmp_path):
    writer("label-studio")([ANNOTATED], tmp_path)
    view = ElementTree.parse(tmp_path / "interface.xml")
    assert [one.get("value") for one in view.iter("Label")] == ["content", "cue", "source"]
    assert {one.get("value") for one in view.iter("Choice")} >= {"direct", "mixed", "indirect", "attitude"}


def test_inception_gets_what_another_reader_of_its_files_understands(tmp_path):
    writer("inception")([ANNOTATED], tmp_path)
    with (tmp_path / "TypeSystem.xml").open("rb") as source:
        types = cassis.load_typesystem(source)
    (path,) = tmp_path.glob("*.xmi")
    with path.open("rb") as source:
        cas = cassis.load_cas_from_xmi(source, typesystem=types)
    assert cas.sofa_string == TEXT.replace("\x0b", " ")
    marks = [one.get_covered_text() for one in cas.select("webanno.custom.Mark")]
    assert "“The 🚪 door stuck,”" in marks
    # In the file, offsets count as Java does.
    begins = [int(one.get("begin")) for one in ElementTree.parse(path).iter() if one.tag.endswith("Mark")]
    assert TEXT.index("“The") + 2 in begins


@given(st.text(alphabet="a🚢\u200d𝟛é\n", max_size=30), st.data())
def test_units_are_what_utf_16_has(text, data):
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    units = Units(text).units(span)
    assert text.encode("utf-16-le")[2 * units.start : 2 * units.end].decode("utf-16-le") == span.of(text)
    assert Units(text).points(units) == span


def test_a_place_within_a_pair_or_behind_the_text_is_none():
    assert Units("🚢a").points(Span(1, 2)) is None
    assert Units("🚢a").points(Span(2, 4)) is None


def test_marks_share_cue_and_source():
    twice = Annotation(
        quotations=(
            QUOTATIONS[0],
            Quotation(id="q-9", kind="direct", content=spans("late"), source=spans("Ada Lund")),
        )
    )
    found = marked(AnnotatedArticle(article=ARTICLE, annotation=twice))
    assert sum(mark.label == "source" for mark in found.marks) == 1
    assert {link.content for link in found.links if link.label == "source"} == {"q-1", "q-9"}


def test_an_apparatus_has_every_reading_and_says_why_one_is_missing(tmp_path):
    collation, articles = sample.silo()
    output("tei")([collation], articles, tmp_path / "a.xml")
    tei, ids = "{http://www.tei-c.org/ns/1.0}", "{http://www.w3.org/XML/1998/namespace}id"
    root = ElementTree.parse(tmp_path / "a.xml").getroot()
    known = {one.get(ids) for one in root.iter() if one.get(ids)}
    witnesses = {one.get(ids): one.get("n") for one in root.iter(f"{tei}witness")}
    assert set(witnesses.values()) == {one.id for one in collation.articles}
    assert len(list(root.iter(f"{tei}app"))) == len(collation.utterances)
    for app, utterance in zip(root.iter(f"{tei}app"), collation.utterances, strict=True):
        carried = {w[1:] for one in app if one.get(ids) for w in one.get("wit").split()}
        assert {witnesses[one] for one in carried} == {one.article for one in utterance.readings}
        named = {w[1:] for one in app.findall(f"{tei}rdg") for w in one.get("wit").split()} | carried
        assert named == set(witnesses)
        assert all(one.get("target")[1:] in known for one in app.findall(f"{tei}witDetail"))
    assert {one.get("reason") for one in root.iter(f"{tei}gap")} == {"truncated", "unreadable"}
