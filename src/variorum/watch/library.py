"""The library that speaks HTTP, or the error that says how to get it; imported where it is used."""

from __future__ import annotations

from variorum.errors import MissingExtra

try:
    import httpcore2 as httpcore2
    import httpx2 as httpx2
    import protego as protego
except ImportError as lacking:
    raise MissingExtra(
        f"watching feeds needs {lacking.name}; install it with: pip install 'variorum[watch]'"
    ) from lacking
