import random
import time

from variorum.text.alignment import Operation, Windows, align, align_all


def ids(*texts: str) -> list[list[int]]:
    numbers: dict[str, int] = {}
    return [[numbers.setdefault(word, len(numbers)) for word in text.split()] for text in texts]


def told(a: str, b: str) -> list[tuple[str, str, str]]:
    words_a, words_b = a.split(), b.split()
    one, other = ids(a, b)
    return [
        (op.kind, " ".join(words_a[op.a_start : op.a_end]), " ".join(words_b[op.b_start : op.b_end]))
        for op in align(one, other)
    ]


def test_three_words_find_their_one_place() -> None:
    base = "we will go to the sea and we will stay by the sea until we will be old"
    assert told(base, "stay by the") == [
        ("delete", "we will go to the sea and we will", ""),
        ("equal", "stay by the", "stay by the"),
        ("delete", "sea until we will be old", ""),
    ]


def test_a_lost_word_is_one_gap() -> None:
    assert told("we can not rule it out", "we can rule it out") == [
        ("equal", "we can", "we can"),
        ("delete", "not", ""),
        ("equal", "rule it out", "rule it out"),
    ]


def test_a_long_gap_is_not_scattered_over_common_words() -> None:
    found = told(
        "reported the leak in writing and in the log and nobody came", "reported the leak and nobody came"
    )
    assert [kind for kind, _, _ in found] == ["equal", "delete", "equal"]


def test_a_last_word_after_an_insertion_is_found() -> None:
    assert told("the structure of our democracy", "the structure of our constitutional democracy")[-1] == (
        "equal",
        "democracy",
        "democracy",
    )


def test_empty_sides() -> None:
    assert align([], []) == ()
    assert align([1, 2], []) == (Operation("delete", 0, 2, 0, 0),)
    assert align([], [1]) == (Operation("insert", 0, 0, 0, 1),)


def test_each_reading_is_aligned_to_the_base_alone() -> None:
    base, one, other = ids("a b c d e f", "a b d e f", "a b c x e f")
    assert align_all(base, [one, other]) == align_all(base, [other, one])[::-1]


def test_thirty_readings_of_three_hundred_words_take_less_than_a_second() -> None:
    source = random.Random(1)
    base = [source.randrange(150) for _ in range(300)]
    readings = [
        [word if source.random() > 0.05 else 999 for word in base if source.random() > 0.1] for _ in range(30)
    ]

    def taken() -> float:
        start = time.process_time()
        align_all(base, readings)
        return time.process_time() - start

    assert any(taken() < 1.0 for _ in range(3))  # a busy machine makes some of them slow


def test_what_is_kept_from_call_to_call_changes_nothing() -> None:
    draw = random.Random(5)
    windows: Windows = {}
    for _ in range(300):
        one, other = ([draw.randrange(6) for _ in range(draw.randrange(12))] for _ in range(2))
        assert align(one, other, windows=windows) == align(one, other)
    assert windows
