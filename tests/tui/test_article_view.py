"""The article pane in an application of its own."""

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from clock import FakeClock
from newsreader.core.article import Article
from newsreader.core.document import Block, Document, ListBlock, Paragraph, Rule, Span, Style, Table
from newsreader.core.entries import Entry
from newsreader.parse.html import parse_document
from newsreader.tui.widgets.article import ArticleView

URL = "https://example.org/report"


class ViewApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.clicked: list[str] = []

    def compose(self) -> ComposeResult:
        yield ArticleView(clock=FakeClock().now)

    def on_article_view_link_clicked(self, event: ArticleView.LinkClicked) -> None:
        self.clicked.append(event.url)

    @property
    def view(self) -> ArticleView:
        return self.query_one(ArticleView)


def article(*blocks: Block, entry_id: int = 1, title: str = "Title", links: tuple[str, ...] = ()) -> Article:
    entry = Entry(
        id=entry_id,
        feed_id=1,
        feed_url="https://example.org/feed",
        feed_title="UN News",
        uid="1",
        title=title,
        link=None,
        author=None,
        published_at=FakeClock().now(),
        updated_at=None,
        arrived_at=FakeClock().now(),
        read=False,
        starred=False,
        tags=(),
        language=None,
        content_html="",
        base_url="",
        categories=(),
        enclosures=(),
    )
    return Article(entry, Document(blocks, links), 4)


def p(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def long_article(entry_id: int = 1, paragraphs: int = 40) -> Article:
    return article(*(p(f"Paragraph {n}. " + "word " * 50) for n in range(paragraphs)), entry_id=entry_id)


def screen(view: ArticleView) -> list[str]:
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


def top_line(view: ArticleView) -> str:
    return next(line.strip() for line in screen(view) if line.strip())


async def show(pilot: Pilot[None], view: ArticleView, shown: Article | None, message: str = "") -> None:
    view.show(shown, message)
    await pilot.pause()


async def test_an_article_is_shown_from_its_title_in_a_centred_measure() -> None:
    app = ViewApp()
    async with app.run_test(size=(120, 20)) as pilot:
        await show(pilot, app.view, long_article())
        lines = screen(app.view)
        assert lines[0].strip() == "Title"
        assert lines[1].strip().startswith("UN News · ")
        assert lines[3].strip().startswith("Paragraph 0.")
        left = len(lines[3]) - len(lines[3].lstrip())
        assert 18 <= left <= 20
        assert max(map(len, lines)) - left <= 80
        app.view.measure = 40
        await pilot.pause()
        assert max(len(line.strip()) for line in screen(app.view)) <= 40


async def test_without_an_article_a_sentence_stands_in_the_middle() -> None:
    app = ViewApp()
    async with app.run_test(size=(40, 11)) as pilot:
        await show(pilot, app.view, None, "Nothing is open.")
        assert screen(app.view)[5] == " " * 12 + "Nothing is open."
        assert app.view.progress == ""
        assert app.view.link_urls == ()
        assert app.view.page_down() is False


async def test_pages_go_down_to_the_end_and_back_to_the_top() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        view = app.view
        await show(pilot, view, long_article())
        assert (view.position, view.progress) == (0.0, "0 %")
        assert view.page_up() is False
        last_seen = screen(view)[-2:]
        pages = 0
        while view.page_down():
            await pilot.pause()
            if not pages:
                assert screen(view)[:2] == last_seen
            pages += 1
        assert pages > 5
        assert (view.position, view.progress) == (1.0, "100 %")
        assert view.page_up() is True
        view.go_to_top()
        await pilot.pause()
        assert top_line(view) == "Title"
        view.go_to_end()
        await pilot.pause()
        assert view.progress == "100 %"
        assert view.scroll_lines(-1) is True
        assert view.scroll_lines(5) is True
        assert view.scroll_lines(5) is False


async def test_an_article_that_fits_is_read_at_once() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await show(pilot, app.view, article(p("Short.")))
        assert app.view.progress == "100 %"
        assert app.view.page_down() is False


async def test_resizing_keeps_the_text_at_the_top() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        view = app.view
        await show(pilot, view, long_article())
        view.scroll_lines(next(n for n in range(400) if view_line(view, n).startswith("Paragraph 17.")))
        await pilot.pause()
        assert top_line(view).startswith("Paragraph 17.")
        for size in [(100, 30), (24, 10), (200, 8), (60, 20)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert top_line(view).startswith("Paragraph 17."), size


def view_line(view: ArticleView, index: int) -> str:
    return view.render_line(index - view.scroll_offset.y).text.strip()


async def test_a_new_article_begins_at_its_top_and_a_new_text_keeps_the_place() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        view = app.view
        await show(pilot, view, long_article())
        view.scroll_lines(50)
        await pilot.pause()
        before = top_line(view)
        await show(pilot, view, long_article(paragraphs=41))
        assert top_line(view) == before
        await show(pilot, view, long_article(entry_id=2))
        assert top_line(view) == "Title"


async def test_a_clicked_link_is_posted_and_other_text_is_not() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        view = app.view
        paragraph = Paragraph((Span("半 "), Span("the report", link=1), Span(" is out.")))
        await show(pilot, view, article(paragraph, links=(URL,)))
        row = next(y for y, line in enumerate(screen(view)) if "the report" in line)
        for x in (2, 3, 5, 14, 18, 19, 20):
            await pilot.click(ArticleView, offset=(x, row))
        await pilot.pause()
        assert app.clicked == [URL] * 3
        await pilot.click(ArticleView, offset=(8, row + 2))
        await pilot.pause()
        assert app.clicked == [URL] * 4


@pytest.mark.parametrize("text", ["[/b]", "[@click=app.quit]x[/]", "[link=http://e]x", "[bold]x", "[/"])
async def test_markup_in_foreign_text_is_shown_as_it_is(text: str) -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await show(pilot, app.view, article(p(text), title=text))
        lines = [line.strip() for line in screen(app.view)]
        assert lines[0] == text
        assert lines[3] == text
        await show(pilot, app.view, None, text)
        assert top_line(app.view) == text


async def test_nothing_that_steers_a_terminal_reaches_the_screen() -> None:
    app = ViewApp()
    hostile = "a\x1b]52;c;aGk=\x07b\x9b31mc\u202ed\re\tf\x00"
    async with app.run_test(size=(60, 20)) as pilot:
        blocks = (p(hostile), ListBlock(False, ((p(hostile),),)), Table(("left",), (), (((Span(hostile),),),)))
        await show(pilot, app.view, article(*blocks, title=hostile, links=("https://e.example/" + hostile,)))
        shown = "".join(screen(app.view))
        assert not set(shown) & set("\x1b\x07\x9b\u202e\r\t\x00\n")
        assert all(app.view.render_line(y).cell_length == app.view.size.width for y in range(20))


async def test_styles_differ_in_more_than_colour() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        spans = (
            Span("bold", Style.STRONG),
            Span("slanted", Style.EMPHASIS),
            Span("struck", Style.STRIKE),
            Span("both", Style.STRONG | Style.EMPHASIS),
        )
        await show(pilot, app.view, article(Paragraph(spans), Rule()))
        styles = {
            segment.text: segment.style for y in range(20) for segment in app.view.render_line(y) if segment.style
        }
        assert styles["Title"].bold
        assert styles["bold"].bold
        assert styles["slanted"].italic
        assert styles["struck"].strike
        assert styles["both"].bold
        assert styles["both"].italic


async def test_a_change_of_theme_repaints() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await show(pilot, app.view, article(p("Text")))
        before = [segment.style for segment in app.view.render_line(0)]
        app.theme = "textual-light"
        await pilot.pause()
        assert [segment.style for segment in app.view.render_line(0)] != before


async def test_the_keys_are_left_to_the_screen() -> None:
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await show(pilot, app.view, long_article())
        app.view.focus()
        await pilot.press("down", "pagedown", "end", "space")
        assert app.view.scroll_offset.y == 0


HOSTILE = {
    "deep": "<div>" * 10_000 + "deep",
    "long word": "x" * 1_000_000,
    "links": "".join(f'<a href="https://e.example/{n}">{n}</a> ' for n in range(100_000)),
    "rows": "<table>" + "<tr><td>a<td>b<td>c" * 50_000,
    "wide characters": "半" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_page_is_painted_without_laying_it_all_out(name: str) -> None:
    app = ViewApp()
    document = parse_document(HOSTILE[name])
    async with app.run_test(size=(60, 20)) as pilot:
        view = app.view
        view.show(article(*document.blocks, links=document.links))
        assert view.virtual_size.height <= 800
        assert sum(bool(line.strip()) for line in screen(view)) >= 3
        view.show(None)
        await pilot.pause()
