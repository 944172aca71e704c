"""The two verbs about links on Spark: what its executors do in place of ``graph``.

All work on tables is said in column expressions, so it runs inside Java. The driver hands over holdings and
links as Arrow, a bounded load after the other, and reads results a partition at a time.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from variorum.engines import graph
from variorum.engines.base import Holdings, Key, Scores
from variorum.settings import WORK

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

_LOAD, _EACH, _ROWS = WORK.spark_load, WORK.spark_each, WORK.spark_rows
_PRODUCTS, _TASKS, _TOLD = WORK.spark_products, WORK.spark_partitions, WORK.spark_told

Item = TypeVar("Item")
Result = TypeVar("Result")
Start = Callable[[], "SparkSession"]
"""Starts Spark, when it is needed."""


def session() -> SparkSession:
    """Return a session of its own in the Spark that runs, with what the tables here need."""
    from pyspark.sql import SparkSession

    own = SparkSession.builder.getOrCreate().newSession()
    # Sums that the contract leaves open (a key that one item holds) may go round, as they do in numpy.
    own.conf.set("spark.sql.ansi.enabled", "false")
    # A load travels as Arrow, in as many pieces as there are workers.
    own.conf.set("spark.sql.execution.arrow.localRelationThreshold", "0")
    pieces = math.ceil(_LOAD / own.sparkContext.defaultParallelism)
    own.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(pieces))
    return own


def pairs(
    start: Start, holdings: Iterable[Holdings], *, least: int, most: int | None, alone: int
) -> Iterator[Scores]:
    """See ``base.Engine.pairs``.

    alone: holdings up to which the driver works alone.
    Two shuffles. The first brings together the holders of each key, which become a sorted list. In the second
    each task has a range of items, and gets the list of each key that one of them holds, from the range on.
    So lists travel and not pairs, and the work on a key of many holders is spread over all tasks.
    """
    parts = iter(holdings)
    few: list[Holdings] = []
    count = 0
    for part in parts:
        few.append(part)
        count += len(part[0])
        if count > alone:
            break
    else:
        held = graph.matrix(few, most)
        if graph.products(held) <= _EACH * alone:
            yield from graph.scores(held, least)
            return
        del held
    spark = start()
    _say(spark, "pairs: holdings by key")
    rows, count = _handed(spark, map(_table, _loads(chain(_taken(few), parts))))
    lists = _holders(rows, _tasks(rows, count, _ROWS), most)
    sizes = "sum(bigint(size(held)) * (size(held) - 1) div 2)", "max(element_at(held, -1).item) + 1"
    ((products, items),) = _aside(lists.selectExpr(*sizes).collect)
    del rows
    if products:
        tasks = _tasks(lists, products, _PRODUCTS)
        _say(spark, "pairs: lists of holders by range of items")
        yield from _read(_scores(lists, tasks, math.ceil(items / tasks), least))


def _holders(rows: DataFrame, tasks: int, most: int | None) -> DataFrame:
    """Return the holders of each key that links any, with their weights: ``held``, a list sorted by item."""
    from pyspark.sql import functions as f

    summed = rows.repartition(tasks, "keys").groupBy("keys", "items").agg(f.sum("weights").alias("weight"))
    one = f.struct(f.col("items").alias("item"), "weight")
    lists = summed.groupBy("keys").agg(f.sort_array(f.collect_list(one)).alias("held")).select("held")
    linking = lists.where("size(held) > 1")
    return _kept(linking if most is None else linking.where(f"size(held) <= {most}"))


def _scores(lists: DataFrame, tasks: int, width: int, least: int) -> DataFrame:
    """Return the pairs of each item that is the first of any: ``left``, ``rights``, ``scores``.

    Partition n has the items from ``n * width`` to the next one's, and everything is sorted.
    """
    from pyspark.sql import functions as f

    place = f"int(one.item div {width})"
    by_range = (
        lists.selectExpr(f"explode(array_distinct(transform(held, one -> {place}))) AS range", "held")
        .selectExpr("range", f"filter(held, one -> {place} >= range) AS held")
        .where("size(held) > 1")
        .repartitionById(tasks, "range")
    )
    lefts = by_range.selectExpr(
        "range", f"posexplode(filter(held, one -> {place} = range)) AS (number, one)", "held"
    )
    after = "inline(slice(held, number + 2, size(held))) AS (right, other)"
    products = lefts.selectExpr("range", "one.item AS left", "one.weight", after)
    added = products.groupBy("range", "left", "right").agg(f.expr("sum(weight * other) AS score"))
    wanted = added.where(f.col("score") >= least)
    found = wanted.groupBy("range", "left").agg(f.expr("sort_array(collect_list((right, score))) AS found"))
    columns = found.selectExpr("left", "found.right AS rights", "found.score AS scores")
    # All at once: while partitions are read, they would be worked on one after the other.
    return _kept(columns.sortWithinPartitions("left"), eager=True)


def _read(found: DataFrame) -> Iterator[Scores]:
    import numpy as np

    rows: list[Any] = []
    count = 0

    def told() -> Scores:
        left = np.repeat([row[0] for row in rows], [len(row[1]) for row in rows])
        columns = (np.fromiter(chain.from_iterable(row[n] for row in rows), np.int64, count) for n in (1, 2))
        return Scores(left, *columns)

    for row in _aside(found.toLocalIterator):
        rows.append(row)
        count += len(row[1])
        if count >= _TOLD:
            yield told()
            rows, count = [], 0
    if rows:
        yield told()


def components(
    start: Start, items: Iterable[Key], links: Iterable[tuple[Key, Key]], *, alone: int
) -> Iterator[tuple[Key, ...]]:
    """Yield what ``base.Engine.components`` returns.

    alone: items and links up to which the driver works alone.
    Large-star and small-star in turn (Kiveris et al. 2014, "Connected components in MapReduce and beyond"),
    until every item is linked to the first of its component and to no other.
    """
    names, ends = iter(items), iter(links)
    few = list(islice(names, alone + 1))
    linked = list(islice(ends, max(0, alone + 1 - len(few))))
    if len(few) + len(linked) <= alone:
        yield from graph.components(few, linked)
        return
    spark = start()
    _say(spark, "components")
    known, _ = _handed(spark, map(_name_table, _cut(chain(_taken(few), names))))
    joined, count = _handed(spark, map(_link_table, _cut(chain(_taken(linked), ends))))
    spark.conf.set("spark.sql.shuffle.partitions", str(_tasks(joined, count, _ROWS)))
    known = known.union(joined.select("a")).union(joined.select("b"))
    stars = _stars(joined.selectExpr("greatest(a, b) AS a", "least(a, b) AS b").where("a > b"))
    labelled = known.selectExpr("name", "name AS first").union(stars).groupBy("name")
    found = labelled.agg({"first": "min"}).toDF("name", "first").sort("first", "name")
    rows = ((bytes(first), bytes(name)) for name, first in _aside(found.toLocalIterator))
    for _, group in groupby(rows, key=itemgetter(0)):
        yield tuple(name.decode("utf-8", "surrogatepass") for _, name in group)


def _stars(links: DataFrame) -> DataFrame:
    """Return a link from each item, ``a``, to the first of its component, ``b``, but for the first itself."""
    stars = _kept(links.distinct())
    while not _are_stars(stars):
        stars = _kept(_small_star(_large_star(stars)))
    return stars


def _are_stars(links: DataFrame) -> bool:
    """Return whether each item is linked to one below it, or to ones above it only."""
    ends = links.selectExpr("a AS name", "1 AS up", "0 AS down")
    ends = ends.union(links.selectExpr("b AS name", "0 AS up", "1 AS down"))
    degrees = ends.groupBy("name").agg({"up": "sum", "down": "max"}).toDF("name", "up", "down")
    return _aside(degrees.where("up > 0 AND up + down > 1").isEmpty)


def _large_star(links: DataFrame) -> DataFrame:
    """Link what is linked to an item and above it to the first around that item."""
    both = links.union(links.select("b", "a"))
    near = both.groupBy("a").agg({"b": "min"}).toDF("a", "first")
    return both.join(near, "a").where("b > a").selectExpr("b AS a", "least(a, first) AS b")


def _small_star(links: DataFrame) -> DataFrame:
    """Link an item, and what is linked to it and below it, to the first of these."""
    near = links.groupBy("a").agg({"b": "min"}).toDF("a", "first")
    joined = links.join(near, "a")
    return joined.selectExpr("if(b > first, b, a) AS a", "first AS b").distinct()


def _taken(parts: list[Any]) -> Iterator[Any]:
    """Yield the parts, and let go of each."""
    parts.reverse()
    while parts:
        yield parts.pop()


def _loads(parts: Iterable[Holdings]) -> Iterator[Holdings]:
    """Yield the holdings in parts of at most ``_LOAD``, and at least one part."""
    waiting: list[Holdings] = []
    room = _LOAD
    for part in parts:
        start = 0
        while len(part[0]) - start >= room:
            end = start + room
            yield _together([*waiting, Holdings(*(column[start:end] for column in part))])
            start, waiting, room = end, [], _LOAD
        waiting.append(Holdings(*(column[start:] for column in part)))
        room -= len(part[0]) - start
    yield _together(waiting)


def _together(parts: list[Holdings]) -> Holdings:
    import numpy as np

    nothing = (np.zeros(0, np.int64),) * 3
    return Holdings(*(np.concatenate(columns) for columns in zip(nothing, *parts, strict=True)))


def _table(part: Holdings) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table(part._asdict())


def _cut(values: Iterator[Item]) -> Iterator[list[Item]]:
    """Yield the values in lists of at most ``_LOAD``, and at least one list."""
    yield list(islice(values, _LOAD))
    while part := list(islice(values, _LOAD)):
        yield part


def _name_table(names: list[Key]) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table({"name": _bytes(names)})


def _link_table(links: list[tuple[Key, Key]]) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table({"a": _bytes(a for a, _ in links), "b": _bytes(b for _, b in links)})


def _bytes(names: Iterable[Key]) -> pyarrow.Array:
    """Return names as bytes, which sort as the names do; any name can be said so, half a character too."""
    import pyarrow

    return pyarrow.array([name.encode("utf-8", "surrogatepass") for name in names], pyarrow.binary())


def _handed(spark: SparkSession, tables: Iterable[pyarrow.Table]) -> tuple[DataFrame, int]:
    """Hand tables, one or more, to the executors one after the other; return them as one, and its rows."""
    frames: deque[DataFrame] = deque()
    count = 0
    for table in tables:
        count += table.num_rows
        frames.append(_kept(spark.createDataFrame(table), eager=True))
    while len(frames) > 1:  # by twos: a plan as deep as the loads are many would be too deep
        frames.append(frames.popleft().union(frames.popleft()))
    return frames[0], count


def _kept(frame: DataFrame, *, eager: bool = False) -> DataFrame:
    """Let the executors keep ``frame`` on their disks, so that neither the driver nor they find it again."""
    from pyspark import StorageLevel

    return _aside(lambda: frame.localCheckpoint(eager, StorageLevel.DISK_ONLY))


def _aside(work: Callable[[], Result]) -> Result:
    """Wait for Java in another thread; return or raise what comes of it.

    On Ctrl-C, PySpark cancels the jobs over the connection of the thread that was interrupted. If that one
    waits for Java, its connection is in use, and the jobs go on.
    """
    from pyspark import InheritableThread

    done: Future[Result] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # belongs to the thread that waits
            done.set_exception(error)

    InheritableThread(target=run, daemon=True).start()
    return done.result()


def _say(spark: SparkSession, what: str) -> None:
    """Name the jobs that follow, for Spark's pages and logs."""
    spark.sparkContext.setJobDescription(what)


def _tasks(frame: DataFrame, rows: int, each: int) -> int:
    workers = frame.sparkSession.sparkContext.defaultParallelism
    return min(max(workers, math.ceil(rows / each)), _TASKS)
