"""The engine of a cluster: Apache Spark, started on this machine or an existing one named by its master.

Needs pyspark (the extra ``variorum[spark]``) and Java 17 or newer. Python objects travel as pickled bytes,
and the executors need this package too. The two verbs about links are in ``spark_graph``.
"""

from __future__ import annotations

import os
import shutil
import sys
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from variorum import limits
from variorum.engines import spark_graph
from variorum.engines.base import Holdings, Key, OnProgress, Scores
from variorum.engines.chunks import Chunk, Reader, deliver, processors
from variorum.engines.frames import pack, unpack
from variorum.engines.spill import SpilledGroups
from variorum.engines.work import Failure, check_function, group_rescue, run_chunk, run_group
from variorum.errors import EngineError, MissingExtra
from variorum.rescue import Loss, Rescue
from variorum.settings import WORK

if TYPE_CHECKING:
    from pyspark import RDD, SparkContext
    from pyspark.sql import SparkSession

Item = TypeVar("Item")
Result = TypeVar("Result")
Entry = tuple[tuple[Key, int], bytes]
"""A value by its key and its number, which keeps values of one key in order."""

# Bytes of the items of one job for each worker, or one item: blocks of pairs of 100 thousand articles have
# tens of MB each, and Java keeps what is in flight several times. And its memory, if the user says nothing.
_SENT = 16 * 2**20
_JAVA_MEMORY = "4g"
# Bytes of values that the driver collects before it hands them to the executors.
_HANDED = 32 * 2**20
# What Spark says of a worker that died, and what is said of the item it died of.
_WORKER_DIED = "Python worker exited unexpectedly"
_LOST = "its worker process died (killed, crashed, or ended for taking too long)"


class SparkEngine:
    """Spark as the one that works; the driver, this process, reads the input and gives out the results.

    workers: tasks at once; None is one for each processor here, or what the cluster offers.
    master: of an existing cluster (``spark://host:7077``, ``yarn``, ``k8s://…``); None runs Spark here. What
        else a cluster wants (memory, number of executors) is set as usual, in ``spark-defaults.conf``.
    alone: holdings, or items and links, up to which the driver finds pairs or components alone; to hand over
        fewer would take longer on most clusters.
    Memory of the driver: 64 items for each worker; the keys of ``map_groups``; what it finds alone, or a
        million holdings or links and one partition of what is found; components, which are a list.
    """

    name = "spark"

    def __init__(
        self, *, workers: int | None = None, master: str | None = None, alone: int = WORK.driver_alone
    ) -> None:
        try:
            import pyarrow  # noqa: F401
            import pyspark  # noqa: F401
        except ImportError as error:
            raise MissingExtra(
                f"the engine spark needs {error.name}; install it with: pip install 'variorum[spark]'"
            ) from error
        _check_java()
        self.workers = workers or processors()
        self._asked = workers
        self._master = master
        self._alone = alone
        self._context: SparkContext | None = None
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop Spark, whatever it is at; the engine can be used again."""
        context, self._context = self._context, None
        if context is not None:
            context.cancelAllJobs()
            context.stop()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        total: int | None = None,
        on_progress: OnProgress | None = None,
        rescue: Rescue | None = None,
    ) -> Iterator[Result]:
        """See ``base.Engine.map``."""
        check_function(function)
        reader = Reader(enumerate(items, start=1))
        return deliver(self._chunks(function, reader, rescue), total, on_progress)

    def pairs(
        self, holdings: Iterable[Holdings], *, least: int = 1, most: int | None = None
    ) -> Iterator[Scores]:
        """See ``base.Engine.pairs``."""
        return _told(spark_graph.pairs(self._session, holdings, least=least, most=most, alone=self._alone))

    def components(self, items: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
        """See ``base.Engine.components``."""
        return list(_told(spark_graph.components(self._session, items, links, alone=self._alone)))

    def map_groups(
        self,
        function: Callable[[Key, Sequence[Item]], Result],
        keyed: Iterable[tuple[Key, Item]],
        *,
        on_progress: OnProgress | None = None,
        rescue: Rescue | None = None,
    ) -> Iterator[tuple[Key, Result]]:
        """See ``base.Engine.map_groups``."""
        check_function(function)
        return _told(self._map_groups(function, keyed, on_progress, group_rescue(rescue)))

    def _map_groups(
        self,
        function: Callable[[Key, Sequence[Item]], Result],
        keyed: Iterable[tuple[Key, Item]],
        on_progress: OnProgress | None,
        rescue: Rescue | None,
    ) -> Iterator[tuple[Key, Result]]:
        loads = _loads(keyed)
        first = next(loads, [])
        second = next(loads, [])
        if second:
            yield from self._shuffled(function, chain([first, second], loads), on_progress, rescue)
            return
        with SpilledGroups() as groups:  # so few values that nothing need be shuffled
            for (key, _), data in first:
                groups.add(key, data)
            reader = Reader(enumerate(groups, start=1))
            chunks = self._chunks(partial(run_group, function), reader, rescue)
            yield from deliver(chunks, len(groups), on_progress)

    def _shuffled(
        self,
        function: Callable[[Key, Sequence[Item]], Result],
        loads: Iterator[list[Entry]],
        on_progress: OnProgress | None,
        rescue: Rescue | None,
    ) -> Iterator[tuple[Key, Result]]:
        known: set[Key] = set()
        context = self._start()
        context.setJobDescription("groups by key")
        handed = []
        for entries in loads:
            known.update(key for (key, _), _ in entries)
            handed.append(_kept(context.parallelize(entries, self.workers)))
        keys = sorted(known)
        count = min(len(keys), max(self.workers, len(keys) // WORK.spark_groups), WORK.spark_partitions)
        starts = [len(keys) * part // count for part in range(count)]
        bounds = [keys[start] for start in starts[1:]]
        shuffled = context.union(handed).repartitionAndSortWithinPartitions(count, partial(_part, bounds))
        done = shuffled.mapPartitionsWithIndex(partial(_work_on_groups, pack((function, rescue)), starts))
        try:
            yield from deliver(self._parts(done, count), len(keys), on_progress)
        finally:
            for one in handed:
                one.unpersist()

    def _parts(self, done: RDD[bytes], count: int) -> Iterator[Chunk]:
        """Yield the results of the partitions in order, a job for as many at once as there are workers."""
        windows = (range(start, min(count, start + self.workers)) for start in range(0, count, self.workers))
        context = done.context
        yield from self._ahead(partial(context.runJob, done, list, list(window)) for window in windows)

    def _chunks(
        self, function: Callable[[Item], Result], reader: Reader, rescue: Rescue | None
    ) -> Iterator[Chunk]:
        context = self._start()
        work = partial(_work_on_chunk, pack((function, rescue)))
        windows = _windows(reader, self.workers)
        yield from _told(self._ahead(partial(_job, context, work, window, rescue) for window in windows))
        if reader.error is not None:
            raise reader.error

    def _ahead(self, jobs: Iterator[Callable[[], list[bytes]]]) -> Iterator[Chunk]:
        """Run jobs, a few at once, and yield their results in order."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(WORK.spark_ahead, thread_name_prefix="spark-job")
        waiting: deque[Future[list[bytes]]] = deque()
        try:
            while True:
                for job in islice(jobs, WORK.spark_ahead - len(waiting)):
                    waiting.append(self._threads.submit(job))
                if not waiting:
                    return
                yield from map(unpack, waiting.popleft().result())
        except KeyboardInterrupt:
            self.close()
            raise
        finally:
            for future in waiting:
                future.cancel()

    def _session(self) -> SparkSession:
        self._start()
        return spark_graph.session()

    def _start(self) -> SparkContext:
        if self._context is None:
            self._context = _context(self._master, self.workers, self._asked)
            if self._asked is None:
                self.workers = self._context.defaultParallelism
        return self._context


def _check_java() -> None:
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise EngineError(
            "the engine spark needs Java 17 or newer, and none was found: install it (on Debian: "
            "apt install openjdk-17-jre-headless) or say in JAVA_HOME where it is"
        )


def _context(master: str | None, workers: int, asked: int | None) -> SparkContext:
    """Start Spark. Raises EngineError when it cannot be."""
    from pyspark import SparkConf, SparkContext

    # The executors must run the Python that has this package; on another machine the caller says which.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # Java takes 1 GB by itself, too little for what is sent and, on this machine, for the executors in it.
    os.environ.setdefault("SPARK_DRIVER_MEMORY", _JAVA_MEMORY)
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.maxResultSize": "0",
    }
    if master is None or master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        log = Path(__file__).with_name("spark_log4j2.properties").as_uri()
        options |= {
            # Without memory Spark's own threads die, and it waits for them for ever.
            "spark.driver.extraJavaOptions": f"-XX:+ExitOnOutOfMemoryError -Dlog4j2.configurationFile={log}",
            "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
    elif asked is not None:
        options["spark.cores.max"] = str(asked)
    conf = SparkConf().setAppName("variorum").setMaster(master or f"local[{workers}]")
    try:
        return SparkContext.getOrCreate(conf.setAll(list(options.items())))
    except Exception as error:  # of Java, of the network, of Spark: all that matters is what it says
        raise EngineError(f"Spark did not start ({master or 'local'}): {_cause(error)}") from error


def _windows(reader: Reader, workers: int) -> Iterator[list[bytes]]:
    """Yield the chunks of a job, packed; chunks of fewer items where items are large."""
    size = 1
    while True:
        window: list[bytes] = []
        room = _SENT * workers
        while len(window) < WORK.spark_tasks * workers and room > 0 and (chunk := reader.read(size)):
            window.append(pack(chunk))
            room -= len(window[-1])
            size = min(WORK.chunk, max(1, _SENT // WORK.spark_tasks * len(chunk) // len(window[-1])))
        if not window:
            return
        yield window


def _loads(keyed: Iterable[tuple[Key, Any]]) -> Iterator[list[Entry]]:
    """Yield the values, packed and with their keys and numbers, as many at once as the driver may hold."""
    entries: list[Entry] = []
    size = 0
    for number, (key, value) in enumerate(keyed):
        entries.append(((key, number), pack(value)))
        size += len(entries[-1][1])
        if size >= _HANDED:
            yield entries
            entries, size = [], 0
    if entries:
        yield entries


def _kept(values: RDD[Any]) -> RDD[Any]:
    """Let the executors keep ``values``, so that the driver need not."""
    values.localCheckpoint()
    values.count()
    return values


def _part(bounds: Sequence[Key], place: tuple[Key, int]) -> int:
    return bisect_right(bounds, place[0])


def _job(
    context: SparkContext, work: Callable[[bytes], bytes], window: Sequence[bytes], rescue: Rescue | None
) -> list[bytes]:
    """Return the results of a window of chunks; where a worker died, an item at a time."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    def collect(chunks: Sequence[bytes]) -> list[bytes]:
        found: list[bytes] = context.parallelize(chunks, len(chunks)).map(work).collect()
        return found

    try:
        return collect(window)
    except (Py4JError, PySparkException) as error:
        if rescue is None or _WORKER_DIED not in str(error):
            raise
    results: list[Any] = []
    deaths = 0
    for number, item in chain.from_iterable(map(unpack, window)):
        done: list[Any] = []
        for part in rescue.parts(item):
            try:
                (one,) = collect([pack([(number, part)])])
                found, failure = unpack(one)
            except (Py4JError, PySparkException) as error:
                deaths += 1
                if deaths == WORK.deaths or _WORKER_DIED not in str(error):
                    raise
                done.append(rescue.lost(part, Loss(cause=_LOST, stage="")))
                continue
            if failure is not None:
                return [pack((results, failure))]
            deaths = 0
            done += found
        results.append(rescue.whole(done))
    return [pack((results, None))]


def _work_on_chunk(work: bytes, chunk: bytes) -> bytes:
    function, rescue = unpack(work)
    return _packed(function, unpack(chunk), rescue)


def _work_on_groups(
    work: bytes, starts: Sequence[int], part: int, entries: Iterator[Entry]
) -> Iterator[bytes]:
    function, rescue = unpack(work)
    run = partial(run_group, function)
    groups = groupby(entries, key=lambda entry: entry[0][0])
    for number, (key, group) in enumerate(groups, start=starts[part] + 1):
        yield _packed(run, [(number, (key, [data for _, data in group]))], rescue)


def _packed(function: Callable[[Any], Any], chunk: Sequence[tuple[int, Any]], rescue: Rescue | None) -> bytes:
    limits.can_be_spared()
    try:
        results, failure, _ = run_chunk(function, chunk, rescue)
        return pack((results, failure))
    except Exception as error:  # a result that cannot be sent
        number, item = chunk[0]
        return pack(([], Failure.of(function, number, item, error)))


def _told(results: Iterator[Result]) -> Iterator[Result]:
    """Turn what Spark says when it fails into an EngineError."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield from results
    except (Py4JError, PySparkException, ConnectionError) as error:
        raise EngineError(
            f"Spark gave up: {_cause(error)}. A worker process that died was killed or ran out of memory; "
            "the executors' logs have the rest"
        ) from error


def _cause(error: BaseException) -> str:
    """Return the line of a Java stack trace that says most."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if "Exception" in line or "Error:" in line]
    causes = [line for line in told if not line.startswith("at ")]
    said = (causes or lines or [type(error).__name__])[-1]
    return said.removeprefix("Caused by: ").removeprefix(": ")[:300]
