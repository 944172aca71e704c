"""A PostgreSQL for the tests: one server a run, on a socket in a folder of its own, gone with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Nothing of it need outlive the tests; it hears no network.
_OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "40",
    "shared_buffers": "16MB",
    "synchronous_commit": "off",
}
_MAKING = ("--auth=trust", "--no-locale", "--no-sync")
_PATIENCE = 60.0  # seconds; it starts in less than one on a free machine


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start the server; gives its address, ``postgresql://…``, of a database in which all is allowed."""
    # Not below pytest's own folder: that is closed to the user it runs as, and too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="variorum-postgres-"))
    try:
        as_user = _user(folder)
        data = folder / "data"
        subprocess.run(
            [_program("initdb"), "-D", data, "-U", "tests", "-E", "UTF8", *_MAKING],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **as_user,
        )
        settings = [f"--{name}={value}" for name, value in _OPTIONS.items()]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [_program("postgres"), "-D", data, "-k", folder, *settings], stderr=log, cwd=folder, **as_user
            )
        try:
            address = f"postgresql://tests@/postgres?host={folder}"
            _wait(server, address, folder / "log")
            yield address
        finally:
            server.send_signal(signal.SIGINT)  # at once, whoever is still connected
            server.wait(_PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    """Return the path of a program of PostgreSQL; Debian keeps them outside of the search path."""
    known = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = shutil.which(name) or (str(known[-1]) if known else None)
    assert found, f"PostgreSQL is needed for these tests, and there is no {name}: scripts/install-postgres"
    return found


def _user(folder: Path) -> dict[str, Any]:
    """Return how to start as whom: PostgreSQL refuses root, so another user is given the folder."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    who = known.get("postgres") or known["nobody"]
    os.chown(folder, who.pw_uid, who.pw_gid)
    folder.chmod(0o755)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Return when the server answers. Raises AssertionError with what it logged when it does not."""
    import psycopg

    until = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"PostgreSQL did not start: {log.read_text()}")
