"""What can be set or asked for is told where people look for it."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from newsreader.cli.arguments import parser
from newsreader.config.asking_keys import FEED_KEYS
from newsreader.config.package_data import default_feeds_text, welcome_feed
from newsreader.config.settings import SETTINGS_KEYS
from newsreader.config.subscriptions import COMMON_KEYS, PAGE_KEYS, SEARCH_KEYS
from newsreader.core.query import State
from newsreader.core.query_parser import FIELDS

MANUAL = (Path(__file__).parents[2] / "docs" / "manual.md").read_text("utf-8")
FEEDS = default_feeds_text()
WELCOME = welcome_feed().decode()


@pytest.mark.parametrize("name", [key.name for key in SETTINGS_KEYS])
def test_the_manual_names_every_setting(name: str) -> None:
    assert f"`{name}`" in MANUAL


@pytest.mark.parametrize("name", [key.name for key in (*COMMON_KEYS, *FEED_KEYS, *SEARCH_KEYS, *PAGE_KEYS)])
def test_feeds_toml_explains_every_key(name: str) -> None:
    assert re.search(rf"^#.*\b{name} = ", FEEDS, re.MULTILINE)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_a_query_is_told(field: str) -> None:
    assert f"`{field}:" in MANUAL
    assert re.search(rf"^#.*\b{field}:", FEEDS, re.MULTILINE)
    assert f"<code>{field}:</code>" in WELCOME


@pytest.mark.parametrize("state", get_args(State))
def test_every_state_of_a_query_is_told(state: str) -> None:
    assert re.search(rf"`is:[a-z|\\]*\b{state}\b", MANUAL)
    assert f"<code>{state}</code>" in WELCOME


def _commands() -> Iterator[tuple[str, argparse.Action]]:
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield from ((name, one) for one in command._actions)


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (command, action.option_strings[0])
        for command, action in _commands()
        if action.option_strings and action.option_strings[0] != "-h"
    ],
)
def test_the_manual_names_every_option_of_a_command(command: str, option: str) -> None:
    rows = [line for line in MANUAL.splitlines() if line.startswith(f"| `newsreader {command}")]
    assert any(option in row for row in rows)
