"""Small real pictures for tests, and broken ones."""

import io
import struct
import zlib

from PIL import Image


def picture(
    width: int = 64, height: int = 48, kind: str = "PNG", *, color: object = (200, 40, 40), mode: str = "RGB"
) -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new(mode, (width, height), color).save(written, kind)  # type: ignore[arg-type]
    return written.getvalue()


def two_halves(width: int = 40, height: int = 40) -> bytes:
    """A PNG whose upper half is red and whose lower half is blue."""
    image = Image.new("RGB", (width, height), (255, 0, 0))
    image.paste((0, 0, 255), (0, height // 2, width, height))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def animation(frames: int = 30) -> bytes:
    """A GIF that begins in red and goes on in other colours."""
    written = io.BytesIO()
    first, *rest = [Image.new("RGB", (32, 32), (255 - number * 8, number * 8, 0)) for number in range(frames)]
    first.save(written, "GIF", save_all=True, append_images=rest, duration=20)
    return written.getvalue()


def huge_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few kilobytes that says that it has this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(10_000)))
        + _chunk(b"IEND", b"")
    )


def text_bomb_png() -> bytes:
    """A PNG with a text that grows to 200 MB when it is read."""
    text = b"Comment\x00\x00" + zlib.compress(bytes(200 * 2**20), 9)
    plain = picture()
    return plain[:33] + _chunk(b"zTXt", text) + plain[33:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


HTML: bytes = b"<!doctype html><html><body><h1>404</h1></body></html>"
SVG: bytes = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect/></svg>'
TRACKER: bytes = picture(1, 1, "GIF")
