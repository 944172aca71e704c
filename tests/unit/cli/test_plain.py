"""Values of the command line that need no validator, and those that keep Typer's own messages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer
from typer.testing import CliRunner

from variorum.cli.plain import OTHERWISE, plain
from variorum.cli.streams import Commands

Least = Annotated[int | None, typer.Option("--least", min=1, max=9)]


@pytest.mark.parametrize(
    ("kind", "value", "taken"),
    [
        (str, "a b", "a b"),
        (str, "", ""),
        (Path, "a/b", Path("a/b")),
        (Path, Path("kept"), Path("kept")),
        (list[str], ("a", "b"), ["a", "b"]),
        (Literal["model", "rules"], "rules", "rules"),
        (int, "9", 9),
    ],
)
def test_what_is_plain_is_taken_as_it_was_typed(kind: object, value: object, taken: object) -> None:
    assert plain(kind, value, least=1, most=9) == taken
    assert type(plain(kind, value, least=1, most=9)) is type(taken)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Literal["model", "rules"], "Rules"),
        (int, "0"),
        (int, "10"),
        (int, "-1"),
        (int, "1.5"),
        (int, "\u0664"),
        (float, "1"),
        (bool, "yes"),
        (list[str], ()),
        (list[Path], ("a",)),
    ],
)
def test_what_may_be_wrong_is_left_to_typer(kind: object, value: object) -> None:
    assert plain(kind, value, least=1, most=9) is OTHERWISE


def test_a_command_gets_the_same_values_with_and_without_the_short_way() -> None:
    def told(group: type[Commands] | None, *given: str) -> tuple[int, str]:
        app = typer.Typer(cls=group, rich_markup_mode=None)

        @app.callback()
        def root() -> None:
            """The root."""

        @app.command()
        def show(
            paths: list[str],
            out: Annotated[Path, typer.Option()] = Path("out"),
            least: Least = None,
            how: Annotated[Literal["model", "rules"], typer.Option()] = "model",
            more: Annotated[list[str] | None, typer.Option()] = None,
            loud: Annotated[bool, typer.Option()] = False,
            there: Annotated[Path, typer.Option(exists=True)] = Path("there"),
            upper: Annotated[str | None, typer.Option(parser=str.upper)] = None,
        ) -> None:
            typer.echo(repr((paths, out, least, how, more, loud, there, upper)))

        result = CliRunner().invoke(app, ["show", *given])
        return result.exit_code, result.output

    for given in (
        ("a", "b"),
        ("a", "--out", "x", "--least", "3", "--how", "rules", "--more", "m", "--more", "n", "--loud"),
        ("a", "--least", "0"),
        ("a", "--least", "x"),
        ("a", "--how", "neither"),
        ("a", "--there", "/no/such/path"),
        ("a", "--upper", "x"),
        (),
        ("--help",),
    ):
        assert told(Commands, *given) == told(None, *given)
