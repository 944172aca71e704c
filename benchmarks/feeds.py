"""Readers of feeds side by side on odd feeds: how many values each gives as they were meant.

    pip install feedparser fastfeedparser atoma; python -m benchmarks.feeds

The feeds of RSS and Atom in tests/golden/feeds were written to be odd, and beside each stands what it says,
written by hand; dates count as moments, titles without regard to blanks. So this says where readers differ on
what is rare, not how often feeds are like that. What is not installed is left out.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from variorum.watch.feeds import read_feed

FOLDER = Path(__file__).parents[1] / "tests" / "golden" / "feeds"
Entries = list[dict[str, Any]]
_LEFT_OUT = ("feed.json", "feed-1.json", "news-sitemap.xml", "sitemap.xml.gz")


def ours(data: bytes, url: str, content_type: str) -> Entries:
    return [msgspec.to_builtins(one) for one in read_feed(data, url=url, content_type=content_type).entries]


def feedparser(data: bytes, url: str, content_type: str) -> Entries:
    headers = {"content-type": content_type, "content-location": url}
    parse = import_module("feedparser").parse
    read = parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    return [_of_feedparser(one) for one in read.entries]


def _of_feedparser(one: Any) -> dict[str, Any]:
    source = one.get("source", {})
    found = {
        "key": one.get("id") or one.get("link"),
        "url": one.get("link"),
        "title": one.get("title"),
        "summary": one.get("summary"),
        "content": (one.get("content") or [{}])[0].get("value"),
        "byline": ", ".join(each["name"] for each in one.get("authors", []) if each.get("name"))
        or one.get("author"),
        "outlet": source.get("title"),
        "outlet_url": source.get("href") or source.get("link"),
        "keywords": [each.term for each in one.get("tags", [])],
    }
    for name in ("published", "updated"):
        moment = one.get(f"{name}_parsed") if name in one else None
        found[name] = time.strftime("%Y-%m-%dT%H:%M:%SZ", moment) if moment else None
    return found


def fastfeedparser(data: bytes, url: str, content_type: str) -> Entries:
    return [
        {
            "key": one.get("id"),
            "url": one.get("link"),
            "title": one.get("title"),
            "summary": one.get("description"),
            "content": (one.get("content") or [{}])[0].get("value"),
            "byline": one.get("author"),
            "published": one.get("published"),
            "updated": one.get("updated"),
            "outlet": (one.get("source") or {}).get("title"),
            "outlet_url": (one.get("source") or {}).get("url"),
            "keywords": [each["term"] for each in one.get("tags") or []],
        }
        for one in import_module("fastfeedparser").parse(data).entries
    ]


def atoma(data: bytes, url: str, content_type: str) -> Entries:
    module = import_module("atoma")
    try:
        return [
            {
                "key": one.guid or one.link,
                "url": one.link,
                "title": one.title,
                "summary": one.description,
                "content": one.content_encoded or None,
                "byline": one.author,
                "published": one.pub_date and one.pub_date.isoformat(),
                "outlet": one.source and one.source.title,
                "outlet_url": one.source and one.source.url,
                "keywords": one.categories,
            }
            for one in module.parse_rss_bytes(data).items
        ]
    except module.FeedParseError:
        return [
            {
                "key": one.id_,
                "url": one.links and one.links[0].href,
                "title": one.title.value,
                "summary": one.summary and one.summary.value,
                "content": one.content and one.content.value,
                "byline": ", ".join(each.name for each in one.authors),
                "published": one.published and one.published.isoformat(),
                "updated": one.updated and one.updated.isoformat(),
                "outlet": one.source and one.source.title,
                "keywords": [each.term for each in one.categories],
            }
            for one in module.parse_atom_bytes(data).entries
        ]


READERS: Mapping[str, Callable[[bytes, str, str], Entries]] = {
    "variorum": ours,
    "feedparser": feedparser,
    "fastfeedparser": fastfeedparser,
    "atoma": atoma,
}


def same(name: str, found: Any, meant: Any) -> bool:
    """Tell whether a value is as it was meant."""
    if name == "keywords":
        return list(found or []) == list(meant or [])
    if not found or not meant:
        return (found or None) == (meant or None)
    if name in ("published", "updated"):
        try:
            return datetime.fromisoformat(found) == datetime.fromisoformat(meant)
        except (TypeError, ValueError):
            return bool(found == meant)
    return bool(" ".join(found.split()) == " ".join(meant.split()) if name == "title" else found == meant)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--verbose", action="store_true", help="Print each value that differs.")
    options = parser.parse_args()
    paths = [
        one
        for one in sorted(FOLDER.glob("*.expected.json"))
        if one.name[: -len(".expected.json")] not in _LEFT_OUT
    ]
    for reader, read in READERS.items():
        whole = right = values = 0
        for path in paths:
            told = json.loads(path.read_text(encoding="utf-8"))
            name = path.name.removesuffix(".expected.json")
            try:
                found = read((FOLDER / name).read_bytes(), told["url"], told["content_type"])
            except ModuleNotFoundError:
                break
            except Exception as error:  # a reader that gives up gives nothing
                found = []
                if options.verbose:
                    print(f"  {name}: {type(error).__name__}: {str(error)[:100]}")
            meant = [
                (place, key, value) for place, one in enumerate(told["entries"]) for key, value in one.items()
            ]
            meant = [one for one in meant if one[1] != "lang"]
            wrong = [
                (name, place, key, value, found[place].get(key) if place < len(found) else None)
                for place, key, value in meant
                if place >= len(found) or not same(key, found[place].get(key), value)
            ]
            values, right = values + len(meant), right + len(meant) - len(wrong)
            whole += not wrong and len(found) == len(told["entries"])
            for one in wrong if options.verbose else ():
                print("  ", *one)
        else:
            print(f"{reader:16} {whole:3} of {len(paths)} feeds whole, {right} of {values} values as meant")


if __name__ == "__main__":
    main()
