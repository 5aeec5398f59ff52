"""Builds everything from the config: the only composition root."""

from newsreader.wiring.looking import discover, extract, fetch_source
from newsreader.wiring.opening import (
    Config,
    SystemClock,
    feeds_list,
    late_network,
    load_config,
    open_images,
    open_library,
    open_network,
    open_store,
    read_subscriptions,
    save_damaged,
    stamp_of_feeds,
    store_welcome,
    worker_command,
)
from newsreader.wiring.running import run
from newsreader.wiring.working import (
    catch_up,
    fetch_full_texts,
    fetch_images,
    find_copies,
    prune_by_itself,
    pruning,
    refresh,
)

__all__ = [
    "Config",
    "SystemClock",
    "catch_up",
    "discover",
    "extract",
    "feeds_list",
    "fetch_full_texts",
    "fetch_images",
    "fetch_source",
    "find_copies",
    "late_network",
    "load_config",
    "open_images",
    "open_library",
    "open_network",
    "open_store",
    "prune_by_itself",
    "pruning",
    "read_subscriptions",
    "refresh",
    "run",
    "save_damaged",
    "stamp_of_feeds",
    "store_welcome",
    "worker_command",
]
