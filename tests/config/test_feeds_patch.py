"""Changes to feeds.toml are taken back one by one: the old lines are there again, comments and place included."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader.config.feeds_file import Tell, add_subscription, remove_subscription
from newsreader.config.feeds_patch import Effect, Patch, turn_patches
from newsreader.config.feeds_values import set_value
from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.errors import ChangedSinceError
from newsreader.core.subscriptions import Subscription, Subscriptions

Change = Callable[[Path, Tell], object]

A, B, C = (f"https://{name}.example/" for name in "abc")
FILE = f"""# Mine

[[feed]]
url = "{A}"
folder = "United Nations"  # of all

# About B,
# in two lines
[[feed]]  # here
url = "{B}"
title = "The B"  # not its own
folder = "United Nations"
tags = [
  "x",

  "y",
]

[[feed]]
url = "{C}"
folder = "United Nations"
# paused = true

[[search]]
query = "chips"
"""
CHANGES: list[tuple[str, Effect, Change]] = [
    (A, "removed", lambda path, tell: remove_subscription(path, A, tell)),
    (B, "removed", lambda path, tell: remove_subscription(path, B, tell)),
    (C, "removed", lambda path, tell: remove_subscription(path, C, tell)),
    (
        "https://d.example/",
        "added",
        lambda path, tell: add_subscription(path, Subscription("https://d.example/"), tell),
    ),
    (
        "https://e.example/",
        "added",
        lambda path, tell: add_subscription(path, Subscription("https://e.example/", folder="United Nations"), tell),
    ),
    (A, "changed", lambda path, tell: set_value(path, A, "title", 'The "A"', tell)),
    (B, "changed", lambda path, tell: set_value(path, B, "title", None, tell)),
    (B, "changed", lambda path, tell: set_value(path, B, "folder", "Other/Places", tell)),
    (C, "changed", lambda path, tell: set_value(path, C, "folder", "", tell)),
    (C, "changed", lambda path, tell: set_value(path, C, "paused", True, tell)),
]
NAMES = [f"{effect} {url} {number}" for number, (url, effect, _) in enumerate(CHANGES)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(FILE)
    return path


def patch_of(path: Path, change: Change) -> Patch:
    """Makes the change."""
    made: list[Patch] = []
    change(path, lambda before, after: made.append(Patch.between(before, after)))
    return Patch.read(made[0].kept())


def turn(path: Path, number: int, patch: Patch, *, back: bool) -> bool:
    url, effect, _ = CHANGES[number]
    return turn_patches(path, (url,), (patch,), effect=effect, back=back, name="Done")


@pytest.mark.parametrize("number", range(len(CHANGES)), ids=NAMES)
@pytest.mark.parametrize("windows", [False, True])
def test_a_change_is_taken_back_and_made_again_byte_by_byte(path: Path, number: int, windows: bool) -> None:
    if windows:
        path.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    before = path.read_bytes()
    patch = patch_of(path, CHANGES[number][2])
    after = path.read_bytes()
    assert after != before
    assert turn(path, number, patch, back=True)
    assert path.read_bytes() == before
    assert turn(path, number, patch, back=False)
    assert path.read_bytes() == after


def independent(one: int, other: int) -> bool:
    """Whether two changes are about different things."""
    (url, effect, _), (other_url, other_effect, _) = CHANGES[one], CHANGES[other]
    return one != other and (url != other_url or {effect, other_effect} == {"changed"})


@pytest.mark.parametrize(
    ("first", "second"),
    [(one, other) for one in range(len(CHANGES)) for other in range(len(CHANGES)) if independent(one, other)],
)
def test_an_older_change_is_taken_back_by_itself_and_the_newer_one_stays(path: Path, first: int, second: int) -> None:
    older = patch_of(path, CHANGES[first][2])
    newer = patch_of(path, CHANGES[second][2])
    assert turn(path, first, older, back=True)
    both = path.read_bytes()
    path.write_text(FILE)
    CHANGES[second][2](path, lambda *_: None)
    alone = load_subscriptions(path).subscriptions
    path.write_bytes(both)
    assert set(load_subscriptions(path).subscriptions.feeds) == set(alone.feeds)
    assert load_subscriptions(path).subscriptions.searches == alone.searches
    assert turn(path, second, newer, back=True)
    assert set(load_subscriptions(path).subscriptions.feeds) == set(_read(path, FILE).feeds)
    assert sorted(path.read_text().split()) == sorted(FILE.split())


def _read(path: Path, text: str) -> Subscriptions:
    copy = path.with_name("copy.toml")
    copy.write_text(text)
    return load_subscriptions(copy).subscriptions


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(CHANGES))))
def test_changes_taken_back_from_the_last_to_the_first_give_the_old_file(path: Path, order: list[int]) -> None:
    path.write_text(FILE)
    made: list[tuple[int, Patch, bytes]] = []
    gone: set[str] = set()
    for number in order:
        url, effect, change = CHANGES[number]
        if url in gone or len(load_subscriptions(path).subscriptions.feeds) == 1:
            continue
        before = path.read_bytes()
        made.append((number, patch_of(path, change), before))
        if effect == "removed":
            gone.add(url)
    for number, patch, before in reversed(made):
        assert turn(path, number, patch, back=True)
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("number", "edit", "said"),
    [
        (5, lambda text: text.replace('The \\"A\\"', "By hand"), "has been changed there since"),
        (5, lambda text: text.replace(f'[[feed]]\nurl = "{A}"', f'[[feed]]\nurl = "{A}more"'), "is not in feeds.toml"),
        (3, lambda text: text.replace('d.example/"', 'd.example/"\ntags = ["new"]'), "has been changed there since"),
    ],
)
def test_what_was_changed_by_hand_since_stays(path: Path, number: int, edit: Callable[[str], str], said: str) -> None:
    patch = patch_of(path, CHANGES[number][2])
    path.write_text(by_hand := edit(path.read_text()))
    with pytest.raises(ChangedSinceError, match=said):
        turn(path, number, patch, back=True)
    assert path.read_text() == by_hand


@pytest.mark.parametrize("by_hand", ['[[feed]]\nurl = "https://other.example/"\n', '[[feed]]\nurl = "f.example"'])
def test_a_feed_whose_neighbours_have_all_gone_comes_back_at_the_end(path: Path, by_hand: str) -> None:
    patch = patch_of(path, CHANGES[1][2])
    path.write_text(by_hand)
    assert turn(path, 1, patch, back=True)
    assert path.read_text().startswith(by_hand)
    assert [one.title for one in load_subscriptions(path).subscriptions.feeds] == [None, "The B"]
    assert turn(path, 1, patch, back=False)
    assert path.read_text().rstrip() == by_hand.rstrip()


def test_the_only_subscription_stays(path: Path) -> None:
    path.write_text("")
    patch = patch_of(path, CHANGES[3][2])
    with pytest.raises(ChangedSinceError, match="“Done” cannot be taken back: no subscription would be left"):
        turn(path, 3, patch, back=True)
    assert [one.url for one in load_subscriptions(path).subscriptions.feeds] == [CHANGES[3][0]]


def test_what_is_so_already_is_left_as_it_is(path: Path) -> None:
    patch = patch_of(path, CHANGES[1][2])
    path.write_text(by_hand := f'[[feed]]\nurl = "{B}"\n')
    assert not turn(path, 1, patch, back=True)
    assert path.read_text() == by_hand


def test_edits_elsewhere_do_not_matter(path: Path) -> None:
    patch = patch_of(path, CHANGES[1][2])
    path.write_text(
        "# A new head\n\n" + path.read_text().replace("[[search]]", '[[feed]]\nurl = "f.example"\n\n[[search]]')
    )
    assert turn(path, 1, patch, back=True)
    assert [one.url for one in load_subscriptions(path).subscriptions.feeds] == [A, B, C, "https://f.example/"]
    assert FILE.partition("[[search]]")[0] in path.read_text()


SECRETS = f"""[[feed]]
url = "{A}"
username = "me"
password = "s3cret"
password_in_clear = true
proxy = "http://me:s3cret@p:1"

[[feed]]
url = "{B}"
title = "The B"
headers = {{ X-Key = "s3cret" }}  # mine
password_command = [
  "echo",
  "s3cret",
]

[[feed]]
url = "{C}"
folder = "Far"
proxy = "socks5h://p:1"

[feed.headers]
X-Key = "s3cret"
"""


@pytest.mark.parametrize("number", range(len(CHANGES)), ids=NAMES)
def test_secrets_are_not_kept_and_their_feeds_come_back_without_them(tmp_path: Path, number: int) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(SECRETS)
    url, effect, change = CHANGES[number]
    patch = patch_of(path, change)
    assert "s3cret" not in str(patch.kept())
    assert turn(path, number, patch, back=True)
    now = load_subscriptions(path).subscriptions.by_url()
    assert list(now) == [A, B, C]
    if effect != "removed":
        assert path.read_text() == SECRETS
        return
    assert ("was not kept: write it here again" in path.read_text()) and now[url].asking.login is None
    assert path.read_text().count("s3cret") == SECRETS.count("s3cret") - {A: 2, B: 2, C: 1}[url]
    assert turn(path, number, patch, back=False)
    assert list(load_subscriptions(path).subscriptions.by_url()) == [one for one in (A, B, C) if one != url]
