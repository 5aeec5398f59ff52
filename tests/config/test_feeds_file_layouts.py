"""Whatever feeds.toml looks like, it is changed by one subscription or left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.config.feeds_file import add_subscription, remove_subscription
from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.errors import ConfigError
from newsreader.core.subscriptions import Subscription

NEW = Subscription("https://new.example/feed")
LAST = '[[feed]]\nurl = "https://z.example/"\n'

PIECES = st.sampled_from(
    [
        "# note",
        "",
        "",
        '# [[feed]]\n# url = "https://off.example/"',
        '[[feed]]\nurl = "https://a.example/"',
        '[[feed]]\nurl = "https://b.example/"\nfolder = "X" # here',
        "[[ feed ]] # c\n  'url' = 'https://c.example/'\n  tags = [ # [[feed]]\n 'x',\n\n 'y' ]",
        '[["page"]]\nurl = "https://d.example/"\nfolder = "X"\nlinks = """\\\n  [[feed]]"""',
        '[[page]]\nurl = "https://e.example/"\n# [[page]]',
        "[feed.inner]\nx = 1",
        "[[feed]]\n# nothing",
        '[[search]]\nquery = "chips"',
        '[defaults]\npriority = "may"',
        "[other]\n\tfeed = [{url = 'x'}]",
        "feed = [\n  {url = 'https://f.example/'},\n  {url = 'https://g.example/'},\n]",
        "title = '''\n[[feed]]\nurl = \"https://not.example/\"\n'''",
    ]
)


@given(
    st.lists(PIECES, max_size=9),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from(["", "X", "Y"]),
    st.sampled_from("abcdefg"),
)
def test_in_any_layout_only_the_one_changes_or_the_file_is_left_alone(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], line_end: str, ends: bool, folder: str, letter: str
) -> None:
    path = tmp_path_factory.mktemp("config") / "feeds.toml"
    text = "\n".join(pieces) + ("\n" if ends else "")
    path.write_bytes(before := text.replace("\n", line_end).encode())
    old = load_subscriptions(path).subscriptions
    try:
        add_subscription(path, new := NEW._replace(folder=folder))
    except ConfigError:
        assert path.read_bytes() == before
    else:
        added = load_subscriptions(path).subscriptions
        assert tuple(one for one in added.feeds if one.url != NEW.url) == old.feeds
        assert [(one.url, one.folder) for one in added.feeds if one.url == NEW.url] == [(new.url, new.folder)]
        assert is_within(before, path.read_bytes())
    path.write_bytes(before)
    url = f"https://{letter}.example/"
    try:
        removed = remove_subscription(path, url)
    except ConfigError:
        removed = False
    after = path.read_bytes()
    if not removed:
        assert after == before
        return
    assert load_subscriptions(path).subscriptions.feeds == tuple(one for one in old.feeds if one.url != url)
    assert is_within(after, before)
    if b"feed = [" not in before and b"title =" not in before:  # then it may stand among the values of one table
        assert after.count(b"off.example") == before.count(b"off.example")


def is_within(fewer: bytes, more: bytes) -> bool:
    """Whether the lines of `fewer` are among those of `more`, in this order."""
    left = iter(more.splitlines())
    return all(line in left for line in fewer.splitlines())


@given(st.lists(PIECES, max_size=8), st.sampled_from(["", "X", "Y"]))
def test_a_subscription_added_and_removed_leaves_the_file_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], folder: str
) -> None:
    path = tmp_path_factory.mktemp("config") / "feeds.toml"
    before = "\n".join((*pieces, LAST))
    path.write_text(before)
    try:
        add_subscription(path, NEW._replace(folder=folder))
        assert remove_subscription(path, NEW.url)
    except ConfigError:
        pass
    assert path.read_text() == before
