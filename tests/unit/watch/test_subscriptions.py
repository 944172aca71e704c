"""Lists of feeds: OPML and plain addresses."""

import pytest

from variorum.errors import FeedError
from variorum.watch.feeds import read_subscriptions
from variorum.watch.records import Subscription

OPML = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="2.0"><head><title>Desk</title></head><body>
<outline text="Halden"><outline type="rss" text="Caf\xe9 &amp; co"
    xmlUrl="https://halden.example/feed" htmlUrl="https://halden.example/"/>
  <outline text="Courts"><outline type="atom" title="Skarra Post" xmlurl="https://skarra.example/atom"/></outline></outline>
<outline type="link" text="By link" url="https://tern.example/rss"/>
<outline type="link" text="Another list" url="https://tern.example/more.opml"/>
<outline type="rss" text="Twice" xmlUrl="https://halden.example/feed"/>
<outline type="rss" text="No address of the web" xmlUrl="javascript:alert(1)"/>
<outline text="feed scheme" xmlUrl="feed://quern.example/x"/>
</body></opml>"""


def test_opml_gives_feeds_once_with_the_folders_they_lie_in() -> None:
    assert read_subscriptions(OPML) == (
        Subscription(
            url="https://halden.example/feed",
            title="Café & co",
            home="https://halden.example/",
            folder=("Halden",),
        ),
        Subscription(url="https://skarra.example/atom", title="Skarra Post", folder=("Halden", "Courts")),
        Subscription(url="https://tern.example/rss", title="By link"),
        Subscription(url="https://quern.example/x", title="feed scheme"),
    )


def test_a_text_has_an_address_a_line() -> None:
    text = b"# ours\r\n\r\nhttps://halden.example/feed  # Halden Gazette\nhttps://skarra.example/atom Post\n"
    assert read_subscriptions(text) == (
        Subscription(url="https://halden.example/feed", title="Halden Gazette"),
        Subscription(url="https://skarra.example/atom", title="Post"),
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no-list"),
        (b"<opml version='2.0'><body/></opml>", "no-list"),
        (b"dear desk,\nplease watch the Gazette", "no-list"),
        (b"<opml><!DOCTYPE", "no-list"),
        (b'<!DOCTYPE opml [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><opml><body/></opml>', "entities"),
        (bytes(range(256)) * 9, "encoding"),
    ],
)
def test_what_is_no_list_is_told(data: bytes, code: str) -> None:
    with pytest.raises(FeedError) as raised:
        read_subscriptions(data)
    assert raised.value.code == code


def test_what_is_no_address_is_told_with_its_line_and_without_its_password() -> None:
    with pytest.raises(FeedError, match="x.example/feed") as raised:
        read_subscriptions(b"https://halden.example/feed\nhttq://desk:geheim@x.example/feed\n")
    assert raised.value.line == 2
    assert "geheim" not in str(raised.value)


def test_folders_may_be_deep_without_end() -> None:
    deep = b"<opml><body>" + b"<outline text='f'>" * 200 + b"<outline xmlUrl='https://halden.example/f'/>"
    (found,) = read_subscriptions(deep + b"</outline>" * 200 + b"</body></opml>")
    assert len(found.folder) == 50


def test_what_cannot_be_asked_is_named_without_its_password() -> None:
    left: list[str] = []
    data = OPML.replace(b"javascript:alert(1)", b"ftp://desk:geheim@halden.example/feed")
    assert len(read_subscriptions(data, left_out=left.append)) == 4
    assert left == ["ftp://halden.example/feed"]
