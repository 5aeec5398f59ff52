"""What a user's wish to follow something, or no longer, comes to."""

import difflib
from collections.abc import Sequence
from dataclasses import replace

from newsreader.config.subscriptions import read_folder
from newsreader.core.errors import AlreadySubscribedError, UsageError
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url
from newsreader.library.discovery import Found, address_of


def subscription_of(found: Found, *, title: str | None, folder: str | None, tags: Sequence[str]) -> Subscription:
    """What was found as the user wants it. `title` None or blank: its own; `folder` likewise: none."""
    title = clean_line(title or "") or None
    folder = clean_line(folder or "")
    labels = tuple(dict.fromkeys(label for tag in tags if (label := clean_line(tag))))
    return replace(found.subscription, title=title, folder=read_folder(folder) if folder else "", tags=labels)


def check_is_new(following: Subscriptions, url: str) -> None:
    """Raise AlreadySubscribedError where `url` is followed."""
    one = following.by_url().get(url)
    if one is not None:
        title = f" as “{one.title}”" if one.title else ""
        folder = f" in the folder “{one.folder}”" if one.folder else ""
        shown = display_url(url)
        raise AlreadySubscribedError(f"{shown} is among the subscriptions already{title}{folder}.", url=url)


def subscribed(following: Subscriptions, url: str) -> Subscription:
    """The subscription that `url` names: as a person writes it, or as it is shown, without passwords.

    Raises:
        UsageError: There is none.
    """
    by_url = following.by_url()
    shown = {display_url(one): one for one in reversed(by_url)}
    name = url.strip() if url.strip() in by_url else shown.get(url.strip()) or address_of(url)
    if name not in by_url:
        close = difflib.get_close_matches(display_url(name), shown, n=1, cutoff=0.8)
        hint = f"did you mean {close[0]}?" if close else "“newsreader feeds” lists them."
        raise UsageError(f"{display_url(name)} is not among the subscriptions in feeds.toml; {hint}")
    return by_url[name]
