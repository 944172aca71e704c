"""How the templates of the page are compiled; the build of a wheel reads it too (``hatch_build.py``)."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

OPTIONS: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
# Where a wheel has the page's templates compiled. What Jinja compiles is for its own version alone.
COMPILED = f"page/compiled/{version('jinja2').replace('.', '_')}"
