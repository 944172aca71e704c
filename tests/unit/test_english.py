"""Words of English belong into the data of the language: in code there are no more of them than were left."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import variorum
from variorum.language.language import language

SOURCE = Path(variorum.__file__).parent
# Rooms that read texts of a language. In what they say to people, English stands in the code.
ROOMS = ("annotation", "checking", "collation", "reuse", "stories", "text")
EN = language("en")
WORDS = (
    EN.stopwords.words
    | {word for row in EN.cues.rows for form in row.forms for word in form.split()}
    | {word for words in EN.dates.months.values() for word in words}
    | set(EN.numbers.words)
    | EN.words.time
)
# Patterns and lists of words that still stand in code, by file. Whoever moves one into the data lowers its
# number; none is raised.
LEFT: dict[str, int] = {
    "annotation/dates/grammar.py": 11,
    "annotation/dates/resolve.py": 8,
    "annotation/dates/tense.py": 8,
    "annotation/figures/bounds.py": 2,
    "annotation/figures/grammar.py": 7,
    "annotation/figures/nouns.py": 1,
    "annotation/figures/number_words.py": 5,
    "annotation/figures/ranges.py": 2,
    "annotation/layout/interviews.py": 2,
    "annotation/layout/transcripts.py": 2,
    "annotation/names/acronyms.py": 1,
    "annotation/names/kinds.py": 5,
    "annotation/names/lone.py": 1,
    "annotation/names/parts.py": 3,
    "annotation/names/profiles.py": 1,
    "annotation/names/repairs.py": 1,
    "annotation/names/spans.py": 1,
    "annotation/names/stage.py": 1,
    "annotation/neural/signatures.py": 1,
    "annotation/posts/stage.py": 4,
    "annotation/quotations/agents.py": 1,
    "annotation/quotations/content_first.py": 4,
    "annotation/quotations/content_last.py": 2,
    "annotation/quotations/inside.py": 1,
    "annotation/quotations/items.py": 1,
    "annotation/quotations/leads.py": 2,
    "annotation/quotations/phrases.py": 14,
    "annotation/quotations/relayed.py": 1,
    "annotation/quotations/signatures.py": 4,
    "annotation/quotations/statements.py": 1,
    "annotation/speakers/bodies.py": 1,
    "annotation/speakers/candidates.py": 8,
    "annotation/speakers/coreference.py": 2,
    "annotation/speakers/phrases.py": 4,
    "annotation/speakers/resolver.py": 1,
    "annotation/speakers/sources.py": 7,
    "annotation/speakers/stage.py": 13,
    "annotation/speakers/together.py": 1,
    "annotation/speakers/unnamed.py": 1,
    "checking/giving.py": 1,
    "checking/seeds.py": 1,
    "collation/claims/figures.py": 1,
    "collation/claims/oppose.py": 1,
    "collation/claims/slots/occasions.py": 1,
    "collation/claims/slots/search.py": 1,
    "collation/claims/spellings.py": 1,
    "collation/kinds/attribution.py": 1,
    "collation/kinds/place.py": 1,
    "reuse/credits.py": 2,
    "text/marks.py": 1,
    "text/names.py": 3,
    "text/normalise.py": 4,
    "text/numbers.py": 3,
    "text/numerals.py": 3,
    "text/ranges.py": 1,
    "text/sentences.py": 1,
    "text/stamps.py": 1,
    "text/tokens.py": 2,
}


def is_english(text: str) -> bool:
    """Tell whether a pattern or a list holds a word of English, not only names of groups and escapes."""
    plain = re.sub(r"\\u[0-9a-fA-F]{4}|\\[a-zA-Z]|\(\?P[<=]\w+[>)]|\(\?[imsx]+[:)]|\[[^]]*\]", " ", text)
    return not WORDS.isdisjoint(word for word in re.findall(r"[^\W\d_]{2,}", plain.casefold()))


def constants(node: ast.AST) -> list[str]:
    """Return the constant texts inside an expression."""
    inside = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return [each for each in inside if isinstance(each, str)]


def texts(node: ast.AST) -> str:
    return " ".join(constants(node))


def is_pattern(node: ast.Call) -> bool:
    """Tell whether a call takes a pattern: one of ``re``, or ``late``."""
    called = node.func
    if isinstance(called, ast.Attribute):
        return isinstance(called.value, ast.Name) and called.value.id == "re" and called.attr != "escape"
    return isinstance(called, ast.Name) and called.id == "late"


def listed(node: ast.AST) -> list[str]:
    """Return the words of a list: a row of constants, or a text that is split into words."""
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        words = [each.value for each in node.elts if isinstance(each, ast.Constant)]
        return words if all(isinstance(each, str) for each in words) else []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        return texts(node.func.value).split() if isinstance(node.func.value, ast.Constant) else []
    return []


def is_english_list(words: Sequence[str], kinds: set[str]) -> bool:
    """Tell whether half of the words are English and one says nothing by itself; ``kinds`` are not asked."""
    plain = [word.strip().casefold() for word in words]
    known = [word for word in plain if word in WORDS]
    english = 2 * len(known) >= len(plain) > 1 and not EN.stopwords.words.isdisjoint(known)
    return english and not kinds.issuperset(words)


@cache
def left() -> Counter[str]:
    """Return how many patterns and lists of English each file of the rooms has."""
    kinds: set[str] = set()
    found: Counter[str] = Counter()
    rows: list[tuple[str, list[str]]] = []
    for room in ("model", *ROOMS):
        for path in sorted((SOURCE / room).rglob("*.py")):
            where = path.relative_to(SOURCE).as_posix()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
                    kinds.update(constants(node) if node.value.id == "Literal" else ())
                elif isinstance(node, ast.Call) and node.args and is_pattern(node):
                    found[where] += is_english(texts(node.args[0])) and room != "model"
                if words := listed(node):
                    rows.append((where, words))
    for where, words in rows:
        found[where] += is_english_list(words, kinds) and not where.startswith("model/")
    return +found


def test_no_english_comes_into_code_that_reads_texts() -> None:
    more = {path: count for path, count in left().items() if count > LEFT.get(path, 0)}
    assert not more, "put these patterns and lists of words into language/en, and read them from there"


def test_what_was_moved_into_the_data_is_not_listed_as_left() -> None:
    fewer = {path: count for path, count in LEFT.items() if left()[path] < count}
    assert not fewer, "lower the numbers of these files"


def test_what_counts_as_english() -> None:
    assert is_english(r"\b(?:said|told)\s+that\b")
    assert is_english("the of")
    assert not is_english(r"(?P<number>\d+)\s[a-z]+\u2019")
    assert not is_english(r"<(?:div|span)[^>]*>")
