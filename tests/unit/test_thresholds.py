"""Numbers that decide something stand in ``settings``; those still outside are counted, and get fewer."""

from __future__ import annotations

import ast
from pathlib import Path

import variorum

# Numbers that modules give a name of their own, also several in a row. Lower it when some move to
# ``settings``; never raise it.
OUTSIDE = 263


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
    bits = (ast.get_source_segment(source, value) or "").startswith("0x")
    return isinstance(value, ast.Constant) and type(value.value) in (int, float) and not bits


def test_no_new_threshold_stands_outside_settings() -> None:
    root = Path(variorum.__file__).parent
    found = [
        f"{path.relative_to(root)}: {name}"
        for path in sorted(root.rglob("*.py"))
        if path.parent.name != "settings"
        for name in named_numbers(path.read_text(encoding="utf-8"))
    ]
    assert len(found) <= OUTSIDE, "\n".join(["put it into settings, with unit and source:", *found])


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
