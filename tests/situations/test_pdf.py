"""PDF files as people hold them: columns, broken words, heads that repeat, scans."""

from __future__ import annotations

import pytest
from tests.paper import pdf

from variorum.formats import read
from variorum.model import Article, Reject


def article(tmp_path, data: bytes) -> Article:
    (tmp_path / "a.pdf").write_bytes(data)
    (found,) = read([tmp_path / "a.pdf"])
    assert isinstance(found, Article), found
    return found


def test_lines_become_paragraphs_and_broken_words_whole(tmp_path):
    found = article(
        tmp_path,
        pdf(
            [
                (72, 700, 20, "Lock at Ferrow stays shut"),
                (72, 660, 11, "“We open it before May ends,” Edda Prynn said on Mon-"),
                (72, 646, 11, "day. The gates are forty years old, and a well-"),
                (72, 632, 11, "known firm made them, a well-known one."),
                (72, 606, 11, "A second paragraph begins here."),
            ]
        ),
    )
    assert found.text.split("\n\n") == [
        "Lock at Ferrow stays shut",
        "“We open it before May ends,” Edda Prynn said on Monday. The gates are forty years old, "
        "and a well-known firm made them, a well-known one.",
        "A second paragraph begins here.",
    ]
    assert found.title == "Lock at Ferrow stays shut"
    assert [one.kind for one in found.blocks] == ["heading"]


LEFT = ["The council met and", "talked all night of", "the old lock. It"]
RIGHT = ["was mended in", "spring, she said.", "Nobody was hurt."]


def test_columns_are_read_one_after_the_other(tmp_path):
    left = [(72, 700 - 14 * n, 11, words) for n, words in enumerate(LEFT)]
    right = [(320, 700 - 14 * n, 11, words) for n, words in enumerate(RIGHT)]
    whole = " ".join([*LEFT, *RIGHT])
    assert article(tmp_path, pdf([*left, *right])).text == whole
    across = [line for pair in zip(left, right, strict=True) for line in pair]
    assert article(tmp_path, pdf(across)).text == whole


def test_heads_and_feet_that_repeat_are_left_out_and_told(tmp_path):
    pages = [
        [
            (72, 760, 9, "Port of Tull, press office"),
            (72, 700, 11, f"This is what page {n} says of {word}."),
            (300, 30, 9, f"Page {n} of 3"),
        ]
        for n, word in enumerate(["the lock", "the gates", "the barges"], 1)
    ]
    found = article(tmp_path, pdf(*pages))
    assert "press office" not in found.text
    assert "of 3" not in found.text
    assert found.text.count("This is what page") == 3
    assert found.extra["read_notes"] == ["heads and feet of its pages are left out (6)"]


def test_pages_of_a_line_each_are_not_all_heads(tmp_path):
    found = article(
        tmp_path, pdf(*[[(72, 740, 11, f"“No {page} is shut,” Edda Prynn said.")] for page in "1234"])
    )
    assert found.text.count("Edda Prynn said") == 4


def test_a_scan_a_locked_and_a_broken_file_are_refused_with_the_remedy(tmp_path):
    for data, why in (
        (pdf([]), "has no text layer"),
        (pdf([(72, 700, 11, "Words.")])[:120], "is no whole PDF"),
    ):
        (tmp_path / "a.pdf").write_bytes(data)
        (found,) = read([tmp_path / "a.pdf"])
        assert isinstance(found, Reject)
        assert why in found.reason


PROSE = [
    "The board of the canal met at Ferrow on Thursday and talked of the",
    "lock, its gates and the boats that wait. “Nobody can tell us when it",
]
GOES_ON = ["opens,” said Edda Prynn, who runs the canal, “and nobody will.”", "That was all she said."]


def test_a_note_at_the_foot_of_a_page_is_no_part_of_a_sentence_that_goes_over_it(tmp_path):
    first = [(72, 120 - 14 * n, 11, words) for n, words in enumerate(PROSE)]
    notes = [
        (72, 70, 8, "1 The canal was dug in 1811 by order of the"),
        (72, 60, 8, "duke, and widened later."),
        (72, 50, 8, "2 Ibid."),
    ]
    second = [(72, 740 - 14 * n, 11, words) for n, words in enumerate(GOES_ON)]
    found = article(tmp_path, pdf([*first, *notes], second))
    assert found.text.split("\n\n") == [
        " ".join([*PROSE, *GOES_ON]),
        "1 The canal was dug in 1811 by order of the duke, and widened later.",
        "2 Ibid.",
    ]
    assert [one.kind for one in found.blocks] == ["note", "note"]


def test_small_print_above_the_text_is_no_note(tmp_path):
    lines = [
        (72, 740, 8, "For release on Thursday"),
        *((72, 700 - 14 * n, 11, w) for n, w in enumerate(PROSE + GOES_ON)),
    ]
    found = article(tmp_path, pdf(lines))
    assert found.text.startswith("For release on Thursday\n\nThe board")
    assert not found.blocks


@pytest.mark.parametrize("by", ["rows", "columns"])
def test_cells_of_a_table_do_not_run_on_as_prose(tmp_path, by):
    rows = [["Lock", "Boats", "Cost"], ["Ferrow", "6", "£400,000"], ["Orrin", "11", "£1.2m"]]
    cells = [
        (72 + 150 * at, 660 - 16 * n, 11, cell) for n, row in enumerate(rows) for at, cell in enumerate(row)
    ]
    if by == "columns":
        cells.sort(key=lambda cell: (cell[0], -cell[1]))
    above = [(72, 714 - 14 * n, 11, words) for n, words in enumerate(PROSE)]
    below = [(72, 600 - 14 * n, 11, words) for n, words in enumerate(GOES_ON)]
    found = article(tmp_path, pdf([*above, *cells, *below]))
    assert found.text.split("\n\n") == [" ".join(PROSE), *sum(rows, []), " ".join(GOES_ON)]


def test_narrow_columns_of_prose_are_no_table(tmp_path):
    left = ["The council met", "and talked all", "night of the old", "lock of Ferrow,"]
    right = ["which was built", "in the spring of", "1811. Nobody", "was hurt there."]
    lines = [
        (72 + 150 * at, 700 - 14 * n, 11, side[n]) for n in range(4) for at, side in enumerate((left, right))
    ]
    assert article(tmp_path, pdf(lines)).text == " ".join([*left, *right])
