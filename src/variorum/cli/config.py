"""Options of ``check`` and ``find`` that a project keeps in a file: ``variorum.toml`` or ``pyproject.toml``.

The nearest one counts, from the present folder upwards: ``variorum.toml`` with the options at its top, or
``pyproject.toml`` with a table ``[tool.variorum]``. Names are those of the options. Paths are taken from the
folder of the file; what the command line gives goes before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from math import isfinite
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct

from variorum.errors import InputError, UnreadableFile
from variorum.model import Severity
from variorum.store import is_address

if TYPE_CHECKING:
    from variorum.checking.results import CheckResult

CheckFormat = Literal["terminal", "text", "json", "html", "sarif", "github"]
_NAMES = ("variorum.toml", "pyproject.toml")


class CheckOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What the file may say; ``folder`` is where it stands.

    exclude: drafts that are not checked: patterns like ``notes/*`` of paths from the folder of the file, of
        which ``*`` takes any signs.
    """

    against: str | tuple[str, ...] = ()
    index: str | None = None
    accepted: str | None = None
    fail_on: Severity = "minor"
    strict: bool = False
    format: CheckFormat | None = None
    time_limit: float | None = None
    exclude: tuple[str, ...] = ()

    @property
    def reports(self) -> list[str]:
        """Return the paths of reports to check against."""
        return [self.against] if isinstance(self.against, str) else list(self.against)


class Config(Struct, frozen=True, kw_only=True):
    """Options, the folder that their paths are relative to, and the file, as seen from the present folder."""

    options: CheckOptions
    folder: Path
    file: str | None = None

    def path(self, given: str | None) -> Path | None:
        """Return a path of the file as it is seen from the present folder."""
        return None if given is None else Path(self._seen(given))

    def reports(self) -> list[str]:
        """Return the reports that the file names, as seen from the present folder."""
        return [one if is_address(one) else self._seen(one) for one in self.options.reports]

    def told(self, result: CheckResult) -> CheckResult:
        """Return ``result`` with the name of the file, so that nobody wonders where options came from."""
        return result if self.file is None else msgspec.structs.replace(result, options=self.file)

    def _seen(self, given: str) -> str:
        path = Path(given).expanduser()
        return str(path) if path.is_absolute() else relpath(self.folder / path)

    def kept(self, drafts: Sequence[str]) -> list[str]:
        """Return ``drafts`` without those that ``exclude`` names."""
        return [draft for draft in drafts if not self._is_excluded(draft)]

    def _is_excluded(self, draft: str) -> bool:
        if draft == "-" or not self.options.exclude:
            return False
        place = Path(relpath(draft, self.folder)).as_posix()
        return any(fnmatchcase(place, pattern) for pattern in self.options.exclude)


def read_config(path: Path | None) -> Config:
    """Return the options in ``path``, or in the nearest file there is; without any, those that nobody gave.

    Raises UnreadableFile for a file that cannot be read or is no TOML, InputError for an option that there is
    not, or with a value that it cannot have.
    """
    if path is not None:
        table = _table(path)
        return _read(path, {} if table is None else table)
    for folder in (here := Path.cwd(), *here.parents):
        for name in _NAMES:
            file = folder / name
            if file.is_file() and (table := _table(file)) is not None:
                return _read(file, table)
    return Config(options=CheckOptions(), folder=Path.cwd())


def _table(path: Path) -> dict[str, Any] | None:
    """Return the options of a file as they stand there; None where it is of other tools only."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        held = tomllib.loads(text)
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}", file=str(path)) from error
    except ValueError as error:
        if path.name == "pyproject.toml" and "variorum" not in text:
            return None  # a template, or of other tools, whose affair it is
        raise UnreadableFile(f"is no TOML ({error})", file=str(path)) from error
    if path.name != "pyproject.toml":
        return held
    tools = held.get("tool")
    table = tools.get("variorum") if isinstance(tools, dict) else None
    return table if isinstance(table, dict) else None


def _read(path: Path, table: dict[str, Any]) -> Config:
    try:
        options = msgspec.convert(table, CheckOptions)
    except msgspec.ValidationError as error:
        known = ", ".join(CheckOptions.__struct_encode_fields__)
        raise InputError(
            f"its options cannot be used: {error}; there are: {known}", file=str(path)
        ) from error
    limit = options.time_limit
    if limit is not None and not (isfinite(limit) and limit >= 0):
        raise InputError(
            f"its time-limit is {limit}; give seconds of processor time, 0 for none", file=str(path)
        )
    return Config(options=options, folder=path.resolve().parent, file=relpath(path))
