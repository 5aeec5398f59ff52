"""A subscription that is taken out of feeds.toml takes its own lines along, and no others."""

from pathlib import Path

import pytest

from newsreader.config.feeds_file import remove_subscription
from newsreader.core.errors import ConfigError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feeds.toml"


def entry(name: str, extra: str = "") -> str:
    return f'[[feed]]\nurl = "https://{name}.example/"\n{extra}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(entry("a") + "\n" + entry("b"), entry("a"), id="the last one"),
        pytest.param("# mine\n\n" + entry("b") + "\n" + entry("a"), "# mine\n\n" + entry("a"), id="the first one"),
        pytest.param(
            entry("a") + "\n\n# Part two\n\n# about b\n" + entry("b") + '\n[[search]]\nquery = "x"\n',
            entry("a") + '\n\n# Part two\n\n[[search]]\nquery = "x"\n',
            id="with its own comment, not with the one above that",
        ),
        pytest.param(
            entry("a") + "\n# All of these\n" + entry("b") + entry("c"),
            entry("a") + "\n# All of these\n" + entry("c"),
            id="a comment above several stays",
        ),
        pytest.param(
            "# My feeds\n" + entry("b") + "\n" + entry("a"),
            "# My feeds\n\n" + entry("a"),
            id="the head of the file stays",
        ),
        pytest.param(
            entry("a") + '\n# [[feed]]\n# url = "off"\n' + entry("b"),
            entry("a") + '\n# [[feed]]\n# url = "off"\n',
            id="one put out of use above stays",
        ),
        pytest.param(
            entry("b", '# interval = "2h"\n') + "\n" + entry("a"), entry("a"), id="with the comments below its values"
        ),
        pytest.param(
            entry("b", '# [[feed]]\n# url = "off"\n') + "\n" + entry("a"),
            '# [[feed]]\n# url = "off"\n\n' + entry("a"),
            id="one put out of use below stays",
        ),
        pytest.param(
            entry("b", 'tags = [\n  "x", # [[feed]]\n\n  "y",\n]\n[feed.more]\nx = """\n[[feed]]\n"""\n') + entry("a"),
            entry("a"),
            id="with values of many lines and tables inside",
        ),
        pytest.param(entry("b") + entry("a") + "\n" + entry("b", 'tags = ["twice"]\n'), entry("a"), id="written twice"),
        pytest.param("[page]\nurl = 'b.example'\n" + entry("a"), entry("a"), id="in single brackets"),
        pytest.param(
            "\ufeff" + (entry("b") + "\n" + entry("a")).replace("\n", "\r\n"),
            "\ufeff" + entry("a").replace("\n", "\r\n"),
            id="byte order mark and CRLF",
        ),
        pytest.param(
            "# \u2028 \x85\n\n" + entry("b") + entry("a"), "# \u2028 \x85\n\n" + entry("a"), id="odd line ends"
        ),
    ],
)
def test_a_removed_subscription_takes_its_own_lines_along(path: Path, before: str, after: str) -> None:
    path.write_bytes(before.encode())
    assert remove_subscription(path, "https://b.example/")
    assert path.read_bytes().decode() == after


def test_removing_what_is_not_there_changes_nothing(path: Path) -> None:
    path.write_text(before := entry("a"))
    assert not remove_subscription(path, "https://b.example/")
    assert path.read_text() == before


def test_the_only_subscription_cannot_be_removed(path: Path) -> None:
    path.write_text(before := entry("b") + entry("b"))
    with pytest.raises(ConfigError, match="only subscription"):
        remove_subscription(path, "https://b.example/")
    assert path.read_text() == before
