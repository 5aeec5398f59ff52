"""The pictures of the article at hand: which of them are here, how many cells each takes, and their painted lines."""

import random
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from newsreader.core.images import ImageMode, ImageSetting, PictureSize, is_visible, url_of
from newsreader.library.images import ImageStore
from newsreader.tui.picture import (
    Box,
    Graphics,
    PaintedPicture,
    cell_size,
    fit,
    half_blocks,
    kitty,
    kitty_removal,
    known_cell_size,
)
from newsreader.tui.picture_sixels import sixel_pixels

if TYPE_CHECKING:
    from newsreader.core.document import Image

KEPT_PAINTED: Final = 12
"""Painted pictures kept in memory; those painted longest ago go first."""

_NUMBERS: Final = (1 << 24) - 1


class PictureOptions(NamedTuple):
    """What the reader knows of pictures when it starts.

    `mode` is what it begins with unless another was chosen under the same `setting`; `remote`: the terminal is at the
    other end of an SSH connection, whose choice is kept apart.
    """

    images: ImageStore
    mode: ImageMode
    setting: ImageSetting = "auto"
    graphics: Graphics = "half-blocks"
    remote: bool = False


class PictureKey(NamedTuple):
    """A picture at one size in cells."""

    url: str
    box: Box


@dataclass(slots=True)
class PictureShelf:
    """Pictures painted for one article and one background. `paint` may run on a thread."""

    images: ImageStore
    graphics: Graphics = "half-blocks"
    background: tuple[int, int, int] = (0, 0, 0)
    edition: int = 0
    """Changes when all is forgotten: what was being painted then is of no use."""

    _sizes: dict[str, PictureSize | None] = field(default_factory=dict)
    _painted: OrderedDict[PictureKey, PaintedPicture | None] = field(default_factory=OrderedDict)
    _removals: list[str] = field(default_factory=list)

    def key(self, image: "Image", links: Sequence[str], room: Box, *, expected: bool) -> PictureKey | None:
        """Where and how large a picture is shown in `room`; None where it is not here.

        `expected`: pictures are on their way, and those whose size the page tells have their room already.
        """
        url = url_of(image, links)
        if url is None or min(room) < 1:
            return None
        size = self._size(url)
        if size is None and expected and image.width and image.height and self.images.failure(url) is None:
            size = PictureSize(image.width, image.height)
        return PictureKey(url, fit(size, cell_size(), room)) if size is not None and is_visible(size) else None

    def _size(self, url: str) -> PictureSize | None:
        if url not in self._sizes:
            self._sizes[url] = self.images.size(url)
        return self._sizes[url]

    def lacks_any(self, urls: Sequence[str]) -> bool:
        """Whether one of these pictures is neither here nor known to be nowhere."""
        return any(self._size(url) is None and self.images.failure(url) is None for url in urls)

    def is_painted(self, key: PictureKey) -> bool:
        """Whether `paint` has been tried and `keep` called."""
        return key in self._painted

    def painted(self, key: PictureKey) -> PaintedPicture | None:
        """The picture's lines, None where they are not made or cannot be."""
        return self._painted.get(key)

    def paint(self, key: PictureKey) -> PaintedPicture | None:
        """Read and paint a picture, None where it is not here or damaged. It takes up to some tenths of a second."""
        kept = self.images.read(key.url)
        if kept is None:
            return None
        if self.graphics == "kitty":
            number = random.randint(1, _NUMBERS)  # that another program has it is unlikely
            return kitty(kept.data, key.box, self.background, cell=cell_size(), number=number)
        painted = half_blocks(kept.data, key.box, self.background)
        if painted is None or self.graphics != "sixel" or (cell := known_cell_size()) is None:
            return painted
        size = key.box.columns * cell.width, key.box.rows * cell.height
        return painted._replace(pixels=sixel_pixels(kept.data, size, self.background))

    def keep(self, key: PictureKey, painted: PaintedPicture | None) -> str:
        """Keep what `paint` made; what the terminal must be sent for it to be seen."""
        self._painted[key] = painted
        while len(self._painted) > KEPT_PAINTED:
            self._removals.append(_removal(self._painted.popitem(last=False)[1]))
        return self._take_removals() + (painted.upload if painted is not None else "")

    def arrived(self) -> None:
        """Pictures have come: those that were not here may be now."""
        self._sizes.clear()
        for key in [key for key, painted in self._painted.items() if painted is None]:
            del self._painted[key]

    def clear(self) -> str:
        """Forget all pictures; what the terminal must be sent so that it does too."""
        self.edition += 1
        self._sizes.clear()
        self._removals += map(_removal, self._painted.values())
        self._painted.clear()
        return self._take_removals()

    def _take_removals(self) -> str:
        text = "".join(self._removals)
        self._removals.clear()
        return text


def _removal(painted: PaintedPicture | None) -> str:
    return kitty_removal(painted.number) if painted is not None and painted.number else ""
