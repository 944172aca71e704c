"""One person, one entity, the full name: particles, nicknames in marks, maiden names, letters after names."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.situations.comparing import annotated, report, told

from variorum import check

_WHOLE = [
    "Ottavio de’ Ferranti",
    "Livia de' Sforni",
    "Giulia dell’Acqua",
    "Marco dall’Oglio",
    "Luca d’Amato",
    "Marta del Río",
    "Ilaria della Torre",
    "Karl von und zu Hohenau",
    "Anke van der Wold",
    "Joost ’t Hoorn",
    "Sofie in ’t Wold",
    "Omar ibn Yusuf al-Harbi",
    "Aisha bint Rashid al-Nuri",
    "Seán Ó Murchadha",
    "Áine Nic Gearailt",
    "Dafydd ap Rhys",
    "Lamine N’Dour",
    "Carlos De Silva III",
    "Keith St. John-Vale",
    "Mary-Kate O’Shea-de Vries",
    "J.R.R. Smithers",
    "Peter “Rick” Holmquist Jr.",
    'Robert "Bob" Ashdown Sr.',
    "Tom 'Buddy' Marlow",
    "William (Bud) Prosser",
    "Thomas “T.J.” Wick",
    "Anna Maria «Nina» Tolk",
    "María José “Pepa” de la Cruz y Soler",
    "Kim Min-ji",
]


@pytest.mark.parametrize("name", _WHOLE)
def test_name_is_whole(tmp_path: Path, name: str) -> None:
    source = annotated(
        tmp_path, f"“The river rose,” said {name}, who lives there.\n\n“It fell again,” said {name}."
    )
    assert [q.speaker.name for q in source.annotation.quotations if q.speaker] == [name, name]
    assert [e.name for e in source.annotation.entities if e.kind == "person"] == [name]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Anna Müllner (née Schmidtke)", "Anna Müllner"),
        ("Clara Voss, née Hart,", "Clara Voss"),
        ("Dora Quill (born Dora Fenn)", "Dora Quill"),
        ("Vera Stolt (formerly Vera Nagel)", "Vera Stolt"),
        ("Dr. Aisha bint Rashid al-Nuri, M.D.", "Aisha bint Rashid al-Nuri"),
        ("Paul Tarn, Ph.D., a chemist", "Paul Tarn"),
        ("Sir Keith St. John-Vale, KC", "Keith St. John-Vale"),
        ("Ruth Abel KC, for the family", "Ruth Abel"),
        ("Joan Pell, MBE, the chair", "Joan Pell"),
        ("Ian Mott, CPA", "Ian Mott"),
        ("Paula Tern, Esq.", "Paula Tern"),
        ("Lena Marsh, R.N.", "Lena Marsh"),
        ("her son, Peter “Rick” Holmquist Jr.", "Peter “Rick” Holmquist Jr."),
        ("her brother, Anton “Toni” de’ Ferri", "Anton “Toni” de’ Ferri"),
        ("retired Col. Jan-Willem van der Wold, 70", "Jan-Willem van der Wold"),
        ("Capt. Richard “Rick” Dale, a pilot", "Richard “Rick” Dale"),
    ],
)
def test_what_stands_by_a_name_is_nobody_else(tmp_path: Path, printed: str, name: str) -> None:
    source = annotated(tmp_path, f"“The river rose over the wharf,” said {printed}.")
    assert [q.speaker.name for q in source.annotation.quotations if q.speaker] == [name]
    assert [e.name for e in source.annotation.entities if e.name[:1].isupper()] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Pietro de’ Rossi, a baker, spoke.\n\n“Never,” said de’ Rossi.\n\n“Not I,” said Mr. de’ Rossi.",
            ["Pietro de’ Rossi"],
        ),
        ("Mr. van der Wold, a lawyer, said it was over. Piet van der Wold is 40.", ["Piet van der Wold"]),
        (
            "“Yes,” said Peter “Rick” Holmquist Jr.\n\n“No,” said Senator “Rich” Holmquist.\n\n"
            "“Yes,” said Holmquist Jr.",
            ["Peter “Rick” Holmquist Jr.", "Senator “Rich” Holmquist"],
        ),
    ],
)
def test_short_forms_go_to_their_bearer(tmp_path: Path, text: str, names: list[str]) -> None:
    source = annotated(tmp_path, text)
    assert [e.name for e in source.annotation.entities if e.kind == "person"] == names


def test_short_forms_of_bodies_and_tickers_are_no_nicknames(tmp_path: Path) -> None:
    source = annotated(
        tmp_path,
        "The Tarnholm Harbour Board (THB) met. The rating of U.S. “AAA” bonds fell. Hale Inc (HAL.N) closed.",
    )
    assert all("(" not in entity.name and "“" not in entity.name for entity in source.annotation.entities)


_PAIRS = [
    ("Lorenzo de’ Ferranti, her doctor", "de’ Ferranti", "Lorenzo de' Ferranti", "Ferranti"),
    ("Giulia dell’Acqua", "dell’Acqua", "Giulia Dell'Acqua", "Dell'Acqua"),
    ("Peter “Rick” Holmquist Jr.", "Holmquist", "Peter Holmquist Jr.", "Holmquist"),
    ("Ana (Nan) Loyd", "Loyd", "Nan Loyd", "Loyd"),
    ("Anna Müllner (née Schmidtke)", "Müllner", "Anna Mullner", "Mullner"),
    ("Dr. Aisha bint Rashid al-Nuri, M.D.", "al-Nuri", "Aisha bint Rashid al-Nuri", "al-Nuri"),
    ("Sir Keith St. John-Vale, KC", "St. John-Vale", "Keith St John-Vale", "St John-Vale"),
    ("María José “Pepa” de la Cruz y Soler", "de la Cruz", "María José de la Cruz", "de la Cruz"),
    ("Thomas “T.J.” Wick", "Wick", "T.J. Wick", "Wick"),
]


@pytest.mark.parametrize(("one", "short", "other", "short_other"), _PAIRS)
def test_two_reports_name_one_person(
    tmp_path: Path, one: str, short: str, other: str, short_other: str
) -> None:
    reports = report(0, speaker=one, short=short), report(1, speaker=other, short=short_other)
    found, comparison = told(tmp_path, *reports)
    (collation,) = comparison.collations
    assert found == []
    assert len([entity for entity in collation.entities if entity.kind == "person"]) == 1
    said, quoted = (
        [one for one in collation.utterances if one.readings[0].kind == kind]
        for kind in ("indirect", "direct")
    )
    assert [len(one.speakers) for one in said] == [1]  # what the harbour office said
    assert [len(one.speakers) for one in quoted] == [1]
    words = "The water took the lower fields and the road with them"
    (result,) = check(f'"{words}," said {other}.', against=tmp_path / "report-0.txt").quotations
    assert result.verdict == "verbatim"


def test_another_nickname_is_another_person(tmp_path: Path) -> None:
    one, other = "Senator “Rich” Holmquist", "Peter “Rick” Holmquist Jr."
    _, comparison = told(
        tmp_path, report(0, speaker=one, short="Holmquist"), report(1, speaker=other, short="Holmquist")
    )
    (collation,) = comparison.collations
    assert len([entity for entity in collation.entities if entity.kind == "person"]) == 2
    words = "The water took the lower fields and the road with them"
    (result,) = check(f'"{words}," said {other}.', against=tmp_path / "report-0.txt").quotations
    assert result.verdict == "other speaker"


def test_nickname_is_no_quotation_of_a_draft(tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_text(report(0, speaker="Ana “Nan” Loyd"), encoding="utf-8")
    quoted = "The water took the lower fields and the road with them"
    result = check(f'"{quoted}," said Ana "Nan" Loyd.', against=tmp_path)
    assert len(result.quotations) == 1


@pytest.mark.parametrize(
    "name", ["Grace Okafor, M.D.", "Ute Graf-Lenz, PhD", "Ngozi Eze, KC", "Lena de Vries, OBE"]
)
@pytest.mark.parametrize("said", ["{} said: “The river rose.”", "“The river rose,” {} told reporters."])
def test_letters_after_a_name_are_not_who_speaks(tmp_path: Path, name: str, said: str) -> None:
    source = annotated(tmp_path, f"The dam broke on Sunday. {said.format(name)}")
    speakers = [q.speaker.name for q in source.annotation.quotations if q.speaker]
    assert [speaker.split(",")[0] for speaker in speakers] == [name.split(",")[0]]
    assert source.annotation.quotations[-1].source[0].of(source.article.text).startswith(name.split()[0])


def test_a_nickname_in_brackets_before_the_verb(tmp_path: Path) -> None:
    source = annotated(tmp_path, "The dam broke on Sunday. Elena (Lena) Brodsky said: “The river rose.”")
    assert [q.speaker.name for q in source.annotation.quotations if q.speaker] == ["Elena (Lena) Brodsky"]


def test_father_and_son_exclude_each_other_in_a_draft(tmp_path: Path) -> None:
    words = "“The river rose by two metres in one night,” said Paul Merton {}."
    source = annotated(tmp_path, f"The dam broke.\n\n{words.format('Sr.')}\n\nNobody was hurt.").article
    assert [q.verdict for q in check(words.format("Jr."), against=[source]).quotations] == ["other speaker"]
    assert [q.verdict for q in check(words.format("Sr."), against=[source]).quotations] == ["verbatim"]
