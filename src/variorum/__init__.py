"""Variorum collates many reports of the same news.

>>> import variorum
>>> collations = variorum.compare("reports/")          # doctest: +SKIP

Everything heavy is imported where it is used, so that this import stays fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"
# Where each public name comes from.
_HOMES = {
    "Article": "model",
    "Corpus": "corpus",
    "Settings": "settings",
    "VariorumError": "errors",
    "annotate": "verbs",
    "check": "checks",
    "collate": "verbs",
    "compare": "verbs",
    "find": "checks",
    "group": "verbs",
    "origins": "verbs",
    "schema": "schemas",
    "to_frame": "verbs",
}
__all__ = [
    "Article",
    "Corpus",
    "Settings",
    "VariorumError",
    "__version__",
    "annotate",
    "check",
    "collate",
    "compare",
    "find",
    "group",
    "origins",
    "schema",
    "to_frame",
]

if TYPE_CHECKING:
    from variorum.checks import check, find
    from variorum.corpus import Corpus
    from variorum.errors import VariorumError
    from variorum.model import Article
    from variorum.schemas import schema
    from variorum.settings import Settings
    from variorum.verbs import annotate, collate, compare, group, origins, to_frame


def __getattr__(name: str) -> object:
    """Import a public name the first time it is asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'variorum' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"variorum.{_HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    """Return the public names, and none of what Python and this module put beside them."""
    return sorted(__all__)
