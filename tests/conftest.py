"""What all tests share."""

from __future__ import annotations

import os
import shutil
import signal
from importlib.util import find_spec
from pathlib import Path

import pytest

# A shell that starts the tests in the background ignores Ctrl-C for them, and what they start inherits that:
# those that test Ctrl-C would wait for nothing.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Java that compiles in haste: the work that tests give it is too short to pay for more.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Clear away the folders that Spark's executors worked in, once no process of the tests is left."""
    spark = find_spec("pyspark")
    if spark is not None and spark.origin is not None and not hasattr(config, "workerinput"):
        shutil.rmtree(Path(spark.origin).with_name("work"), ignore_errors=True)
