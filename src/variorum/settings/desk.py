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
    terms: words whose articles are kept at hand while the nearest of many new articles are sought; a round
        of a watch brings hundreds that share most of theirs.
    tries: times that regrouping begins again because somebody else was quicker, before it makes them wait.
    days: reports that lie farther apart than that count as ``GroupSettings.far``; as ``GroupSettings.span``.
    together: articles of stories that wait for collating in memory at once.
    asked: values in one question, and rows of one answer that are held.
    level: of zlib, for layers; 6 saves 4 in a hundred more and takes a third longer (300 reports).
    name: code points of a file's name that are kept of one that was handed over.
    searched: code points of a text whose words are found in PostgreSQL, which takes 1 MB of them.
    indexed: articles whose words are entered for checking in one change, so that others need not wait long.
    """

    busy: float = 600.0
    cache: int = 64 * 2**20
    snippet: int = 32
    most: int = 500
    matched: int = 2_000
    whole: int = 1_000
    share: float = 0.25
    near: int = 60
    terms: int = 4_000
    tries: int = 3
    days: float = 7.0
    together: int = 500
    asked: int = 200
    level: int = 1
    name: int = 100
    searched: int = 400_000
    indexed: int = 2_000


STORE = StoreSettings()
