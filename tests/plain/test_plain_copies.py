"""Copies of an article in plain mode."""

import pytest

from newsreader.library.views import ALL
from talking import Talk


@pytest.fixture
def talk() -> Talk:
    """One has a copy by beta, Two one by its own feed."""
    talk = Talk({"alpha": ["One", "Two", "Two again"], "beta": ["Uno"]})
    rows = {row.title: row.id for row in talk.library.store.entries.summaries(range(1, 9))}
    talk.library.store.copies.add([(rows["One"], rows["Uno"]), (rows["Two"], rows["Two again"])])
    talk.session.open_view(ALL)
    return talk


def test_a_headline_tells_where_else_it_is(talk: Talk) -> None:
    answer = talk.type("list")
    assert "1. One. alpha, 1 minute ago, unread, and in 1 other feed." in answer
    assert "2. Two. alpha, 2 minutes ago, unread, and once more." in answer
    assert "2 headlines" in answer


def test_copies_are_said_and_folded_again(talk: Talk) -> None:
    answer = talk.type("unfold 1")
    assert "1 more headline of the same:" in answer
    assert "2. Uno. beta, 1 minute ago, unread, the same as 1." in answer
    assert "1 row folded." in talk.type("fold 2")
    assert "2 headlines" in talk.type("list")


def test_what_has_no_copies_says_so(talk: Talk) -> None:
    talk.type("unfold 1", "part 2")
    assert "It has no copies that are folded." in talk.type("unfold 2")
    assert "Nothing has changed." in talk.type("part 2")
    assert "There is no headline “9” here" in talk.type("unfold 9", "part 9")


def test_what_is_not_the_same_is_parted_and_put_together_again(talk: Talk) -> None:
    assert "Parted from others like it: Uno; “undo” takes it back." in talk.type("unfold 1", "part 2")
    assert "3 headlines" in talk.type("show new")
    assert "Undid: Parted from others like it: Uno." in talk.type("undo")
    assert "2. Uno. beta, 1 minute ago, unread, the same as 1." in talk.type("show new")


def test_reading_one_reads_all(talk: Talk) -> None:
    assert "Was marked read: One and 1 copy" in talk.type("read 1")
    assert "1 headline" in talk.type("show new")
    assert "Undid: Was marked read: One and 1 copy." in talk.type("undo")
