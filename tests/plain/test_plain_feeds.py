"""Feeds, selections and the triage session in plain mode."""

from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.events import SourceFound
from newsreader.core.subscriptions import SavedSearch
from newsreader.store import Store
from stocked import library_of
from talking import TWO_FEEDS, Talk


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(folder=tmp_path)


def source(name: str) -> SourceFound:
    return SourceFound(f"https://{name}.example/feed", "rss", name, 7)


def test_the_one_feed_behind_an_address_is_followed_and_fetched(talk: Talk) -> None:
    before = talk.feeds_toml
    talk.errands.sources = [source("gamma")]
    assert "Followed gamma; “undo” takes it back." in talk.type("add gamma.example")
    assert "https://gamma.example/feed" in talk.feeds_toml
    assert talk.errands.refreshed == [["https://gamma.example/feed"]]
    assert "gamma" in talk.type("feeds")
    talk.type("undo")
    assert talk.feeds_toml == before
    assert "gamma" not in talk.type("feeds")


def test_of_several_feeds_one_is_chosen_by_its_number(talk: Talk) -> None:
    talk.errands.sources = [source("gamma"), source("delta")]
    assert "2. delta. A feed, 7 articles." in talk.type("add gamma.example")
    talk.type("add 2")
    assert "https://delta.example/feed" in talk.feeds_toml


def test_that_nothing_can_be_followed_is_said(talk: Talk) -> None:
    assert talk.type("add x.example").endswith("There is nothing at x.example.")
    assert "Say the address" in talk.type("add")


def test_a_feed_is_left_and_undo_brings_it_back(talk: Talk) -> None:
    assert "Unsubscribed from beta" in talk.type("go beta", "unsubscribe")
    assert "beta" not in talk.type("feeds")
    talk.type("undo")
    assert "beta" in talk.type("feeds")


def test_health_and_a_feeds_own_account_are_sentences(talk: Talk) -> None:
    assert talk.type("health").startswith("2 feeds, ")
    assert "1 article, 1 unread, 0 starred." in talk.type("go beta", "feed info")
    assert talk.type("report") == "Nothing new."


def test_views_and_feeds_are_there_where_nothing_can_be_searched() -> None:
    clock = FakeClock()
    with Store.open(None, clock=clock, search=False) as store:
        talk = Talk(library=library_of(TWO_FEEDS, clock, store=store, searches=[SavedSearch("Chips", "chips")]))
        told = talk.type("feeds")
        assert told.startswith("Searching is off: ")
        assert "beta" in told
        assert "1. Chips." in talk.type("go beta")


def test_full_texts_are_fetched_for_one_or_for_all(talk: Talk) -> None:
    talk.type("full text")
    row = talk.session.row
    assert row is not None
    talk.type("prefetch")
    assert talk.errands.texts[:1] == [row.id]


def test_a_selection_is_for_the_next_command(talk: Talk) -> None:
    assert talk.type("select 1 3-4").startswith("3 headlines selected.")
    assert "3" in talk.type("star")
    assert talk.type("first", "list").count("starred") == 3
    talk.type("star 2")
    assert talk.type("first", "list").count("starred") == 4
    assert talk.type("undo").startswith("Undid")


def test_a_selection_outlives_what_was_not_for_it(talk: Talk) -> None:
    talk.type("select 1", "star")
    talk.type("select 3-4", "mark above read")
    assert len(talk.session.selection.among(talk.session.headlines.ids)) == 2


def test_all_are_selected_turned_round_and_let_go(talk: Talk) -> None:
    assert talk.type("select all").startswith("4 headlines selected.")
    assert talk.type("select 2").startswith("3 headlines selected.")
    assert talk.type("invert selection").startswith("1 headline selected.")
    assert talk.type("select none") == "0 headlines selected."
    assert talk.type("select 99").startswith("There is no headline “99” here")


def test_what_was_heard_whole_in_a_triage_session_is_in_the_history(talk: Talk) -> None:
    assert "History: 1 headline." in talk.type("triage", "read", "text", "stop", "go history")


def test_a_triage_session_by_words(talk: Talk) -> None:
    assert "Article 1 of 4" in talk.type("triage")
    assert "Article 2 of 4" in talk.type("read")
    assert "Article 3 of 4" in talk.type("star")
    assert "Article 2 of 4" in talk.type("undo")
    assert "That is no verdict." in talk.type("zzz")
    assert "Say until when" in talk.type("snooze")
    talk.type("later")
    assert "2 articles left" in talk.type("stop")
    assert "Article 3 of 4" in talk.type("triage")
    talk.type("snooze tomorrow")
    assert "The session is over. 4 of 4 in less than a minute" in talk.type("skip")
    assert talk.type("next")
