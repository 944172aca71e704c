"""How a desk keeps, groups anew and shows: see ``store`` and ``desk``."""

from __future__ import annotations

from msgspec import Struct


class StoreSettings(Struct, frozen=True, kw_only=True):
    """What a store holds at once and how long it waits.

    busy: seconds to wait for others that write; one change takes milliseconds, a large regrouping seconds.
    cache: bytes of the file that each connection keeps in memory.
    snippet: words around what was found; SQLite takes at most 64.
    most: rows of one list at once, whatever is asked for.
    matched: articles with all words of a search, the latest, whose stories are listed.
    whole: articles up to which all are grouped anew when some arrive, so that the stories are just those of
        grouping everything at once: about a second of processor time. Beyond, it is those that share rare
        words with what is new, and the stories that these are in.
    share: also in a larger store, when what is new is at least this share of all.
    near: articles that share rare words, looked at for each new one.
    tries: times that regrouping begins again because somebody else was quicker, before it makes them wait.
    together: articles of stories that wait for collating in memory at once.
    """

    busy: float = 600.0
    cache: int = 64 * 2**20
    snippet: int = 32
    most: int = 500
    matched: int = 2_000
    whole: int = 1_000
    share: float = 0.25
    near: int = 60
    tries: int = 3
    together: int = 500


STORE = StoreSettings()
