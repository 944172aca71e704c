"""Features, candidates and paths, without the weights."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.annotation.neural.continuations import extend
from variorum.annotation.neural.decode import Calibration, best_paths, names, runs
from variorum.annotation.neural.features import Window, encode, paragraph_spans, quote_states, windows
from variorum.annotation.neural.proposals import buckets, propose
from variorum.annotation.neural.results import Attribution
from variorum.annotation.neural.signatures import merge, signed


def _states(text: str) -> str:
    return "".join(map(str, quote_states(text, paragraph_spans(text))))


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("a “b” c", "0013200"),
        ('a "b" c', "0013200"),
        ("a ``b'' c", "001132200"),
        ("a ‘b’ c", "0046500"),
        ("a 'b' c", "0046500"),
        ("it's b's", "00000000"),
        ("the '90s", "00000000"),
        ("“a ‘b’ c”", "133435332"),
        ("“a b", "1777"),
        ("“a\n“b”", "170132"),
        ("", ""),
    ],
)
def test_quote_states(text: str, states: str) -> None:
    assert _states(text) == states


def _encoded(text: str):
    words = [(i, i + len(w)) for w, i in _split(text)]
    return encode(text, range(1000, 1000 + len(words)), range(len(words)), words)


def _split(text: str):
    at = 0
    for w in text.split():
        at = text.index(w, at)
        yield w, at
        at += len(w)


def test_windows_hold_every_word_once_and_keep_paragraphs_whole() -> None:
    x = _encoded("\n".join(" ".join(["word"] * n) for n in (5, 9, 3, 30, 2)))
    parts = list(windows(x, 12))
    assert [w.begin for w in parts] == [0, *(w.end for w in parts[:-1])]
    assert parts[-1].end == x.words
    assert all(0 < w.size <= 12 for w in parts)
    assert 5 in [w.end for w in parts]


def test_windows_of_an_empty_text() -> None:
    assert list(windows(_encoded(""), 10)) == []


def test_a_window_keeps_an_unclosed_quotation_with_its_next_paragraph() -> None:
    x = _encoded("a b c d\n“e f g\n“h i j”")
    assert x.words == 10
    assert [(w.begin, w.end) for w in windows(x, 8)] == [(0, 4), (4, 10)]


def test_paths_never_go_on_with_what_did_not_begin() -> None:
    p = np.full((1, 3, 5), 0.01, np.float32)
    p[0, 0, 0], p[0, 1, 2], p[0, 2, 2] = 0.9, 0.9, 0.9
    path = best_paths(np.log(p))[0]
    assert path.tolist() in ([0, 1, 2], [1, 2, 2])


def test_learned_steps_decide_where_words_alone_do_not() -> None:
    p = np.array([[[0.1, 0.9, 0.0], [0.4, 0.3, 0.3]]], np.float32)
    going_on, steps = np.log(np.maximum(p, 1e-9)), np.zeros((3, 3), np.float32)
    assert best_paths(going_on)[0].tolist() == [1, 0]
    steps[1, 2] = 1
    assert best_paths(going_on, steps)[0].tolist() == [1, 2]


@given(st.integers(1, 2), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_the_path_is_the_best_of_all_that_may_be(kinds: int, length: int, seed: int) -> None:
    labels = 1 + 2 * kinds
    rng = np.random.default_rng(seed)
    logp, steps = rng.normal(size=(1, length, labels)), rng.normal(size=(labels, labels))

    def worth(path: tuple[int, ...]) -> float:
        pairs = [(None, path[0]), *pairwise(path)]
        if any(k and k % 2 == 0 and before not in (k - 1, k) for before, k in pairs):
            return -np.inf
        return sum(logp[0, i, k] + (0 if a is None else steps[a, k]) for i, (a, k) in enumerate(pairs))

    found = best_paths(logp.astype(np.float32), steps.astype(np.float32))[0].tolist()
    best = max(product(range(labels), repeat=length), key=worth)
    assert worth(tuple(found)) == pytest.approx(worth(best), abs=1e-4)


def test_paths_without_words() -> None:
    assert best_paths(np.zeros((2, 0, 5), np.float32)).shape == (2, 0)


def test_runs_end_at_paragraphs() -> None:
    path = np.array([1, 2, 2, 2, 0, 1, 1])
    assert runs(path, 1, 2, np.array([0, 0, 1, 1, 1, 1, 1])) == [(0, 2), (2, 4), (5, 6), (6, 7)]


def test_candidates_begin_above_the_threshold() -> None:
    p = np.zeros((4, 7), np.float32)
    p[:, 0] = 0.6
    p[1, 3], p[2, 4] = 0.3, 0.9
    assert propose(p, 0.2) == [(1, 3)]
    assert propose(p, 0.5) == []


def test_distances_have_sides_and_paragraphs() -> None:
    got = buckets((2, 3), np.array([0, 0, 0, 0, 1]))
    assert got[2] == 0
    assert len({*got.tolist()}) == 5
    assert got[4] >= 17


def test_names_from_labels() -> None:
    x = _encoded("Ada Lund met Osterwick Osterwick")
    window = Window(source=x, begin=0, end=5)
    found = names(window, np.array([1, 2, 0, 5, 5]))
    assert [(x.text[n.start : n.end], n.kind) for n in found] == [
        ("Ada Lund", "person"), ("Osterwick", "location"), ("Osterwick", "location"),
    ]  # fmt: skip


def test_confidence_is_a_probability() -> None:
    c = Calibration(weights=(1.0, 1.0, 1.0, -2.0))
    assert 0 <= c.confidence(0, 0, 0) < c.confidence(0.5, 0.5, 0.5) < c.confidence(1, 1, 1) <= 1


def _signed(text: str):
    lines = paragraph_spans(text)
    return signed(text, lines, quote_states(text, lines))


@pytest.mark.parametrize(
    "text",
    [
        "“We are safe and dry.” — Ada Lund",
        '"We are safe and dry," - Ada Lund, Osterwick.',
        "“We are safe and dry.”\n\n― Ada Lund",
        "``We are safe and dry.'' -- Ada Lund",
        "‘We are safe and dry.’ –Ada Lund",
    ],
)
def test_a_dash_and_a_name_sign_a_quotation(text: str) -> None:
    found = _signed(text)
    assert len(found) == 1
    (s, e), (x, y) = found[0].content[0], found[0].source[0]
    assert "We are safe and dry" in text[s:e]
    assert text[x:y].startswith("Ada Lund")
    assert text[found[0].cue[0][0]] in "-–—―"


@pytest.mark.parametrize(
    "text",
    [
        "“We are safe and dry” — They all said so.",
        "“We are safe,” she said. “And dry.” — Ada Lund",
        "“We are safe and dry.”\n\nAda Lund smiled.",
        "A list — Ada Lund",
        "",
    ],
)
def test_other_dashes_sign_nothing(text: str) -> None:
    assert _signed(text) == []


def test_a_signed_quotation_takes_its_words_from_others() -> None:
    text = "“One and two and three.” — Ada Lund\n\n“Four and five.” — Tom Berrin"
    sure = _signed(text)
    wide = Attribution(content=(sure[0].content[0], (0, 0 + 3)), cue=((70, 71),), source=(), confidence=0.5)
    apart = Attribution(content=((100, 110),), cue=((111, 112),), confidence=0.5)
    assert merge([wide, apart], sure) == [*sure, apart]


def test_an_unclosed_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "“One,” Ada Lund said. “Two.\n\n“Three.\n\n “Four.” It rained.\n\n“Five.”"
    lines = paragraph_spans(text)
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("“One,”", "“Two.")]
    found = Attribution(content=tuple(spans), cue=((16, 20),), confidence=0.9)
    other = Attribution(content=((len(text) - 7, len(text)),), cue=((0, 1),), confidence=0.1)
    longer = extend(text, lines, quote_states(text, lines), [found])[0]
    assert [text[s:e] for s, e in longer.content] == ["“One,”", "“Two.", "“Three.", "“Four.”"]
    assert extend(text, lines, quote_states(text, lines), [other]) == [other]
    assert extend("", [], quote_states("", []), []) == []
