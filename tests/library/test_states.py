"""What the changes of what is put aside are called, and what is taken for what."""

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryState
from newsreader.core.errors import StoreError
from newsreader.core.snooze import SnoozeError, moment_text
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.library.library import Library
from newsreader.library.states import MOST_IN_NOTE, MOST_IN_TAG, clean_tag
from stocked import library_of


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"alpha": ["One", "Two"]}, clock)


def one(library: Library) -> int:
    return next(number for number in (1, 2) if (row := library.summary(number)) is not None and row.title == "One")


def test_every_change_names_what_it_did(library: Library) -> None:
    states, at = library.states, one(library)
    states.set_later([at], True)
    states.set_later([1, 2], True)
    states.move_later(at, 1)
    states.set_later([at], False)
    states.tag([1, 2], "chips")
    states.tag([at], "chips", False)
    states.put_note(at, "why")
    states.put_note(at, " ")
    states.snooze([1, 2], "3h")
    states.unsnooze([at])
    states.delete([1, 2])
    states.delete([at], False)
    assert [change.what for change in reversed(library.changes())] == [
        "Put on the list for later: One",
        "Put on the list for later: 1 entry",
        "Moved down in Later: One",
        "Taken off the list for later: One",
        "Tagged “chips”: 2 entries",
        "Tag “chips” taken away: One",
        "Noted: One",
        "Note taken away: One",
        f"Snoozed until {moment_text(library.now() + 3 * 3600)}: 2 entries",
        "Put back before its time: One",
        "Deleted: 2 entries",
        "Put back what was deleted: One",
    ]


def test_what_changes_nothing_is_no_change(library: Library) -> None:
    states, at = library.states, one(library)
    assert states.unsnooze([at]) is None
    assert states.delete([at], False) is None
    assert states.tag([at], "none", False) is None
    assert states.tag([at], " # ,") is None
    assert states.put_note(at, "  \n ") is None
    assert states.set_later([999], True) is None
    assert states.set_later([], True) is None
    assert library.changes() == []


def test_a_mistyped_moment_changes_nothing(library: Library) -> None:
    with pytest.raises(SnoozeError):
        library.states.snooze([1], "soon")
    assert library.changes() == []


@pytest.mark.parametrize("typed", ["un", "UN", "#Un", " un, "])
def test_a_tag_takes_the_spelling_that_there_is(library: Library, typed: str) -> None:
    library.follow(Subscriptions((Subscription("https://alpha.example/", tags=("UN",)),)))
    library.states.tag([1], typed)
    assert library.states.of(1).tags == ("UN",)
    entry = library.entry(1)
    assert entry is not None and entry.tags == ("UN",)


def test_tags_are_parted_by_commas_and_taken_back_one_by_one(library: Library) -> None:
    library.states.tag([1], "old")
    made = library.states.change_tags([1], "big news, chips,, -old , #UN")
    assert made is not None and made.what.startswith("Tagged “UN”")
    assert set(library.states.of(1).tags) == {"big news", "chips", "UN"}
    for tags in ({"big news", "chips"}, {"big news", "chips", "old"}):
        library.undo()
        assert set(library.states.of(1).tags) == tags
    assert library.states.change_tags([1], " , ") is None


def test_tags_and_notes_are_cleaned(library: Library) -> None:
    library.states.tag([1], "big\x1b[2J\nnews")
    library.states.put_note(1, "one\r\ntwo\x1b]52;c;x\x07\x00")
    assert library.states.of(1) == EntryState(tags=("big news",), note="one\ntwo")
    library.states.put_note(1, "x" * 100_000)
    assert len(library.states.of(1).note) == MOST_IN_NOTE
    assert len(clean_tag("x" * 1000)) == MOST_IN_TAG


def test_an_entry_that_is_not_stored_has_no_state(library: Library) -> None:
    assert library.states.of(999) == EntryState()
    library.states.note_opened([999])


def test_a_snooze_that_has_ended_is_passed_over_by_undo(library: Library, clock: FakeClock) -> None:
    at = one(library)
    library.states.tag([at], "chips")
    library.states.snooze([at], clock.now() + 60)
    clock.advance(60)
    assert library.states.wake_due() == [at]
    change = library.undo()
    assert change is not None and change.what == "Tagged “chips”: One"


def test_nothing_is_kept_where_the_store_has_gone(library: Library) -> None:
    library.store._db.read_only = StoreError("It is read-only.")
    library.states.note_opened([1])
    assert library.states.wake_due() == []
    with pytest.raises(StoreError, match="read-only"):
        library.states.delete([1])
