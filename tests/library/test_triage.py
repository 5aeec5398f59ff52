"""Verdicts one after the other: the pace, taking back, taking up again."""

import pytest

from clock import FakeClock
from newsreader.core.entries import EntrySummary
from newsreader.core.journal import Change
from newsreader.library.library import Library
from newsreader.library.triage import LONGEST, Triage, TriageSession, begin, resume
from newsreader.library.views import ALL
from stocked import library_of


class Watch:
    """A clock that only goes forward, by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def library() -> Library:
    return library_of({"alpha": ["a1", "a2", "a3", "a4"]}, FakeClock())


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def triage(library: Library, watch: Watch) -> Triage:
    return Triage(library, begin(library, "All unread", library.headlines(ALL).ids), monotonic=watch)


def read(library: Library) -> dict[str, bool]:
    return {row.title: row.read for one in range(1, 5) if (row := library.summary(one)) is not None}


def mark(triage: Triage, library: Library) -> None:
    def act(entry: EntrySummary) -> list[Change | None]:
        return [library.set_flag(entry, "read", True)]

    triage.judge("read", act)


def title(triage: Triage) -> str:
    assert triage.entry is not None
    return triage.entry.title


def test_a_verdict_is_brought_about_and_the_next_entry_comes(triage: Triage, library: Library) -> None:
    first = title(triage)
    mark(triage, library)
    assert read(library)[first]
    assert title(triage) != first


def test_the_time_left_comes_from_the_pace_without_absences(triage: Triage, library: Library, watch: Watch) -> None:
    for seconds in (60.0, 3600.0):
        watch.seconds += seconds
        mark(triage, library)
    assert triage.session.pace == [60.0, LONGEST]
    assert triage.session.progress == "3/4 · about 2 min left"


def test_what_each_verdict_took_is_told_together(triage: Triage, library: Library, watch: Watch) -> None:
    for seconds in (50.0, 80.0):
        watch.seconds += seconds
        mark(triage, library)
    assert triage.session.pace == [50.0, 80.0]
    assert triage.session.summary == "2 of 4 in 2 min: 2 read."


def test_a_fast_pace_is_less_than_a_minute(triage: Triage, library: Library, watch: Watch) -> None:
    watch.seconds += 2
    mark(triage, library)
    assert triage.session.progress == "2/4 · less than a minute left"


def test_a_verdict_is_taken_back_with_all_that_it_did(triage: Triage, library: Library) -> None:
    first = title(triage)
    assert not triage.take_back()
    triage.judge("star", lambda one: [library.set_flag(one, "read", True), library.set_flag(one, "starred", True)])
    assert triage.take_back()
    assert title(triage) == first
    row = triage.entry
    assert row is not None
    assert (row.read, row.starred) == (False, False)


def test_a_session_is_taken_up_again_where_it_was_left(triage: Triage, library: Library, watch: Watch) -> None:
    watch.seconds += 30
    mark(triage, library)
    here = title(triage)
    session = resume(library)
    assert session is not None
    again = Triage(library, session, monotonic=watch)
    assert title(again) == here
    assert session.progress == triage.session.progress
    assert session.verdicts["read"] == 1


def test_a_session_that_ended_is_not_taken_up(triage: Triage, library: Library) -> None:
    for _ in range(4):
        mark(triage, library)
    assert triage.entry is None
    assert triage.session.summary == "4 of 4 in less than a minute: 4 read."
    assert resume(library) is None
    triage.judge("read", lambda _: pytest.fail("there is no entry at hand"))


def test_a_session_that_was_left_waits_for_the_end_of_another(triage: Triage, library: Library, watch: Watch) -> None:
    mark(triage, library)
    left = triage.session
    other = Triage(library, begin(library, "selected", list(left.ids[2:])), monotonic=watch)
    other.keep()
    assert (other.session.then, len(other.session.ids)) == ("All unread", 2)
    again = resume(library)
    assert again is not None
    assert again.title == "selected"
    while other.entry is not None:
        mark(other, library)
    assert other.take_back()
    again = resume(library)
    assert again is not None
    assert (again.title, again.left) == ("selected", 1)
    mark(other, library)
    again = resume(library)
    assert again is not None
    assert (again.title, again.at, again.left) == ("All unread", 1, 3)


def test_entries_that_have_gone_are_passed_over(library: Library, watch: Watch) -> None:
    triage = Triage(library, TriageSession("x", [900, 1, 901, 2]), monotonic=watch)
    assert title(triage) == read_title(library, 1)
    triage.judge("skip", lambda _: [])
    assert title(triage) == read_title(library, 2)


def test_what_was_read_since_a_session_was_left_needs_no_verdict(library: Library, watch: Watch) -> None:
    ids = list(library.headlines(ALL).ids)
    Triage(library, begin(library, "All unread", ids, unread=True), monotonic=watch).keep()
    library.set_flags(ids[:2], "read", True)
    again = resume(library)
    assert again is not None
    triage = Triage(library, again, monotonic=watch)
    assert title(triage) == read_title(library, ids[2])


def test_a_verdict_is_taken_back_over_what_was_passed_over_after_it(library: Library, watch: Watch) -> None:
    ids = list(library.headlines(ALL).ids)
    triage = Triage(library, begin(library, "All unread", ids, unread=True), monotonic=watch)
    library.set_flags([ids[1]], "read", True)
    mark(triage, library)
    assert title(triage) == read_title(library, ids[2])
    assert triage.take_back()
    assert title(triage) == read_title(library, ids[0])
    assert not read(library)[title(triage)]


def test_a_verdict_on_what_was_removed_since_is_taken_back_past_it(library: Library, watch: Watch) -> None:
    ids = list(library.headlines(ALL).ids)
    triage = Triage(library, begin(library, "All unread", ids), monotonic=watch)
    mark(triage, library)
    library.store.retention.remove(1, ids[:1])
    assert triage.take_back()
    assert title(triage) == read_title(library, ids[1])


def test_a_session_of_which_all_was_read_since_is_no_session_any_more(library: Library, watch: Watch) -> None:
    ids = list(library.headlines(ALL).ids)
    Triage(library, begin(library, "All unread", ids[:2], unread=True), monotonic=watch).keep()
    Triage(library, begin(library, "alpha", ids[2:], unread=True), monotonic=watch).keep()
    library.set_flags(ids[2:], "read", True)
    again = resume(library)
    assert again is not None and again.title == "All unread"
    library.set_flags(ids, "read", True)
    assert resume(library) is None
    assert library.recall("triage") == ""


def test_what_was_selected_is_judged_read_or_not(library: Library, watch: Watch) -> None:
    ids = list(library.headlines(ALL).ids)
    library.set_flags(ids[:2], "read", True)
    assert title(Triage(library, begin(library, "selected", ids), monotonic=watch)) == read_title(library, ids[0])


def read_title(library: Library, entry_id: int) -> str:
    row = library.summary(entry_id)
    assert row is not None
    return row.title


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"ids": 1}', '{"title": "x", "ids": ["a"], "before": 0}', "null"])
def test_a_damaged_note_is_no_session(library: Library, kept: str) -> None:
    library.remember("triage", kept)
    assert resume(library) is None


def test_nothing_judged_is_said(triage: Triage) -> None:
    assert triage.session.summary == "Nothing was judged."
