"""Feeds that have moved for good: feeds.toml follows them."""

from collections.abc import Collection
from pathlib import Path

from newsreader.config.feeds_values import set_value
from newsreader.config.urls import normalize_url
from newsreader.core.asking import Asking
from newsreader.core.errors import ConfigError
from newsreader.core.feeds import FeedState
from newsreader.core.moves import BELIEVED, new_address, refusal
from newsreader.core.urls import display_url
from newsreader.store import Store


class Mover:
    """Writes new addresses into feeds.toml.

    `subscribed` are the addresses of all subscriptions; `asking` says how each is asked.
    """

    def __init__(self, path: Path, store: Store, subscribed: Collection[str], asking: Asking) -> None:
        self._path = path
        self._store = store
        self._subscribed = set(subscribed)
        self._asking = asking

    def follow(self, state: FeedState) -> str | None:
        """Change the address of a feed that has just been read, if it is time; a sentence that says so or why not.

        None where there is nothing to tell; why an address is not believed is told once. The feed's row gets the new
        address when feeds.toml is next read (see Feeds.sync): so a crash between the two loses nothing.
        """
        if state.moved_to is None or state.moves < BELIEVED:
            return None
        said_before = state.moves > BELIEVED
        try:
            new = normalize_url(new_address(state.url, state.moved_to))
            if (reason := refusal(state.url, new, self._subscribed, self._asking.feed(state.url))) is not None:
                return None if said_before else reason
            self._store.feeds.will_move(state.id, new)
            set_value(self._path, state.url, "url", new)
        except ValueError:  # where it leads is no address that may stand in feeds.toml
            return None
        except ConfigError as error:
            reason = f"It has moved to {display_url(state.moved_to)}, but that could not be saved. {error}"
            return None if said_before else reason
        self._subscribed.add(new)
        return f"It has moved for good to {display_url(new)}; feeds.toml has the new address."
