"""Writes docs/reference/ from the code; ``--check`` fails when what is there has drifted."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from msgspec import Struct, structs
from typer.main import get_command

from variorum import errors, settings
from variorum.cli.app import app
from variorum.model.kinds import KINDS

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
NOTE = "<!-- Made by scripts/generate_docs.py from the code; do not edit. -->\n\n"


def cli_page() -> str:
    """Every command with the help it prints."""
    command = get_command(app)
    context = typer.Context(command, info_name="variorum", terminal_width=100, max_content_width=100)
    parts = ["# Command line\n", _help(command, context)]
    for name in command.list_commands(context):
        sub = command.get_command(context, name)
        parts.append(f"## variorum {name}\n")
        parts.append(_help(sub, typer.Context(sub, info_name=name, parent=context, max_content_width=100)))
    return "\n".join(parts)


def _help(command: object, context: typer.Context) -> str:
    return f"```text\n{command.get_help(context).rstrip()}\n```\n"


def settings_page() -> str:
    """Every threshold: its value, and the docstring of its group that says where it comes from."""
    parts = ["# Settings\n", inspect.getdoc(settings) + "\n"]
    rooms = [type(group) for name, group in vars(settings).items() if name.isupper()]
    within = [
        type(group) for group in structs.astuple(settings.CollateSettings()) if isinstance(group, Struct)
    ]
    parts_of_collation = [group for group in within if group is not settings.ReuseSettings]
    for group in (
        settings.ReadSettings,
        settings.AnnotateSettings,
        settings.GroupSettings,
        settings.ReuseSettings,
        settings.CollateSettings,
        *parts_of_collation,
        settings.CheckSettings,
        *rooms,
    ):
        parts.append(f"## {group.__name__}\n\n```text\n{inspect.getdoc(group)}\n```\n")
        values = group()
        rows = [
            f"| `{name}` | `{getattr(values, name)!r}` |"
            for name in group.__struct_fields__
            if not isinstance(getattr(values, name), Struct)  # a group by itself
        ]
        if rows:
            parts.append("\n".join(["| setting | value |", "|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def errors_page() -> str:
    """The tree of errors, as its module draws it."""
    return "# Errors\n\n```text\n" + inspect.getdoc(errors) + "\n```\n"


def discrepancies_page() -> str:
    """Every kind of difference: what it is, how grave it is when, and reports that show it."""
    parts = [
        "# Kinds of difference\n",
        "What `variants` and `discrepancies` of a collation can hold. Variants of an utterance may be minor; "
        "only critical and material ones are discrepancies.\n",
    ]
    for kind in KINDS.values():
        parts.append(f"## {kind.name}\n\n*{kind.label}.* {kind.description}\n")
        rows = [f"| {grade.circumstance} | {grade.severity} | {grade.reason} |" for grade in kind.grades]
        parts.append("\n".join(["| when | severity | why |", "|---|---|---|", *rows]) + "\n")
        if kind.example:
            parts.append("Reports that show it:\n\n```text\n" + "\n".join(kind.example) + "\n```\n")
    return "\n".join(parts)


def pages() -> Iterator[tuple[Path, str]]:
    """Yield the path and text of each page."""
    yield FOLDER / "cli.md", NOTE + cli_page()
    yield FOLDER / "settings.md", NOTE + settings_page()
    yield FOLDER / "errors.md", NOTE + errors_page()
    yield FOLDER / "discrepancies.md", NOTE + discrepancies_page()


def main() -> int:
    """Write the pages, or compare them; 1 when one has drifted."""
    drifted = []
    for path, text in pages():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        drifted.append(path.name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    if "--check" in sys.argv and drifted:
        print(f"docs/reference has drifted from the code: {', '.join(drifted)}; run scripts/generate_docs.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
