"""What all tests share."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, settings
from tests.postgres import postgres as postgres
from xdist.scheduler import LoadScopeScheduling

# A shell that starts the tests in the background ignores Ctrl-C for them, and what they start inherits that:
# those that test Ctrl-C would wait for nothing.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says how busy the machine is, and that tables are made at the first call.
settings.register_profile("variorum", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("variorum")

# Java that compiles in haste: the work that tests give it is too short to pay for more.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

# Files whose tests are handed out one by one, at the end, so that no process waits for another.
ALONE = {"test_growth.py"}
# Files that start the same large program: all in one process of tests, which then starts it once.
TOGETHER = {
    **dict.fromkeys(
        ["test_engines.py", "test_links.py", "test_spark_engine.py", "test_commands_go_on.py"], "java"
    ),
    **dict.fromkeys(["test_store.py", "test_store_events.py", "test_watched.py"], "postgres"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the largest groups first and those of one test last, so that no process waits long at the end."""
    items.sort(key=lambda item: (item.path.name in ALONE, item.path.name not in TOGETHER))


class ByFile(LoadScopeScheduling):
    """Keeps the tests of a file in one process: what they share is then made once.

    Not by xdist's own marks of groups: with pytest 9.2 they are ignored, and nothing says so
    (https://github.com/pytest-dev/pytest-xdist/issues/1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        name = file.rpartition("/")[2]
        return nodeid if name in ALONE else TOGETHER.get(name, file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    """Return who hands the tests out, in the order in which they stand."""
    config.option.loadscopereorder = False
    return ByFile(config, log)
