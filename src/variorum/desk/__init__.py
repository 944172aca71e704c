"""The desk: a store, what is added to it, what is decided, and all that a page asks for (``facade``)."""

from __future__ import annotations

from variorum.desk.facade import Desk
from variorum.desk.records import Added, StoryView, utc_now

__all__ = ["Added", "Desk", "StoryView", "utc_now"]
