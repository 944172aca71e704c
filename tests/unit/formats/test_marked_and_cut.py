"""What other programs leave beside their data, moments to the nanosecond, pages that a crawler cut off."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tests.archive import page, record, response

from variorum.formats import read
from variorum.model import Article
from variorum.settings import ReadSettings

TEXT = "The library stays open on Sundays, the council said."
NANOSECONDS = 1_772_000_000_123_456_789


def test_moments_to_the_nanosecond_are_cut_off_and_not_refused(tmp_path: Path) -> None:
    moment = pa.timestamp("ns", "UTC")
    table = pa.table(
        {
            "text": [TEXT, f"{TEXT} Again."],
            "date": pa.array([NANOSECONDS, None], moment),
            "seen": pa.array([[NANOSECONDS], []], pa.list_(moment)),
            "by": pa.array([{"at": NANOSECONDS}, None], pa.struct([("at", pa.timestamp("ns"))])),
            "each": pa.array([[("a", NANOSECONDS)], []], pa.map_(pa.string(), moment)),
            "took": pa.array([1_234_567, None], pa.duration("ns")),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    first, second = read([tmp_path / "in.parquet"], settings=ReadSettings())
    assert isinstance(first, Article)
    assert first.date == "2026-02-25T06:13:20.123456+00:00"
    assert first.extra["seen"] == [first.date]
    assert isinstance(second, Article)
    assert second.date is None


def test_marker_files_of_spark_and_hive_are_no_reports(tmp_path: Path) -> None:
    (tmp_path / "part-00000.jsonl").write_text(json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    (tmp_path / "_delta_log").mkdir()
    for name in (
        "_SUCCESS",
        "_committed_6012345678901234567",
        "_started_6012345678901234567",
        ".part-00000.jsonl.crc",
        "part-00000.jsonl.crc",
        "_metadata",
        "_common_metadata",
        "_delta_log/00000000000000000000.json",
    ):
        (tmp_path / name).write_bytes(b"")
    [found] = read([tmp_path], settings=ReadSettings())
    assert isinstance(found, Article)
    # Somebody who names one wants to know.
    [refused] = read([tmp_path / "_SUCCESS"], settings=ReadSettings())
    assert not isinstance(refused, Article)


def test_a_page_that_the_crawler_cut_off_is_truncated(tmp_path: Path) -> None:
    body = response(page(TEXT * 3, TEXT * 4))
    (tmp_path / "crawl.warc").write_bytes(
        record(body) + record(body, url="https://gazette.example/b", WARC_Truncated="length")
    )
    found = [
        one for one in read([tmp_path / "crawl.warc"], settings=ReadSettings()) if isinstance(one, Article)
    ]
    assert [one.status for one in found] == ["read", "truncated"]
    assert "WARC-Truncated: length" in json.dumps(found[1].extra)
