"""Feeds that have moved for good (301, 308: RFC 9110, 15.4.2 and 15.4.9): when their new address is believed. Pure."""

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import unquote, urlsplit

from newsreader.core.asking import USUAL, HowToAsk, origin
from newsreader.core.urls import display_url, host_of

BELIEVED: Final = 3
"""So many refreshes in a row must have been led to one place: one alone may be a server's mistake of an hour."""

_LOGIN_RE: Final = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|sso|oauth2?|saml|auth|accounts?|consent|captcha|challenge|paywall|session)"
    r"(?:$|[/._-])",
    re.IGNORECASE,
)


def refusal(url: str, new: str, subscribed: Collection[str], how: HowToAsk = USUAL) -> str | None:
    """Why the address `url` of a subscription does not become `new`, as a sentence; None where it does.

    `subscribed` are the addresses of all subscriptions, `how` says how this one is asked.
    """
    shown = display_url(new)
    if new in subscribed:
        return f"It has moved to {shown}, which is subscribed already: one of the two can go."
    old, target = urlsplit(url), urlsplit(new)
    if old.scheme == "https" and target.scheme != "https":
        return f"It says that it has moved to {shown}, which is not encrypted; it is read through the old address."
    if _LOGIN_RE.search(target.path) or "://" in unquote(target.query):
        return f"It says that it has moved to {shown}, which looks like a login; feeds.toml keeps the old address."
    if "@" in old.netloc and host_of(url) != host_of(new):
        return (
            f"It has moved to {shown}, another server, which does not get its name and password by itself; "
            "change its address in feeds.toml."
        )
    if how.is_for_one_server and origin(url) != origin(new):
        return (
            f"It has moved to {shown}; its headers, its login and insecure_tls do not go there by themselves: change "
            "its address in feeds.toml."
        )
    return None


def new_address(url: str, moved_to: str) -> str:
    """`moved_to` with the name and password of `url` where it has any."""
    login, at, _ = urlsplit(url).netloc.rpartition("@")
    target = urlsplit(moved_to)
    return target._replace(netloc=f"{login}@{target.netloc}").geturl() if at else moved_to
