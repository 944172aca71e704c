import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.language.stub import write_stub

import variorum
from variorum.annotation.speakers.phrases import read_phrase
from variorum.collation.order import story_language
from variorum.collation.utterances.matching import Vocabulary
from variorum.collation.utterances.rendering import words_of
from variorum.errors import UnknownLanguage
from variorum.language import language as module
from variorum.language import rows
from variorum.language.language import TABLES, Language, language, language_of, languages
from variorum.model import AnnotatedArticle, Annotation, Article, Span
from variorum.pipeline import annotate_alone, annotate_article, annotate_batch
from variorum.text.name_words import name_words
from variorum.text.plain import reading_view

SOURCE = Path(variorum.__file__).parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the stub, which is known while a test runs."""
    write_stub(tmp_path)
    cached = [each for each in vars(module).values() if hasattr(each, "cache_clear")]
    monkeypatch.setattr(module, "FOLDERS", [*module.FOLDERS, tmp_path])
    for each in cached:
        each.cache_clear()
    yield tmp_path / "zz"
    monkeypatch.undo()
    for each in cached:
        each.cache_clear()


@pytest.mark.parametrize("code", languages())
def test_a_language_gives_every_table(code: str) -> None:
    for name in TABLES:
        assert getattr(language(code), name)
    assert "en" in languages()


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(UnknownLanguage, match=r"'xx' cannot be read in full \(those there are: .*en"):
        language("xx")


def test_half_a_language_says_what_it_lacks() -> None:
    with pytest.raises(UnknownLanguage, match="its folder lacks cues.toml, words.toml"):
        language("de")


@pytest.mark.parametrize(
    ("code", "found"), [("en", "en"), ("en-GB", "en"), ("EN", "en"), (None, "en"), ("de", "en")]
)
def test_an_article_in_a_language_that_is_not_there_is_read_as_english(code: str | None, found: str) -> None:
    assert language_of(code).code == found


def test_a_fault_in_a_file_names_the_file(folder: Path) -> None:
    place = folder / "dates.toml"
    place.write_text(place.read_text().replace('"seasons"', '"saisons"'))
    with pytest.raises(UnknownLanguage, match=r"zz/dates.toml: Object (missing|contains)"):
        _ = language("zz").dates


def test_a_list_may_take_in_another_by_name(folder: Path) -> None:
    place = folder / "words.toml"
    place.write_text(re.sub(r'"time" = ".*"', '"time" = "@dates.months kuro"', place.read_text()))
    assert {"brumo", "frimo", "kuro"} <= language("zz").words.time
    place.write_text(re.sub(r'"time" = ".*"', '"time" = "@dates.mouths"', place.read_text()))
    module._raw.cache_clear()
    module._table.cache_clear()
    language.cache_clear()
    with pytest.raises(UnknownLanguage, match="@dates.mouths"):
        _ = language("zz").words


def test_a_language_survives_a_worker() -> None:
    import pickle

    assert pickle.loads(pickle.dumps(language("en"))) is language("en")


def read(text: str, lang: str = "zz", date: str | None = "2026-05-04") -> AnnotatedArticle:
    return annotate_article(Article(id="a", text=text, lang=lang, date=date))


def cues_of(found: AnnotatedArticle) -> list[str]:
    return [span.of(found.article.text) for each in found.annotation.quotations for span in each.cue]


def values_of(found: AnnotatedArticle) -> list[tuple[str, object]]:
    return [(each.span.of(found.article.text), each.value) for each in found.annotation.figures]


def test_the_stub_finds_its_own_cues_and_no_english_ones(folder: Path) -> None:
    assert cues_of(read("Lena Ford drud the harbour wall leaks badly.")) == ["drud"]
    assert cues_of(read("Lena Ford said the harbour wall leaks badly.")) == []
    assert cues_of(read("Lena Ford drud the harbour wall leaks badly.", "en")) == []
    assert cues_of(read("Lena Ford said the harbour wall leaks badly.", "en")) == ["said"]


def test_the_network_which_knows_english_alone_does_not_read_the_stub(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("variorum.annotation.neural.readings", asked)
    article = Article(id="a", text="Lena Ford drud the harbour wall leaks badly.", lang="zz")
    assert cues_of(annotate_alone(article, annotator="model")) == ["drud"]
    (one,) = annotate_batch([article], annotator="model")
    assert isinstance(one, AnnotatedArticle) and cues_of(one) == ["drud"]
    with pytest.raises(AssertionError, match="the network was asked"):
        annotate_alone(Article(id="a", text=article.text, lang="en"), annotator="model")


def test_the_stub_finds_its_own_numbers_and_no_english_ones(folder: Path) -> None:
    (one,) = read("Nova barko portis supra ata homoj.").annotation.figures
    assert (one.value, one.bound, one.of) == (3, "more than", "homoj")
    assert values_of(read("Nova barko portis okta kilu homoj.")) == [("okta kilu", 8000)]
    for text in ("Nova barko portis three homoj.", "Nova barko portis eight thousand homoj."):
        assert values_of(read(text)) == []


def test_the_stub_finds_its_own_dates_and_no_english_ones(folder: Path) -> None:
    assert values_of(read("Ponto falis 3 Brumo 2024.")) == [("3 Brumo 2024", "2024-01-03")]
    assert ("Tridi", "2026-04-29") in values_of(read("Ponto falis Tridi."))
    for text in ("Ponto falis Wednesday.", "Ponto falis yesterday.", "Ponto falis last week."):
        assert values_of(read(text)) == []
    assert not any("February" in words for words, _ in values_of(read("Ponto falis 3 February 2024.")))


def names_of(found: AnnotatedArticle) -> list[tuple[str, str]]:
    return [(each.name, each.kind) for each in found.annotation.entities]


def test_the_stub_takes_its_own_titles_off_a_name_and_no_english_ones(folder: Path) -> None:
    assert names_of(read("Portestro Lena Ford iris.")) == [("Lena Ford", "person")]
    assert names_of(read("Mayor Lena Ford iris.")) == [("Mayor Lena Ford", "other")]
    assert names_of(read("Mayor Lena Ford went.", "en")) == [("Lena Ford", "person")]


def test_the_stub_knows_people_by_its_own_names_and_titles(folder: Path) -> None:
    assert names_of(read("Ili vidis Toma Ford.")) == [("Toma Ford", "person")]
    assert names_of(read("Ili vidis Robert Ford."))[0][1] != "person"
    assert names_of(read("Ili vidis Doka Ford.")) == [("Doka Ford", "person")]
    assert names_of(read("Ili vidis Mrs. Ford."))[0][1] != "person"


def test_the_stub_knows_its_own_places_and_bodies_and_no_english_ones(folder: Path) -> None:
    assert names_of(read("Ili iris al Marlo per Velo Kompanio.")) == [
        ("Marlo", "place"),
        ("Velo Kompanio", "organisation"),
    ]
    for name in ("London", "Harbour Committee"):
        assert names_of(read(f"Ili iris al {name}."))[0][1] not in ("place", "organisation")


def test_an_office_beside_a_name_is_told_by_the_words_of_the_language(folder: Path) -> None:
    def roles(text: str, lang: str = "zz") -> tuple[str, ...]:
        return read(text, lang).annotation.entities[0].roles

    assert roles("Lena Ford, portestro, drud pontoj falis.") == ("portestro",)
    assert roles("Lena Ford, mayor, drud pontoj falis.") == ()
    assert roles("Lena Ford, mayor, said bridges fell.", "en") == ("mayor",)
    assert roles("Lena Ford estis portestro de Marlo.") == ("portestro",)
    assert roles("Lena Ford was portestro de Marlo.") == ()
    assert roles("Lena Ford, iama portestro, drud pontoj falis.") == ()
    assert roles("Lena Ford, former portestro, drud pontoj falis.") != ()


def test_the_stub_tells_its_own_furniture(folder: Path) -> None:
    assert len(read("Reklamo\n\nPonto falis.").annotation.furniture) == 1
    assert read("Advertisement\n\nPonto falis.").annotation.furniture == ()


def test_the_noun_phrase_of_a_source_is_read_by_the_words_of_the_language(folder: Path) -> None:
    def phrase(text: str, lang: str = "zz") -> tuple[str, str]:
        found = read_phrase(text, Span(0, len(text)), language(lang))
        assert found is not None
        return found.determiner, found.head

    assert phrase("la portestro de Marlo") == ("definite", "portestro")
    assert phrase("the mayor of Marl") == ("none", "marl")
    assert phrase("the mayor of Marl", "en") == ("definite", "mayor")


def test_a_list_of_linked_headlines_ends_with_the_word_of_the_language(folder: Path) -> None:
    listed = "Ada Lind Ada M. LindPonto falis Tridi Lind iras al Marlo {} drud"
    for word, lang, seen in (("PLIO", "zz", True), ("MORE", "zz", False), ("MORE", "en", True)):
        text = listed.format(word)
        shown = reading_view(Article(id="a", text=text, lang=lang)).text
        assert (shown == "Ada Lind drud") == seen


def test_words_of_a_story_are_compared_by_its_language(folder: Path) -> None:
    (told,) = [read("Lena Ford drud the harbour wall leaks badly.")]
    assert story_language([told]).code == "zz"
    assert "the" not in Vocabulary(story_language([told])).function_words
    assert "the" in Vocabulary(story_language([])).function_words


def test_numbers_in_words_and_digits_are_the_same_words_in_a_story_of_its_language(folder: Path) -> None:
    def keys(text: str, lang: str) -> list[str]:
        given = AnnotatedArticle(article=Article(id="a", text=text, lang=lang), annotation=Annotation())
        return [word.key for word in words_of(given, [Span(0, len(text))]).words]

    assert keys("ata domoj", "zz") == keys("3 domoj", "zz")
    assert keys("three domoj", "zz") != keys("3 domoj", "zz")
    assert keys("three houses", "en") == keys("3 houses", "en")


def test_a_selection_of_words_names_none_that_the_main_list_lacks() -> None:
    english: Language = language("en")
    cues = {form for cue in english.cues.rows for form in cue.forms}
    lists = english.collation
    assert lists.addressing <= lists.saying <= cues
    assert set(english.dates.cues.past) <= cues
    assert english.names.words.speech - cues == {"sighed", "states", "laughed"}  # no cue: seldom, or a noun
    people = english.people.honorifics
    titles = {*people.male, *people.female, *people.either}
    # Of broadcasting, besides what offices there are: "CO-HOST ADA LUND:".
    spoken = {"co-host", "cohost", "interviewer", "narrator", "presenter"}
    others = {word for word in english.words.label_title - titles if not name_words(english).is_role(word)}
    assert others == {"rear", "mx", *spoken}
    assert {*english.people.particles.inside} - {*english.people.particles.words} == {"ap", "ferch", "dal"}


# Places that take English for granted, since nothing hands them a language: the index of a check, which is
# one for reports of every language, and shared wording, which may be found in reports of any.
FETCHED = ["checking/seeds.py", "reuse/shingles.py"]


def fetches(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            arguments = [ast.unparse(each) for each in node.args]
            if node.func.id == "language" and arguments in (["'en'"], ["DEFAULT"]):
                yield path.relative_to(SOURCE).as_posix()


def test_what_reads_an_article_or_a_story_takes_its_language_from_there() -> None:
    rooms = [path for path in SOURCE.rglob("*.py") if path.parent.name != "language"]
    found = [place for path in sorted(rooms) for place in fetches(path)]
    assert found == FETCHED


def test_every_pattern_of_the_data_files_can_be_compiled() -> None:
    found = [
        pattern
        for name in ("phrases", "collation_phrases")
        for pattern in patterns(getattr(language("en"), name))
    ]
    assert len(found) > 15
    for pattern in found:
        assert re.compile(pattern.pattern)


def patterns(table: object) -> Iterator[rows.Late]:
    """Yield the patterns of a table and of those inside it."""
    for name in getattr(table, "__struct_fields__", ()):
        value = getattr(table, name)
        if isinstance(value, rows.Late):
            yield value
        else:
            yield from patterns(value)
