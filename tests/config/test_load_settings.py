"""config.toml becomes typed values; a mistake leaves the default of its key alone."""

from pathlib import Path

import pytest

from newsreader.config.settings import LoadedSettings, Settings, load_settings
from newsreader.core.subscriptions import NEVER


def load(tmp_path: Path, text: str) -> LoadedSettings:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "config.toml") == LoadedSettings(Settings())
    assert not (tmp_path / "config.toml").exists()


def test_the_defaults() -> None:
    assert Settings() == Settings(
        refresh_on_start=True,
        refresh_every=1_800,
        theme=None,
        browser=None,
        measure=80,
        icons="unicode",
        keys={},
        unread_only=False,
    )


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """
refresh_on_start = false
refresh_every = "2h"
theme = "nord"
browser = "firefox --new-tab"
measure = 72
icons = "ascii"
unread_only = true
[keys]
next = "j"
previous = ["k", "up"]
quit = []
"""
    assert load(tmp_path, text) == LoadedSettings(
        Settings(
            refresh_on_start=False,
            refresh_every=7_200,
            theme="nord",
            browser=("firefox", "--new-tab"),
            measure=72,
            icons="ascii",
            keys={"next": ("j",), "previous": ("k", "up"), "quit": ()},
            unread_only=True,
        )
    )


@pytest.mark.parametrize(
    ("written", "command"),
    [
        ('"firefox"', ("firefox",)),
        ("\"'/opt/my browser/run' -x\"", ("/opt/my browser/run", "-x")),
        ('["/opt/my browser/run", "a b"]', ("/opt/my browser/run", "a b")),
    ],
)
def test_a_browser_is_a_command_line_or_a_list(tmp_path: Path, written: str, command: tuple[str, ...]) -> None:
    assert load(tmp_path, f"browser = {written}\n").settings.browser == command


def test_never_is_an_interval(tmp_path: Path) -> None:
    assert load(tmp_path, 'refresh_every = "never"\n').settings.refresh_every == NEVER


@pytest.mark.parametrize(
    ("line", "key", "message"),
    [
        ("refresh_evry = '1h'", "refresh_evry", "There is no such key under the top of config.toml; did you mean"),
        ("key = 1", "key", "did you mean “keys”?"),
        ("refresh_on_start = 1", "refresh_on_start", "Expected true or false, not the number 1."),
        ("refresh_every = 30", "refresh_every", 'Expected an interval such as "30m", "2h" or "never"'),
        ("theme = ''", "theme", "Expected the name of a theme in quotation marks, not “”."),
        ("browser = ''", "browser", "Expected a command such as"),
        ("browser = []", "browser", "Expected a command such as"),
        ("browser = [1]", "browser", "Expected a command such as"),
        ("browser = 1", "browser", "Expected a command such as"),
        ('browser = "firefox \'x"', "browser", "It cannot be split into words: no closing quotation."),
        ("measure = 5", "measure", "Expected a whole number of columns from 20 to 400, not the number 5."),
        ("measure = true", "measure", "not true."),
        ("icons = 'ASCII'", "icons", "Did you mean “ascii”?"),
        ("keys = 1", "keys", "Expected a table [keys] of commands and their keys, not the number 1."),
        ("keys.next = 1", "next", 'Expected a key such as "j" or "ctrl+r", or a list of keys, not the number 1.'),
        ("keys.next = ['j', '']", "next", "not a list."),
        ('keys.next = "\\u001b"', "next", "Expected a key"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_rest_counts(
    tmp_path: Path, line: str, key: str, message: str
) -> None:
    loaded = load(tmp_path, f"# settings\n{line}\nunread_only = true\n")
    assert loaded.settings == Settings(unread_only=True)
    (problem,) = loaded.problems
    assert (problem.file, problem.line, problem.key) == (tmp_path / "config.toml", 2, key)
    assert message in problem.message


def test_a_file_that_is_no_toml_means_the_defaults_and_a_sentence(tmp_path: Path) -> None:
    loaded = load(tmp_path, "theme = nord\n")
    assert loaded.settings == Settings()
    assert [problem.line for problem in loaded.problems] == [1]
