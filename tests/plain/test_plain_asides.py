"""Snooze, later, delete, tags and notes in plain mode."""

import pytest

from talking import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk({"alpha": ["One", "Two", "Three"]})


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("snooze tomorrow", "Snoozed until Thursday 26 November 2026 at 8 o'clock: One; “undo” takes it back."),
        ("snooze", "Say until when: “snooze tomorrow”."),
        ("snooze 3 hours", "Snoozed until "),
        ("snooze in a week", "Snoozed until "),
        ("snooze soon", "“soon” is no moment to snooze until;"),
        ("later", "Put on the list for later: One;"),
        ("later 2 3", "Put on the list for later: 2 entries;"),
        ("delete 2", "Deleted: Two;"),
        ("tag big news", "Tagged “big news”: One;"),
        ("tag", "Say the tag:"),
        ("tag -none", "Nothing has changed."),
        ("note", "There is no note."),
        ("note ask Mary", "Noted: One;"),
        ("later up", "Articles are moved in the view Later"),
        ("delete 9", "There is no headline “9” here;"),
    ],
)
def test_a_line_is_answered_by_what_it_did(talk: Talk, line: str, answer: str) -> None:
    assert answer in talk.type(line)


def test_what_was_deleted_is_listed_no_more_until_it_is_undone(talk: Talk) -> None:
    assert "2 headlines" in talk.type("delete", "list")
    assert "Undid: Deleted: One." in talk.type("undo")
    assert "3 headlines" in talk.type("first", "list")


def test_the_snoozed_are_put_back_in_their_view(talk: Talk) -> None:
    talk.type("snooze 3d", "go snoozed")
    assert "Put back before its time: One" in talk.type("snooze")
    assert "3 headlines" in talk.type("go all unread")


def test_the_list_for_later_is_put_in_order(talk: Talk) -> None:
    answer = talk.type("later 1 2 3", "go later", "later down 1", "first", "list")
    assert answer.index("Two") < answer.index("One") < answer.index("Three")


def test_an_article_is_read_with_its_tags_and_its_note(talk: Talk) -> None:
    answer = talk.type("tag chips", "note ask Mary", "open")
    assert "Tags: chips.\nNote: ask Mary.\n" in answer


def test_what_was_read_is_in_the_history(talk: Talk) -> None:
    answer = talk.type("open 1", "open 3", "go history")
    assert answer.index("Three") < answer.index("One")


def test_what_is_due_comes_back_by_itself(talk: Talk) -> None:
    talk.type("snooze 1 hour")
    talk.clock.advance(3_601)
    assert talk.type("list").startswith("1 snoozed article is back; “show new” puts what is new on top.")
    assert "1. One. alpha, just now, unread." in talk.type("show new")


def test_the_snoozed_say_when_they_are_back(talk: Talk) -> None:
    assert ", back on 26 November 2026 at 8 o'clock, unread." in talk.type("snooze tomorrow", "go snoozed")


def test_a_selection_outlives_a_moment_that_was_mistyped(talk: Talk) -> None:
    talk.type("select 1 2", "snooze soon")
    assert ": 2 entries;" in talk.type("snooze tomorrow")


def test_a_tag_is_asked_for_with_those_in_use(talk: Talk) -> None:
    assert "Tags in use: chips." in talk.type("tag chips", "tag")
