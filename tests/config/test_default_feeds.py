"""The list of a first run: every entry can be read, was seen working, and needs no page watching."""

import re
import tomllib
from pathlib import Path

import pytest

from newsreader.config.package_data import default_feeds_text
from newsreader.config.subscriptions import LoadedSubscriptions, load_subscriptions
from newsreader.core.query import And, Is
from newsreader.core.query_parser import parse_query
from newsreader.core.subscriptions import WELCOME_URL

ROOT = Path(__file__).parents[2]
CENTRES = ROOT.parent / "shared" / "centres.toml"


@pytest.fixture(scope="module")
def loaded() -> LoadedSubscriptions:
    return load_subscriptions(ROOT / "feeds.toml")


def test_the_list_is_read_without_a_problem(loaded: LoadedSubscriptions) -> None:
    assert loaded.usable
    assert loaded.problems == ()
    assert 30 <= len(loaded.subscriptions.feeds) <= 60


def test_the_program_finds_its_list() -> None:
    assert default_feeds_text() == (ROOT / "feeds.toml").read_text(encoding="utf-8")


def test_the_guide_comes_first(loaded: LoadedSubscriptions) -> None:
    assert loaded.subscriptions.feeds[0].url == WELCOME_URL


def test_every_feed_has_a_title_and_all_but_the_guide_a_folder(loaded: LoadedSubscriptions) -> None:
    assert all(feed.title for feed in loaded.subscriptions.feeds)
    assert [feed.title for feed in loaded.subscriptions.feeds if not feed.folder] == ["Welcome"]
    titles = [feed.title for feed in loaded.subscriptions.feeds]
    assert len(set(titles)) == len(titles)


def test_folders_stand_together(loaded: LoadedSubscriptions) -> None:
    folders = [feed.folder for feed in loaded.subscriptions.feeds]
    runs = [folder for number, folder in enumerate(folders) if number == 0 or folders[number - 1] != folder]
    assert len(runs) == len(set(runs))


def test_several_languages_are_marked(loaded: LoadedSubscriptions) -> None:
    assert {"en", "fr", "ar", "zh", "ru", "es"} <= {feed.language for feed in loaded.subscriptions.feeds}


def test_only_feeds_are_active(loaded: LoadedSubscriptions) -> None:
    assert not any(feed.page for feed in loaded.subscriptions.feeds)


def test_the_saved_search_for_what_is_unread_asks_it_of_every_word(loaded: LoadedSubscriptions) -> None:
    chips = parse_query(loaded.subscriptions.searches[0].query, now=0, today=0)
    assert isinstance(chips, And)
    assert Is("unread") in chips.parts


def test_every_key_of_a_feed_is_explained_in_the_file() -> None:
    header = default_feeds_text().split("\n[[feed]]")[0]
    for key in ("url", "title", "folder", "tags", "language", "interval", "full_text", "priority", "query"):
        assert re.search(rf"^#   {key} = ", header, re.MULTILINE), key


def test_every_address_was_seen_working(loaded: LoadedSubscriptions) -> None:
    if not CENTRES.exists():
        pytest.skip("The list of surveyed centres is not here.")
    verified: set[str] = set()
    for source in tomllib.loads(CENTRES.read_text(encoding="utf-8"))["source"]:
        if source.get("grade") == "A" and source["fit"] >= 2:
            verified |= {source["feed"], *source.get("feeds", {}).values()}
    assert {feed.url for feed in loaded.subscriptions.feeds} - {WELCOME_URL} <= verified
