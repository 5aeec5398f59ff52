"""Adding a subscription to feeds.toml and removing one, as a person would: by whole lines, and nothing else is touched.

What would be written is read first: unless it is the old list with this one change, nothing is written.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from newsreader.config.atomic import write_atomically
from newsreader.config.feeds_lines import FeedsLines
from newsreader.config.subscriptions import (
    COMMON_KEYS,
    PAGE_KEYS,
    LoadedSubscriptions,
    located_subscriptions,
    read_subscriptions,
)
from newsreader.config.toml_lines import Place
from newsreader.config.toml_source import MAX_BYTES, TomlSource, parse_toml, read_toml
from newsreader.core.errors import AlreadySubscribedError, ConfigError, ConfigProblem
from newsreader.core.intervals import format_interval
from newsreader.core.retention import keep_value
from newsreader.core.subscriptions import PageRules, Subscription
from newsreader.core.urls import display_url

Tell = Callable[[bytes, bytes], None]
"""Told of a file as it is and as it will be, just before it is written; what it raises keeps that from happening."""

TRIES: Final = 5
"""How often a file that someone else keeps saving is read anew."""

_PLAIN: Final = Subscription("")
_PLAIN_PAGE: Final = PageRules()
_BY_HAND: Final = "The program cannot change the layout of this file safely; change it by hand."


def add_subscription(path: Path, subscription: Subscription, tell: Tell | None = None) -> None:
    """Write `subscription` into feeds.toml: behind the last one of its folder, else at the end of the file.

    Args:
        path: feeds.toml; where it is a symbolic link, the file behind it is written.
        subscription: Its address in the form that `config.urls.normalize_url` gives. Fields at their defaults are not
            written, so the file's `[defaults]` count for them.
        tell: Told of the change.

    Raises:
        AlreadySubscribedError: Its address is in the file.
        ConfigError: The file is missing, read-only, has a mistake that must be mended by hand first or a layout that
            cannot be changed, or a value of `subscription` is none that may stand there; the file is as before.
    """
    add_subscriptions(path, (subscription,), tell)


def add_subscriptions(path: Path, subscriptions: Sequence[Subscription], tell: Tell | None = None) -> None:
    """Write several at once, all or none; likewise, and each address once.

    Raises:
        AlreadySubscribedError, ConfigError: As `add_subscription`; or the file would become too large.
    """
    blocks = [_written(one) for one in subscriptions]
    _check_alone(path, blocks, subscriptions)

    def change(source: TomlSource) -> bytes | None:
        before = read_subscriptions(source)
        followed = before.subscriptions.by_url()
        for one in subscriptions:
            if one.url in followed:
                shown = display_url(one.url)
                raise AlreadySubscribedError(f"{shown} is among the subscriptions already.", url=one.url)
        lines = FeedsLines(source)
        located = located_subscriptions(source)
        last = {folder: _last_of_folder(located, folder) for folder in {one.folder for one in subscriptions}}
        urls = frozenset(one.url for one in subscriptions)
        for places in (last, {}):
            pairs = zip(blocks, subscriptions, strict=True)
            body = lines.with_blocks([(block, places.get(one.folder)) for block, one in pairs])
            if len(body) > MAX_BYTES:
                message = f"The file would be larger than {MAX_BYTES // 1_000_000} MB. Nothing was changed."
                raise ConfigError(ConfigProblem(path, None, None, message))
            after = parse_toml(path, body)
            if isinstance(after, TomlSource) and _is_added(before, source, after, urls):
                return after.body
        raise ConfigError(ConfigProblem(path, None, None, _BY_HAND))

    change_file(path, change, tell)


def remove_subscription(path: Path, url: str, tell: Tell | None = None) -> bool:
    """Take the subscription with this address out of feeds.toml, with its comments; False where it has none.

    Args:
        path: As for `add_subscription`.
        url: In the form that `config.urls.normalize_url` gives.
        tell: Told of the change.

    Raises:
        ConfigError: It is the only one (an emptied list counts as an accident, and would not be used), or the file is
            as `add_subscription` says; it is as before.
    """

    def change(source: TomlSource) -> bytes | None:
        before = read_subscriptions(source)
        if url not in before.subscriptions.by_url():
            return None
        if len(before.subscriptions.feeds) == 1:
            message = "This is the only subscription, and the list cannot be empty: subscribe to another feed first."
            raise ConfigError(ConfigProblem(path, None, None, message))
        places = [place for place, one in located_subscriptions(source) if one.url == url]
        body = FeedsLines(source).without(places)
        after = parse_toml(path, body) if body is not None else None
        if not isinstance(after, TomlSource) or not _is_removed(before, source, after, url, places):
            raise ConfigError(ConfigProblem(path, source.line(*places[0]), None, _BY_HAND))
        return after.body

    return change_file(path, change, tell)


def change_file(path: Path, change: Callable[[TomlSource], bytes | None], tell: Tell | None = None) -> bool:
    """Write what `change` makes of the file, None: nothing; whether it was written. `tell` is told of it before.

    Someone else may be saving the file at the same time: then `change` is made to what they saved.

    Raises:
        ConfigError: The file cannot be read or written, or never comes to rest.
    """
    with _alone(path):
        for _ in range(TRIES):
            source = read_toml(path)
            if isinstance(source, ConfigProblem):
                raise ConfigError(source)
            body = change(source)
            if body is None:
                return False
            if not _is_still(path, source.body):
                continue
            if tell is not None:
                tell(source.body, body)
            try:
                write_atomically(path, body)
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                message = f"The subscriptions cannot be saved: {reason}. Nothing was changed."
                raise ConfigError(ConfigProblem(path, None, None, message)) from error
            return True
    message = "The file is being changed by another program all the time; try again later."
    raise ConfigError(ConfigProblem(path, None, None, message))


def _is_still(path: Path, body: bytes) -> bool:
    try:
        return path.read_bytes() == body
    except OSError:  # reading it anew gives the sentence
        return False


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keeps other processes of this program from changing the file, where the system has such locks."""
    folder = Path(os.path.realpath(path)).parent
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(ImportError, OSError):  # no such locks; then the last look at the file has to do
            import fcntl

            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _written(subscription: Subscription) -> list[str]:
    """The lines of a new `[[feed]]` or `[[page]]`, without line ends."""
    import tomlkit  # slow to import, and needed only when something is saved

    plain = {"url": subscription.url, **written_values(subscription)}
    header = "[[feed]]" if subscription.page is None else "[[page]]"
    return [header, *(f"{name} = {tomlkit.item(value).as_string()}" for name, value in plain.items())]


def written_values(subscription: Subscription) -> dict[str, Any]:
    """What is set of a subscription but for its address, by key, as TOML or JSON has it."""
    names = (key.name for key in COMMON_KEYS)
    values: dict[str, Any] = {name: getattr(subscription, name) for name in names if _is_set(subscription, name)}
    for name in ("interval", "auto_read_after"):
        if name in values:
            values[name] = format_interval(values[name])
    if "keep" in values:
        values["keep"] = keep_value(values["keep"])
    if (page := subscription.page) is not None:
        values |= {key.name: getattr(page, key.name) for key in PAGE_KEYS if _is_set(page, key.name)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _is_set(values: Subscription | PageRules, name: str) -> bool:
    plain = _PLAIN if isinstance(values, Subscription) else _PLAIN_PAGE
    return bool(getattr(values, name) != getattr(plain, name))


def _check_alone(path: Path, blocks: Iterable[Iterable[str]], subscriptions: Sequence[Subscription]) -> None:
    """ConfigError where `blocks` read on their own are not `subscriptions`."""
    source = parse_toml(path, "\n".join(line for block in blocks for line in block).encode())
    if isinstance(source, ConfigProblem):
        raise ConfigError(source)
    loaded = read_subscriptions(source)
    for problem in loaded.problems:
        raise ConfigError(ConfigProblem(path, None, problem.key, problem.message))
    if loaded.subscriptions.feeds != tuple(subscriptions):
        message = "A value of the new subscription has blanks or signs that cannot be seen; leave them out."
        raise ConfigError(ConfigProblem(path, None, None, message))


def _last_of_folder(located: Sequence[tuple[Place, Subscription]], folder: str) -> Place | None:
    """Where the last subscription of `folder` stands; None: there is none, or those without a folder end earlier."""
    if not folder:
        return located[-1][0] if located and not located[-1][1].folder else None
    return next((place for place, one in reversed(located) if one.folder == folder), None)


def _is_added(before: LoadedSubscriptions, old: TomlSource, new: TomlSource, urls: Set[str]) -> bool:
    after = read_subscriptions(new).subscriptions
    kept = tuple(one for one in after.feeds if one.url not in urls)
    if kept != before.subscriptions.feeds or after.searches != before.subscriptions.searches:
        return False
    places = [place for place, one in located_subscriptions(new) if one.url in urls]
    return len(places) == len(urls) and without_tables(new.data, places) == old.data


def _is_removed(before: LoadedSubscriptions, old: TomlSource, new: TomlSource, url: str, places: list[Place]) -> bool:
    after = read_subscriptions(new).subscriptions
    kept = tuple(one for one in before.subscriptions.feeds if one.url != url)
    same = kept == after.feeds and after.searches == before.subscriptions.searches
    return same and without_tables(old.data, places) == new.data


def without_tables(data: dict[str, Any], places: Iterable[Place]) -> dict[str, Any]:
    """`data` without the tables at `places`: ("feed", 2), or ("feed",) where it is written [feed]."""
    gone = set(places)
    left: dict[str, Any] = {}
    for name, value in data.items():
        if (name,) in gone:
            continue
        if isinstance(value, list) and any((name, number) in gone for number in range(len(value))):
            value = [one for number, one in enumerate(value) if (name, number) not in gone]
            if not value:
                continue
        left[name] = value
    return left
