"""A list from another reader adds what is not followed yet, as one change that can be taken back."""

from pathlib import Path

import pytest

from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.errors import AlreadySubscribedError, ChangedSinceError, ParseError
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.library.importing import Import, import_sentence, read_list
from newsreader.library.subscribing import FeedsList
from newsreader.store.journal import Journal

A, B, C, D = (f"https://{name}.example/" for name in "abcd")
FILE = f"""# mine
[[feed]]
url = "{A}"  # the first
folder = "N"
password = "secret"
username = "me"

# about B
[[feed]]
url = "{B}"
folder = "M"

[[search]]
query = "chips"
"""
NEW = [
    Subscription(C, folder="N"),
    Subscription("https://c2.example/", folder="N"),
    Subscription(D, folder="M", title="D"),
]


def opml(*outlines: str) -> bytes:
    return f"<opml version='2.0'><body>{''.join(outlines)}</body></opml>".encode()


def feed(url: str, **more: str) -> str:
    return f'<outline xmlUrl="{url}"{"".join(f" {name}={value!r}" for name, value in more.items())}/>'


def folder(name: str, *inside: str) -> str:
    return f'<outline text="{name}">{"".join(inside)}</outline>'


def followed(*urls: str) -> Subscriptions:
    return Subscriptions(tuple(map(Subscription, urls)))


def test_what_is_followed_already_is_counted_and_not_added() -> None:
    found = read_list(opml(feed(A), feed(B), feed(C)), "f", followed(A, B))
    assert (found.new, found.known) == ((Subscription(C),), 2)


def test_addresses_that_differ_only_in_how_they_are_written_are_one_feed() -> None:
    found = read_list(opml(feed("HTTPS://A.example"), feed("feed://b.example/"), feed("b.example")), "f", followed(A))
    assert (found.new, found.known, found.twice) == ((Subscription(B),), 1, 1)


def test_a_feed_in_two_folders_is_in_the_first_and_has_the_second_as_a_tag() -> None:
    found = read_list(opml(folder("N", feed(C, category="x")), folder("M", feed(C, category="y"))), "f", followed())
    assert found.new == (Subscription(C, folder="N", tags=("x", "y", "M")),)
    assert found.twice == 1


@pytest.mark.parametrize(
    ("outlines", "in_folder", "tags"),
    [
        ([feed(A), folder("N", feed(A))], "N", ()),
        ([folder("N", feed(A)), feed(A)], "N", ()),
        ([folder("N", feed(A), feed(A))], "N", ()),
        ([folder("N", feed(A)), folder("M", folder("Deep", feed(A)))], "N", ("Deep",)),
        ([folder("N", feed(A, category="x")), folder("M", feed(A, category="y,x"))], "N", ("x", "y", "M")),
    ],
)
def test_a_feed_that_stands_there_twice_has_what_both_say(
    outlines: list[str], in_folder: str, tags: tuple[str, ...]
) -> None:
    found = read_list(opml(*outlines), "f", Subscriptions())
    assert found.new == (Subscription(A, folder=in_folder, tags=tags),)
    assert found.twice == 1


def test_an_outline_without_a_title_is_named_by_its_address_or_as_one_without_a_name() -> None:
    found = read_list(opml(feed("mailto:x@y"), '<outline type="rss"/>'), "f", Subscriptions())
    assert [refused.partition(":")[0] for refused in found.refused] == ["mailto", "An outline without a name"]


def test_what_cannot_be_taken_is_named() -> None:
    lost = '<outline text="Lost" type="rss"/>'
    found = read_list(opml(feed("|rm", text="Bad"), lost, feed(C)), "f", followed())
    assert found.new == (Subscription(C),)
    assert found.refused == (
        "“Bad” (|rm): An address begins with https://.",
        "“Lost”: It has no address of a feed.",
    )
    assert found.addressless == 1


def test_passwords_in_addresses_are_not_shown() -> None:
    found = read_list(opml(feed("ftp://me:secret@a.example/")), "f", followed())
    assert "secret" not in str(found.refused)


def test_a_list_without_feeds_is_an_error() -> None:
    with pytest.raises(ParseError, match="f names no feed"):
        read_list(opml(), "f", followed())
    with pytest.raises(ParseError):
        read_list(b"", "f", followed())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Import((Subscription(A),), 0, 0, ()), "Added 1 feed"),
        (Import(tuple(NEW[:2]), 1, 0, ()), "Added 2 feeds in 1 folder, 1 was there already"),
        (
            Import(tuple(NEW), 4, 1, ("a", "b", "c"), 2),
            "Added 3 feeds in 2 folders, 4 were there already, 1 stands in the file twice, 2 have no address, "
            "1 cannot be taken",
        ),
    ],
)
def test_an_import_is_told_in_one_sentence(found: Import, said: str) -> None:
    assert import_sentence(found, would=False) == said
    assert import_sentence(found, would=True) == said.replace("Added", "Would add")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(FILE)
    return path


def test_feeds_come_into_their_folders_and_nothing_else_changes(feeds: FeedsList, path: Path) -> None:
    feeds.add_all(NEW, "Added 3 feeds")
    assert path.read_text() == FILE.replace(
        'username = "me"\n',
        f'username = "me"\n\n[[feed]]\nurl = "{C}"\nfolder = "N"\n'
        '\n[[feed]]\nurl = "https://c2.example/"\nfolder = "N"\n',
    ).replace('folder = "M"\n', f'folder = "M"\n\n[[feed]]\nurl = "{D}"\ntitle = "D"\nfolder = "M"\n')


@pytest.mark.parametrize("coming", [NEW, NEW[:1], [Subscription(C), Subscription(D, folder="New")]])
@pytest.mark.parametrize("edited", ["", "# edited above\n"])
def test_an_import_is_taken_back_and_made_again_as_one(
    feeds: FeedsList, journal: Journal, path: Path, coming: list[Subscription], edited: str
) -> None:
    feeds.add_all(coming, "Added some")
    after = path.read_text()
    path.write_text(edited + after)
    undone = journal.undo()
    assert undone is not None and undone.what == "Added some"
    assert path.read_text() == edited + FILE
    assert journal.redo() is not None
    assert path.read_text() == edited + after
    assert journal.undo() is not None
    assert path.read_text() == edited + FILE


def test_a_feed_that_was_renamed_since_is_named_when_the_import_is_taken_back(
    feeds: FeedsList, journal: Journal, path: Path
) -> None:
    feeds.add_all(NEW, "Added 3 feeds")
    feeds.rename(D, "Other", "D")
    imported = journal.recent(2)[1]
    with pytest.raises(ChangedSinceError, match="“Renamed D to Other” came after it"):
        journal.revert(imported.id)
    assert journal.undo() is not None
    assert journal.revert(imported.id) is not None
    assert path.read_text() == FILE


def test_feeds_that_were_edited_by_hand_since_stay(feeds: FeedsList, journal: Journal, path: Path) -> None:
    feeds.add_all(NEW, "Added 3 feeds")
    edited = path.read_text().replace('title = "D"', 'title = "My D"')
    path.write_text(edited)
    with pytest.raises(ChangedSinceError, match=r"feeds\.toml has been changed there since"):
        journal.undo()
    assert path.read_text() == edited


def test_all_are_added_or_none(feeds: FeedsList, journal: Journal, path: Path) -> None:
    with pytest.raises(AlreadySubscribedError):
        feeds.add_all([Subscription(C), Subscription(A)], "Added 2 feeds")
    assert path.read_text() == FILE
    assert journal.recent(5) == []


def test_thousands_of_feeds_are_added_and_taken_back(feeds: FeedsList, journal: Journal, path: Path) -> None:
    many = [Subscription(f"https://{n}.example/", title=f"Feed {n}", folder=f"F{n % 7}") for n in range(2_000)]
    feeds.add_all([*NEW, *many], "Added many")
    assert len(load_subscriptions(path).subscriptions.feeds) == 2_005
    assert journal.undo() is not None
    assert path.read_text() == FILE
