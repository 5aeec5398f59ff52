"""What a user's wish to follow something, or no longer, comes to."""

import difflib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.config.feeds_file import add_subscription, remove_subscription
from newsreader.config.feeds_pause import line_of, set_paused
from newsreader.config.subscriptions import load_subscriptions, read_folder
from newsreader.core.errors import AlreadySubscribedError, ConfigError, ConfigProblem, UsageError
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url

if TYPE_CHECKING:
    from newsreader.library.discovery import Found


class FeedsList:
    """feeds.toml, to be changed by the reader.

    Args:
        path: Where it is.
        copy: Where the copy of the last list that worked is; it is in force where the file names no feed.
    """

    def __init__(self, path: Path, copy: Path) -> None:
        self._path = path
        self._copy = copy

    def add(self, subscription: Subscription) -> None:
        """Write a subscription into the file.

        Raises:
            AlreadySubscribedError: It is among them.
            ConfigError: The file cannot be changed; it is as before.
        """
        self._check()
        add_subscription(self._path, subscription)

    def remove(self, url: str) -> None:
        """Take a subscription out of the file; one that is not in it is out already. Raises ConfigError as `add`."""
        self._check()
        remove_subscription(self._path, url)

    def pause(self, url: str, paused: bool) -> None:
        """Write that a subscription is paused, or goes on. Raises ConfigError as `add`."""
        self._check()
        set_paused(self._path, url, paused)

    def place_of(self, url: str) -> tuple[Path, int]:
        """The file, and the line at which the subscription begins; 1 where it is not in it."""
        return self._path, line_of(self._path, url)

    def _check(self) -> None:
        check_list(self._path, self._copy if self._copy.exists() else None)


def check_list(path: Path, copy: Path | None = None) -> None:
    """Raise ConfigError where feeds.toml cannot be changed: it cannot be read, or names no feed.

    `copy`: the list that is in force instead of one that names no feed; None where there is none.
    """
    loaded = load_subscriptions(path)
    if loaded.text is None:
        raise ConfigError(loaded.problems[0])
    if not loaded.usable and copy is not None:
        message = (
            f"The last list that worked is in force, since this file names no feed. Put it back first, from {copy}."
        )
        raise ConfigError(ConfigProblem(path, None, None, message))


def subscription_of(found: "Found", *, title: str | None, folder: str | None, tags: Sequence[str]) -> Subscription:
    """What was found as the user wants it. `title` None or blank: its own; `folder` likewise: none."""
    return subscription_of_parts(found.subscription, title=title, folder=folder, tags=tags)


def subscription_of_parts(
    one: Subscription, *, title: str | None = None, folder: str | None = None, tags: Sequence[str] = ()
) -> Subscription:
    """A subscription with what the user typed for it, as `subscription_of` says."""
    title = clean_line(title or "") or None
    folder = clean_line(folder or "")
    labels = tuple(dict.fromkeys(label for tag in tags if (label := clean_line(tag))))
    return replace(one, title=title, folder=read_folder(folder) if folder else "", tags=labels)


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
    # Imported here: the reader starts without the feed parsers.
    from newsreader.library.discovery import address_of

    name = url.strip() if url.strip() in by_url else shown.get(url.strip()) or address_of(url)
    if name not in by_url:
        close = difflib.get_close_matches(display_url(name), shown, n=1, cutoff=0.8)
        hint = f"did you mean {close[0]}?" if close else "“newsreader feeds” lists them."
        raise UsageError(f"{display_url(name)} is not among the subscriptions in feeds.toml; {hint}")
    return by_url[name]
