"""Whether pictures are shown and which of them are fetched: decisions without a terminal or a network."""

import pytest

from newsreader.core.document import Details, Document, Image, ListBlock, Paragraph, Quote, Span
from newsreader.core.images import (
    MOST_PER_ARTICLE,
    ImageMode,
    ImageSetting,
    PictureSize,
    default_mode,
    file_name,
    image_urls,
    is_too_large,
    is_visible,
    may_have_graphics,
    next_mode,
    note_of,
    remembered_mode,
)

LOCAL = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("setting", "environ", "mode"),
    [
        ("auto", LOCAL, "pictures"),
        ("auto", {"TERM": "xterm-kitty"}, "pictures"),
        ("auto", {**LOCAL, "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "captions"),
        ("auto", {**LOCAL, "SSH_TTY": "/dev/pts/1"}, "captions"),
        ("auto", {**LOCAL, "SSH_TTY": ""}, "pictures"),
        ("auto", {**LOCAL, "NO_COLOR": "1"}, "captions"),
        ("auto", {"TERM": "linux"}, "captions"),
        ("auto", {}, "captions"),
        ("pictures", {**LOCAL, "SSH_TTY": "/dev/pts/1"}, "pictures"),
        ("none", LOCAL, "none"),
    ],
)
def test_pictures_are_on_where_the_terminal_is_here(
    setting: ImageSetting, environ: dict[str, str], mode: ImageMode
) -> None:
    assert default_mode(setting, environ) == mode


def test_the_modes_go_round() -> None:
    modes: list[ImageMode] = ["none"]
    while len(modes) < 4:
        modes.append(next_mode(modes[-1]))
    assert modes == ["none", "captions", "pictures", "none"]


def test_a_chosen_mode_comes_back_until_the_setting_changes() -> None:
    note = note_of("captions", "auto")
    assert remembered_mode(note, "auto") == "captions"
    assert remembered_mode(note, "pictures") is None


@pytest.mark.parametrize("note", [None, "", "auto", "auto nonsense", "pictures"])
def test_a_note_that_says_nothing_counts_for_nothing(note: str | None) -> None:
    assert remembered_mode(note, "auto") is None


@pytest.mark.parametrize(
    ("environ", "may"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-ghostty"}, True),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-0/default,1,0"}, False),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, False),
        ({}, False),
    ],
)
def test_only_a_terminal_that_may_have_graphics_is_asked(environ: dict[str, str], may: bool) -> None:
    assert may_have_graphics(environ) is may


def test_a_file_name_shows_nothing_of_the_url() -> None:
    names = {file_name(url) for url in ("https://a.example/../../etc/passwd", "https://a.example/\x1b_G", "\udc80")}
    assert len(names) == 3
    assert all(name.isalnum() and len(name) == 40 for name in names)


@pytest.mark.parametrize(
    ("size", "visible", "too_large"),
    [
        (PictureSize(1, 1), False, False),
        (PictureSize(600, 2), False, False),
        (PictureSize(3, 3), True, False),
        (PictureSize(8_000, 5_000), True, False),
        (PictureSize(8_001, 5_000), True, True),
        (PictureSize(50_000, 50_000), True, True),
    ],
)
def test_sizes_have_bounds(size: PictureSize, visible: bool, too_large: bool) -> None:
    assert is_visible(size) is visible
    assert is_too_large(size) is too_large


def test_pictures_are_found_wherever_they_stand_and_each_once() -> None:
    links = tuple(f"https://a.example/{name}.png" for name in "abcde")
    document = Document(
        (
            Image("", 1),
            Quote((Image("", 2), Paragraph((Span("text", link=5),)))),
            ListBlock(False, ((Image("", 3),), (Image("", 1),))),
            Details((), (Image("", 4),)),
        ),
        links,
    )
    assert image_urls([document, document]) == list(links[:4])


@pytest.mark.parametrize(
    "image",
    [Image("", None), Image("", 1, 1, 1), Image("", 1, 1, None), Image("", 1, 600, 0), Image("", 2), Image("", 7)],
)
def test_what_is_no_picture_worth_fetching_is_left_out(image: Image) -> None:
    assert image_urls([Document((image,), ("https://a.example/p.gif", "file:///etc/passwd"))]) == []


def test_an_article_has_so_many_pictures_and_no_more() -> None:
    links = tuple(f"https://a.example/{number}.png" for number in range(200))
    document = Document(tuple(Image("", number + 1) for number in range(200)), links)
    assert image_urls([document]) == list(links[:MOST_PER_ARTICLE])
