"""Plain values of the command line, taken as they were typed.

Typer turns each value into what a command asks for with a validator of Pydantic, made anew for every option
in every run; loading Pydantic and making these takes longer than reading a draft. A text is a text, though,
and a path is made of one: only what may be wrong (a number out of range, a word that is no choice) goes the
long way, with the message that Typer has for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from variorum.settings import WORK

OTHERWISE = object()
"""What is no plain value."""


def take_plain_values(command: Any, context: Any) -> None:
    """Let a command of Typer take plain values without its validators, when ``context`` parses its arguments.

    What is missing, or no plain value, goes the way that it went; so does all of a command that Typer did not
    make of a function.
    """
    function = getattr(command.callback, "__wrapped__", None)
    hints = {} if function is None else get_type_hints(function, include_extras=True)
    for param in command.get_params(context):
        param.process_value = partial(_process, param.process_value, param, hints.get(param.name, Any))


def _process(otherwise: Callable[[Any, Any], Any], param: Any, hint: Any, context: Any, value: Any) -> Any:
    if value is not None:
        found = plain(hint, value)
    elif param.required:
        found = OTHERWISE
    else:
        found = () if param.nargs == -1 or getattr(param, "multiple", False) else None
    if found is OTHERWISE:
        return otherwise(context, value)
    return found if param.callback is None else param.callback(context, param, found)


def plain(hint: Any, value: Any) -> Any:
    """Return a value for a parameter with this annotation; OTHERWISE where it is no plain one."""
    extras: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *rest = get_args(hint)
        extras = tuple(rest)
    if get_origin(hint) in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not NoneType]
        if len(kinds) != 1:
            return OTHERWISE
        (hint,) = kinds
    if get_origin(hint) is list and get_args(hint) == (str,):
        several = isinstance(value, list | tuple) and bool(value) and all(type(one) is str for one in value)
        return list(value) if several else OTHERWISE
    if type(value) is str:
        return _of_text(hint, value, extras)
    return value if hint is Path and isinstance(value, Path) else OTHERWISE


def _of_text(hint: Any, value: str, extras: tuple[Any, ...]) -> Any:
    if hint is str:
        return value
    if hint is Path:
        return Path(value)
    if get_origin(hint) is Literal:
        return value if value in get_args(hint) else OTHERWISE
    if hint is int and value.isascii() and value.isdigit() and len(value) <= WORK.typed_digits:
        number = int(value)
        least = max((one.min for one in extras if getattr(one, "min", None) is not None), default=number)
        most = min((one.max for one in extras if getattr(one, "max", None) is not None), default=number)
        return number if least <= number <= most else OTHERWISE
    return OTHERWISE
