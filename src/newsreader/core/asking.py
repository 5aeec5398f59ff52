"""How a server is asked: what feeds.toml says of a feed and config.toml of a host. Pure.

Nothing here shows a password, a header's value or a proxy's address: they are left out of every `repr`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from newsreader.core.text import clean_line
from newsreader.core.urls import host_of, without_secrets

DIRECT: Final = "direct"
"""The `proxy` that is none, not even that of the environment."""

UNUSABLE: Final = "unusable"
"""The `proxy` that is written wrongly: nothing is asked for, since nothing may go past a proxy."""

_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Login:
    """HTTP Basic (RFC 7617). One of three tells the password; the others are None.

    `password_env` names a variable of the environment; `password_command` is a program and its arguments, whose first
    line of output counts; `password` stands in the file in clear, because the user insists.
    """

    username: str
    password_env: str | None = None
    password_command: tuple[str, ...] | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HowToAsk:
    """What a request says of its sender, and the way it goes.

    `user_agent` None: the program's own. `headers` are names and values, each name once; they and `login` go to the
    origin asked for alone (RFC 6454: scheme, host and port), never along a redirect to another one. `proxy` is the URL
    of one, DIRECT, or None: the environment's. `insecure_tls`: the certificate of the host asked for is not checked.
    """

    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    login: Login | None = None
    proxy: str | None = field(default=None, repr=False)
    insecure_tls: bool = False

    def over(self, other: "HowToAsk") -> "HowToAsk":
        """This, and what `other` says where this is silent. Of headers with one name, this one's counts."""
        if other == USUAL or self == USUAL:
            return other if self == USUAL else self
        own = {name.lower() for name, _ in self.headers}
        return HowToAsk(
            user_agent=self.user_agent or other.user_agent,
            headers=(*self.headers, *(one for one in other.headers if one[0].lower() not in own)),
            login=self.login or other.login,
            proxy=self.proxy or other.proxy,
            insecure_tls=self.insecure_tls or other.insecure_tls,
        )

    @property
    def has_secrets(self) -> bool:
        """Whether a request carries what must stay within its origin."""
        return bool(self.headers or self.login)

    @property
    def is_for_one_server(self) -> bool:
        """Whether it must not come to belong to another server by a move: it has secrets, or trusts blindly."""
        return self.has_secrets or self.insecure_tls

    def told(self) -> str:
        """What is said, in words and without secrets: of headers the names, of a login and proxy no password."""
        if self.proxy == UNUSABLE:
            return "not at all: its proxy is written wrongly"
        parts = []
        if self.user_agent:
            parts.append(f"as “{self.user_agent}”")
        if self.headers:
            parts.append(f"with {', '.join(name for name, _ in self.headers)}")
        if self.login:
            parts.append(f"logged in as {self.login.username}")
        if self.proxy:
            parts.append("without a proxy" if self.proxy == DIRECT else f"by way of {without_secrets(self.proxy)}")
        if self.insecure_tls:
            parts.append("over unsafe TLS: its certificate is not checked")
        return clean_line(", ".join(parts), 300) or "as usual"


USUAL: Final = HowToAsk()
"""As any server is asked of which nothing is said."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How each address is asked. The feed's own settings win over its host's, and these over those for all.

    Attributes:
        feeds: By the subscription's URL.
        sites: By host. They count for the hosts below it, too, but for headers and login, which go to that very host;
            a host's own settings win over those of the hosts above it.
        everywhere: For all.
    """

    feeds: Mapping[str, HowToAsk] = field(default_factory=dict)
    sites: Mapping[str, HowToAsk] = field(default_factory=dict)
    everywhere: HowToAsk = USUAL

    def address(self, url: str) -> HowToAsk:
        """For an address that is no subscription."""
        return self._site(url).over(self.everywhere) if _is_web(url) else USUAL

    def feed(self, url: str) -> HowToAsk:
        """For a subscription."""
        return self.feeds.get(url, USUAL).over(self.address(url))

    def linked(self, url: str, feed_url: str) -> HowToAsk:
        """For a page or picture that an entry of a feed names.

        The feed's settings count where it is of the feed's origin. Elsewhere only its proxy does, so that nobody is
        asked directly by whom the user wants not to be seen.
        """
        own = self.feeds.get(feed_url, USUAL)
        if origin(url) != origin(feed_url):
            own = HowToAsk(proxy=own.proxy)
        return own.over(self.address(url))

    def _site(self, url: str) -> HowToAsk:
        if not self.sites:
            return USUAL
        host = host_of(url).rstrip(".")
        how = self.sites.get(host, USUAL)
        for above in _above(host):
            if above in self.sites:
                how = how.over(replace(self.sites[above], headers=(), login=None))
        return how


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port (RFC 6454, 4); of no use but to be compared."""
    try:
        parts = urlsplit(url)
        return parts.scheme, host_of(url), parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return "", url, None


def _above(host: str) -> Iterable[str]:
    while "." in host:
        host = host.partition(".")[2]
        yield host


def _is_web(url: str) -> bool:
    return url.partition(":")[0].lower() in _PORTS
