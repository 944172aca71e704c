"""Numbers that decide something stand in ``settings``; what stands elsewhere is named, and none."""

from __future__ import annotations

import ast
from pathlib import Path

import variorum

# Numbers that modules give a name of their own, also several in a row, by what they are. One that somebody
# could set otherwise, and get another result, belongs into ``settings``.
NO_THRESHOLDS = {
    "states and signs of a table": {
        "annotation/neural/batches.py": ["START", "STOP"],  # sub-words of the network's vocabulary
        "annotation/neural/continuations.py": ["OPENING", "CLOSING", "UNCLOSED"],
        "annotation/neural/proposals.py": ["B_CUE", "I_CUE"],
        "stories/furniture.py": ["_SPACE", "_STOP", "_END"],
        "stories/names.py": ["_LETTER", "_CAPITAL", "_JOINING", "_SPACE"],
        "text/alignment.py": ["_START"],
        "text/words.py": ["_LETTER", "_DECIMAL", "_DIGIT", "_JOINING", "_SLOW"],
    },
    "shapes that the shipped weights have": {
        "annotation/neural/features.py": ["CASES", "QUOTES", "PLACES"],
        "annotation/neural/proposals.py": ["BUCKETS"],
        "annotation/neural/session.py": ["TAGS"],
        "annotation/speakers/pairs.py": ["FEATURES"],
    },
    "bits, and digits of whole numbers that stand for others": {
        "checking/postings.py": ["_SEED_BITS"],
        "checking/seeds.py": ["BITS"],
        "reuse/reuse.py": ["_BITS"],
        "reuse/shingles.py": ["_KEPT_BITS"],
        "stories/candidates.py": ["_SCALE"],
        "text/hashes.py": ["_FIRST_SHIFT", "_SECOND_SHIFT", "_LEAST_BITS"],
        "text/trees.py": ["DIGITS"],
    },
    "versions of what is stored": {
        "checking/index.py": ["FORM"],
        "exchange/release.py": ["FORM"],
        "outputs/json.py": ["FORM"],
        "stories/stream.py": ["VERSION", "_WITHOUT_CHECKSUM"],
    },
    "the calendar": {
        "cli/watch.py": ["_MINUTE"],
        "collation/claims/slots/reading.py": ["_HOURS", "_YEAR", "_WEEK"],
        "collation/variants/exchanges.py": ["_DAYS_OF_MONTH"],
        "collation/variants/substitutions.py": ["_DAYS_OF_MONTH"],
    },
    "what systems, libraries and standards fix": {
        "annotation/neural/vectors.py": ["_ALONE"],  # OpenBLAS: up to so many it starts no threads
        "cli/app.py": ["EXIT_PROBLEM", "EXIT_INTERRUPTED"],
        "cli/check_printing.py": ["EXIT_LOOK"],
        "cli/streams.py": ["EXIT_CLOSED_PIPE", "_INPUT", "_OUTPUT", "_ERRORS"],
        "engines/pool.py": ["_KILLED"],
        "text/inflating.py": ["_GZIP", "_ZLIB", "_BARE"],
        "formats/mail.py": ["_LONGEST_LINE"],  # RFC 2045
        "limits.py": ["_PR_SET_PDEATHSIG"],
        "outputs/word.py": ["_LONGEST_TITLE"],
    },
}


def named_numbers(source: str) -> list[str]:
    """Return the names that a module gives to plain numbers at its top.

    A number written in hexadecimal says how bits lie, in a hash or a file: it is no threshold.
    """
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            names, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            names, value = [node.target], node.value
        else:
            continue
        for name in names:
            rows = isinstance(name, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(name.elts, value.elts, strict=False) if rows else [(name, value)]
            found += [one.id for one, given in pairs if isinstance(one, ast.Name) and is_plain(given, source)]
    return found


def is_plain(value: ast.expr, source: str) -> bool:
    """Tell whether a value is a number, and not written in hexadecimal."""
    value = value.operand if isinstance(value, ast.UnaryOp) else value
    if not isinstance(value, ast.Constant) or type(value.value) not in (int, float):
        return False
    return not (ast.get_source_segment(source, value) or "").startswith("0x")


def test_no_threshold_stands_outside_settings() -> None:
    root = Path(variorum.__file__).parent
    known = [
        f"{path}: {name}" for rows in NO_THRESHOLDS.values() for path, names in rows.items() for name in names
    ]
    found = [
        f"{path.relative_to(root).as_posix()}: {name}"
        for path in root.rglob("*.py")
        if path.parent.name != "settings"
        for name in named_numbers(path.read_text(encoding="utf-8"))
    ]
    new = sorted(set(found) - set(known))
    assert not new, "\n".join(["put it into settings, with unit and source:", *new])
    assert sorted(found) == sorted(known), "named here, and no longer there"


def test_numbers_are_recognised() -> None:
    assert named_numbers(
        "A = 3\nB: float = -0.5\nC = 'x'\nD = True\nE = F = 2\nG = (1, 2)\nH = 0x9E37\nI, J = 1, 0x2\n"
    ) == [
        "A",
        "B",
        "E",
        "F",
        "I",
    ]
