"""A text that is rewritten in place, beside the store."""

import os
import stat
import sys
from pathlib import Path

import pytest

from newsreader.core.errors import StoreError
from newsreader.store.place_file import PlaceFile


@pytest.fixture(params=["file", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> PlaceFile:
    return PlaceFile(tmp_path / "newsreader.place" if request.param == "file" else None)


def test_nothing_was_kept_at_first(place: PlaceFile) -> None:
    assert place.read() == ""


@pytest.mark.parametrize("texts", [["a"], ["a long one" * 500, "b"], ["b", "long" * 900, ""], ["“ü” 中文"]])
def test_the_last_text_is_kept_whole_whatever_its_length(place: PlaceFile, texts: list[str]) -> None:
    for text in texts:
        place.write(text)
        assert place.read() == text


def test_the_file_is_the_users_own(tmp_path: Path) -> None:
    PlaceFile(tmp_path / "place").write("here")
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "place").stat().st_mode) == 0o600


def test_what_is_no_text_reads_as_something(tmp_path: Path) -> None:
    (tmp_path / "place").write_bytes(os.urandom(64))
    assert isinstance(PlaceFile(tmp_path / "place").read(), str)


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    place = PlaceFile(tmp_path / "place")
    assert place.read() == ""
    with pytest.raises(StoreError, match="check the file and its folder"):
        place.write("here")
