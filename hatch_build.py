"""Compiles the page's templates into the wheel, so that no ``compare`` spends a tenth of its time on it.

An editable install and a run from the source tree have none; there templates are compiled when they are used.
So they are where another version of Jinja is installed than the one that compiled them.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Filters(dict[str, Any]):
    """Stands for the filters of the page, which are known when it is rendered: any name is one."""

    def __contains__(self, name: object) -> bool:
        return True

    def get(self, name: str, default: Any = str) -> Any:
        """Return the filter of this name, or one in place of it."""
        return super().get(name, default)

    def __missing__(self, name: str) -> Any:
        return str


class CompiledTemplates(BuildHookInterface):
    """Adds the compiled templates to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """See Hatch."""
        if version == "editable":
            return
        from jinja2 import Environment, FileSystemLoader

        package = Path(self.root, "src/variorum")
        how = runpy.run_path(str(package / "outputs/templates.py"))
        loader = FileSystemLoader(package / "outputs/page")
        # Nothing is worked out beforehand: a filter of the page's would have to be there for it.
        environment = Environment(loader=loader, optimized=False, **how["OPTIONS"])
        environment.filters = Filters(environment.filters)
        self.made = TemporaryDirectory()
        environment.compile_templates(self.made.name, zip=None, extensions=["j2"], ignore_errors=False)
        for file in Path(self.made.name).iterdir():
            build_data["force_include"][str(file)] = f"variorum/outputs/{how['COMPILED']}/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """See Hatch."""
        if version != "editable":
            self.made.cleanup()
