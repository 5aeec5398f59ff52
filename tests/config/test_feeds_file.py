"""feeds.toml is changed by one subscription, and nothing else in it is touched."""

import os
import stat
import threading
from pathlib import Path

import pytest

from newsreader.config.feeds_file import add_subscription, change_file, remove_subscription
from newsreader.config.package_data import default_feeds_text
from newsreader.config.subscriptions import load_subscriptions
from newsreader.config.toml_source import TomlSource
from newsreader.core.errors import AlreadySubscribedError, ConfigError
from newsreader.core.subscriptions import NEVER, PageRules, Subscription

NEW = Subscription("https://new.example/feed")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feeds.toml"


def entry(name: str, extra: str = "") -> str:
    return f'[[feed]]\nurl = "https://{name}.example/"\n{extra}'


IN_X = 'folder = "X"\n'


@pytest.mark.parametrize(
    ("before", "folder", "after"),
    [
        pytest.param(
            entry("a"), "", entry("a") + '\n[[feed]]\nurl = "https://new.example/feed"\n', id="at the end of the file"
        ),
        pytest.param(
            '[[feed]]\nurl = "https://a.example/"',
            "",
            entry("a") + '\n[[feed]]\nurl = "https://new.example/feed"\n',
            id="a last line without an end",
        ),
        pytest.param(
            entry("a", IN_X) + "\n# about b\n" + entry("b"),
            "X",
            entry("a", IN_X) + '\n[[feed]]\nurl = "https://new.example/feed"\nfolder = "X"\n\n# about b\n' + entry("b"),
            id="behind the last of its folder",
        ),
        pytest.param(
            entry("a", IN_X) + entry("b"),
            "X",
            entry("a", IN_X) + '[[feed]]\nurl = "https://new.example/feed"\nfolder = "X"\n' + entry("b"),
            id="without blank lines where the others have none",
        ),
        pytest.param(
            entry("a", IN_X) + "# not now\n\n" + entry("b"),
            "X",
            entry("a", IN_X) + '# not now\n\n[[feed]]\nurl = "https://new.example/feed"\nfolder = "X"\n\n' + entry("b"),
            id="behind the comment of the one before",
        ),
        pytest.param(
            entry("a") + '\n[[search]]\nquery = "x"\n',
            "",
            entry("a") + '\n[[feed]]\nurl = "https://new.example/feed"\n\n[[search]]\nquery = "x"\n',
            id="without a folder behind the others without one",
        ),
        pytest.param(
            entry("a") + "\n" + entry("b", IN_X) + '\n[[search]]\nquery = "x"\n',
            "",
            entry("a")
            + "\n"
            + entry("b", IN_X)
            + '\n[[search]]\nquery = "x"\n\n[[feed]]\nurl = "https://new.example/feed"\n',
            id="without a folder not into the middle",
        ),
        pytest.param(
            "\ufeff" + entry("a", IN_X).replace("\n", "\r\n"),
            "X",
            "\ufeff"
            + (entry("a", IN_X) + '\n[[feed]]\nurl = "https://new.example/feed"\nfolder = "X"\n').replace("\n", "\r\n"),
            id="byte order mark and CRLF",
        ),
        pytest.param("", "", '[[feed]]\nurl = "https://new.example/feed"\n', id="an empty file"),
    ],
)
def test_a_new_subscription_stands_where_a_person_would_write_it(
    path: Path, before: str, folder: str, after: str
) -> None:
    path.write_bytes(before.encode())
    add_subscription(path, NEW._replace(folder=folder))
    assert path.read_bytes().decode() == after


@pytest.mark.parametrize(
    "subscription",
    [
        NEW._replace(
            title='The "new" \\ one: Центр 合作',
            tags=("un", "global"),
            language="zh-Hans",
            interval=5_400,
            full_text="always",
            priority="must",
        ),
        NEW._replace(interval=NEVER),
        NEW._replace(page=PageRules()),
        NEW._replace(page=PageRules(links=("https://new.example/*",), limit=5)),
        NEW._replace(page=PageRules(item="li", link="a", headline="h3", date="time@datetime", date_format="%d.%m.%Y")),
    ],
)
def test_every_value_is_written_and_read_back(path: Path, subscription: Subscription) -> None:
    path.write_text(entry("a"))
    add_subscription(path, subscription)
    loaded = load_subscriptions(path)
    assert loaded.problems == ()
    assert loaded.subscriptions.feeds == (Subscription("https://a.example/"), subscription)


def test_the_defaults_of_the_file_count_for_what_is_not_said(path: Path) -> None:
    path.write_text('[defaults]\nlanguage = "fr"\npriority = "may"\n\n' + entry("a"))
    add_subscription(path, NEW._replace(priority="must"))
    assert load_subscriptions(path).subscriptions.feeds[-1] == NEW._replace(language="fr", priority="must")


def test_what_is_there_already_is_refused(path: Path) -> None:
    path.write_text(before := '[[feed]]\nurl = "NEW.example/feed"\n')
    with pytest.raises(AlreadySubscribedError, match="is among the subscriptions already"):
        add_subscription(path, NEW)
    assert path.read_text() == before


@pytest.mark.parametrize(
    "value", [{"title": "  spaced "}, {"folder": "A / B"}, {"tags": ("",)}, {"language": "no tag"}]
)
def test_a_value_that_may_not_stand_there_is_refused(path: Path, value: dict[str, str]) -> None:
    path.write_text(before := entry("a"))
    with pytest.raises(ConfigError):
        add_subscription(path, NEW._replace(**value))  # type: ignore[arg-type]
    assert path.read_text() == before


@pytest.mark.parametrize(
    "before",
    [
        'feed = [{url = "https://a.example/"}, {url = "https://b.example/"}]\n',
        entry("a").replace("[[feed]]", "[feed]"),
    ],
)
def test_a_layout_that_lines_cannot_change_is_left_to_its_owner(path: Path, before: str) -> None:
    path.write_text(before)
    with pytest.raises(ConfigError, match="change it by hand"):
        add_subscription(path, NEW)
    with pytest.raises(ConfigError, match=r"change it by hand|only subscription"):
        remove_subscription(path, "https://a.example/")
    assert path.read_text() == before


@pytest.mark.parametrize("body", [b"[[feed]\nurl=", b"[[feed]]\nurl = 'caf\xe9'\n", None])
def test_a_file_that_cannot_be_read_is_not_written(path: Path, body: bytes | None) -> None:
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(ConfigError):
        add_subscription(path, NEW)
    with pytest.raises(ConfigError):
        remove_subscription(path, NEW.url)
    assert (path.read_bytes() if path.exists() else None) == body


def test_a_mistake_elsewhere_in_the_file_is_no_hindrance(path: Path) -> None:
    path.write_text(entry("a", 'foldr = "x"\n') + '\n[[feed]]\ntitle = "no address"\n')
    add_subscription(path, NEW)
    assert remove_subscription(path, "https://a.example/")
    assert path.read_text() == '[[feed]]\nurl = "https://new.example/feed"\n\n[[feed]]\ntitle = "no address"\n'


def test_a_read_only_file_is_said_to_be_so(path: Path) -> None:
    path.write_text(before := entry("a") + entry("b"))
    path.chmod(0o444)
    with pytest.raises(ConfigError, match="The subscriptions cannot be saved: it is read-only"):
        add_subscription(path, NEW)
    with pytest.raises(ConfigError, match="it is read-only"):
        remove_subscription(path, "https://b.example/")
    assert path.read_text() == before


def test_a_link_stays_a_link_and_the_mode_stays(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "mine.toml"
    target.parent.mkdir()
    target.write_text(entry("a"))
    target.chmod(0o640)
    path.symlink_to(target)
    add_subscription(path, NEW)
    assert path.is_symlink()
    assert "new.example" in target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_what_someone_else_saves_meanwhile_is_kept(path: Path) -> None:
    path.write_text(entry("a"))
    seen: list[bytes] = []

    def change(source: TomlSource) -> bytes:
        if not seen:
            path.write_text(entry("b"))
        seen.append(source.body)
        return source.body + b"# more"

    assert change_file(path, change)
    assert seen == [entry("a").encode(), entry("b").encode()]
    assert path.read_text() == entry("b") + "# more"


def test_a_file_that_never_rests_is_given_up(path: Path) -> None:
    path.write_text(entry("a"))

    def change(source: TomlSource) -> bytes:
        path.write_bytes(source.body + b"#\n")
        return source.body

    with pytest.raises(ConfigError, match="changed by another program all the time"):
        change_file(path, change)


def test_many_at_once_all_get_in(path: Path) -> None:
    path.write_text(entry("a"))
    threads = [
        threading.Thread(target=add_subscription, args=(path, Subscription(f"https://{number}.example/")))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load_subscriptions(path).subscriptions.feeds) == 9


def test_the_default_list_stays_as_it_is_but_for_the_one(path: Path) -> None:
    path.write_text(before := default_feeds_text())
    add_subscription(path, NEW._replace(folder="United Nations"))
    assert set(path.read_text().splitlines()) - set(before.splitlines()) == {'url = "https://new.example/feed"'}
    assert remove_subscription(path, NEW.url)
    assert path.read_text() == before
    for one in load_subscriptions(path).subscriptions.feeds[1:]:
        assert remove_subscription(path, one.url)
    comments = [line for line in before.splitlines() if line.startswith("#")]
    assert [line for line in path.read_text().splitlines() if line.startswith("#")] == comments


def test_nothing_is_left_beside_the_file(path: Path) -> None:
    path.write_text(entry("a"))
    add_subscription(path, NEW)
    assert os.listdir(path.parent) == ["feeds.toml"]  # noqa: PTH208
