"""Work grows hardly faster than what is read: reports of one story, paragraphs of one report, a draft.

Counted, not timed (``work``): the figures are the same on every machine. A step that looks at every two
reports, sentences or quotations has the power 2 in its function, however little it takes of all.
"""

import random
from collections.abc import Callable
from functools import cache, partial
from itertools import combinations, product

from tests.fuzz.work import growth

import variorum
from variorum.model import Article
from variorum.outputs import html
from variorum.pipeline import annotate_article, collate_story

TIMES = 4
OF_ALL, OF_ONE = 1.3, 1.5  # powers that all work, and that of one function, may grow with
KNOWN = {
    # The records have a cell for each report and utterance, and the page shows them.
    *("model/collation.py <genexpr>", "model/collation.py _state", "outputs/story_views.py <genexpr>"),
    *("<template> macro", "jinja2/runtime.py resolve_or_missing", "jinja2/environment.py getitem"),
    # Other ways for many than for few: nothing of it is run for the small size.
    *("text/trees.py _odds", "reuse/among.py _shared"),
}
TELLERS = 4  # reports that carry the same statements, however many the story has
NAMES = ("Ilse Varga", "Tomas Brandt", "Maren Okafor")
SYLLABLES = [a + b for a, b in product("bdfgklmnprstvz", "aeiou")]


def paragraphs(seed: int, count: int) -> list[str]:
    """Return paragraphs in words that no other seed has; every other one quotes somebody."""
    source, told = random.Random(seed), []
    for number in range(count):
        words = " the ".join("".join(source.choices(SYLLABLES, k=3)) for _ in range(8))
        name = NAMES[number % 3]
        told.append(f"“The {words},” said {name}." if number % 2 else f"Crews saw the {words} on Monday.")
    return told


def article(name: str, lines: list[str]) -> Article:
    return Article(id=name, text="\n\n".join(lines), outlet=f"The {name} Courier", date="2024-03-06")


@cache
def reports(count: int) -> tuple[Article, ...]:
    """Return reports of one story; each tells some of its own, and some as a few others do."""
    return tuple(
        article(f"r{number:03}", paragraphs(1_000 + number // TELLERS, 4) + paragraphs(number, 4))
        for number in range(count)
    )


def too_fast(run: Callable[[int], Callable[[], object]], small: int) -> dict[str, float]:
    """Return what grows faster than it may from ``small`` to ``TIMES`` as much; empty when nothing does."""
    told = growth(run(small), run(small * TIMES), TIMES)
    return {
        name: power
        for name, power in told.items()
        if power > (OF_ONE if name else OF_ALL) and name not in KNOWN
    }


def collating(count: int) -> Callable[[], object]:
    return partial(collate_story, "s", [annotate_article(one) for one in reports(count)])


def test_reports_of_a_story() -> None:
    assert not too_fast(collating, 4)


def test_the_page_of_a_story() -> None:
    def page(count: int) -> Callable[[], object]:
        given = {one.id: annotate_article(one) for one in reports(count)}
        return partial(html.render, [collate_story("s", list(given.values()))], given)

    assert not too_fast(page, 4)


def test_paragraphs_of_a_report() -> None:
    assert not too_fast(lambda count: partial(annotate_article, article("long", paragraphs(1, count))), 12)


def test_paragraphs_of_two_reports_of_a_story() -> None:
    def both(count: int) -> Callable[[], object]:
        given = [annotate_article(article(name, paragraphs(at, count))) for at, name in enumerate("ab")]
        return partial(collate_story, "s", given)

    assert not too_fast(both, 12)


def test_reports_that_a_draft_is_checked_against() -> None:
    draft = "\n\n".join(paragraphs(0, 8))
    assert not too_fast(lambda count: lambda: variorum.check(draft, against=reports(count)), 4)


def test_a_draft_that_is_checked() -> None:
    def check(count: int) -> Callable[[], object]:
        draft = "\n\n".join(paragraphs(0, count))
        return lambda: variorum.check(draft, against=reports(1))

    assert not too_fast(check, 8)


def test_a_small_step_that_looks_at_every_two_is_found() -> None:
    def some_of_much(count: int) -> Callable[[], object]:
        rows = list(range(200 * count))

        def run() -> None:
            assert sum(row >= 0 for row in rows for _ in "linear") == 6 * len(rows)
            assert all(one != other for one, other in combinations(rows[: 10 * count], 2))

        return run

    found = too_fast(some_of_much, 2)
    assert len(found) == 1 and next(iter(found)).endswith("test_work.py <genexpr>")
