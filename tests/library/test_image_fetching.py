"""The pictures of an article: fetched politely, decoded behind a wall, each failure a sentence of its own."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from clock import FakeClock
from loopback import LoopbackServer, Reply
from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.events import ImageEvent, ImagesFinished, ImageTried
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.images import MOST_BYTES, PictureSize
from newsreader.core.subscriptions import Subscription
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network
from newsreader.library.image_fetching import DECODE_SECONDS, MAX_FAILURES, fetch_images, fetch_starred_images
from newsreader.library.images import FAILED_SECONDS, TRIED_SECONDS, ImageStore
from newsreader.library.library import Library
from newsreader.library.wall import Wall
from newsreader.store import Store
from packed import packed
from sample_pictures import HTML, SVG, TRACKER, animation, huge_png, picture
from stocked import memory_store


class Bench:
    """A store with one feed on a loopback server, and a folder of pictures."""

    def __init__(self, server: LoopbackServer, fetcher: Fetcher, wall: Wall, folder: Path, clock: FakeClock) -> None:
        self.server = server
        self.fetcher = fetcher
        self.wall = wall
        self.clock = clock
        self.images = ImageStore(folder, clock)
        self.store: Store = memory_store(clock)
        self.library = Library(self.store, clock)
        self.events: list[ImageEvent] = []

    def publish(self, html: str, *, feed: str | None = None) -> int:
        """Store an entry with this body; its number."""
        url = feed or self.server.url("/feed")
        self.store.feeds.sync([Subscription(url)])
        state = self.store.feeds.get(url)
        assert state is not None
        entry = EntryData(uid=html, title="Chips", link=self.server.url("/chips"), content_html=html)
        parsed = ParsedFeed("rss", FeedData(title="Centre"), (entry,))
        plan = plan_refresh(packed(parsed), (), last_success=None, now=self.clock.now())
        self.store.refreshes.apply([FeedResult(state, plan)])
        view = self.library.view("all:")
        assert view is not None
        return self.library.headlines(view).ids[0]

    async def fetch(self, entry_id: int) -> ImagesFinished:
        self.events.clear()
        return await fetch_images(
            entry_id,
            store=self.store,
            images=self.images,
            fetcher=self.fetcher,
            emit=self.events.append,
            wall=self.wall,
        )

    async def fetch_starred(self) -> int:
        async def network() -> Fetcher:
            return self.fetcher

        return await fetch_starred_images(store=self.store, images=self.images, network=network, wall=self.wall)

    @property
    def reasons(self) -> dict[str, str | None]:
        """What was said of each picture, by the path of its address."""
        tried = [event for event in self.events if isinstance(event, ImageTried)]
        return {f"/{event.url.rpartition('/')[2]}": event.reason for event in tried}


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    one = Wall(seconds=2 * DECODE_SECONDS)
    yield one
    one.end()


@pytest.fixture
async def bench(wall: Wall, tmp_path: Path) -> AsyncIterator[Bench]:
    clock = FakeClock()
    with LoopbackServer() as server:
        async with Fetcher(user_agent="newsreader-test", clock=clock, network=Network(proxies=dict)) as fetcher:
            yield Bench(server, fetcher, wall, tmp_path / "images", clock)


async def test_the_pictures_of_an_article_are_fetched_once_and_kept(bench: Bench) -> None:
    bench.server.serve("/a.png", picture(2_000, 1_000), content_type="image/png")
    bench.server.serve("/b.gif", animation(), content_type="image/gif")
    entry_id = bench.publish("<p>Text</p><img src='/a.png'><figure><img src='/b.gif'></figure>")
    assert await bench.fetch(entry_id) == ImagesFinished(entry_id, 2, 0)
    assert bench.images.size(bench.server.url("/a.png")) == PictureSize(1_600, 800)
    assert bench.images.size(bench.server.url("/b.gif")) == PictureSize(32, 32)
    assert await bench.fetch(entry_id) == ImagesFinished(entry_id, 0, 0)
    assert bench.reasons == {"/a.png": None, "/b.gif": None}
    assert len(bench.server.hits) == 2


async def test_a_picture_is_asked_for_without_telling_who_reads_what(bench: Bench) -> None:
    bench.server.serve("/a.png", picture(), content_type="image/png", headers={"Set-Cookie": "who=reader"})
    bench.server.serve("/b.png", picture(), content_type="image/png")
    await bench.fetch(bench.publish("<img src='/a.png'>"))
    await bench.fetch(bench.publish("<img src='/b.png'>"))
    assert len(bench.server.hits) == 2
    for hit in bench.server.hits:
        assert not {"referer", "cookie", "authorization"} & set(hit.headers)
        assert hit.headers["accept"].startswith("image/")


async def test_what_is_no_picture_is_a_sentence_each_and_not_asked_for_again_that_day(bench: Bench) -> None:
    answers = {
        "/html.png": (HTML, "image/png"),
        "/page.png": (HTML, "text/html"),
        "/drawing.svg": (SVG, "image/svg+xml"),
        "/bomb.png": (huge_png(), "image/png"),
        "/cut.png": (picture()[:50], "image/png"),
        "/empty.png": (b"", "image/png"),
        "/count.gif": (TRACKER, "image/gif"),
        "/large.png": (picture() + bytes(MOST_BYTES), "image/png"),
        "/good.png": (picture(), "application/octet-stream"),
    }
    for path, (body, kind) in answers.items():
        bench.server.serve(path, body, content_type=kind)
    entry_id = bench.publish("".join(f"<img src='{path}'>" for path in [*answers, "/nowhere.png"]))
    assert await bench.fetch(entry_id) == ImagesFinished(entry_id, 1, 9)
    first = bench.reasons
    assert first.pop("/good.png") is None
    assert all(reason and reason.endswith(".") for reason in first.values()), first
    asked = len(bench.server.hits)
    await bench.fetch(entry_id)
    assert {path: reason for path, reason in bench.reasons.items() if reason} == first
    assert len(bench.server.hits) == asked
    bench.clock.advance(FAILED_SECONDS + 1)
    await bench.fetch(entry_id)
    assert len(bench.server.hits) == asked + 9


@pytest.mark.parametrize(
    "html",
    [
        "<img src='/count.gif' width='1' height='1'>",
        "<img src='/count.gif' style='width:1px;height:1px'>",
        "<img src='/line.gif' width='600' height='2'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img src='file:///etc/passwd'>",
        "<p>No picture</p>",
    ],
)
async def test_tracking_pixels_and_what_is_no_web_address_are_not_asked_for(bench: Bench, html: str) -> None:
    entry_id = bench.publish(html)
    assert await bench.fetch(entry_id) == ImagesFinished(entry_id, 0, 0)
    assert bench.server.hits == []


async def test_pictures_of_a_public_feed_are_not_fetched_from_private_addresses(bench: Bench) -> None:
    bench.server.serve("/a.png", picture(), content_type="image/png")
    entry_id = bench.publish(f"<img src='{bench.server.url('/a.png')}'>", feed="https://news.example/feed")
    assert await bench.fetch(entry_id) == ImagesFinished(entry_id, 0, 1)
    assert bench.server.hits == []


async def test_a_host_that_does_not_answer_is_left_alone_after_a_few(bench: Bench) -> None:
    bench.server.answer("/1.png", lambda _: Reply(raw=b""))
    for number in range(2, 20):
        bench.server.answer(f"/{number}.png", lambda _: Reply(raw=b""))
    entry_id = bench.publish("".join(f"<img src='/{number}.png'>" for number in range(1, 20)))
    finished = await bench.fetch(entry_id)
    assert MAX_FAILURES <= finished.failed <= MAX_FAILURES + 3


async def test_a_picture_that_was_not_asked_for_has_not_failed(bench: Bench) -> None:
    bench.server.script("/busy.png", Reply(429, headers={"Retry-After": "600"}))
    await bench.fetch(bench.publish(f'<img src="{bench.server.url("/busy.png")}" width=90 height=90>'))
    bench.server.serve("/a.png", picture(), content_type="image/png")
    entry_id = bench.publish(f'<img src="{bench.server.url("/a.png")}" width=90 height=90>')
    assert (await bench.fetch(entry_id)).fetched == 0
    assert bench.server.hits_of("/a.png") == []
    bench.clock.advance(600)
    assert (await bench.fetch(entry_id)).fetched == 1


async def test_the_pictures_of_a_starred_entry_outlive_the_budget(bench: Bench) -> None:
    bench.images = ImageStore(bench.images._folder, bench.clock, budget_bytes=0)
    bench.server.serve("/a.png", picture(), content_type="image/png")
    entry_id = bench.publish("<img src='/a.png'>")
    row = bench.library.summary(entry_id)
    assert row is not None
    bench.library.set_flag(row, "starred", True)
    await bench.fetch(entry_id)
    assert bench.images.size(bench.server.url("/a.png")) == PictureSize(64, 48)
    bench.library.set_flag(row, "starred", False)
    await bench.fetch(entry_id)
    assert bench.images.size(bench.server.url("/a.png")) is None


async def test_a_star_set_anywhere_is_a_wish_for_the_pictures(bench: Bench) -> None:
    bench.server.serve("/a.png", picture(), content_type="image/png")
    entry_id = bench.publish("<img src='/a.png'>")
    assert await bench.fetch_starred() == 0
    bench.library.set_flags([entry_id], "starred", True)
    assert await bench.fetch_starred() == 1
    assert bench.images.size(bench.server.url("/a.png")) == PictureSize(64, 48)
    assert await bench.fetch_starred() == 0, "what is kept is not looked at again"


async def test_a_starred_entry_without_pictures_is_looked_at_once(bench: Bench) -> None:
    bench.library.set_flags([bench.publish("<p>Text</p>")], "starred", True)
    assert [await bench.fetch_starred() for _ in range(2)] == [1, 0]


async def test_pictures_of_a_starred_entry_that_could_not_be_had_are_tried_the_next_day_for_a_week(
    bench: Bench,
) -> None:
    bench.library.set_flags([bench.publish("<img src='/later.png'>")], "starred", True)
    assert [await bench.fetch_starred() for _ in range(2)] == [1, 0]
    bench.clock.advance(FAILED_SECONDS + 1)
    assert [await bench.fetch_starred() for _ in range(2)] == [1, 0]
    bench.clock.advance(TRIED_SECONDS)
    assert await bench.fetch_starred() == 0


async def test_another_text_of_a_starred_entry_is_looked_through_too(bench: Bench) -> None:
    entry_id = bench.publish("<p>Text</p>")
    bench.library.set_flags([entry_id], "starred", True)
    await bench.fetch_starred()
    bench.images.look_again(entry_id)
    assert [await bench.fetch_starred() for _ in range(2)] == [1, 0]


async def test_a_folder_that_cannot_be_written_is_said_and_breaks_nothing(bench: Bench) -> None:
    bench.images._folder.write_text("a file stands here")
    bench.server.serve("/a.png", picture(), content_type="image/png")
    entry_id = bench.publish("<img src='/a.png'>")
    assert await bench.fetch(entry_id) == ImagesFinished(entry_id, 0, 1)
    assert "cannot be kept" in (bench.reasons["/a.png"] or "")


async def test_an_entry_that_has_gone_has_no_pictures(bench: Bench) -> None:
    assert await bench.fetch(99) == ImagesFinished(99, 0, 0)
    assert bench.events == [ImagesFinished(99, 0, 0)]
