"""The way of one request through its redirects: where it is, where it may go, what it carries. No I/O."""

import re
from typing import Final
from urllib.parse import quote

from multidict import CIMultiDict
from yarl import URL

from newsreader.core.errors import FetchError
from newsreader.core.feeds import Validators
from newsreader.core.fetching import FetchRequest
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url
from newsreader.fetch.addresses import literal_address
from newsreader.fetch.cookies import Jar
from newsreader.fetch.headers import sendable
from newsreader.fetch.kinds import ACCEPT, PLAIN_ACCEPT
from newsreader.fetch.logins import basic

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PERMANENT: Final = frozenset({301, 308})

# libcurl would undo “%” after all has been judged by what stands there; with a colon it belongs to a zone (RFC 6874).
_UNFIT_RE: Final = re.compile(r"[\0-\x20\x7f]|^[^:]*%")


class Trip:
    """One URL on its way.

    Attributes:
        url: The address of the next request, without name, password and fragment.
        first_host: The host of the URL asked for.
        hops: Redirects followed so far.
        permanent: Whether every one of them was permanent.
        has_login: Whether the address itself has a name or password.
        jar: The cookies that are sent and kept.
        inside: Whether all that answered so far is on a private network, so that it may lead to private addresses; None
            where a proxy hides it. Before the first answer it is what the request allows.
        plain: Whether the request is the plain one (see FetchRequest).
        seconds_left: Of the total time, not counting the waiting for turns.
    """

    def __init__(self, request: FetchRequest, *, redirects: int, seconds: float, jar: Jar) -> None:
        """Raises FetchError where the URL is none that can be asked."""
        self.request = request
        self.validators = sendable(request.validators)
        self.hops = 0
        self.permanent = True
        self.plain = request.plain
        self.inside: bool | None = request.private
        self.seconds_left = seconds
        self.jar = jar
        self._limit = redirects
        url = _parsed(request.url)
        if url is None or not url.raw_host:
            raise FetchError(f"{display_url(request.url)} is not a valid address.", url=request.url)
        self.url = _plain(url)
        self.first_host = self.host
        self.has_login = url.raw_user is not None or url.raw_password is not None
        self._authorization = basic(url.user or "", url.password or "") if self.has_login else None
        self._own_headers = request.how.headers
        self._seen = {(self.url, jar.header(self.url))}

    @property
    def host(self) -> str:
        """The host in its ASCII form; an IPv4 address is in its usual spelling, IPv6 without brackets."""
        return self.url.raw_host or ""

    @property
    def port(self) -> int:
        return self.url.port or 0

    @property
    def server(self) -> str:
        """Host and port: what turns and pauses belong to."""
        return f"{self.host}:{self.port}"

    @property
    def final_url(self) -> str:
        """Where the answer comes from, exactly as asked for where there was no redirect; never with a password."""
        return self.request.url if self.hops == 0 and not self.has_login else str(self.url)

    @property
    def is_conditional(self) -> bool:
        """Whether there are validators of this very place."""
        if self.validators.etag is None and self.validators.last_modified is None:
            return False
        return self.hops == 0 if self.validators.url is None else str(self.url) == self.validators.url

    @property
    def moved_to(self) -> str | None:
        """Where the way led, if each of its redirects was permanent."""
        return str(self.url) if self.hops and self.permanent else None

    @property
    def takes_part(self) -> bool:
        """Whether the new entries alone would do: a part can be told from the whole by an entity tag only."""
        return self.request.want == "feed" and self.is_conditional and self.validators.etag is not None

    @property
    def trusts_blindly(self) -> bool:
        """Whether the certificate is not looked at: the user has said so of the host that was asked for."""
        return self.request.how.insecure_tls and self.host == self.first_host

    def ask_otherwise(self) -> bool:
        """Turn from the usual request to the plain one, or back; False where that has been done already."""
        if self.plain != self.request.plain:
            return False
        self.plain = not self.plain
        return True

    def ask_for_the_whole(self) -> None:
        """Send no validators any more."""
        self.validators = Validators()

    @property
    def sends_login(self) -> bool:
        """Whether the next request carries a name and password."""
        return self._authorization is not None

    def log_in(self, authorization: str | None) -> None:
        """Send this to the origin of the URL asked for; a login in the address itself wins, None changes nothing."""
        self._authorization = self._authorization or authorization

    def headers(self, *, plain_agent: str) -> CIMultiDict[str]:
        """The headers that depend on the place: validators for where they came from, the login for its origin."""
        headers = CIMultiDict({"Accept": ACCEPT[self.request.want]})
        if self.plain:
            headers = CIMultiDict({"Accept": PLAIN_ACCEPT, "User-Agent": plain_agent})
        if self.request.how.user_agent is not None:
            headers["User-Agent"] = self.request.how.user_agent
        headers.update(self._own_headers)
        if (cookies := self.jar.header(self.url)) is not None:
            headers["Cookie"] = "; ".join(filter(None, (headers.get("Cookie"), cookies)))
        if self._authorization is not None:
            headers["Authorization"] = self._authorization
        if self.is_conditional:
            if self.validators.etag is not None:
                headers["If-None-Match"] = self.validators.etag
                if self.takes_part:
                    headers["A-IM"] = "feed"  # RFC 3229, 10.5.3; "feed" is Bob Wyman's, as servers know it
            if self.validators.last_modified is not None:
                headers["If-Modified-Since"] = self.validators.last_modified
        return headers

    def follow(self, location: str | None, status: int) -> None:
        """Goes on to the Location of a redirect. Raises FetchError where it leads nowhere or must not be followed."""
        target = self._target(location, status)
        visit = (target, self.jar.header(target))  # with another cookie the same place may answer
        if self.hops == self._limit:
            raise self._error(f"{self.host} redirects again and again (more than {self._limit} times).", status)
        if visit in self._seen:
            shown = display_url(str(target))
            raise self._error(f"The redirects of {self.host} lead round in a circle, back to {shown}.", status)
        if target.origin() != self.url.origin():
            self._authorization = None
            self._own_headers = ()
        self._seen.add(visit)
        self.permanent = self.permanent and status in PERMANENT
        self.hops += 1
        self.url = target

    def _target(self, location: str | None, status: int) -> URL:
        text = _repaired(location or "").strip()
        if not text:
            raise self._error(f"{self.host} redirects, but does not say where to ({status}).", status)
        reference = _parsed(text)
        if reference is None or (reference.scheme in ("http", "https") and not reference.raw_host):
            raise self._error(f"{self.host} redirects to something that is not an address.", status)
        target = self.url.join(reference)
        if target.scheme not in ("http", "https"):
            scheme = clean_line(target.scheme, 20)
            raise self._error(f"{self.host} redirects to a “{scheme}:” address, which is not followed.", status)
        if not target.raw_host:
            raise self._error(f"{self.host} redirects to something that is not an address.", status)
        return _plain(target)

    def _error(self, sentence: str, status: int) -> FetchError:
        return FetchError(sentence, url=self.request.url, status=status)


def _parsed(text: str) -> URL | None:
    try:
        url = URL(text)
        if url.host is not None:
            url.port  # noqa: B018  raises for a port out of range
    except ValueError:
        return None
    return None if _UNFIT_RE.search(url.raw_host or "") else url


def _plain(url: URL) -> URL:
    """Without login and fragment; the host in the usual spelling where it is an address in disguise."""
    url = url.with_user(None).with_fragment(None)
    address = literal_address(url.raw_host or "")
    if address is not None and str(address) != url.raw_host and "%" not in str(address):
        url = url.with_host(str(address))
    return url


def _repaired(location: str) -> str:
    """A Location in bytes that are not UTF-8 is percent-encoded byte by byte, as browsers do."""
    if location.isascii():
        return location
    raw = location.encode("utf-8", "surrogateescape")
    return quote(raw, safe="%/:=&?~#+!$,;'@()*[]") if any("\udc80" <= c <= "\udcff" for c in location) else location
