"""Pairing of quotation marks: what a reader of the text would take for one quotation."""

import pytest

from variorum.text.marks import pair_marks


def outer(text: str) -> list[str]:
    return [region.span.of(text) for region in pair_marks(text) if region.level == 0]


def deeper(text: str) -> list[tuple[int, str]]:
    return [(region.level, region.span.of(text)) for region in pair_marks(text) if region.level]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "no" and "never".', ['"no"', '"never"']),
        ("He said “no” twice.", ["“no”"]),
        ("Il a dit « non » hier.", ["« non »"]),
        ("Er sagte „nein“ und ging.", ["„nein“"]),
        ("Er sagte »nein« und ging.", ["»nein«"]),
        ("Er sagte ‹nein› und ging.", ["‹nein›"]),
        ("He said ``no'' twice.", ["``no''"]),
        ("She said ''no'' twice.", ["''no''"]),
        ("He said ”no” twice.", ["”no”"]),
        ("He said ”no“ twice.", ["”no“"]),
        ('He said “no" twice.', ['“no"']),
        ("市长说：“桥关了。”他又说：「不安全。」", ["“桥关了。”", "「不安全。」"]),
        ("'The pier is shut,' she said.", ["'The pier is shut,'"]),
        ("‘It’s the teachers’ pier,’ she said.", ["‘It’s the teachers’ pier,’"]),
        ("He wrote—“no more”—and left.", ["“no more”"]),
        ("“It is clear,’’ Tom said. “No,’’ he added.", ["“It is clear,’’", "“No,’’"]),
        ("‘‘We won,’’ she said.", ["‘‘We won,’’"]),
        ("‘He told me ‘no’’ and left.", ["‘He told me ‘no’’"]),
        ("They “fight for it,″ he said.", ["“fight for it,″"]),
    ],
)
def test_each_style_of_marks_is_paired(text: str, quoted: list[str]) -> None:
    assert outer(text) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "The teachers' union and the miners' club met in the '90s.",
        "Rock 'n' roll wasn't dead; tell 'em it's the boys' turn.",
        'A 6\'2" man carried a 5" pipe.',
        "A 6′2″ man carried a 5″ pipe.",
        "The workers’’ club met.",
        "It was ’tis season in the ’80s.",
        "",
        " \n\n ",
    ],
)
def test_apostrophes_feet_and_inches_are_no_marks(text: str) -> None:
    assert outer(text) == []


def test_inches_inside_a_quotation_do_not_close_it() -> None:
    text = '"The 5" pipe burst," she said.'
    assert outer(text) == ['"The 5" pipe burst,"']


def test_nested_marks_have_levels() -> None:
    text = "“He said ‘never’ to me,” she said."
    assert outer(text) == ["“He said ‘never’ to me,”"]
    assert deeper(text) == [(1, "‘never’")]


def test_same_marks_can_nest_when_enough_of_them_close() -> None:
    text = "“He said “never” to me,” she said."
    assert outer(text) == ["“He said “never” to me,”"]
    assert deeper(text) == [(1, "“never”")]


def test_three_apostrophes_are_a_double_and_a_single_mark() -> None:
    text = "''He called it 'a wreck,''' she said."
    assert outer(text) == ["''He called it 'a wreck,'''"]
    assert deeper(text) == [(1, "'a wreck,'")]


def test_paragraphs_reopened_and_closed_at_the_last() -> None:
    text = "She said: “First.\n\n“Second.\n\n“Third,” and left.\n\n“Other,” he said."
    regions = pair_marks(text)
    assert [region.span.of(text) for region in regions] == ["“First.", "“Second.", "“Third,”", "“Other,”"]
    assert [region.closed for region in regions] == [False, False, True, True]
    assert [region.continued for region in regions] == [False, True, True, False]


def test_a_lost_closing_mark_spoils_only_its_paragraph() -> None:
    text = 'She said: "The pier is shut.\n\nA crew came at noon.\n\n"It is open," he said.'
    regions = pair_marks(text)
    assert [region.span.of(text) for region in regions] == ['"The pier is shut.', '"It is open,"']
    assert not regions[1].continued


def test_a_lost_closing_mark_inside_a_paragraph_ends_at_the_next_opening_one() -> None:
    text = "“The pier is shut, she said. “It is old.”"
    regions = pair_marks(text)
    assert regions[-1].span.of(text) == "“It is old.”"
    assert not regions[0].closed


def test_a_lost_opening_mark_is_taken_to_stand_at_the_paragraphs_start() -> None:
    text = 'The pier is shut," she said. "It is old."'
    regions = pair_marks(text)
    assert [region.span.of(text) for region in regions] == ['The pier is shut,"', '"It is old."']
    assert not regions[0].opened


def test_inner_span_is_what_stands_between_the_marks() -> None:
    text = "He said ``no'' twice."
    assert [region.inner.of(text) for region in pair_marks(text)] == ["no"]


@pytest.mark.parametrize(
    "text",
    [
        "Lee said: “The wall fell at noon.\nNobody was near.\nWe were lucky. ”\nA crew came.",
        '"The wall fell at noon.\nNobody was near.\nWe were lucky, "said Lee.\nA crew came.',
    ],
)
def test_words_of_a_sentence_a_line_stand_in_their_marks(text: str) -> None:
    quoted = [text[region.span.start : region.span.end].strip(' "“”') for region in pair_marks(text)]
    assert quoted == [
        "The wall fell at noon.",
        "Nobody was near.",
        text.split("\n")[2].split('"')[0].strip(" ”"),
    ]


def test_a_line_between_two_that_open_a_mark_is_quoted_and_more_are_not() -> None:
    text = '"The wall fell at noon.\nNobody was near.\n"We were lucky. "\nA crew came.'
    assert [region.span.of(text) for region in pair_marks(text)] == text.split("\n")[:3]
    lost = '"The wall fell at noon.\nA crew came.\nIt left.\nIt rained.\n"We were lucky," said Lee.'
    assert [region.inner.of(lost) for region in pair_marks(lost)] == [
        "The wall fell at noon.",
        "We were lucky,",
    ]


def test_a_blank_line_ends_marks_that_nobody_closes() -> None:
    text = "Lee said: “The wall fell at noon.\n\nNobody was near.\n\nIt was “luck”."
    assert [region.inner.of(text) for region in pair_marks(text)] == ["The wall fell at noon.", "luck"]


def test_a_straight_mark_behind_a_misplaced_blank_closes() -> None:
    text = 'It fell. "It is a wreck, "Lee said. "Nobody was near. "'
    assert [region.inner.of(text).strip() for region in pair_marks(text)] == [
        "It is a wreck,",
        "Nobody was near.",
    ]
