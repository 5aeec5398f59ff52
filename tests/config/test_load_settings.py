"""config.toml becomes typed values; a mistake leaves the default of its key alone."""

from pathlib import Path

import pytest

from newsreader.config.settings import LoadedSettings, Settings, load_settings
from newsreader.core.pages import SiteRules
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
        icons="auto",
        keys={},
        unread_only=False,
        images="auto",
        sites=(),
        order="newest",
        headings=False,
        columns=("feed", "date"),
        dates="relative",
        snippet=0,
        layout="auto",
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
images = "captions"
order = "round robin"
headings = true
columns = ["minutes", "feed"]
dates = "absolute"
snippet = 3
layout = "stacked"
[keys]
next = "j"
previous = ["k", "up"]
quit = []
[[site]]
host = "News.Example.org."
content = "main article"
remove = [".share", "aside"]
[[site]]
host = "пример.рф"
remove = ".share"
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
            images="captions",
            order="round robin",
            headings=True,
            columns=("feed", "minutes"),
            dates="absolute",
            snippet=3,
            layout="stacked",
            sites=(
                SiteRules("news.example.org", "main article", (".share", "aside")),
                SiteRules("xn--e1afmkfd.xn--p1ai", remove=(".share",)),
            ),
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
        ("order = 'age'", "order", 'Expected "newest", "oldest", "feed", "priority", "length" or "round robin"'),
        (
            "columns = ['size']",
            "columns",
            'a list of "author", "tags", "feed", "minutes" and "date", not a list of “size”',
        ),
        ("snippet = 4", "snippet", "Expected a whole number of lines from 0 to 3, not the number 4."),
        ("keys = 1", "keys", "Expected a table [keys] of commands and their keys, not the number 1."),
        ("keys.next = 1", "next", 'Expected a key such as "j" or "ctrl+r", or a list of keys, not the number 1.'),
        ("keys.next = ['j', '']", "next", "not a list of “j”, “”."),
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


@pytest.mark.parametrize(
    ("rules", "line", "key", "message"),
    [
        ("content = 'main'", 2, "host", 'Expected the name of a host such as "example.org"; it is missing.'),
        ("host = 'https://a.example/x'", 3, "host", "Write the name of the host alone. The site is skipped."),
        ("host = 'a:80'", 3, "host", "Write the name of the host alone."),
        ("host = 1", 3, "host", "not the number 1. The site is skipped."),
        ("host = 'a.example'\nremov = 'x'", 4, "remov", "under [[site]]; did you mean “remove”?"),
        ("host = 'a.example'\ncontent = 1", 4, "content", "Expected a CSS selector in quotation marks"),
        ("host = 'a.example'\ncontent = 'main['", 4, "content", "“main[” is not a CSS selector"),
        ("host = 'a.example'\nremove = ['nav', 'p:near']", 4, "remove", "“p:near” is not a CSS selector"),
        ("host = 'a.example'\nremove = [1]", 4, "remove", "or a list of them, not a list of the number 1."),
    ],
)
def test_a_mistake_in_the_rules_of_a_site_is_named_and_the_other_sites_count(
    tmp_path: Path, rules: str, line: int, key: str, message: str
) -> None:
    loaded = load(tmp_path, f"\n[[site]]\n{rules}\n[[site]]\nhost = 'c.example'\n")
    (problem,) = loaded.problems
    assert (problem.line, problem.key) == (line, key)
    assert message in problem.message
    assert loaded.settings.sites[-1] == SiteRules("c.example")


def test_a_host_named_twice_is_said_to_be_and_the_first_counts(tmp_path: Path) -> None:
    loaded = load(tmp_path, "[[site]]\nhost = 'a.example'\ncontent = 'x'\n[[site]]\nhost = 'A.example'\n")
    (problem,) = loaded.problems
    assert (problem.line, problem.message) == (5, "There is a [[site]] of a.example above. The site is skipped.")
    assert loaded.settings.sites == (SiteRules("a.example", "x"),)


@pytest.mark.parametrize("text", ["site = 1", "site = 'x'", "site = ['x']", "[site]\nhost = 'a.example'"])
def test_sites_that_are_no_tables_in_double_brackets_are_named(tmp_path: Path, text: str) -> None:
    (problem,) = load(tmp_path, text + "\n").problems
    assert "[[site]]" in problem.message


def test_where_each_key_stands_is_known(tmp_path: Path) -> None:
    settings = load(tmp_path, "[keys]\nstar = 'x'\n\nzoom = 'y'\n").settings
    path = tmp_path / "config.toml"
    assert settings.key_places == {"star": f"{path}:2", "zoom": f"{path}:4"}
