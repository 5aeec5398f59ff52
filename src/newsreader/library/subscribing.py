"""What a user's wish to follow something, or no longer, comes to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsreader.config.feeds_file import Tell, add_subscription, add_subscriptions, remove_subscription
from newsreader.config.feeds_patch import Effect, Patch, turn_patches
from newsreader.config.feeds_values import ValueName, line_of, set_value
from newsreader.config.subscriptions import load_subscriptions, read_folder
from newsreader.config.urls import normalize_url
from newsreader.core.errors import AlreadySubscribedError, ChangedSinceError, ConfigError, ConfigProblem, UsageError
from newsreader.core.journal import FEEDS_CHANGED
from newsreader.core.nearest import nearest
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url
from newsreader.store.journal import Journal

if TYPE_CHECKING:
    from newsreader.library.discovery import Found


class FeedsList:
    """feeds.toml, to be changed by the reader; every change is kept in the journal, so that it can be undone.

    Args:
        path: Where it is.
        copy: Where the copy of the last list that worked is; it is in force where the file names no feed.
        journal: The store's; None: changes are not kept.
    """

    def __init__(self, path: Path, copy: Path, journal: Journal | None = None) -> None:
        self._path = path
        self._copy = copy
        self._journal = journal
        if journal is not None:
            journal.add_kind(FEEDS_CHANGED, self._turn)

    def add(self, subscription: Subscription, name: str = "") -> str:
        """Write a subscription into the file; the sentence that says so, without its full stop.

        Args:
            subscription: What is to be followed.
            name: What it is called in the journal; "": by its address.

        Raises:
            AlreadySubscribedError: It is among them.
            ConfigError: The file cannot be changed; it is as before.
            StoreError: The change cannot be kept in the journal; the file is as before.
        """
        what = f"Followed {_called(name, subscription.url)}"
        with self._changing(subscription.url, "added", what) as tell:
            add_subscription(self._path, subscription, tell)
        return what

    def add_all(self, subscriptions: Sequence[Subscription], what: str) -> None:
        """Write several at once, as one change. Raises as `add`.

        Args:
            subscriptions: At least one; each address once.
            what: The sentence that says so, without its full stop.
        """
        urls = [one.url for one in subscriptions]
        with self._changing(urls[0], "added", what, {"urls": urls}) as tell:
            add_subscriptions(self._path, subscriptions, tell)

    def remove(self, url: str, name: str = "") -> str:
        """Take a subscription out of the file; one that is not in it is out already. Raises as `add`."""
        what = f"Unsubscribed from {_called(name, url)}"
        with self._changing(url, "removed", what) as tell:
            remove_subscription(self._path, url, tell)
        return what

    def rename(self, url: str, title: str, name: str = "") -> str:
        """Give a subscription a title, "": the feed's own again. Raises as `add`.

        `name` is what it was called before.
        """
        wanted = clean_line(title) or None
        end = f"to {wanted}" if wanted else "back to its own title"
        return self._set(url, "title", wanted, f"Renamed {_called(name, url)} {end}")

    def move(self, url: str, folder: str, name: str = "") -> str:
        """Put a subscription into a folder, "": into none. Raises as `add`."""
        wanted = read_folder(folder)
        where = f"to the folder {wanted}" if wanted else "out of its folder"
        return self._set(url, "folder", wanted, f"Moved {_called(name, url)} {where}")

    def pause(self, url: str, paused: bool, name: str = "") -> str:
        """Write that a subscription is paused, or goes on. Raises as `add`."""
        return self._set(url, "paused", paused, f"{'Paused' if paused else 'Resumed'} {_called(name, url)}")

    def _set(self, url: str, key: ValueName, value: str | bool | None, what: str) -> str:
        one = load_subscriptions(self._path).subscriptions.by_url().get(url)
        values = [getattr(one, key, None), value]
        with self._changing(url, "changed", what, {"key": key, "values": values}) as tell:
            changed = set_value(self._path, url, key, value, tell)
        return what if changed else "Nothing is changed: feeds.toml says so already"

    @contextmanager
    def _changing(self, url: str, effect: Effect, what: str, more: Mapping[str, Any] | None = None) -> Iterator[Tell]:
        """Gives what keeps the change in the journal: before the file is written, so that a crash loses no undo."""
        check_list(self._path, self._copy if self._copy.exists() else None)
        kept: list[int] = []

        def tell(before: bytes, after: bytes) -> None:
            if self._journal is not None:
                several = "urls" in (more or {})
                found = Patch.several(before, after) if several else [Patch.between(before, after)]
                patches = [patch.kept() for patch in found]
                data = {"url": url, "effect": effect, "what": what, "patch": patches[0], **(more or {})}
                data |= {"patches": patches} if len(patches) > 1 else {}
                kept.append(self._journal.keep(FEEDS_CHANGED, data, what).id)

        try:
            yield tell
        except ConfigError:
            if self._journal is not None and kept:
                self._journal.forget(kept[0])
            raise

    def _turn(self, journal: Journal, change_id: int, data: Mapping[str, Any], forward: bool) -> bool:
        """The journal's: make a change again or take it back; the last one about the same first."""
        patches = [Patch.read(patch) for patch in data.get("patches", [data["patch"]])]
        name = clean_line(data["what"])
        later = journal.in_force_after(change_id, (FEEDS_CHANGED,))
        newer = [clean_line(one["what"]) for _, one in later if _about_the_same(data, one)]
        if newer:
            again = "made again" if forward else "taken back"
            raise ChangedSinceError(
                f"“{name}” cannot be {again}: “{newer[-1]}” came after it. Take that back first. Nothing was changed."
            )
        try:
            return turn_patches(self._path, _urls(data), patches, effect=data["effect"], back=not forward, name=name)
        except ChangedSinceError:
            if not self._put_value(data, forward):
                raise
            return True

    def _put_value(self, data: Mapping[str, Any], forward: bool) -> bool:
        """Where the lines around have changed: write the value alone, if it still is what the change made it."""
        before, after = data.get("values", (None, None))
        old, new = (before, after) if forward else (after, before)
        one = load_subscriptions(self._path).subscriptions.by_url().get(data["url"])
        if one is None or old == new or getattr(one, data["key"]) != old:
            return False
        return set_value(self._path, data["url"], data["key"], new)

    def place_of(self, url: str) -> tuple[Path, int]:
        """The file, and the line at which the subscription begins; 1 where it is not in it."""
        return self._path, line_of(self._path, url)


def _about_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two changes are about the same value of a subscription, or one of them about it as a whole."""
    if not _urls(one) & _urls(other):
        return False
    whole = {one["effect"], other["effect"]} != {"changed"}
    # Journals of older versions do not say which value it was.
    return whole or (one.get("key") is not None and one["key"] == other.get("key"))


def _urls(data: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(data.get("urls", [data["url"]]))


def _called(name: str, url: str) -> str:
    return clean_line(name) or display_url(url)


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
    labels = tuple(dict.fromkeys(label for tag in tags if (label := clean_line(tag))))
    return one._replace(title=title, folder=read_folder(folder or ""), tags=labels)


def check_is_new(following: Subscriptions, url: str) -> None:
    """Raise AlreadySubscribedError where `url` is followed."""
    one = following.by_url().get(url)
    if one is not None:
        title = f" as “{one.title}”" if one.title else ""
        folder = f" in the folder “{one.folder}”" if one.folder else ""
        shown = display_url(url)
        raise AlreadySubscribedError(f"{shown} is among the subscriptions already{title}{folder}.", url=url)


def subscribed(following: Subscriptions, *urls: str) -> list[Subscription]:
    """The subscriptions that `urls` name, each once: as a person writes them, or as they are shown, without passwords.

    Raises:
        UsageError: One of them names none.
    """
    by_url = following.by_url()
    shown = {display_url(one): one for one in reversed(by_url)}
    found: dict[str, Subscription] = {}
    for url in urls:
        name = url.strip()
        if name not in by_url:
            name = shown.get(name) or _normalized(name)
        if name not in by_url:
            close = nearest(display_url(name), shown, likeness=0.8)
            hint = f"did you mean {close}?" if close else "“newsreader feeds” lists them."
            raise UsageError(f"{display_url(name)} is not among the subscriptions in feeds.toml; {hint}")
        found[name] = by_url[name]
    return list(found.values())


def _normalized(url: str) -> str:
    try:
        return normalize_url(url)
    except ValueError:
        return url
