"""Pictures among the lines of an article: as many as are near, never before the text, and gone with it."""

import threading
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.strip import Strip

from clock import FakeClock
from newsreader.core.article import Article
from newsreader.core.document import Block, Document, Heading, Image, Paragraph, Quote, Span
from newsreader.core.images import ImageMode, PictureSize
from newsreader.library.image_decoding import shrink
from newsreader.library.images import ImageStore, KeptPicture
from newsreader.tui.article_layout import lay_out
from newsreader.tui.article_layout_lines import PicturePlan
from newsreader.tui.picture import Graphics
from newsreader.tui.pictures import KEPT_PAINTED, PictureShelf
from newsreader.tui.widgets.article import ArticleView
from sample_pictures import picture, two_halves
from tui.driving import until
from tui.test_article_view import article, p

URLS = tuple(f"https://news.example/{number}.png" for number in range(30))


class RecordingView(ArticleView):
    """Keeps what is sent to the terminal besides text."""

    sent = ""

    def _send(self, text: str) -> None:
        self.sent += text


class PicturesApp(App[None]):
    def __init__(self, images: ImageStore, graphics: Graphics = "half-blocks", mode: ImageMode = "pictures") -> None:
        super().__init__()
        self.images = images
        self.graphics: Graphics = graphics
        self.mode: ImageMode = mode

    def compose(self) -> ComposeResult:
        view = RecordingView(clock=FakeClock().now)
        view.shelf = PictureShelf(self.images, self.graphics)
        view.image_mode = self.mode
        yield view

    @property
    def view(self) -> RecordingView:
        return self.query_one(RecordingView)

    def rows(self) -> list[str]:
        """What stands on the screen."""
        return ["".join(segment.text for segment in strip).rstrip() for strip in self.strips()]

    def strips(self) -> list[Strip]:
        return self.screen._compositor.render_strips()

    def picture_rows(self) -> list[int]:
        return [number for number, row in enumerate(self.rows()) if "▀" in row or "\U0010eeee" in row]


@pytest.fixture
def images(tmp_path: Path) -> ImageStore:
    return ImageStore(tmp_path / "images", FakeClock())


def keep(images: ImageStore, url: str, body: bytes) -> None:
    images.put(url, *shrink(body))


def with_pictures(*blocks: Block, entry_id: int = 1) -> Article:
    return article(*blocks, entry_id=entry_id, links=URLS)


def color_of(strip: Strip) -> tuple[bool, bool]:
    """Whether a line of a picture is red, and whether it is blue."""
    (block,) = [segment for segment in strip if "▀" in segment.text]
    assert block.style is not None
    assert block.style.color is not None
    assert block.style.color.triplet is not None
    red, _, blue = block.style.color.triplet
    return red > 250, blue > 250


async def test_a_picture_stands_under_its_caption_in_its_colours(images: ImageStore) -> None:
    keep(images, URLS[0], two_halves(200, 200))
    app = PicturesApp(images)
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(p("Before"), Image("A flag", 1), p("After")))
        await until(pilot, lambda: len(app.picture_rows()) == 10)
        rows = app.rows()
        first = app.picture_rows()[0]
        assert "▣ A flag" in rows[first - 1]
        assert rows[first].strip() == "▀" * 20
        assert "After" in rows[first + 11]
        assert color_of(app.strips()[first]) == (True, False)
        assert color_of(app.strips()[first + 9]) == (False, True)


async def test_a_picture_in_a_quotation_stands_behind_its_bar(images: ImageStore) -> None:
    keep(images, URLS[0], picture(200, 200))
    app = PicturesApp(images)
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(Quote((Image("", 1),))))
        await until(pilot, lambda: len(app.picture_rows()) == 10)
        assert app.rows()[app.picture_rows()[0]].strip() == "│ " + "▀" * 20


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 50), (30, 4)])
async def test_no_picture_is_higher_than_the_pane_or_wider_than_the_text(
    images: ImageStore, size: tuple[int, int]
) -> None:
    keep(images, URLS[0], picture(1_000, 3_000))
    app = PicturesApp(images)
    async with app.run_test(size=size) as pilot:
        app.view.show(with_pictures(Image("", 1)))
        app.view.scroll_lines(4)
        await until(pilot, lambda: bool(app.picture_rows()))
        app.view.complete()
        rows = [line.picture for line in app.view._laid.lines if line.picture is not None]  # type: ignore[union-attr]
        assert len(rows) <= max(size[1] - 2, 1)
        assert rows[0].columns <= app.view.text_width


async def test_after_a_resize_the_picture_is_painted_anew(images: ImageStore) -> None:
    keep(images, URLS[0], picture(1_600, 800))
    app = PicturesApp(images)
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(Image("", 1), p("After")))
        await until(pilot, lambda: len(app.picture_rows()) == 19)
        await pilot.resize_terminal(60, 30)
        await until(pilot, lambda: len(app.picture_rows()) == 14)
        await pilot.resize_terminal(60, 12)
        await until(pilot, lambda: 8 <= len(app.picture_rows()) <= 10)
        await pilot.resize_terminal(60, 30)
        await until(pilot, lambda: len(app.picture_rows()) == 14)
        assert {row.count("▀") for row in app.rows()} == {0, app.view.text_width}


@pytest.mark.parametrize(
    ("mode", "caption", "rows"), [("none", False, 0), ("captions", True, 0), ("pictures", True, 5)]
)
async def test_each_mode_shows_what_it_says(images: ImageStore, mode: ImageMode, caption: bool, rows: int) -> None:
    keep(images, URLS[0], picture(100, 100))
    app = PicturesApp(images, mode="pictures")
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(p("Before"), Image("A flag", 1, caption=(Span("By us"),)), p("After")))
        app.view.show_images(mode)
        await until(pilot, lambda: len(app.picture_rows()) == rows)
        text = "\n".join(app.rows())
        assert ("▣ A flag" in text) is caption
        assert ("By us" in text) is caption
        if mode == "none":
            assert "Before\n\n  After" in text


async def test_the_text_at_the_top_stays_when_the_mode_changes_and_pictures_come(images: ImageStore) -> None:
    blocks: list[Block] = []
    for number in range(10):
        blocks += [Heading(2, (Span(f"Part {number}"),)), Image("", number + 1), p("text " * 200)]
    app = PicturesApp(images)
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show(with_pictures(*blocks))
        await pilot.pause()
        app.view.complete()
        (at,) = [number for number, line in enumerate(app.view._laid.lines) if line.text == "Part 7"]  # type: ignore[union-attr]
        app.view._go(at)
        for url in URLS[:10]:
            keep(images, url, picture(400, 400))
        for change in (
            app.view.pictures_arrived,
            lambda: app.view.show_images("none"),
            lambda: app.view.show_images("captions"),
            lambda: app.view.show_images("pictures"),
        ):
            change()
            await pilot.pause()
            assert app.rows()[0].strip() == "Part 7"


@pytest.mark.parametrize("captions", [True, False])
@pytest.mark.parametrize("box", [None, (10, 4)])
def test_places_in_the_text_are_the_same_in_every_mode(captions: bool, box: tuple[int, int] | None) -> None:
    shown = with_pictures(p("Before"), Image("A flag", 1, caption=(Span("By us"),)), p("After"), Image("", 2), p("End"))

    def places(plan: PicturePlan | None) -> dict[str, tuple[int, int]]:
        laid = lay_out(shown, 40, pictures=plan)
        laid.complete()
        return {line.text: line.place for line in laid.lines if line.text in ("Before", "After", "End")}

    assert places(PicturePlan(captions, lambda *_: box, URLS)) == places(None)


async def test_only_what_is_near_is_painted(images: ImageStore) -> None:
    blocks: list[Block] = []
    for number, url in enumerate(URLS):
        keep(images, url, picture(100, 100))
        blocks += [Image("", number + 1), p("text " * 400)]
    app = PicturesApp(images)
    async with app.run_test(size=(80, 20)) as pilot:
        app.view.show(with_pictures(*blocks))
        await until(pilot, lambda: bool(app.picture_rows()))
        shelf = app.view.shelf
        assert shelf is not None
        assert len(shelf._painted) <= 3
        for _ in range(60):
            app.view.page_down()
            await pilot.pause(0.005)
        await until(pilot, lambda: not app.view._waiting and not app.view._painting)
        assert 5 < len(shelf._painted) <= KEPT_PAINTED


class SlowStore(ImageStore):
    """Gives a picture only when the test says so."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, FakeClock())
        self.gate = threading.Event()
        self.reads = 0

    def read(self, url: str) -> KeptPicture | None:
        self.reads += 1
        self.gate.wait(20)
        return super().read(url)


async def test_the_text_waits_for_no_picture(tmp_path: Path) -> None:
    images = SlowStore(tmp_path / "images")
    keep(images, URLS[0], picture(200, 200))
    app = PicturesApp(images)
    async with app.run_test(size=(80, 12)) as pilot:
        app.view.show(with_pictures(p("Before"), Image("", 1), *[p(f"Paragraph {n}") for n in range(30)]))
        await pilot.pause()
        assert "Before" in "\n".join(app.rows())
        assert not app.picture_rows()
        app.view.page_down()
        app.view.page_down()
        await pilot.pause()
        text = "\n".join(app.rows())
        assert "Paragraph" in text
        app.view.go_to_top()
        images.gate.set()
        await until(pilot, lambda: bool(app.picture_rows()))


async def test_a_picture_that_is_asked_for_while_it_is_painted_is_painted_once(tmp_path: Path) -> None:
    images = SlowStore(tmp_path / "images")
    keep(images, URLS[0], picture(200, 200))
    app = PicturesApp(images, "kitty")
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(Image("", 1)))
        await until(pilot, lambda: images.reads == 1)
        app.view.repaint()
        await pilot.pause()
        images.gate.set()
        await until(pilot, lambda: bool(app.picture_rows()) and not app.view._painting)
        assert images.reads == 1
        assert app.view.sent.count("a=T") == 1


async def test_another_article_leaves_nothing_of_a_picture_that_is_being_painted(tmp_path: Path) -> None:
    images = SlowStore(tmp_path / "images")
    keep(images, URLS[0], picture(200, 200))
    app = PicturesApp(images)
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(with_pictures(Image("", 1)))
        await until(pilot, lambda: app.view._painting)
        app.view.show(with_pictures(p("Other"), entry_id=2))
        images.gate.set()
        await until(pilot, lambda: not app.view._painting)
        assert not app.picture_rows()
        assert app.view.shelf is not None
        assert not app.view.shelf._painted


async def test_a_picture_on_its_way_has_its_room_already_where_the_page_tells_its_size(images: ImageStore) -> None:
    app = PicturesApp(images)
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(Image("", 1, 200, 200), p("After")))
        await pilot.pause()
        before = next(number for number, row in enumerate(app.rows()) if "After" in row)
        assert app.view.lacks_pictures(app.view.shown.document)  # type: ignore[union-attr]
        app.view.expect_pictures(True)
        await pilot.pause()
        assert "After" in app.rows()[before + 10]
        keep(images, URLS[0], picture(200, 200))
        app.view.pictures_arrived()
        await until(pilot, lambda: len(app.picture_rows()) == 10)
        assert "After" in app.rows()[before + 10]
        assert not app.view.lacks_pictures(app.view.shown.document)  # type: ignore[union-attr]


async def test_a_picture_that_cannot_be_had_is_its_caption(images: ImageStore) -> None:
    images.fail(URLS[0], "It is no picture.")
    images.put(URLS[1], PictureSize(200, 200), b"no picture at all")
    app = PicturesApp(images)
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(Image("A flag", 1, 200, 200), Image("A map", 2), p("After")))
        app.view.expect_pictures(True)
        await until(pilot, lambda: app.view.shelf is not None and bool(app.view.shelf._painted))
        text = "\n".join(app.rows())
        assert "▣ A flag" in text
        assert "▣ A map" in text
        assert not app.picture_rows()


async def test_kitty_gets_each_picture_once_and_forgets_it_with_the_article(images: ImageStore) -> None:
    keep(images, URLS[0], picture(200, 200))
    app = PicturesApp(images, "kitty")
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(Image("\x1b_Ga=T,t=f;/etc/passwd\x1b\\", 1), p("After")))
        await until(pilot, lambda: len(app.picture_rows()) == 10)
        assert app.view.sent.count("a=T") == 1
        assert "/etc/passwd" not in app.view.sent
        assert "news.example" not in app.view.sent
        app.view.show(with_pictures(p("Other"), entry_id=2))
        assert app.view.sent.count("a=d,d=I") == 1
        await pilot.pause()
        assert not app.picture_rows()


async def test_kitty_forgets_the_pictures_at_the_end(images: ImageStore) -> None:
    keep(images, URLS[0], picture(200, 200))
    app = PicturesApp(images, "kitty")
    async with app.run_test(size=(80, 30)) as pilot:
        view = app.view
        view.show(with_pictures(Image("", 1)))
        await until(pilot, lambda: bool(app.picture_rows()))
    assert view.sent.count("a=d,d=I") == 1


async def test_what_is_copied_has_no_lines_for_the_picture(images: ImageStore) -> None:
    keep(images, URLS[0], picture(200, 200))
    app = PicturesApp(images)
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(p("Before"), Image("A flag", 1), p("After")))
        await until(pilot, lambda: bool(app.picture_rows()))
        app.view.text_select_all()
        await pilot.pause()
        text = app.screen.get_selected_text() or ""
        assert "Before\n\n▣ A flag" in text
        assert text.index("After") - text.index("A flag") < 30


async def test_what_is_found_is_found_among_pictures(images: ImageStore) -> None:
    keep(images, URLS[0], picture(200, 200))
    app = PicturesApp(images)
    async with app.run_test(size=(80, 30)) as pilot:
        app.view.show(with_pictures(p("Before"), Image("A flag", 1), p("After")))
        await until(pilot, lambda: bool(app.picture_rows()))
        app.view.begin_find()
        app.view.find("after")
        assert app.view.found == (1, 1)
        assert isinstance(app.view.shown.document, Document)  # type: ignore[union-attr]
        assert Paragraph((Span("After"),)) in app.view.shown.document.blocks  # type: ignore[union-attr]
