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
        ("g s", Pressed(True, "", "go_starred")),
        ("g g", Pressed(True, "", "first")),
        ("g ^", Pressed(True)),
        ("g ^ s", Pressed(False)),
        ("g escape", Pressed(True)),
        ("3 g", Pressed(True, "3 g …")),
    ],
)
def test_two_keys_are_one_command(keys: str, pressed: Pressed) -> None:
    assert last(keys) == pressed


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
        ({"star": ("Y",), "zoom": ("Y",)}, "[keys]: “Y” stands for both star and zoom; star has it."),
        ({"star": ("Y",), "zoom": ("Y y",)}, "[keys]: “Y y” for zoom: “Y” is the key of star by itself."),
        ({"zoom": ("Y y",), "star": ("Y",)}, "[keys]: “Y” for star: it begins “Y y”, the key of zoom."),
        ({"star": ("1 s",)}, "[keys]: “1 s” for star: a sequence cannot begin with a digit."),
        ({"star": ("esc s",)}, "[keys]: “Esc s” for star: a sequence cannot begin with Esc."),
        ({"star": ("4",)}, "[keys]: “4” for star is a digit; they pick links and headlines."),
        ({"stra": ("Y",)}, "[keys]: there is no command “stra”. Did you mean “star”?"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(overrides: dict[str, tuple[str, ...]], problem: str) -> None:
    assert Keymap(overrides).problems == [problem]


def test_a_clash_names_the_line_of_the_file() -> None:
    keymap = Keymap({"star": ("Y",), "zoom": ("Y",)}, {"star": "config.toml:3", "zoom": "config.toml:4"})
    assert keymap.problems == ["config.toml:4: [keys]: “Y” stands for both star and zoom; star has it."]


def test_what_is_refused_leaves_a_command_its_own_keys() -> None:
    assert Keymap({"star": ("1 s",)}).keys("star") == Keymap().keys("star")


def test_an_empty_list_takes_all_keys_away() -> None:
    assert Keymap({"star": ()}).keys("star") == ()


def test_the_first_key_of_a_wished_sequence_pressed_twice_does_what_it_did_alone() -> None:
    keymap = Keymap({"zoom": ("m a",)})
    assert (keymap.keys("zoom"), keymap.keys("toggle_read")) == (("m a",), ("m m",))


def test_a_default_sequence_gives_way_to_a_wish() -> None:
    keymap = Keymap({"mark_all_read": ("g a",)})
    assert (keymap.keys("mark_all_read"), keymap.keys("go_all"), keymap.problems) == (("g a",), (), [])


def test_a_wish_for_the_key_that_begins_sequences_ends_them() -> None:
    keymap = Keymap({"first": ("g",)})
    assert (keymap.keys("first"), keymap.keys("go_starred"), keymap.problems) == (("g",), (), [])
    assert KeyReader(keymap).press("g") == Pressed(False)
