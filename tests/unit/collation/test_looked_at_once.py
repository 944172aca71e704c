"""What is looked up, or ruled out before it is compared, is what comparing everything finds."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.collation.claims import spellings
from variorum.collation.utterances.matching import Vocabulary, compare
from variorum.collation.utterances.rendering import Stretch, stretch_of
from variorum.collation.variants import sentences
from variorum.language.language import language
from variorum.language.met import Met
from variorum.model import AnnotatedArticle, Annotation, Article, Span
from variorum.settings import VARIANTS, WORK, SpellingSettings

ENGLISH = language("en")
TOLD = [
    "the harbour was closed on Monday because the storm broke the quay",
    "the harbour was closed on Tuesday because the storm broke the quay",
    "the harbour was closed on Monday because the storm broke the wall of the quay",
    "on Monday the storm broke the quay and the harbour was closed because of it",
    "the storm broke the quay on Monday because the harbour was closed the whole night",
    "nobody was hurt when the storm broke the quay on Monday",
    "nobody",
]
told = st.lists(st.sampled_from(TOLD), min_size=1, max_size=4)


def stretches(name: str, texts: list[str]) -> list[Stretch]:
    text = ". ".join(texts)
    source = AnnotatedArticle(article=Article(id=name, text=text), annotation=Annotation())
    starts = [sum(len(one) + 2 for one in texts[:at]) for at in range(len(texts))]
    return [
        stretch_of(source, (Span(start, start + len(one)),)) for start, one in zip(starts, texts, strict=True)
    ]


@given(told, told)
@settings(max_examples=60)
def test_shared_sentences_are_those_that_aligning_all_finds(said: list[str], others: list[str]) -> None:
    one, other, words = stretches("a", said), stretches("b", others), Vocabulary(ENGLISH)
    wanted = []
    for first in one:
        matches = [
            (compare(first, second, words), second)
            for second in other
            if len(set(first.keys) & set(second.keys)) >= VARIANTS.shared_run
        ]
        best = max(matches, key=lambda found: found[0].matched, default=None)
        if best is not None and sentences._is_near(best[0], min(len(first.keys), len(best[1].keys))):
            wanted.append((first.content, best[1].content, best[0]))
    rows = [
        [sentences._Sentence(stretch, frozenset(stretch.keys)) for stretch in side] for side in (one, other)
    ]
    found = sentences._shared(rows[0], rows[1], words)
    assert [(first.content, second.content, match) for first, second, match in found] == wanted


@given(st.sets(st.text("abno", min_size=5, max_size=9), max_size=12))
@settings(max_examples=60)
def test_spellings_that_are_compared_are_all_that_are_few_letters_apart(words: set[str]) -> None:
    least = SpellingSettings()
    source = AnnotatedArticle(article=Article(id="a", text=""), annotation=Annotation())
    place = [spellings._Printed(source, Span(0, 0), set(), set(), set())]

    def cut(word: str) -> set[str]:
        return spellings._shortened(word, least.slips if len(word) >= least.beside_long else 1)

    wanted = {
        (one, other)
        for one, other in combinations(sorted(words), 2)
        if one[0] == other[0] and cut(one) & cut(other)
    }
    assert spellings._candidates(dict.fromkeys(words, place), least) == wanted


def test_what_is_known_of_words_does_not_grow_without_end() -> None:
    asked: list[str] = []
    lengths = Met(lambda word: asked.append(word) or len(word))
    assert [lengths[word] for word in ("one", "two", "three", "one")] == [3, 3, 5, 3]
    assert asked == ["one", "two", "three"]
    for number in range(2 * WORK.kept_words):
        assert lengths[str(number)] == len(str(number))
    assert len(lengths) <= WORK.kept_words
