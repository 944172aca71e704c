"""Names by their capitals, one text at a time in words, and many at once in hashes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.stories.names import name_hashes, names
from variorum.text.hashes import term_hash


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lunt spoke in Port Marrow.", ["ada lunt", "lunt", "port marrow", "marrow"]),
        ("The Harbour Board met the Mayor.", ["harbour board", "board", "mayor"]),
        ("Norland's Amara Quist left.", ["norland", "amara quist", "quist"]),
        ("He met O\u2019Hara, Smith-Jones and the U.N. envoy.", ["o\u2019hara", "smith-jones", "u.n"]),
        ("Storms came. The storms went.", []),
        ("Chairman Hale said the chairman\u2019s men knew Chairman.", ["chairman hale", "hale"]),
        ("Alder Birch Cedar Elm Fir Gorse", ["alder birch cedar elm", "elm", "fir gorse", "gorse"]),
        ("\u00c9lodie met \u0141\u00f3d\u017a", ["\u00e9lodie", "\u0142\u00f3d\u017a"]),
        ("Quarry Ada\nLunt is another", ["quarry ada", "ada", "lunt"]),
        ("", []),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert names(text, "en") == expected


PIECES = st.sampled_from(
    [
        "Ada",
        "lunt",
        "Lunt",
        "LUNT's",
        "the",
        "The",
        "of",
        "Port",
        "port\u2019s",
        "\u00c5se",
        "A\u030ase",
        "\u00df",
        "\u0130",
        "J",
        "O'Hara",
        "x-Ray",
        "3M",
        "U.S.",
        "\u65e5\u672c",
        "Tokyo\u65e5",
        ",",
        ".",
        "\n",
        " ",
        "\u00a0",
        "-",
        "'s",
        "_",
        "\U0001f600",
    ]
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "\u00a0", "  "])), max_size=25).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)


@given(st.lists(st.tuples(TEXTS, st.sampled_from([None, "en", "de", "xx"])), max_size=5))
@settings(max_examples=300)
def test_hashes_of_many_texts_are_those_of_the_names_of_each(drawn: list[tuple[str, str | None]]) -> None:
    found = name_hashes([text for text, _ in drawn], [language for _, language in drawn])
    assert len(found) == len(drawn)
    for own, (text, language) in zip(found, drawn, strict=True):
        assert own.hashes.tolist() == [term_hash(name) for name in names(text, language)]
        assert len(own.starts) == len(own.hashes)
        assert own.starts.tolist() == sorted(own.starts.tolist())


def test_starts_are_places_in_the_text() -> None:
    text = "In Port Marrow, Ada Lunt spoke."
    found = name_hashes([text], ["en"])[0]
    assert [text[start : start + 3] for start in found.starts.tolist()] == ["Por", "Por", "Ada", "Ada"]
