"""Plain values of the command line, taken as they were typed.

Typer checks and turns each value with a validator of Pydantic, made anew for every option in every run;
loading Pydantic and making these takes longer than reading a draft. A text is a text, though, and a path is
made of one. So each parameter of Typer is given another converter: it takes what nothing else is asked of,
and hands all other values (a number out of range, a word that is no choice) to Typer's own, with the message
that Typer has for it. Defaults, missing values, flags and callbacks stay with Typer.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from variorum.settings import WORK

OTHERWISE = object()
"""What is no plain value."""

# What an option may be declared with and still take a value as it is. One that asks for more (that a path
# exists, a parser of its own) goes Typer's way with every value.
_HARMLESS = frozenset(
    ["default", "param_decls", "callback", "metavar", "expose_value", "is_eager", "help", "show_default"]
    + ["show_choices", "hidden", "show_envvar", "rich_help_panel", "min", "max"]
)


def take_plain_values(command: Any, context: Any) -> None:
    """Let a command of Typer take plain values without its validators, when ``context`` parses its arguments.

    A command that Typer did not make goes the way that it went.
    """
    for param in command.get_params(context):
        otherwise = getattr(param, "get_runtime_param", None)
        if otherwise is not None and not _asks_more(param.type_descriptor.parameter_info):
            param.get_runtime_param = _Plain(param.type_descriptor, otherwise).itself


class _Plain:
    """Converts the values of one parameter; what is not plain by Typer's converter, made when needed."""

    def __init__(self, described: Any, otherwise: Callable[[], Any]) -> None:
        self._described, self._otherwise = described, otherwise

    def itself(self) -> _Plain:
        """Return this converter, as a parameter of Typer is asked for its own."""
        return self

    def coerce(self, value: Any, *, param: Any, ctx: Any) -> Any:
        """Return the value as the command gets it."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        info = self._described.parameter_info
        found = plain(self._described.annotation, value, least=info.min, most=info.max)
        return self._otherwise().coerce(value, param=param, ctx=ctx) if found is OTHERWISE else found


def _asks_more(info: Any) -> bool:
    """Tell whether an option is declared with anything that a plain value might not meet."""
    usual = vars(type(info)())
    return any(value != usual[name] for name, value in vars(info).items() if name not in _HARMLESS)


def plain(kind: Any, value: Any, *, least: float | None = None, most: float | None = None) -> Any:
    """Return a value for a parameter of this kind; OTHERWISE where it is no plain one.

    kind: what the command asks for, without ``None``. least, most: of a number.
    """
    if kind == list[str]:
        several = isinstance(value, list | tuple) and bool(value) and all(type(one) is str for one in value)
        return list(value) if several else OTHERWISE
    if type(value) is not str:
        return value if kind is Path and isinstance(value, Path) else OTHERWISE
    if kind is str:
        return value
    if kind is Path:
        return Path(value)
    if get_origin(kind) is Literal:
        return value if value in get_args(kind) else OTHERWISE
    if kind is int and value.isascii() and value.isdigit() and len(value) <= WORK.typed_digits:
        number = int(value)
        low, high = least is None or least <= number, most is None or number <= most
        return number if low and high else OTHERWISE
    return OTHERWISE
