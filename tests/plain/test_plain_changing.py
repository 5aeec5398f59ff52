"""Renaming, moving and pausing feeds in plain mode, and taking any change back."""

from pathlib import Path

import pytest

from talking import Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    talk = Talk(folder=tmp_path)
    talk.type("go beta")
    return talk


def test_a_feed_is_renamed_and_undo_gives_its_title_back(talk: Talk) -> None:
    before = talk.feeds_toml
    assert talk.type("rename feed Silicon News") == "Renamed beta to Silicon News; “undo” takes it back."
    assert 'title = "Silicon News"' in talk.feeds_toml
    assert talk.type("list").startswith("Silicon News: 1 headline.")
    assert talk.type("undo") == "Undid: Renamed beta to Silicon News."
    assert talk.feeds_toml == before
    assert talk.type("list").startswith("beta: 1 headline.")


def test_a_feed_gets_its_own_title_back_by_a_hyphen(talk: Talk) -> None:
    assert talk.type("rename -").startswith("Renamed beta back to its own title;")
    assert talk.type("rename -") == "Nothing has changed: it has its own title."


def test_a_feed_is_moved_into_a_folder_and_out_of_it(talk: Talk) -> None:
    before = talk.feeds_toml
    assert talk.type("move feed News/Chips").startswith("Moved beta to the folder News/Chips;")
    assert "beta is in the folder News/Chips. Folders: News/Chips." in talk.type("move feed")
    assert "News. Folder of 1 feed" in talk.type("feeds")
    assert talk.type("move feed -").startswith("Moved beta out of its folder;")
    assert talk.feeds_toml == before


def test_a_feed_is_paused_and_goes_on(talk: Talk) -> None:
    assert talk.type("pause feed").startswith("Paused beta;")
    assert "paused = true" in talk.feeds_toml
    assert "beta. Paused." in talk.type("health")
    assert "It is paused in feeds.toml." in talk.type("feed info")
    assert talk.type("pause") == "Nothing has changed: beta is paused already."
    assert talk.type("resume feed").startswith("Resumed beta;")
    assert talk.type("resume") == "Nothing has changed: beta is not paused."


def test_where_a_feed_stands_is_said_and_what_was_edited_there_is_taken_over(talk: Talk) -> None:
    assert f"beta stands in line 6 of {talk.file}." in talk.type("edit feed")
    assert talk.file is not None
    talk.file.write_text(talk.feeds_toml.replace('"beta"', '"Silicon"'))
    assert talk.type("reread") == "What feeds.toml says now is in force."
    assert talk.type("list").startswith("Silicon: 1 headline.")


def test_whoever_leaves_the_feed_at_hand_is_told_where_that_leads(talk: Talk) -> None:
    assert talk.type("unsubscribe").endswith("This is All unread now.")
    assert talk.type("list").startswith("All unread: 3 headlines.")


@pytest.mark.parametrize("line", ["rename feed X", "move feed X", "pause feed", "resume feed", "unsubscribe"])
def test_a_feed_is_at_hand_or_that_is_said(tmp_path: Path, line: str) -> None:
    talk = Talk(folder=tmp_path)
    before = talk.feeds_toml
    assert talk.type("search nothing-here", line).startswith("Go to one feed, or a headline of it, to ")
    assert talk.feeds_toml == before
    assert Talk().type(line) == "feeds.toml cannot be changed here."


def test_a_headline_tells_which_feed_is_meant(tmp_path: Path) -> None:
    talk = Talk(folder=tmp_path)
    assert talk.type("order feed", "last", "rename Silicon").startswith("Renamed beta to Silicon;")


def test_a_feed_is_followed_into_the_folder_at_hand(talk: Talk) -> None:
    from newsreader.core.events import SourceFound

    talk.errands.sources = [SourceFound("https://gamma.example/feed", "rss", "gamma", 7)]
    assert "Followed gamma, in the folder News;" in talk.type("move feed News", "go news", "add gamma.example")
    assert talk.feeds_toml.count('folder = "News"') == 2


def test_any_change_is_taken_back_by_its_number(talk: Talk) -> None:
    talk.type("go alpha", "star 1", "star 2", "rename feed Silicon")
    said = talk.type("changes")
    assert said.startswith(
        "3 changes, the last one first.\n1. Renamed alpha to Silicon. Just now.\n2. Marked starred: Two."
    )
    assert talk.type("revert 3") == "Undid: Marked starred: One."
    assert "3. Marked starred: One. Just now. Undone." in talk.type("changes")
    assert talk.type("revert 3").startswith("That change has no effect any more")
    assert talk.type("revert 1") == "Undid: Renamed alpha to Silicon."
    assert talk.type("revert x").startswith("Say the number of a change")


def test_changes_are_listed_by_tens(talk: Talk) -> None:
    talk.type(*["star"] * 12)
    assert "2 more; “changes 11” lists on." in talk.type("changes")
    assert talk.type("changes 11").splitlines()[1].startswith("11. Marked unstarred: Chips.")
