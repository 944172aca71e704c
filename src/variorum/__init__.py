"""Variorum collates many reports of the same news.

>>> import variorum
>>> collations = variorum.compare("reports/")          # doctest: +SKIP

Everything heavy is imported where it is used, so that this import stays fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Corpus",
    "VariorumError",
    "__version__",
    "annotate",
    "check",
    "collate",
    "compare",
    "find",
    "group",
    "origins",
]

if TYPE_CHECKING:
    from variorum.corpus import Corpus, annotate, check, collate, compare, find, group, origins
    from variorum.errors import VariorumError


def __getattr__(name: str) -> Any:
    """Import the facade the first time one of its names is asked for (PEP 562)."""
    if name == "VariorumError":
        from variorum.errors import VariorumError

        return VariorumError
    if name in __all__:
        from variorum import corpus

        # All at once: importing the rooms annotate, collate and check has put these modules here under the
        # names of the functions.
        globals().update({one: getattr(corpus, one) for one in __all__ if hasattr(corpus, one)})
        return globals()[name]
    raise AttributeError(f"module 'variorum' has no attribute {name!r}")
