"""Plain mode: typed lines and the sentences that answer them."""

import pytest

from newsreader.core.keymap import Keymap
from newsreader.plain.typed import Typed, read_line
from newsreader.plain.words import ago
from talking import Talk

NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("n", Typed("next_unread")),
        ("next unread", Typed("next_unread")),
        ("Next_Unread", Typed("next_unread")),
        ("5j", Typed("next", 5)),
        ("5 next", Typed("next", 5)),
        ("3", Typed("open", rest="3")),
        ("open 3", Typed("open", rest="3")),
        ("star 3 5", Typed("star", rest="3 5")),
        ("search chips war", Typed("search", rest="chips war")),
        ("/chips", Typed("search", rest="chips")),
        ("?", Typed("help")),
        ("Ctrl+R", Typed("redo")),
        ("R", Typed("refresh_all")),
        ("r", Typed("refresh_feed")),
        ("5 star", Typed("star")),
        ("0 star", Typed("star", 0)),
        ("more", Typed("page_down")),
        ("open link 2", Typed("open_link", rest="2")),
        ("rename Chips and War", Typed("rename_feed", rest="Chips and War")),
        ("opne", Typed(None, near="open")),
        ("", Typed(None)),
    ],
)
def test_a_line_is_a_command_by_name_or_key(line: str, typed: Typed) -> None:
    assert read_line(line, Keymap()) == typed


def test_keys_of_the_config_count_in_plain_mode() -> None:
    assert read_line("Y", Keymap({"star": ("Y",)})) == Typed("star")


def test_states_are_words() -> None:
    talk = Talk()
    talk.type("star 1")
    assert "unread, starred." in talk.type("first")
    assert "read, starred." in talk.type("m", "first")


def test_an_article_that_is_opened_is_read_and_undo_takes_it_back() -> None:
    talk = Talk()
    answer = talk.type("open 2")
    assert "The text of" in answer
    assert "End of article 2 of 4." in answer
    assert "“undo” takes it back" in answer
    assert talk.type("undo").startswith("Undid: ")
    assert ", unread." in talk.type("0next", "list").splitlines()[1]


def test_all_is_marked_read_and_then_nothing_is_left() -> None:
    talk = Talk()
    assert "4 were marked read" in talk.type("mark all read")
    assert talk.type("n") == "All caught up: nothing unread is left. Today 4 were read; 0 starred."


def test_it_is_said_where_the_next_unread_headline_is_in_another_list() -> None:
    talk = Talk()
    talk.type("go alpha", "mark all read")
    assert talk.type("next unread").startswith("beta: 1 headline.\n1. Chips.")
    talk.type("undo", "go beta", "read")
    assert talk.type("read on").startswith("alpha: 3 headlines.\nOne.")


def test_it_is_said_what_has_nothing_unread() -> None:
    talk = Talk()
    talk.type("go beta", "read", "go alpha")
    assert talk.type("next feed") == "No other feed has anything unread."
    talk.type("search chips")
    assert talk.type("next unread") == "Nothing unread is left in this search; “back” leaves it."


def test_a_search_is_left_again() -> None:
    talk = Talk()
    assert "Search for chips: 1 headline." in talk.type("search chips")
    assert "4 headlines" in talk.type("back")


def test_a_feed_is_opened_by_number_or_name() -> None:
    talk = Talk()
    number = next(line for line in talk.type("feeds").splitlines() if "beta" in line).partition(".")[0]
    assert talk.type(f"go {number}").startswith("beta: 1 headline.")
    assert talk.type("go alph").startswith("alpha: 3 headlines.")
    assert "no such view" in talk.type("go 99")


def test_the_feed_at_hand_or_all_are_refreshed() -> None:
    talk = Talk()
    talk.type("go beta", "r", "refresh")
    assert talk.errands.refreshed == [["https://beta.example/"], None]


@pytest.mark.parametrize(
    "line", ["open 99", "open x", "mark older read", "mark older read ???", "wrap 3", "zoom", "foo"]
)
def test_what_cannot_be_done_is_a_sentence(line: str) -> None:
    answer = Talk().type(line)
    assert answer.endswith((".", "”.", "?"))


def test_help_has_every_name_with_its_live_key() -> None:
    talk = Talk(keymap=Keymap({"star": ("Y",)}))
    assert "star, or capital Y: " in talk.type("help star")
    assert "mark above read, or left curly bracket: " in talk.type("help")


def test_quit_is_the_last_line() -> None:
    talk = Talk()
    assert talk.reader.answer("next")
    assert not talk.reader.answer("q")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "just now"), (60, "1 minute ago"), (7200, "2 hours ago"), (86_400, "1 day ago"), (-9, "just now")],
)
def test_ages_are_words(seconds: int, words: str) -> None:
    assert ago(NOW - seconds, NOW) == words


def test_lists_are_sorted_with_headings_and_one_part_is_marked() -> None:
    talk = Talk()
    assert talk.type("mark group read") == "There are no headings here; “headings” shows them."
    assert talk.type("order feed").startswith("All unread, by feed: 4 headlines.\n1. One.")
    said = talk.type("headings").split("\n")
    assert (said[1], said[5]) == ("alpha:", "beta:")
    assert talk.type("4", "mark group read") == "Nothing has changed."
    assert talk.type("1", "mark group read").startswith("2 were marked read in All unread")
    assert talk.type("S").startswith("All unread, by priority: 0 headlines.")
    assert "no headings" not in talk.type("priority")
    assert talk.said[0] == "Feeds of priority must and should."
