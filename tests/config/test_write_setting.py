"""A setting changed by the program changes nothing else in the file."""

import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.config.settings import Value, load_settings, write_setting
from newsreader.core.errors import ConfigError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_new_file_is_private_and_holds_the_setting(path: Path) -> None:
    write_setting(path, "theme", "nord")
    assert path.read_text() == 'theme = "nord"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_folder_is_made_where_it_is_missing(tmp_path: Path) -> None:
    write_setting(tmp_path / "new" / "config.toml", "measure", 72)
    assert load_settings(tmp_path / "new" / "config.toml").settings.measure == 72


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        pytest.param(
            "# mine\ntheme  =  'nord'   # calm\n\nmeasure = 72\n",
            "theme",
            "gruvbox",
            '# mine\ntheme  =  "gruvbox"   # calm\n\nmeasure = 72\n',
            id="comments, order and spaces stay",
        ),
        pytest.param(
            "# a\n[keys]\nnext = 'j'\n", "measure", 72, "# a\nmeasure = 72\n\n[keys]\nnext = 'j'\n", id="top key"
        ),
        pytest.param("measure = 72", "unread_only", True, "measure = 72\nunread_only = true\n", id="no last line end"),
        pytest.param("", "keys.next", ["j", "down"], '[keys]\nnext = ["j", "down"]\n', id="first key binding"),
        pytest.param("[keys]\n# x\n", "keys.next", "j", '[keys]\n# x\nnext = "j"\n', id="another key binding"),
        pytest.param("keys = {a = 'x'}\n", "keys.b", "y", "keys = {a = 'x',b = \"y\"}\n", id="inline table"),
        pytest.param("unknown = 1\ntheme = 'x'\n", "theme", None, "unknown = 1\n", id="a removed key"),
        pytest.param("theme = 'x'\n", "keys.next", None, "theme = 'x'\n", id="a key that was not there"),
        pytest.param(
            "[[site]]\nhost = 'a'\n\n[keys]\nnext = 'j' # x\n\n# about b\n[[site]]\nhost = 'b'\n",
            "keys.quit",
            "q",
            "[[site]]\nhost = 'a'\n\n[keys]\nnext = 'j' # x\nquit = \"q\"\n\n# about b\n[[site]]\nhost = 'b'\n",
            id="a key binding between sites",
        ),
        pytest.param(
            "measure = 72\n\n# about a\n[[site]]\nhost = 'a'\n[keys]\n[[site]]\nhost = 'b'\n",
            "measure",
            60,
            "measure = 60\n\n# about a\n[[site]]\nhost = 'a'\n[keys]\n[[site]]\nhost = 'b'\n",
            id="a top key above sites",
        ),
        pytest.param(
            "# about a\n[[site]]\nhost = 'a'\n",
            "theme",
            "nord",
            "theme = \"nord\"\n\n# about a\n[[site]]\nhost = 'a'\n",
            id="the first top key above sites",
        ),
        pytest.param(
            "[[site]]\nhost = 'a' # \u2028 x",
            "keys.next",
            "j",
            "[[site]]\nhost = 'a' # \u2028 x\n\n[keys]\nnext = \"j\"\n",
            id="the first key binding below sites",
        ),
        pytest.param("a = 1\r\ntheme = 'x'\r\n", "measure", 72, "a = 1\r\ntheme = 'x'\r\nmeasure = 72\r\n", id="CRLF"),
        pytest.param("\ufeffa = 1\n", "measure", 72, "\ufeffa = 1\nmeasure = 72\n", id="byte order mark"),
    ],
)
def test_everything_else_stays_as_it_was(path: Path, before: str, key: str, value: Value | None, after: str) -> None:
    path.write_bytes(before.encode())
    write_setting(path, key, value)
    assert path.read_bytes().decode() == after


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.toml"
    target.write_text("theme = 'x'\n")
    path.symlink_to(target)
    write_setting(path, "theme", "nord")
    assert path.is_symlink()
    assert target.read_text() == 'theme = "nord"\n'


def test_a_read_only_file_is_said_to_be_so_and_left_alone(path: Path) -> None:
    path.write_text("theme = 'x'\n")
    path.chmod(0o444)
    with pytest.raises(ConfigError, match="The setting cannot be saved: it is read-only"):
        write_setting(path, "theme", "nord")
    assert path.read_text() == "theme = 'x'\n"


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="The setting cannot be saved"):
        write_setting(tmp_path / "file" / "config.toml", "theme", "nord")


@pytest.mark.parametrize("body", [b"theme = nord\n", b"theme = '\xe9'\n", b"keys = 1\n"])
def test_a_file_with_a_mistake_is_not_written_over(path: Path, body: bytes) -> None:
    path.write_bytes(body)
    with pytest.raises(ConfigError):
        write_setting(path, "keys.next", "j")
    assert path.read_bytes() == body


LAYOUTS = st.lists(
    st.sampled_from(
        [
            "# note",
            "",
            "theme = 'x' # y",
            "measure=72",
            'icons = "ascii"',
            "keys.next = 'j'",
            "keys = {a = 'b'}",
            "[keys]",
            "next = 'k'",
            "[other]",
            "[[site]]",
            "host = 'a' # b",
        ]
    ),
    max_size=8,
)
CHANGES = st.sampled_from(
    [("theme", "nord"), ("measure", 66), ("keys.next", "n"), ("keys.quit", ["q"]), ("icons", None)]
)


@given(LAYOUTS, CHANGES, st.sampled_from(["\n", "\r\n"]))
def test_in_any_layout_the_setting_is_saved_and_nothing_lost_or_the_file_is_left_alone(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], change: tuple[str, Value | None], line_end: str
) -> None:
    path = tmp_path_factory.mktemp("config") / "config.toml"
    before = "".join(line + line_end for line in lines).encode()
    path.write_bytes(before)
    key, value = change
    try:
        write_setting(path, key, value)
    except ConfigError:
        assert path.read_bytes() == before
        with pytest.raises(tomllib.TOMLDecodeError):
            tomllib.loads(before.decode())
    else:
        after = path.read_bytes().decode()
        assert tomllib.loads(after) == with_setting(tomllib.loads(before.decode()), key.split("."), value)
        changed = key.split(".")[-1]
        kept = [line for line in lines if line and changed not in line and not line.startswith("keys =")]
        assert [line for line in after.splitlines() if line in kept] == kept


def with_setting(data: dict[str, Any], place: list[str], value: Value | None) -> dict[str, Any]:
    if place[1:] and (value is not None or place[0] in data):
        return data | {place[0]: with_setting(data.get(place[0], {}), place[1:], value)}
    return {name: old for name, old in data.items() if name != place[0]} | ({} if value is None else {place[0]: value})
