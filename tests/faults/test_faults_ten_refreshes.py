"""A feed that changes over ten refreshes; the unread list after each is written down."""

from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader import wiring
from newsreader.config.paths import Paths
from newsreader.library.library import Library
from newsreader.library.views import View

DAY = 86_400


class Reader:
    """Someone who refreshes one feed once a day and reads."""

    def __init__(self, folder: Path, server: LoopbackServer) -> None:
        self.clock = FakeClock()
        self.start = self.clock.now()
        self._server = server
        folder.joinpath("feeds.toml").write_text(f'[[feed]]\nurl = "{server.url("/feed")}"\n')
        self._config = wiring.load_config(Paths(folder, folder))

    def date(self, days: float) -> str:
        """A pubDate, in days from the first refresh."""
        return f"<pubDate>{formatdate(self.start + days * DAY, usegmt=True)}</pubDate>"

    async def refresh(self, *items: str) -> list[str]:
        """Publish these items, refresh a day later; the titles of what is unread, in the order of the list."""
        body = f"<rss version='2.0'><channel><title>Centre</title>{''.join(items)}</channel></rss>"
        self._server.serve("/feed", body.encode())
        with wiring.open_library(self._config, self.clock) as library:
            async with wiring.late_network(self.clock) as network:
                finished = await wiring.refresh(
                    self._config, library, network, urls=None, asked=True, emit=lambda _: None, clock=self.clock
                )
            self.clock.advance(DAY)
            assert finished.failed == 0
            return _unread(library)

    def read(self, *titles: str) -> None:
        with wiring.open_library(self._config, self.clock) as library:
            headlines = library.headlines(View("search", ""))
            rows = [headlines.row(index) for index in range(len(headlines))]
            change = library.set_flags([row.id for row in rows if row and row.title in titles], "read", True)
            assert change is not None
            assert len(change.ids) == len(titles)

    def dates(self) -> dict[str, tuple[int | None, int]]:
        """By title: when published and where in lists, both in whole days from the first refresh."""
        with wiring.open_library(self._config, self.clock) as library:
            headlines = library.headlines(View("search", ""))
            rows = [headlines.row(index) for index in range(len(headlines))]
            return {
                row.title: (None if row.published_at is None else self._days(row.published_at), self._days(row.sort_at))
                for row in rows
                if row is not None
            }

    def _days(self, at: int) -> int:
        return (at - self.start) // DAY


def _unread(library: Library) -> list[str]:
    headlines = library.headlines(View("search", "is:unread"))
    rows = [headlines.row(index) for index in range(len(headlines))]
    return [row.title for row in rows if row is not None]


def item(title: str, *, guid: str | None = None, link: str | None = None, date: str = "", text: str = "") -> str:
    link = link or f"https://news.example/{title.lower()}"
    return (
        f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid or title}</guid>{date}"
        f"<description>{text or title}</description></item>"
    )


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        yield one


@pytest.fixture
def reader(tmp_path: Path, server: LoopbackServer) -> Reader:
    return Reader(tmp_path, server)


async def test_what_is_unread_after_each_of_ten_refreshes(reader: Reader) -> None:
    a, b = item("A", date=reader.date(-2)), item("B", date=reader.date(-1))
    assert await reader.refresh(b, a) == ["B", "A"]
    reader.read("A")
    # The feed answers with nothing once: nothing goes.
    assert await reader.refresh() == ["B"]
    # All of it comes back: what was read stays read.
    assert await reader.refresh(b, a) == ["B"]
    # An article drops out of the feed, one is new.
    c = item("C", date=reader.date(2.5))
    assert await reader.refresh(c, b) == ["C", "B"]
    # It comes back after weeks: still read.
    assert await reader.refresh(c, b, a) == ["C", "B"]
    # All ids are renumbered: the same articles, read and unread as before.
    renumbered = [
        item(name, guid=f"https://news.example/?p={number}", date=reader.date(day))
        for number, (name, day) in enumerate((("C", 2.5), ("B", -1), ("A", -2)))
    ]
    assert await reader.refresh(*renumbered) == ["C", "B"]
    reader.read("C")
    # A corrected text stays read.
    corrected = item("C", guid="https://news.example/?p=0", date=reader.date(2.5), text="Corrected")
    assert await reader.refresh(corrected, *renumbered[1:]) == ["B"]
    # One document lists an article twice, with other words.
    assert await reader.refresh(corrected, renumbered[1], renumbered[1].replace("<description>", "<description>x")) == [
        "B"
    ]
    # The same again.
    assert await reader.refresh(corrected, *renumbered[1:]) == ["B"]
    # A late one, dated months ago, is news; one from the future is not on top for ever.
    late = item("Late", date=reader.date(-90))
    future = item("Future", date=reader.date(2_000))
    assert await reader.refresh(future, late, corrected, *renumbered[1:]) == ["Future", "Late", "B"]


async def test_a_text_that_changes_at_every_fetch_is_never_unread_again(reader: Reader) -> None:
    await reader.refresh(item("Counter", text="0 views"))
    reader.read("Counter")
    for views in range(1, 40):
        assert await reader.refresh(item("Counter", text=f"{views} views")) == []


async def test_dates_missing_impossible_late_and_of_the_future(reader: Reader) -> None:
    old = item("Old", date=reader.date(-400))
    await reader.refresh(old, item("None"), item("Zero", date="<pubDate>0000-00-00</pubDate>"))
    # A whole new feed stands by its dates; what has none stands where it was first seen.
    assert reader.dates() == {"Old": (-400, -400), "None": (None, 0), "Zero": (None, 0)}
    impossible = ("99999-01-01T00:00:00Z", "Mon, 01 Jan 2024 00:00:00 +9900", "yesterday-ish", "-1")
    wild = [item(f"Wild{n}", date=f"<pubDate>{date}</pubDate>") for n, date in enumerate(impossible)]
    await reader.refresh(item("Late", date=reader.date(-90)), item("Future", date=reader.date(2_000)), *wild, old)
    seen = reader.dates()
    assert seen["Late"] == (-90, 1)
    assert seen["Future"] == (2_000, 1)
    assert all(seen[f"Wild{n}"][1] == 1 for n in range(len(impossible)))
    # Nothing moves when it is published again.
    for _ in range(3):
        await reader.refresh(item("Late", date=reader.date(-90)), item("Future", date=reader.date(2_000)), *wild, old)
    assert reader.dates() == seen
    # Tomorrow's news stands above yesterday's event of the year 2031.
    await reader.refresh(item("Fresh", date=reader.date(4.9)), item("Future", date=reader.date(2_000)))
    assert next(iter(reader.dates())) == "Fresh"


async def test_ids_that_differ_in_case_or_are_very_long_are_apart(reader: Reader) -> None:
    long = "x" * 3_000
    items = [item(name, guid=guid) for name, guid in (("A", "id"), ("B", "ID"), ("C", long), ("D", long + "y"))]
    for _ in range(2):
        assert sorted(await reader.refresh(*items)) == ["A", "B", "C", "D"]


async def test_articles_stay_read_when_a_site_turns_to_https_and_when_it_changes_its_paths(reader: Reader) -> None:
    def published(prefix: str, *names: str) -> list[str]:
        links = {name: f"{prefix}{name.lower()}" for name in names}
        days = {"A": -3.0, "B": -2.0, "C": -1.0, "D": 1.5}
        return [item(name, guid=links[name], link=links[name], date=reader.date(days[name])) for name in names]

    assert await reader.refresh(*published("http://news.example/?p=", "C", "B", "A")) == ["C", "B", "A"]
    reader.read("B", "A")
    assert await reader.refresh(*published("https://news.example/?p=", "C", "B", "A")) == ["C"]
    assert await reader.refresh(*published("https://news.example/2026/", "D", "C", "B", "A")) == ["D", "C"]
    assert await reader.refresh(*published("https://www.news.example/en/", "D", "C", "B")) == ["D", "C"]
