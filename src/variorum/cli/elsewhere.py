"""Commands whose modules are loaded when one of them is asked for (Click's manual: lazily loading them)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from variorum.cli.streams import Commands

ELSEWHERE = {
    "check": ("check", "check"),
    "find": ("check", "find"),
    "brief": ("brief", "brief"),
    "export": ("export", "export"),
    "import": ("export", "bring_back"),
    "rejoin": ("rejoin", "rejoin"),
    "sample": ("evaluation", "sample"),
    "evaluate": ("evaluation", "evaluate"),
    "schema": ("export", "schema"),
    "mcp": ("mcp", "mcp"),
    "add": ("desk", "add"),
    "refresh": ("desk", "refresh"),
    "verify": ("desk", "verify"),
    "backup": ("desk", "backup"),
    "serve": ("serve", "serve"),
    "watch": ("watch", "watch"),
    "events": ("events", "events"),
    "follow": ("events", "follow"),
}
"""Of each command: the module in this room, and its function. In the order in which help shows them."""


class AllCommands(Commands):
    """The group of all commands: those that it was given, and those of ``ELSEWHERE``."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, in order."""
        own = super().list_commands(ctx)
        return [*own, *(name for name in ELSEWHERE if name not in own)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, loaded now where it stands elsewhere; None where there is no such command."""
        if cmd_name not in self.commands and cmd_name in ELSEWHERE:
            self.add_command(_loaded(cmd_name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that was asked for; where there is none, the error names any that is like it."""
        if args[0] not in self.list_commands(ctx):
            for name in ELSEWHERE:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _loaded(name: str) -> Any:
    module, function = ELSEWHERE[name]
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name)(getattr(import_module(f"variorum.cli.{module}"), function))
    return get_command(alone)
