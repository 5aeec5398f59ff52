"""Pictures on disk: found again, within a budget, kept with a star, and no failure tried at every opening."""

import os
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.images import PictureSize, file_name
from newsreader.library.images import FAILED_SECONDS, ImageStore

SIZE = PictureSize(64, 48)
URLS = [f"https://news.example/{number}.jpg" for number in range(6)]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def images(tmp_path: Path, clock: FakeClock) -> ImageStore:
    return ImageStore(tmp_path / "images", clock, budget_bytes=3_000)


def put(images: ImageStore, url: str, size: int = 900) -> None:
    images.put(url, SIZE, bytes(size))


def kept(images: ImageStore) -> list[str]:
    return [url for url in URLS if images.size(url) is not None]


def test_nothing_is_made_before_the_first_picture(images: ImageStore, tmp_path: Path) -> None:
    assert images.get(URLS[0]) is None
    assert images.failure(URLS[0]) is None
    assert images.prune() == 0
    assert not (tmp_path / "images").exists()


def test_a_picture_comes_back_with_its_size(images: ImageStore) -> None:
    images.put(URLS[0], SIZE, b"\x89PNG\r\n\x1a\n and more\n")
    picture = images.read(URLS[0])
    assert picture is not None
    assert picture.size == images.size(URLS[0]) == SIZE
    assert picture.data == b"\x89PNG\r\n\x1a\n and more\n"


def test_a_picture_is_its_owner_s_alone_and_its_name_says_nothing(images: ImageStore, tmp_path: Path) -> None:
    put(images, "https://news.example/../../x.png")
    (path,) = (tmp_path / "images").iterdir()
    assert path.name == file_name("https://news.example/../../x.png")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", [b"", b"\n", b"newsreader-image 1 x y\n", b"newsreader-image 2 6 4\nx", b"\x89PNG"])
def test_a_file_that_is_no_kept_picture_is_none(images: ImageStore, tmp_path: Path, content: bytes) -> None:
    put(images, URLS[0])
    (tmp_path / "images" / file_name(URLS[0])).write_bytes(content)
    assert images.size(URLS[0]) is None
    assert images.read(URLS[0]) is None


def test_a_failure_is_remembered_for_a_day(images: ImageStore, clock: FakeClock) -> None:
    images.fail(URLS[0], "It is no picture.")
    assert images.failure(URLS[0]) == "It is no picture."
    clock.advance(FAILED_SECONDS - 1)
    assert images.failure(URLS[0]) == "It is no picture."
    clock.advance(2)
    assert images.failure(URLS[0]) is None
    assert images.prune() == 1


def test_a_picture_that_came_after_all_ends_its_failure(images: ImageStore) -> None:
    images.fail(URLS[0], "The server was busy.")
    put(images, URLS[0])
    assert images.failure(URLS[0]) is None


def test_what_was_used_longest_ago_makes_room(images: ImageStore, clock: FakeClock) -> None:
    for url in URLS[:4]:
        put(images, url)
        clock.advance(60)
    images.get(URLS[0])
    assert images.prune() == 1
    assert kept(images) == [URLS[0], URLS[2], URLS[3]]


def test_pictures_of_starred_entries_stay_whatever_the_budget(images: ImageStore, clock: FakeClock) -> None:
    for url in URLS[:2]:
        put(images, url)
    images.keep_for(7, URLS[:2])
    clock.advance(60)
    for url in URLS[2:]:
        put(images, url)
        clock.advance(60)
    images.release(lambda entry_id: entry_id == 7)
    images.prune()
    assert kept(images) == [*URLS[:2], *URLS[3:]]


def test_when_the_star_goes_its_pictures_count_again(images: ImageStore, clock: FakeClock) -> None:
    for url in URLS[:2]:
        put(images, url)
    images.keep_for(7, URLS[:2])
    images.keep_for(8, URLS[1:2])
    images.release(lambda entry_id: entry_id == 8)
    clock.advance(60)
    for url in URLS[2:5]:
        put(images, url)
    images.prune()
    assert kept(images) == URLS[1:5]


def test_a_picture_that_is_kept_with_a_star_can_be_replaced(images: ImageStore) -> None:
    put(images, URLS[0])
    images.keep_for(7, URLS[:1])
    images.put(URLS[0], SIZE, b"new")
    picture = images.read(URLS[0])
    assert picture is not None
    assert picture.data == b"new"
    assert images.prune() == 0


def test_a_draft_that_a_crash_has_left_goes_in_its_turn(images: ImageStore, tmp_path: Path, clock: FakeClock) -> None:
    put(images, URLS[0])
    draft = tmp_path / "images" / ".draft.tmp"
    draft.write_bytes(bytes(2_500))
    os.utime(draft, (clock.now() - 60,) * 2)
    assert images.prune() == 1
    assert not draft.exists()
    assert kept(images) == URLS[:1]
