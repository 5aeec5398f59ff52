"""Strangers' pictures become small safe ones, or a sentence."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from newsreader.core.images import MAX_HEIGHT, MAX_WIDTH, PictureSize
from newsreader.library.image_decoding import PictureError, shrink
from newsreader.library.wall import Wall, WallError
from sample_pictures import HTML, SVG, TRACKER, animation, huge_png, picture, text_bomb_png


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", "JPEG"),
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("P", "PNG"),
        ("1", "PNG"),
        ("LA", "PNG"),
        ("I;16", "PNG"),
        ("RGBA", "PNG"),
        ("P", "GIF"),
        ("RGB", "WEBP"),
        ("RGBA", "WEBP"),
    ],
)
def test_every_kind_of_picture_becomes_a_png_or_a_jpeg_of_its_size(mode: str, kind: str) -> None:
    size, data = shrink(picture(60, 40, kind, color=0 if mode in ("P", "1", "L", "I;16") else None, mode=mode))
    assert size == PictureSize(60, 40)
    assert opened(data).size == (60, 40)
    assert opened(data).mode in ("RGB", "RGBA")


@pytest.mark.parametrize(
    ("width", "height", "kept"),
    [(3_200, 1_000, (1_600, 500)), (100, 4 * MAX_HEIGHT, (25, MAX_HEIGHT)), (MAX_WIDTH, 10, (MAX_WIDTH, 10))],
)
def test_a_large_picture_is_kept_smaller_in_its_proportions(width: int, height: int, kept: tuple[int, int]) -> None:
    size, data = shrink(picture(width, height))
    assert (size.width, size.height) == kept == opened(data).size


def test_what_can_be_seen_through_stays_so() -> None:
    _, data = shrink(picture(mode="RGBA", color=(0, 0, 0, 0)))
    assert opened(data).getpixel((5, 5)) == (0, 0, 0, 0)


def test_a_photograph_lying_on_its_side_is_turned_and_its_notes_go() -> None:
    image = Image.new("RGB", (100, 50))
    notes = image.getexif()
    notes[0x0112] = 6
    notes[0x013B] = "Somebody"
    written = io.BytesIO()
    image.save(written, "JPEG", exif=notes)
    size, data = shrink(written.getvalue())
    assert size == PictureSize(50, 100)
    assert b"Somebody" not in data
    assert not opened(data).getexif()


def test_of_an_animation_the_first_frame_is_kept() -> None:
    _, data = shrink(animation())
    image = opened(data)
    assert getattr(image, "n_frames", 1) == 1
    red, green, _ = image.getpixel((16, 16))  # type: ignore[misc]
    assert red > 240
    assert green < 20


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (huge_png(), "too many pixels"),
        (huge_png(8_001, 5_000), "too many pixels"),
        (picture()[:60], "damaged"),
        (picture(400, 400, "JPEG")[:500], "damaged"),
        (b"", "no PNG"),
        (HTML, "no PNG"),
        (SVG, "no PNG"),
        (picture(kind="BMP"), "no PNG"),
        (picture(kind="TIFF"), "no PNG"),
        (TRACKER, "counts readers"),
        (text_bomb_png(), "damaged"),
    ],
    ids=[
        "huge",
        "just too large",
        "cut PNG",
        "cut JPEG",
        "empty",
        "HTML",
        "SVG",
        "BMP",
        "TIFF",
        "tracker",
        "text bomb",
    ],
)
def test_what_is_no_picture_to_show_is_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(PictureError, match=sentence):
        shrink(body)


def test_a_picture_is_decoded_behind_the_wall_and_the_next_one_passes_after_a_bomb() -> None:
    wall = Wall(seconds=20)
    try:
        for bomb in (huge_png(), text_bomb_png()):
            with pytest.raises(WallError):
                wall.call(shrink, bomb)
        size, _ = wall.call(shrink, picture(8_000, 5_000))
        assert size == PictureSize(1_600, 1_000)
    finally:
        wall.end()


@settings(max_examples=150)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]), st.data())
def test_a_damaged_picture_is_a_picture_or_a_sentence(kind: str, data: st.DataObject) -> None:
    body = bytearray(picture(24, 24, kind))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        size, shrunk = shrink(bytes(body))
    except PictureError:
        return
    assert opened(shrunk).size == (size.width, size.height)
