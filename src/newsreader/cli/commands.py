"""The commands of the command line by name. Each takes the config and its arguments and returns the exit status."""

import argparse
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from newsreader.wiring import Config

Run = Callable[["Config", argparse.Namespace], int]

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "refresh": ("refreshing", "refresh"),
    "list": ("entries", "list_entries"),
    "show": ("articles", "show"),
    "extract": ("articles", "extract"),
    "mark": ("entries", "mark"),
    "feeds": ("feeds", "feeds"),
    "subscribe": ("subscribing", "subscribe"),
    "unsubscribe": ("subscribing", "unsubscribe"),
    "preview": ("subscribing", "preview"),
    "import": ("transfer", "import_list"),
    "export": ("transfer", "export"),
    "prune": ("upkeep", "prune"),
    "backup": ("upkeep", "backup"),
    "doctor": ("doctor", "doctor"),
}
"""The module and the function of each: one is imported, as a command that takes a tenth of a second imports for half of
it."""


def command(name: str) -> Run:
    """What runs the command of this name."""
    module, function = COMMANDS[name]
    run: Run = getattr(import_module(f"newsreader.cli.{module}"), function)
    return run
