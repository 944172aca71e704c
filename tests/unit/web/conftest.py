"""A desk with three reports of one invented accident, and a client of what is served of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from variorum.desk import Desk
from variorum.web.app import application
from variorum.web.guard import Access

REPORTS = Path(__file__).parents[2] / "browser" / "reports" / "bridge"
HERE = frozenset({"testserver"})


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with three reports."""
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    names = ("osterby-post", "lenn-valley-radio", "northern-courier")
    with Desk(path, annotator="rules", workers=1) as desk:
        list(desk.add(*(REPORTS / f"{name}.html" for name in names)))
    return path


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Iterator[Desk]:
    """A copy of the store, to change."""
    for file in filled.parent.glob("desk.db*"):
        shutil.copy(file, tmp_path)
    with Desk(tmp_path / "desk.db", annotator="rules", workers=1) as found:
        yield found


@pytest.fixture
def serving(desk: Desk) -> Iterator[Callable[..., TestClient]]:
    """Return a client of the desk, for whom ``access`` lets in."""
    running: list[TestClient] = []

    def client(access: Access | None = None) -> TestClient:
        made = TestClient(application(desk, access or Access(hosts=HERE)), follow_redirects=False)
        made.__enter__()
        running.append(made)
        return made

    yield client
    for one in running:
        one.__exit__(None, None, None)


@pytest.fixture
def client(serving: Callable[..., TestClient]) -> TestClient:
    """A client on this machine."""
    return serving()
