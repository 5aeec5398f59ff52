from pathlib import Path

import pytest

from newsreader.config.feeds_values import line_of, set_value
from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.errors import ConfigError

ONE = "https://example.org/feed"
TWO = "https://example.net/feed"
FILE = f"""# Mine
[defaults]
interval = "2h"  # not too often

[[feed]]  # the first
url = "{ONE}"  # its address
title = "One"

# About the second
[[feed]]
title = "Two"
url = "{TWO}"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(FILE)
    return path


def test_pausing_adds_one_line_and_taking_it_back_gives_the_old_file(path: Path) -> None:
    assert set_value(path, ONE, "paused", True)
    assert path.read_text() == FILE.replace("# its address\n", "# its address\npaused = true\n")
    assert [feed.paused for feed in load_subscriptions(path).subscriptions.feeds] == [True, False]
    assert set_value(path, ONE, "paused", False)
    assert path.read_text() == FILE


def test_a_file_without_a_line_end_gets_the_line_all_the_same(path: Path) -> None:
    path.write_text(FILE.rstrip("\n"))
    assert set_value(path, TWO, "paused", True)
    assert path.read_text().endswith(f'url = "{TWO}"\npaused = true\n')


def test_the_comment_of_a_line_that_pauses_stays(path: Path) -> None:
    path.write_text(FILE + "paused = true  # on holiday\n")
    assert set_value(path, TWO, "paused", False)
    assert path.read_text() == FILE + "paused = false  # on holiday\n"


def test_what_the_defaults_pause_is_let_go_by_a_line_of_its_own(path: Path) -> None:
    path.write_text(FILE.replace("[defaults]\n", "[defaults]\npaused = true\n"))
    assert set_value(path, ONE, "paused", False)
    assert [feed.paused for feed in load_subscriptions(path).subscriptions.feeds] == [False, True]


@pytest.mark.parametrize("own", ["", 'folder = "Own"  # mine\n'])
def test_what_the_defaults_put_into_a_folder_is_taken_out_of_it(path: Path, own: str) -> None:
    path.write_text(FILE.replace("[defaults]\n", '[defaults]\nfolder = "All"\n') + own)
    assert set_value(path, TWO, "folder", "")
    assert [feed.folder for feed in load_subscriptions(path).subscriptions.feeds] == ["All", ""]
    assert load_subscriptions(path).problems == ()


def test_windows_line_ends_stay(path: Path) -> None:
    path.write_bytes(FILE.replace("\n", "\r\n").encode())
    assert set_value(path, ONE, "paused", True)
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") == FILE.count("\n") + 1


def test_nothing_is_written_where_nothing_changes(path: Path) -> None:
    before = path.stat().st_mtime_ns
    assert not set_value(path, ONE, "paused", False)
    assert path.stat().st_mtime_ns == before


def test_an_inline_table_is_left_to_the_user(path: Path) -> None:
    path.write_text(f'feed = [{{url = "{ONE}"}}, {{url = "{TWO}"}}]\n')
    with pytest.raises(ConfigError, match="by hand"):
        set_value(path, ONE, "paused", True)


def test_an_unknown_address_is_refused(path: Path) -> None:
    with pytest.raises(ConfigError, match="not among"):
        set_value(path, "https://example.com/", "paused", True)


def test_a_subscription_has_its_line(path: Path) -> None:
    assert line_of(path, ONE) == 5
    assert line_of(path, TWO) == 10
    assert line_of(path, "https://example.com/") == 1


def test_an_address_that_is_written_twice_is_changed_in_both_places(path: Path) -> None:
    again = f"\n[[feed]]\nurl = '{ONE}'  # once more\ntags = [\"a\"]\n"
    path.write_text(FILE + again)
    assert set_value(path, ONE, "url", "https://example.com/new")
    assert path.read_text() == (FILE + again).replace(f"'{ONE}'", f'"{ONE}"').replace(ONE, "https://example.com/new")


def test_another_value_of_what_is_written_twice_is_changed_where_it_counts(path: Path) -> None:
    again = f'\n[[feed]]\nurl = "{ONE}"\ntitle = "Other"\n'
    path.write_text(FILE + again)
    assert set_value(path, ONE, "title", "New")
    assert path.read_text() == FILE.replace('"One"', '"New"') + again
