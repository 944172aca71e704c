"""Lines around a post that are not its words: who posted it, when, how many liked it, where to see it."""

from __future__ import annotations

import re

from variorum.formats.dates import to_iso
from variorum.settings import PAGES
from variorum.text.late import late

HANDLE = late(r"@[A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_])?(?:@[\w-]+(?:\.[\w-]+)+)?")
EDGES = " \t\n\u00a0()[]·•|,:–—―-"
# "2h", "3 hours ago", "10:15 AM": times that tell no day.
AGO = late(
    r"(?<![\w.])(?:\d{1,3}\s?(?:[smhdwy]|min|mo|hrs?|(?:second|minute|hour|day|week|month|year)s?)(?: ago)?"
    r"|\d{1,2}:\d\d(?:\s*[AaPp]\.?[Mm]\b\.?)?)(?!\w)"
)
# Words beside a name that are none of it.
BADGE = late(r"\bverified(?: account)?\b|\bfollow(?:ing)?\b|[✓☑✔]\ufe0f?|\bpromoted\b", re.IGNORECASE)
# What a link to the post itself says.
LINK_WORDS = late(
    r"\b(?:permalink|source|original|link|(?:view|open|see|read|go to|show)"
    r"(?: (?:the|this|full|original|it))*(?: (?:post|thread|status|note|message|page|original))?"
    r"(?: (?:on|in|at) [\w.]+)?)$",
    re.IGNORECASE,
)
_COUNTS = late(
    r"\d[\d.,]*\s?[KkMm]?\s+(?:re(?:posts?|tweets?|truths?|blogs?|pl(?:y|ies)|actions?|notes?)|likes?|quotes?|views?"
    r"|comments?|shares?|boosts?|favou?rites?|bookmarks?|notes?)\b",
    re.IGNORECASE,
)
_PARTS = late(r"\s*[·•|]\s*|\s+-\s+")
_CLOCK = late(r"(\d{1,2}[:.]\d\d(?:\s*[AaPp]\.?[Mm]\.?)?)\s*[·•|–—,-]\s*(.*\d{4}.*)")


def moment_of(words: str) -> str | None:
    """Return the date that ``words`` are and nothing else, in any order of day and time of day."""
    words = words.strip(EDGES)
    if not 6 <= len(words) <= PAGES.frame_date or not any(map(str.isdigit, words)):
        return None
    if clock := _CLOCK.fullmatch(words):
        words = f"{clock[2]} {clock[1]}"
    found = to_iso(words) or next(filter(None, map(to_iso, _PARTS.split(words))), None)
    return found if found and len(found) >= len("2026-02-10") else None


def is_frame(line: str, author: str | None, handle: str | None, stamp: str | None = None) -> bool:
    """Tell whether a line of a post is who posted it, when, how it was received or where it is, alone."""
    if len(line) > PAGES.frame:
        return False
    rest = line
    for name in (handle, author, stamp, (handle or "").lstrip("@")):
        if name:
            rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", rest, count=1)
    for pattern in (BADGE, _COUNTS):
        rest = pattern.sub(" ", rest)
    bare = rest.strip(EDGES)
    if moment_of(bare):
        return True
    bare = LINK_WORDS.sub(" ", AGO.sub(" ", bare)).strip(EDGES)
    return not any(map(str.isalnum, bare)) or moment_of(bare) is not None
