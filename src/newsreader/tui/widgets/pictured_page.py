"""Lines with pictures among them: only what is near the screen is painted, and never while a key waits."""

from typing import TYPE_CHECKING, Final

from textual.strip import Strip

from newsreader.core.images import ImageMode, image_urls
from newsreader.tui.cells import cell_width
from newsreader.tui.picture import Box
from newsreader.tui.pictures import PictureKey, PictureShelf
from newsreader.tui.threads import to_thread
from newsreader.tui.widgets.selectable_page import SelectablePage

if TYPE_CHECKING:
    from newsreader.core.document import Document, Image
    from newsreader.tui.article_layout_lines import Line, PicturePlan

SPARED_ROWS: Final = 2
"""Rows of the pane that no picture takes: its caption is seen with it."""


class PicturedPage(SelectablePage, inherit_bindings=False):
    """A SelectablePage of a document with pictures."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.image_mode: ImageMode = "captions"
        self.shelf: PictureShelf | None = None
        self._expected = False
        self._tallest = 0
        self._waiting: list[PictureKey] = []
        self._painting = False

    # What is shown

    def show_images(self, mode: ImageMode) -> None:
        """Show pictures, their captions or nothing in their place; the text at the top stays there."""
        self.image_mode = mode
        if mode != "pictures":
            self.forget_pictures()
        self._lay_out_anew()

    def lacks_pictures(self, document: "Document") -> bool:
        """Whether pictures of `document` should be fetched."""
        return self._shows_pictures and self.shelf is not None and self.shelf.lacks_any(image_urls([document]))

    def expect_pictures(self, expected: bool) -> None:
        """Tell whether pictures are on their way; those whose size the page tells have their room from now on."""
        if expected != self._expected:
            self._expected = expected
            if self._shows_pictures:
                self._lay_out_anew()

    def pictures_arrived(self) -> None:
        """Pictures have come: give them their room; the text at the top stays there."""
        if self.shelf is not None and self._shows_pictures:
            self.shelf.arrived()
            self._lay_out_anew()

    def _lay_out_anew(self) -> None:
        self.screen.clear_selection()  # it is told by the numbers of lines
        self.lay_out()

    def forget_pictures(self) -> None:
        """Another document is shown, or none: nothing of the pictures stays, in memory or in the terminal."""
        self._waiting.clear()
        self._expected = False
        if self.shelf is not None:
            self._send(self.shelf.clear())

    def on_unmount(self) -> None:
        self.forget_pictures()

    @property
    def _shows_pictures(self) -> bool:
        return self.image_mode == "pictures" and self.shelf is not None

    def picture_plan(self, document: "Document") -> "PicturePlan":
        """How the pictures of `document` are laid out in this pane."""
        from newsreader.tui.article_layout_lines import PicturePlan

        self._tallest = 0

        def box(image: "Image", width: int) -> Box | None:
            if not self._shows_pictures or self.shelf is None:
                return None
            key = self.shelf.key(image, document.links, Box(width, self._most_rows), expected=self._expected)
            if key is None:
                return None
            self._tallest = max(self._tallest, key.box.rows)
            return key.box

        return PicturePlan(captions=self.image_mode != "none", box=box, links=document.links)

    @property
    def _most_rows(self) -> int:
        return max(self.size.height - SPARED_ROWS, 1)

    def on_resize(self) -> None:
        before = max(self._laid_size.height - SPARED_ROWS, 1)
        super().on_resize()
        # Pictures that were cut to the old height, or do not fit into the new one.
        if self._tallest >= min(before, self._most_rows) and before != self._most_rows:
            self.lay_out()

    # Painting

    def notify_style_update(self) -> None:
        if self.shelf is not None:
            self._send(self.shelf.clear())
        super().notify_style_update()

    def line_strip(self, index: int, line: "Line") -> Strip:
        strip = super().line_strip(index, line)
        if line.picture is None or self.shelf is None:
            return strip
        key = PictureKey(line.picture.url, Box(line.picture.columns, line.picture.rows))
        painted = self.shelf.painted(key)
        if painted is None:
            if not self.shelf.is_painted(key):
                self._paint_soon(key)
            return strip
        before = self.left + sum(cell_width(segment.text) for segment in line.segments)
        after = before + key.box.columns
        parts = [strip.crop(0, before), painted.strips[line.picture.row], strip.crop(after, strip.cell_length)]
        return Strip.join(parts).adjust_cell_length(self.size.width, self.rich_style)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._paint_next_page()

    def _paint_next_page(self) -> None:
        """Have the pictures of the page below ready when it is turned to."""
        if not self._shows_pictures or self._laid is None or self.shelf is None:
            return
        bottom = self.scroll_offset.y + self.size.height
        for line in self._laid.lines[bottom : bottom + self.size.height]:
            if line.picture is not None and line.picture.row == 0:
                key = PictureKey(line.picture.url, Box(line.picture.columns, line.picture.rows))
                if not self.shelf.is_painted(key):
                    self._paint_soon(key)

    def _paint_soon(self, key: PictureKey) -> None:
        if key not in self._waiting:
            self._waiting.append(key)
        if not self._painting:
            self._painting = True
            self.run_worker(self._paint_waiting())

    async def _paint_waiting(self) -> None:
        """Paint one picture after the other on a thread; what was asked for last is what is looked at."""
        try:
            while self._waiting and self.shelf is not None:
                key, edition = self._waiting.pop(), self.shelf.edition
                if self.shelf.is_painted(key):  # it was asked for again while it was being painted
                    continue
                self.shelf.background = self.background_colors[1].rgb
                painted = await to_thread(self.app, self.shelf.paint, key)
                if edition == self.shelf.edition:
                    self._send(self.shelf.keep(key, painted))
                    self.repaint()
        finally:
            self._painting = False

    def _send(self, text: str) -> None:
        """Send something that is no text to the terminal, in its turn among all that is painted."""
        driver = self.app._driver
        if text and driver is not None and not driver.is_headless:
            driver.write(text)
