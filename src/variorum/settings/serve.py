"""How much a served page takes and gives: sizes, times and rates of ``variorum serve``."""

from __future__ import annotations

from msgspec import Struct


class ServeSettings(Struct, frozen=True, kw_only=True):
    """Limits of ``variorum serve``; none of them decides what is found.

    port: where it listens unless told; the registry of ports names nothing for it.
    upload: bytes of all files of one request; a folder of 30 saved pages has some 20 MB.
    files: files of one request.
    body: bytes of any other request: a draft of a book is 1 MB.
    field: bytes of one field of a form; a draft is the longest.
    patience: seconds to wait for the next piece of a request, and for what is under way when it is stopped.
    requests, requests_at_once: requests a second of one client, and how many more it may send in a row. A
        page asks for four files, and somebody who holds the key j sends none.
    writes, writes_at_once: the same for what changes the store or reads a draft.
    clients: clients whose requests are counted; the one not seen for longest is forgotten.
    rows, most_rows: lines of a list unless told, and at most.
    jobs: batches of reports whose outcome is remembered. waiting: batches that may wait; more are refused.
    told: reports of a batch that are told by name.
    rejects: files of a batch that are told with the reason why they were not read.
    changes: changes of a page that are shown; one that was written anew has one for each sentence.
    words: code points of a search or a name; nobody types longer ones.
    shown_pages: pages of stories that are kept as they were made: some hundred kB each for thirty reports.
    piece: bytes of a file that are written at once.
    tags: addresses of which it is kept what they answered with last: some hundred bytes each.
    outlets: outlets that a field suggests; a browser lists no more with ease.
    """

    port: int = 8765
    upload: int = 64 * 2**20
    files: int = 200
    body: int = 4 * 2**20
    field: int = 2 * 2**20
    patience: float = 20.0
    requests: float = 100.0
    requests_at_once: int = 400
    writes: float = 10.0
    writes_at_once: int = 60
    clients: int = 1024
    rows: int = 30
    most_rows: int = 100
    jobs: int = 50
    waiting: int = 20
    told: int = 20
    rejects: int = 20
    changes: int = 200
    words: int = 300
    shown_pages: int = 16
    piece: int = 2**16
    tags: int = 2048
    outlets: int = 200


SERVE = ServeSettings()
