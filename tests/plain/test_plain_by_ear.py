"""Plain mode by ear: what is said in words, how often, and what stands for what only a screen has."""

import pytest

from newsreader.config.settings import Settings
from newsreader.core.commands import COMMANDS
from newsreader.core.keymap import Keymap
from newsreader.plain.typed import INSTEAD, command_name, moment_typed
from newsreader.plain.words import ago, aloud, sentence, typed_key
from stocked import stock
from talking import Talk

NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("typed", "understood"),
    [("3 days", "3d"), ("in 2 weeks", "2w"), ("an hour", "1h"), ("A Week", "1w"), ("3d", "3d"), ("friday", "friday")],
)
def test_lengths_of_time_are_typed_as_they_are_said(typed: str, understood: str) -> None:
    assert moment_typed(typed) == understood


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("until Thu 26 Nov 2026, 08:00: One", "until Thursday 26 November 2026 at 8 o'clock: One"),
        ("until Fri 1 May 2026, 14:05", "until Friday 1 May 2026 at 14:05"),
        ("Sat 40 of 50", "Sat 40 of 50"),
        ("Marked read: Marked read", "Was marked read: Marked read"),
        ("Marked 1 read in UN", "1 was marked read in UN"),
        ("Marked 1,200 read in UN", "1,200 were marked read in UN"),
        ("Marked 2 unread", "Marked 2 unread"),
    ],
)
def test_a_change_is_said_so_that_a_voice_says_it_right(text: str, said: str) -> None:
    assert aloud(text) == said


@pytest.mark.parametrize(
    ("text", "ended"), [("Chips", "Chips."), ("Why?", "Why?"), ("“Why?”", "“Why?”"), ("“Chips”", "“Chips”."), ("", ".")]
)
def test_a_sentence_ends_with_one_full_stop(text: str, ended: str) -> None:
    assert sentence(text) == ended


def test_a_day_to_come_is_called_by_its_date() -> None:
    assert ago(NOW + 86_400 * 365, NOW).endswith(" 2028")


def test_a_long_list_is_listed_by_tens_without_its_name_each_time() -> None:
    talk = Talk({"alpha": [f"Number {number}" for number in range(1, 24)]})
    assert talk.type("list").endswith("13 more; “more” lists on.")
    said = talk.type("more").splitlines()
    assert said[0].startswith("11. Number 11.")
    assert said[-1] == "3 more; “more” lists on."
    assert len(talk.type("more").splitlines()) == 3
    assert talk.type("more") == "The list ends here; “first” goes to its top."
    assert talk.type("page up").startswith("11. Number 11.")
    assert talk.type("first", "page up") == "This is the top of the list."


def test_a_feeds_own_list_does_not_name_the_feed_on_each_line() -> None:
    assert talk_line(Talk(), "list") == "1. Chips. beta, 1 minute ago, unread."
    assert talk_line(Talk(), "go alpha") == "1. One. 1 minute ago, unread."


def talk_line(talk: Talk, line: str) -> str:
    return talk.type(line).splitlines()[1]


def test_that_undo_takes_a_change_back_is_said_but_a_few_times() -> None:
    talk = Talk()
    hints = [talk.type("star").count("“undo” takes it back") for _ in range(6)]
    assert hints == [1, 1, 1, 0, 0, 0]
    assert talk.type("star").endswith(".")


def test_several_numbers_are_one_change_and_a_mistaken_one_changes_nothing() -> None:
    talk = Talk()
    assert talk.type("star 1 3").startswith("Marked 2 starred;")
    talk.type("undo")
    assert talk.type("star 1 9") == "There is no headline “9” here; “list” shows the numbers."
    assert "starred" not in talk.type("first", "list")


def test_what_is_selected_is_marked_read_and_the_rest_stays() -> None:
    talk = Talk()
    assert talk.type("select 1", "select range 3").startswith("3 headlines selected.")
    assert talk.type("mark all read").startswith("3 were marked read in All unread")
    assert talk.type("select range").startswith("Select the first headline")


def test_a_thousand_and_more_are_asked_for_twice_in_a_row() -> None:
    talk = Talk({"alpha": [f"Number {number}" for number in range(1_000)]})
    question = "1,000 will be marked read. Type it once more to do it."
    assert talk.type("mark all read") == question
    assert talk.type("first", "mark all read") == question
    assert talk.type("mark all read").startswith("1,000 were marked read in All unread")
    talk.type("undo", "select all")
    assert talk.type("delete") == "Delete 1,000 articles? Type it once more to do it."
    assert talk.type("delete").startswith("Deleted: 1,000 entries")


def test_what_is_new_since_the_last_visit_is_said_at_the_start() -> None:
    talk = Talk()
    talk.library.visits.end()
    stock(talk.library.store, talk.clock, "https://beta.example/", ["Chips", "War"])
    again = Talk(library=talk.library)
    again.reader.start()
    assert "1 new since your last visit; “go new” lists them." in again.said


def test_feeds_are_listed_by_a_word_of_their_name() -> None:
    talk = Talk()
    assert "alpha" not in talk.type("feeds bet")
    assert "beta. 1 unread." in talk.type("feeds bet")


def test_folders_say_how_many_feeds_they_have() -> None:
    talk = Talk(folders={"alpha": "News", "beta": "News/Deep"})
    lines = [line.partition(". ")[2] for line in talk.type("feeds").splitlines()]
    assert "News. Folder of 2 feeds, 4 unread." in lines
    assert "Deep. Folder of 1 feed, 1 unread." in lines


@pytest.mark.parametrize("name", sorted(command.id for command in COMMANDS if command.id in INSTEAD))
def test_what_only_a_screen_has_is_answered_with_what_to_type_instead(name: str) -> None:
    assert Talk().type(name.replace("_", " ")).endswith(f" is for the screen; {INSTEAD[name]}.")


def test_every_command_is_typed_or_is_for_the_screen() -> None:
    only_of_the_screen = {
        *(
            "next_pane",
            "previous_pane",
            "zoom",
            "erase",
            "number",
            "layout",
            "pane_narrower",
            "pane_wider",
            "pane_reset",
        ),
        *("zen", "change_theme", "suspend"),
    }
    helped = Talk().type("help")
    missing = {command.id for command in COMMANDS if f"\n{command_name(command)}" not in helped}
    assert missing - INSTEAD.keys() == only_of_the_screen


def test_help_of_a_word_is_short() -> None:
    assert Talk().type("help rename") == (
        "rename feed, or e: Give the feed at hand another title: “rename feed Chips”; a hyphen: its own again."
    )
    assert len(Talk().type("help news").splitlines()) > 10


@pytest.mark.parametrize(
    ("command", "key"),
    [("help", "question mark"), ("last", "capital G"), ("go_all", "g, a"), ("redo", ""), ("open", ""), ("next", "j")],
)
def test_keys_that_can_be_typed_are_named_as_a_voice_says_them(command: str, key: str) -> None:
    assert typed_key(Keymap(), command) == key


def test_what_is_selected_is_read_one_after_the_other() -> None:
    talk = Talk({"alpha": ["One", "Two", "Three", "Four"]})
    said = talk.type("select 2 4", "read on")
    assert said.startswith("Two.\n")
    assert "End of article 2 of 4. 1 of 2 chosen." in said
    assert talk.type("read on").startswith("Four.\n")
    assert talk.type("read on").startswith("That was the last of 2 chosen;")
    assert talk.type("read on").startswith("One.\n")


def test_an_article_stays_unread_where_only_the_user_says_that_it_is_read() -> None:
    talk = Talk(settings=Settings(mark_read="never"))
    assert talk.type("open 1").endswith("End of article 1 of 4.")
    assert ", unread." in talk.type("list").splitlines()[1]
    assert talk.type("read").startswith("Was marked read: ")
    assert talk.type("read") == "Nothing has changed."
    assert talk.type("unread").startswith("Marked unread: ")


def test_of_many_feeds_those_with_nothing_unread_are_left_out() -> None:
    talk = Talk({f"feed{number}": ["One"] if number < 3 else [] for number in range(30)})
    said = talk.type("feeds")
    assert "feed2. 1 unread." in said
    assert "feed3" not in said
    assert "Left out: 27 feeds with nothing unread; “feeds all” lists everything." in said
    assert "feed29. 0 unread." in talk.type("feeds all")


def test_a_triage_session_that_was_left_is_told_of_at_the_start() -> None:
    talk = Talk()
    talk.type("triage", "read", "stop")
    again = Talk(library=talk.library)
    again.reader.start()
    assert "3 articles left of a triage session; “triage” goes on with it." in again.said


def test_what_was_chosen_and_not_come_to_is_told_of_at_the_start() -> None:
    talk = Talk({"alpha": ["One", "Two", "Three", "Four"]})
    talk.type("select 1 2 4", "read on")
    talk.session.remember_place()
    talk.session.tell_store()
    again = Talk(library=talk.library)
    again.reader.start()
    assert "2 articles left of those that you have chosen; “read on” goes on with them." in again.said
    assert again.type("read on").startswith("Two.\n")
