"""How servers are asked, as feeds.toml and config.toml say it; a secret in them is never repeated."""

from pathlib import Path

import pytest

from newsreader.config.settings import load_settings
from newsreader.config.subscriptions import LoadedSubscriptions, load_subscriptions
from newsreader.core.asking import DIRECT, UNUSABLE, USUAL, HowToAsk, Login

SECRET = "hunter2!"


def load(tmp_path: Path, text: str) -> LoadedSubscriptions:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return load_subscriptions(path)


def of_feed(tmp_path: Path, lines: str) -> tuple[HowToAsk, str]:
    """What the lines under a [[feed]] come to, and all that is wrong with them."""
    loaded = load(tmp_path, f'[[feed]]\nurl = "https://a.example/f"\n{lines}\n')
    return loaded.subscriptions.feeds[0].asking, "\n".join(map(str, loaded.problems))


EVERYTHING = """
user_agent = "reader/1.0 (+https://example.org)"
headers = { X-Key = "k", Accept-Language = "fr, en;q=0.5" }
username = "me"
password_env = "NEWS_PASSWORD"
proxy = "socks5h://127.0.0.1:9050"
"""
WHOLE = HowToAsk(
    "reader/1.0 (+https://example.org)",
    (("X-Key", "k"), ("Accept-Language", "fr, en;q=0.5")),
    Login("me", "NEWS_PASSWORD"),
    "socks5h://127.0.0.1:9050",
)


@pytest.mark.parametrize("table", ["feed", "page"])
def test_every_key_may_stand_under_a_feed_and_a_page(tmp_path: Path, table: str) -> None:
    loaded = load(tmp_path, f'[[{table}]]\nurl = "https://a.example/f"\ninsecure_tls = true\n{EVERYTHING}')
    assert loaded.problems == ()
    assert loaded.subscriptions.feeds[0].asking == HowToAsk(
        WHOLE.user_agent, WHOLE.headers, WHOLE.login, WHOLE.proxy, insecure_tls=True
    )


def test_what_is_said_for_all_is_not_said_of_each(tmp_path: Path) -> None:
    text = (
        '[defaults]\nuser_agent = "all"\nheaders = { DNT = "1" }\nproxy = "http://p:1"\n[[feed]]\nurl = "a.example"\n'
    )
    loaded = load(tmp_path, text)
    assert loaded.problems == ()
    assert loaded.subscriptions.asking == HowToAsk("all", (("DNT", "1"),), proxy="http://p:1")
    assert loaded.subscriptions.feeds[0].asking == USUAL


def test_every_key_but_unsafe_tls_may_stand_under_a_site(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[[site]]\nhost = "a.example"\n{EVERYTHING}insecure_tls = true\n[[site]]\nhost = "b.example"\n')
    loaded = load_settings(path)
    assert loaded.settings.asking == {"a.example": WHOLE}
    assert [site.host for site in loaded.settings.sites] == ["a.example", "b.example"]
    (problem,) = loaded.problems
    assert problem.key == "insecure_tls"
    assert problem.message == "This key belongs under [[feed]] or [[page]] of feeds.toml, not under [[site]]."


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("insecure_tls = true", "[[feed]] or [[page]]"),
        ('username = "me"', "[[feed]], [[page]] or a [[site]] of config.toml"),
        (f'password = "{SECRET}"', "[[feed]], [[page]] or a [[site]] of config.toml"),
    ],
)
def test_neither_unsafe_tls_nor_a_login_is_for_every_server(tmp_path: Path, line: str, where: str) -> None:
    loaded = load(tmp_path, f'[defaults]\n{line}\n[[feed]]\nurl = "a.example"\n')
    (problem,) = loaded.problems
    assert problem.message == f"This key belongs under {where}, not under [defaults]."
    assert loaded.subscriptions.asking == USUAL


@pytest.mark.parametrize(
    ("lines", "login"),
    [
        ('password_env = "P"', Login("me", password_env="P")),
        ("password_command = \"pass show 'a b'\"", Login("me", password_command=("pass", "show", "a b"))),
        ('password_command = ["pass", "a b"]', Login("me", password_command=("pass", "a b"))),
        ('password = " wörd "\npassword_in_clear = true', Login("me", password=" wörd ")),
        ('password = ""\npassword_in_clear = true', Login("me", password="")),
    ],
)
def test_a_password_comes_from_one_of_three_places(tmp_path: Path, lines: str, login: Login) -> None:
    assert of_feed(tmp_path, f'username = "me"\n{lines}') == (HowToAsk(login=login), "")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            f'username = "me"\npassword = "{SECRET}"',
            "feeds.toml:4: password: A password had better not stand in a file",
        ),
        (f'username = "me"\npassword = "{SECRET}"', "password_env or a program that prints it in password_command"),
        (f'username = "me"\npassword = "{SECRET}"\npassword_in_clear = false', "add password_in_clear = true"),
        (f'username = "me"\npassword = "{SECRET}"\npassword_in_clear = 1', "Expected true or false"),
        (f'password = "{SECRET}"\npassword_in_clear = true', "Expected username as well"),
        ('username = "me"', "Expected password_env or password_command as well"),
        ('username = "me"\npassword_env = "P"\npassword_command = "p"', "password_command: There is password_env"),
        (f'username = "me"\npassword_env = "{SECRET}"', "Expected the name of a variable of the environment"),
        ("username = 5\npassword_env = 'P'", "Expected a name in quotation marks. It counts as not set."),
        ('username = "a:b"\npassword_env = "P"', "It has no colon"),
        (f'username = "me"\npassword_command = "echo \'{SECRET}"', "It cannot be split into words"),
        (f'username = "me"\npassword_command = ["{SECRET}", 1]', "Expected a command such as"),
        ('username = "me"\npassword = 12345\npassword_in_clear = true', "Expected a text in quotation marks. It"),
    ],
)
def test_a_login_that_cannot_be_used_says_what_to_do_instead(tmp_path: Path, lines: str, words: str) -> None:
    asking, problems = of_feed(tmp_path, lines)
    assert words in problems
    assert SECRET not in problems
    assert "12345" not in problems
    assert asking.login is None


def test_of_a_login_and_a_header_that_is_one_the_login_counts(tmp_path: Path) -> None:
    header = f'headers = {{ authorization = "Bearer {SECRET}", X-Key = "k" }}\n'
    asking, problems = of_feed(tmp_path, f'{header}username = "me"\npassword_env = "P"')
    assert "feeds.toml:3: headers: There is a login as well: that one counts, and Authorization is left out" in problems
    assert SECRET not in problems
    assert asking == HowToAsk(headers=(("X-Key", "k"),), login=Login("me", password_env="P"))
    assert of_feed(tmp_path, header)[1] == ""


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (f'{{ "X\\r\\nY" = "{SECRET}" }}', "The name of a header consists of letters"),
        (f'{{ "" = "{SECRET}" }}', "The name of a header"),
        (f'{{ "X:" = "{SECRET}" }}', "The name of a header"),
        (f'{{ X = "{SECRET}\\r\\nHost: b" }}', "The value of X must be a text of printable ASCII, on one line."),
        (f'{{ X = "{SECRET}\\u0000" }}', "The value of X"),
        (f'{{ X = "{SECRET}ü" }}', "The value of X"),
        ("{ X = 7 }", "The value of X"),
        (f'{{ Host = "{SECRET}" }}', "Host is the program's own affair"),
        ('{ content-length = "1" }', "content-length is the program's own affair"),
        ('{ Transfer-Encoding = "chunked" }', "the program's own affair"),
        ('{ If-None-Match = "1" }', "the program's own affair"),
        (f'{{ Proxy-Authorization = "{SECRET}" }}', "the program's own affair"),
        ('{ User-Agent = "x" }', "For User-Agent there is a key of its own, user_agent."),
        ('{ X = "1", x = "2" }', "x is there twice"),
        (f'["{SECRET}"]', "Expected a table such as { X-Key"),
    ],
)
def test_headers_that_may_not_be_sent_are_refused(tmp_path: Path, written: str, words: str) -> None:
    asking, problems = of_feed(tmp_path, f"headers = {written}")
    assert words in problems
    assert SECRET not in problems
    assert asking.headers == ()


@pytest.mark.parametrize("agent", ['"a\\r\\nX: y"', '""', "1", '"ü"'])
def test_a_user_agent_is_one_line_of_ascii(tmp_path: Path, agent: str) -> None:
    asking, problems = of_feed(tmp_path, f"user_agent = {agent}")
    assert "Expected a text such as" in problems
    assert asking == USUAL


@pytest.mark.parametrize(
    "proxy",
    ["http://p:1", "https://p.example", "socks5://u@[::1]:1080/", "socks5h://p:1", "socks4://10.0.0.1:9", DIRECT],
)
def test_proxies_of_five_kinds_are_known_and_none_at_all(tmp_path: Path, proxy: str) -> None:
    assert of_feed(tmp_path, f'proxy = "{proxy}"') == (HowToAsk(proxy=proxy), "")


@pytest.mark.parametrize(
    "proxy",
    [f"ftp://u:{SECRET}@p:1", "p:1", "http://", f"http://u:{SECRET}/x@p:1", "http://p:99999", "http://[p", "", "no"],
)
def test_a_proxy_written_wrongly_is_not_passed_by(tmp_path: Path, proxy: str) -> None:
    asking, problems = of_feed(tmp_path, f'proxy = "{proxy}"')
    assert "Nothing is asked for until it is right." in problems
    assert SECRET not in problems
    assert asking.proxy == UNUSABLE


def test_a_proxys_password_stands_in_clear_only_where_the_user_insists(tmp_path: Path) -> None:
    line = f'proxy = "http://u:{SECRET}@p:1"'
    asking, problems = of_feed(tmp_path, line)
    assert "If it may stand here, add password_in_clear = true" in problems
    assert SECRET not in problems
    assert asking.proxy == UNUSABLE
    asking, problems = of_feed(tmp_path, f"{line}\npassword_in_clear = true")
    assert (asking.proxy, problems) == (f"http://u:{SECRET}@p:1", "")


@pytest.mark.parametrize(
    "line",
    [
        f'password = "{SECRET}',
        f'password = "{SECRET}" x',
        f'headers = {{ X-Key = "{SECRET}", }} x',
        f'"X-Key" = "{SECRET}',
        f'proxy = "http://u:{SECRET}@p:1',
        f'password_command = "echo {SECRET}',
    ],
)
def test_a_line_that_is_no_toml_is_named_without_its_value(tmp_path: Path, line: str) -> None:
    problems = "\n".join(map(str, load(tmp_path, f'[[feed]]\nurl = "https://a.example/f"\n{line}\n').problems))
    assert "line 3" in problems
    assert SECRET not in problems
