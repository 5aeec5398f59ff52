"""From the bytes of a stranger's picture to a small safe one. Only to be called behind a wall."""

import io
import struct
import warnings
import zlib
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from newsreader.core.errors import NewsreaderError
from newsreader.core.images import MAX_HEIGHT, MAX_WIDTH, PictureSize, is_too_large, is_visible

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
"""What is decoded; Pillow's readers of other formats are many, and little used."""

_QUALITY: Final = 85
_FAULTS: Final = (
    OSError,
    SyntaxError,  # Pillow's word for a damaged PNG
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    struct.error,
    zlib.error,
)


class PictureError(NewsreaderError):
    """The bytes are no picture that is shown; the message says why."""


def shrink(body: bytes) -> tuple[PictureSize, bytes]:
    """The first frame of a picture within MAX_WIDTH × MAX_HEIGHT, as PNG or JPEG without anything else in it.

    The size is read first: nothing is decoded that has too many pixels, or too few to be seen.

    Raises:
        PictureError: It is none of FORMATS, damaged, too large, or a tracking pixel.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow about sizes and damage; both have their sentences here
            return _shrunk(body)
    except UnidentifiedImageError:
        raise PictureError("It is no PNG, JPEG, GIF or WebP picture.") from None
    except Image.DecompressionBombError:
        raise PictureError("It has too many pixels.") from None
    except _FAULTS:
        raise PictureError("The picture is damaged or incomplete.") from None


def _shrunk(body: bytes) -> tuple[PictureSize, bytes]:
    with Image.open(io.BytesIO(body), formats=FORMATS) as opened:
        size = PictureSize(*opened.size)
        if not is_visible(size):
            raise PictureError("It is a pixel that counts readers.")
        if is_too_large(size):
            raise PictureError(f"It has too many pixels ({size.width:,} × {size.height:,}).")
        # A JPEG can be decoded at a fraction of its size at once.
        opened.draft(None, (MAX_WIDTH, MAX_HEIGHT))
        opened.load()
        picture: Image.Image = _in_eight_bits(opened)
    picture.thumbnail((MAX_WIDTH, MAX_HEIGHT))
    picture = ImageOps.exif_transpose(picture)
    picture.thumbnail((MAX_WIDTH, MAX_HEIGHT))  # what lay on its side
    picture.info.clear()
    written = io.BytesIO()
    if picture.mode == "RGBA":
        picture.save(written, "PNG")
    else:
        picture.save(written, "JPEG", quality=_QUALITY)
    return PictureSize(*picture.size), written.getvalue()


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """`picture` as RGB, or as RGBA where parts of it can be seen through."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
