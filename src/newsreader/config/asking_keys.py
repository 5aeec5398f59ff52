"""The keys that say how a server is asked: of a feed in feeds.toml, of a host in config.toml.

What is wrong with one of them is said without its value: that may be a secret.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from newsreader.config import keys
from newsreader.config.keys import Key
from newsreader.config.toml_lines import Place
from newsreader.config.toml_source import ProblemList, TomlSource
from newsreader.core.asking import DIRECT, UNUSABLE, HowToAsk, Login

MAX_HEADERS: Final = 40
MAX_VALUE: Final = 4_000
"""Characters of one header: servers refuse more than 8 kB of them all."""

PROXY_SCHEMES: Final = ("http", "https", "socks5", "socks5h", "socks4")

_NAME_RE: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
"""A token (RFC 9110, 5.6.2)."""

_VARIABLE_RE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OWN: Final = frozenset(
    [
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "http2-settings",
        "keep-alive",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "range",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    ]
)
"""Headers without which, or with another value of which, the program would not understand the answer, or the server
not the request (RFC 9110, 9112)."""

_ELSEWHERE: Final = {"user-agent": "user_agent"}


def _read_value(value: object) -> str:
    """A header's value as it is sent: no line end and no other control character can come with it."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    text = value.strip()
    if len(text) > MAX_VALUE or not text.isascii() or not text.isprintable():
        raise ValueError("It must be printable ASCII, on one line.")
    return text


def _read_headers(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise ValueError
    if len(value) > MAX_HEADERS:
        raise ValueError(f"There may be {MAX_HEADERS} at most.")
    found: dict[str, tuple[str, str]] = {}
    for name, text in value.items():
        if not _NAME_RE.fullmatch(name):
            raise ValueError("The name of a header consists of letters, digits and signs such as -.")
        lower = name.lower()
        if lower in _ELSEWHERE:
            raise ValueError(f"For {name} there is a key of its own, {_ELSEWHERE[lower]}.")
        if lower in _OWN or lower.startswith("proxy-"):
            raise ValueError(f"{name} is the program's own affair.")
        if lower in found:
            raise ValueError(f"{name} is there twice.")
        try:
            found[lower] = (name, _read_value(text))
        except ValueError as error:
            raise ValueError(f"The value of {name} must be a text of printable ASCII, on one line.") from error
    return tuple(found.values())


def _read_username(value: object) -> str:
    """Without a colon, which would end it (RFC 7617, 2)."""
    name = keys.read_text(value)
    if ":" in name or name != value:
        raise ValueError("It has no colon, and no blanks around it.")
    return name


def _read_variable(value: object) -> str:
    if not isinstance(value, str) or not _VARIABLE_RE.fullmatch(value):
        raise ValueError
    return value


def _read_password(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError
    return value


def _read_proxy(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    if value == DIRECT:
        return value
    try:
        parts = urlsplit(value)
        fits = parts.scheme in PROXY_SCHEMES and parts.hostname and parts.path in ("", "/") and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment or not value.isprintable() or " " in value:
        raise ValueError  # without a cause: its message may hold a part of the password
    return value


_STOPS: Final = "Nothing is asked for until it is right."
_USER_AGENT: Final = Key("user_agent", 'a text such as "reader/1.0 (+https://example.org)"', _read_value)
_HEADERS: Final = Key("headers", 'a table such as { X-Key = "…" }', _read_headers, secret=True)
_PROXY: Final = Key(
    "proxy",
    'an address such as "http://proxy.example:8080" or "socks5h://127.0.0.1:9050" '
    '(also https, socks5, socks4), or "direct"',
    _read_proxy,
    _STOPS,
    secret=True,
)
LOGIN_KEYS: Final = (
    Key("username", "a name in quotation marks", _read_username, secret=True),
    Key(
        "password_env", "the name of a variable of the environment, such as NEWS_PASSWORD", _read_variable, secret=True
    ),
    Key("password_command", 'a command such as "pass news" or ["pass", "news"]', keys.read_command, secret=True),
    Key("password", "a text in quotation marks", _read_password, secret=True),
    Key("password_in_clear", "true or false", keys.read_bool),
)
EVERYWHERE_KEYS: Final = (_USER_AGENT, _HEADERS, _PROXY)
"""What may be said for all servers. A login may not: it would go to every one of them."""

SITE_KEYS: Final = (*EVERYWHERE_KEYS, *LOGIN_KEYS)
FEED_KEYS: Final = (*SITE_KEYS, Key("insecure_tls", "true or false", keys.read_bool))

NOT_EVERYWHERE: Final = {key.name: "[[feed]], [[page]] or a [[site]] of config.toml" for key in LOGIN_KEYS} | {
    "insecure_tls": "[[feed]] or [[page]]"
}
"""Keys that do not belong under [defaults], and where they do."""

NOT_FOR_SITES: Final = {"insecure_tls": "[[feed]] or [[page]] of feeds.toml"}


def take_asking(
    source: TomlSource, problems: ProblemList, place: Place, table: Mapping[str, object], values: dict[str, Any]
) -> HowToAsk:
    """What a table says of the asking; these keys are taken out of `values`.

    Args:
        source: The file, for lines.
        problems: Takes what does not go together.
        place: Where the table stands.
        table: What tomllib read there.
        values: What `read_keys` made of it.
    """
    insists = values.pop("password_in_clear", False)
    login = _login(source, problems, place, values, insists=insists)
    proxy = values.pop("proxy", None)
    if "proxy" in table and proxy is None:
        proxy = UNUSABLE  # asking without it would show who asks, which the user may not want
    elif proxy and proxy != DIRECT and urlsplit(proxy).password and not insists:
        message = f"It has a password in clear. If it may stand here, add password_in_clear = true. {_STOPS}"
        problems.add(source.line(*place, "proxy"), "proxy", message)
        proxy = UNUSABLE
    headers = values.pop("headers", ())
    if login is not None and any(name.lower() == "authorization" for name, _ in headers):
        message = "There is a login as well: that one counts, and Authorization is left out."
        problems.add(source.line(*place, "headers"), "headers", message)
        headers = tuple(one for one in headers if one[0].lower() != "authorization")
    return HowToAsk(
        values.pop("user_agent", None),
        headers,
        login,
        proxy,
        values.pop("insecure_tls", False),
    )


def _login(
    source: TomlSource, problems: ProblemList, place: Place, values: dict[str, Any], *, insists: bool
) -> Login | None:
    username = values.pop("username", None)
    ways = ("password_env", "password_command", "password")
    found = {name: values.pop(name) for name in ways if name in values}
    message = None
    if "password" in found and not insists:
        name = "password"
        message = (
            "A password had better not stand in a file: name a variable of the environment in password_env or a "
            "program that prints it in password_command. If it may stand here, add password_in_clear = true."
        )
    elif len(found) > 1:
        name = list(found)[1]
        message = f"There is {next(iter(found))} as well: one of them is enough."
    elif username is not None and not found:
        name = "username"
        message = "Expected password_env or password_command as well."
    elif found and username is None:
        name = next(iter(found))
        message = "Expected username as well."
    if message is not None:
        problems.add(source.line(*place, name), name, f"{message} Nobody is logged in.")
        return None
    return Login(username, **found) if username is not None else None
