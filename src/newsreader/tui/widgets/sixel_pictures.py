"""Pictures drawn with sixels over their half-blocks, as long as nothing moves and nothing covers them.

Textual knows of the half-blocks alone. Whatever it paints (a line that scrolls, a window that opens) takes the sixels
away there, so that nothing of them can be left over; they are drawn anew when the pane has come to rest.
"""

from collections import OrderedDict
from typing import Final, NamedTuple

from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer

from newsreader.tui.cells import cell_width
from newsreader.tui.picture import Box, PaintedPicture
from newsreader.tui.picture_sixels import placed, sixels
from newsreader.tui.pictures import PictureKey
from newsreader.tui.threads import to_thread
from newsreader.tui.widgets.pictured_page import PicturedPage

STILL_SECONDS: Final = 0.15
"""How long nothing has been painted before sixels are drawn."""

KEPT_SEQUENCES: Final = 16


class _Part(NamedTuple):
    """Rows `first` to before `end` of a picture, seen in `region` of the screen."""

    key: PictureKey
    painted: PaintedPicture
    first: int
    end: int
    region: Region


class SixelPage(PicturedPage, inherit_bindings=False):
    """A PicturedPage whose pictures are drawn with sixels where the terminal shows them."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._still_timer: Timer | None = None
        self._paints = 0
        self._sequences: OrderedDict[tuple[PictureKey, int, int], str] = OrderedDict()

    def render_lines(self, crop: Region) -> list[Strip]:
        self.painted_anew()
        return super().render_lines(crop)

    def painted_anew(self) -> None:
        """What was drawn with sixels is painted over, or may be: draw it when the pane has come to rest."""
        if self._shows_pictures and self.shelf is not None and self.shelf.graphics == "sixel":
            self._paints += 1
            if self._still_timer is None:
                self._still_timer = self.set_timer(STILL_SECONDS, self._draw)
            else:
                self._still_timer.reset()

    def forget_pictures(self) -> None:
        self._sequences.clear()
        super().forget_pictures()

    def notify_style_update(self) -> None:
        self._sequences.clear()
        super().notify_style_update()

    def _draw(self) -> None:
        if self._still_timer is not None:
            self._still_timer.stop()
            self._still_timer = None
        parts = [part for part in self._parts() if self._is_uncovered(part.region)]
        if parts:
            self.run_worker(self._draw_parts(parts), group="sixels", exclusive=True)

    async def _draw_parts(self, parts: list[_Part]) -> None:
        for part in parts:
            paints = self._paints
            name = part.key, part.first, part.end
            sequence = self._sequences.get(name)
            if sequence is None and part.painted.pixels is not None:
                pixels = part.painted.pixels
                size = pixels.height // part.painted.box.rows
                sequence = await to_thread(self.app, sixels, pixels, part.first * size, part.end * size)
                self._sequences[name] = sequence
                while len(self._sequences) > KEPT_SEQUENCES:
                    self._sequences.popitem(last=False)
            if paints != self._paints or not self._is_uncovered(part.region):
                return  # something has moved meanwhile: the timer runs again
            self._send(placed(sequence or "", *part.region.offset))

    def _parts(self) -> list[_Part]:
        """The pictures that are seen, as far as they are."""
        parts: list[_Part] = []
        if self.shelf is None or not self._shows_pictures:
            return parts
        left, top = self.content_region.offset
        for y in range(self.size.height):
            line = self.line_at(y)
            if line is None or (row := line.picture) is None:
                continue
            key = PictureKey(row.url, Box(row.columns, row.rows))
            painted = self.shelf.painted(key)
            if painted is None or painted.pixels is None:
                if not self.shelf.is_painted(key):  # forgotten with the styles, while Textual has kept the lines
                    self._paint_soon(key)
                continue
            x = left + self.left + sum(cell_width(segment.text) for segment in line.segments)
            before = parts[-1] if parts else None
            if before is not None and (before.key, before.end, before.region.bottom) == (key, row.row, top + y):
                region = Region(before.region.x, before.region.y, row.columns, before.region.height + 1)
                parts[-1] = _Part(key, painted, before.first, row.row + 1, region)
            else:
                parts.append(_Part(key, painted, row.row, row.row + 1, Region(x, top + y, row.columns, 1)))
        return parts

    def _is_uncovered(self, region: Region) -> bool:
        """Whether a part of the screen is this pane's alone; at the screen's bottom a picture could scroll it."""
        if self.app.screen is not self.screen or region.bottom >= self.screen.size.height:
            return False
        widgets = {self.screen.get_widget_at(x, y)[0] for x in (region.x, region.right - 1) for y in region.line_range}
        return widgets == {self}
