"""Each option of the program means the same whether its value is taken as typed or turned by Typer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer

from variorum.cli.app import app
from variorum.cli.plain import take_plain_values

TYPED = ["", " ", "a", "A b", "é/b.txt", "-", "./a/../b", "~", "$HOME", "0", "1", "007", " 1", "+1", "1_0"]
TYPED += ["-1", "1.5", "1e3", "٤", "²", "true", "None", "9" * 5, "9" * 12, "9" * 30]


def commands(command: Any) -> Iterator[Any]:
    """Yield a command and all below it."""
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from commands(below)


def values(param: Any) -> Iterator[Any]:
    described = param.type_descriptor
    edges = [
        edge for edge in (described.parameter_info.min, described.parameter_info.max) if edge is not None
    ]
    words = [*TYPED, *map(str, get_args(described.annotation))]
    words += [word.upper() for word in words]
    words += [str(int(edge) + by) for edge in edges for by in (-1, 0, 1)]
    if param.nargs == -1 or getattr(param, "multiple", False):
        yield from [None, (), ("a",), tuple(words)]
    else:
        yield from [None, *words, Path("kept")]


def outcome(converter: Any, param: Any, context: Any, value: Any) -> tuple[object, object]:
    try:
        found = converter.coerce(value, param=param, ctx=context)
    except typer.BadParameter as error:
        return str(error), typer.BadParameter
    return found, type(found)


def test_every_option_means_the_same_by_both_ways() -> None:
    taken = set()
    for command in commands(typer.main.get_command(app)):
        context = typer.Context(command)
        take_plain_values(command, context)
        for param in command.params:
            for value in values(param):
                param._runtime_param = None
                found = outcome(param.get_runtime_param(), param, context, value)
                if (
                    param._runtime_param is None and value is not None
                ):  # Typer has made no converter of its own
                    taken.add((command.name, param.name))
                typers = type(param).get_runtime_param(param)
                assert found == outcome(typers, param, context, value), (command.name, param.name, value)
    assert len(taken) > 30  # nothing is taken of flags and of fractions
