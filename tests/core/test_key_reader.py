"""Keys in, commands and counts out."""

from collections.abc import Mapping

import pytest

from newsreader.core.key_reader import KeyReader, Pressed
from newsreader.core.keymap import Keymap


def last(keys: str, overrides: Mapping[str, tuple[str, ...]] | None = None, *, counting: bool = True) -> Pressed:
    """What the last of these keys led to."""
    reader = KeyReader(Keymap(overrides))
    pressed = Pressed(False)
    for key in keys.split():
        pressed = reader.press(key, counting=counting)
    return pressed


SEQUENCE = {"star": ("g s",)}


@pytest.mark.parametrize(
    ("keys", "pressed"),
    [
        ("j", Pressed(False)),
        ("5", Pressed(True, "5")),
        ("5 j", Pressed(True, "", "next", 5)),
        ("1 2 j", Pressed(True, "", "next", 12)),
        ("1 0 j", Pressed(True, "", "next", 10)),
        ("0", Pressed(False)),
        ("5 escape", Pressed(True)),
        ("5 s", Pressed(True, "", "star", 1)),
        ("5 j j", Pressed(False)),
        ("9 9 9 9 9 j", Pressed(True, "", "next", 999)),
        ("5 f12", Pressed(False)),
    ],
)
def test_a_digit_before_a_key_is_a_count(keys: str, pressed: Pressed) -> None:
    assert last(keys) == pressed


@pytest.mark.parametrize(
    ("keys", "pressed"),
    [
        ("g", Pressed(True, "g …")),
        ("g s", Pressed(True, "", "star")),
        ("g g", Pressed(True, "", "first")),
        ("g x", Pressed(True)),
        ("g x s", Pressed(False)),
        ("3 g", Pressed(True, "3 g …")),
    ],
)
def test_two_keys_are_one_command(keys: str, pressed: Pressed) -> None:
    assert last(keys, SEQUENCE) == pressed


def test_where_digits_pick_links_they_are_no_counts() -> None:
    assert last("5", counting=False) == Pressed(False)


def test_the_arrows_preset_leaves_the_letters_free() -> None:
    keymap = Keymap({"preset": ("arrows",), "star": ("j",)})
    assert keymap.keys("next") == ("down",)
    assert keymap.keys("star") == ("j",)
    assert not keymap.problems


@pytest.mark.parametrize(
    ("overrides", "problem"),
    [
        ({"preset": ("emacs",)}, "[keys]: preset is “vim” or “arrows”, not “emacs”."),
        ({"star": ("ecsape",)}, "[keys]: “ecsape” for star: there is no such key. Did you mean “escape”?"),
        ({"star": ("g g g",)}, "[keys]: “g g g” for star: a sequence has two keys."),
        ({"star": ("x",), "zoom": ("x",)}, "[keys]: “x” stands for both star and zoom; star has it."),
        ({"stra": ("x",)}, "[keys]: there is no command “stra”. Did you mean “star”?"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(overrides: dict[str, tuple[str, ...]], problem: str) -> None:
    assert Keymap(overrides).problems == [problem]
