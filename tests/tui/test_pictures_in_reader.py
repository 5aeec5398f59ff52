"""Pictures in the whole reader: its key, what is kept over a restart, and real pictures through the real worker."""

import sys
from pathlib import Path

import pytest

from clock import FakeClock
from feed_documents import rss
from loopback import LoopbackServer
from newsreader import wiring
from newsreader.config.paths import Paths, prepare
from newsreader.config.settings import Settings
from newsreader.core.events import ImagesFinished, ImageTried
from newsreader.core.images import ImageMode, ImageSetting
from newsreader.library.images import ImageStore
from newsreader.library.library import Library
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.pictures import PictureOptions
from pictures import screen_text
from sample_pictures import picture
from stocked import library_of, memory_store, stock
from tui.conftest import MakeApp
from tui.driving import main, message, until

LISTENING = [sys.executable, "-c", "import sys; sys.stdin.read()"]
"""A worker that does nothing of what it is asked for."""

URL = "https://alpha.example/flag.png"


@pytest.fixture
def images(tmp_path: Path, clock: FakeClock) -> ImageStore:
    return ImageStore(tmp_path / "images", clock)


@pytest.fixture
def library(clock: FakeClock) -> Library:
    store = memory_store(clock)
    library = library_of({"alpha": []}, clock, store=store)
    stock(store, clock, "https://alpha.example/", ["a1", "a2"], text=f"Text</p><img alt='A flag' src='{URL}'><p>End")
    return library


async def modes(app: NewsreaderApp, presses: int) -> list[str]:
    found: list[str] = []
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        found.append(main(app).article.image_mode)
        for _ in range(presses):
            await pilot.press("i")
            found.append(main(app).article.image_mode)
    return found


async def test_the_key_goes_round_and_what_was_chosen_last_is_kept(
    make_app: MakeApp, library: Library, images: ImageStore
) -> None:
    options = PictureOptions(images, "pictures")
    assert await modes(make_app(library, pictures=options), 4) == [
        "pictures",
        "none",
        "captions",
        "pictures",
        "none",
    ]
    assert await modes(make_app(library, pictures=options), 0) == ["none"]


@pytest.mark.parametrize(
    ("setting", "remote", "mode"),
    [("captions", False, "captions"), ("auto", True, "captions"), ("auto", False, "none")],
)
async def test_a_new_setting_and_another_place_have_their_own_choice(
    make_app: MakeApp, library: Library, images: ImageStore, setting: ImageSetting, remote: bool, mode: ImageMode
) -> None:
    await modes(make_app(library, pictures=PictureOptions(images, "pictures")), 1)
    options = PictureOptions(images, "captions", setting, remote=remote)
    assert await modes(make_app(library, pictures=options), 0) == [mode]


async def test_without_colours_there_are_no_pictures(
    make_app: MakeApp, library: Library, images: ImageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert await modes(make_app(library, pictures=PictureOptions(images, "captions")), 2) == [
        "captions",
        "none",
        "captions",
    ]


async def test_pictures_that_are_here_are_shown_and_the_others_asked_for(
    make_app: MakeApp, library: Library, images: ImageStore
) -> None:
    app = make_app(library, worker=LISTENING, pictures=PictureOptions(images, "captions"))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("enter", "i")
        screen = main(app)
        await until(pilot, lambda: "▣ A flag" in screen_text(app))
        assert message(app) == "Pictures"
        shown = screen.article.shown
        assert shown is not None
        assert screen._asked == {shown.entry.id}
        fill(images)
        app._hear(ImageTried(shown.entry.id, URL))
        app._hear(ImagesFinished(shown.entry.id, 1, 0))
        await until(pilot, lambda: "▀" in screen_text(app))
        assert screen._asked == set()
        await pilot.press("i")
        await until(pilot, lambda: "▀" not in screen_text(app) and "A flag" not in screen_text(app))


def fill(images: ImageStore) -> None:
    from newsreader.library.image_decoding import shrink

    images.put(URL, *shrink(picture(200, 100)))


async def test_a_star_asks_for_the_pictures_too(make_app: MakeApp, library: Library, images: ImageStore) -> None:
    fill(images)
    app = make_app(library, worker=LISTENING, pictures=PictureOptions(images, "pictures"))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("s")
        row = main(app).session.row
        assert row is not None
        assert main(app)._asked == {row.id}
        await pilot.press("s")
        assert main(app)._asked == {row.id}


async def test_a_worker_that_cannot_be_started_is_given_up(
    make_app: MakeApp, library: Library, images: ImageStore
) -> None:
    app = make_app(library, worker=["/nonexistent/worker"], pictures=PictureOptions(images, "pictures"))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "cannot be started" in message(app))
        assert main(app)._asked == set()


async def test_a_picture_comes_from_the_web_into_the_article_and_is_there_offline(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "config", tmp_path / "data")
    prepare(paths)

    def reader(library: Library) -> NewsreaderApp:
        return NewsreaderApp(
            library,
            Settings(refresh_on_start=False, refresh_every=0),
            read_subscriptions=lambda: wiring.read_subscriptions(paths),
            worker_command=wiring.worker_command(paths),
            keep_theme=lambda _: None,
            pictures=PictureOptions(wiring.open_images(paths), "pictures"),
        )

    with LoopbackServer() as server:
        body = b"&lt;img alt=&quot;A flag&quot; src=&quot;/flag.jpg&quot;&gt;"
        feed = rss("Chips").replace(b"&lt;p&gt;The text of Chips.&lt;/p&gt;", body)
        server.serve("/feed", feed.replace(b"https://news.example", server.url("").encode()))
        server.serve("/flag.jpg", picture(800, 400, "JPEG"), content_type="image/jpeg")
        paths.feeds_file.write_text(f'[defaults]\nfull_text = "never"\n\n[[feed]]\nurl = "{server.url("/feed")}"\n')
        with wiring.open_store(paths) as library:
            library.follow(wiring.read_subscriptions(paths).subscriptions)
            app = reader(library)
            async with app.run_test(size=(140, 40)) as pilot:
                await pilot.press("R")
                await until(pilot, lambda: len(main(app).session.headlines) == 1)
                await pilot.press("enter")
                await until(pilot, lambda: screen_text(app).count("▀") > 500)
                await pilot.press("s")
                await until(pilot, lambda: (paths.images_dir / "kept").is_dir() and not main(app)._asked)
                await pilot.press("m")
        assert len(server.hits_of("/flag.jpg")) == 1
    with wiring.open_store(paths) as library:
        app = reader(library)
        async with app.run_test(size=(140, 40)) as pilot:
            await pilot.press("enter")
            await until(pilot, lambda: screen_text(app).count("▀") > 500)
