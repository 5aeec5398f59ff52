"""Values of a subscription in feeds.toml: one line more, fewer or changed, and nothing else is touched."""

import re
from pathlib import Path
from typing import Any, Final, Literal

from newsreader.config.feeds_file import Tell, change_file
from newsreader.config.subscriptions import located_subscriptions, read_subscriptions
from newsreader.config.toml_lines import Place, split_lines
from newsreader.config.toml_source import TomlSource, parse_toml, read_toml
from newsreader.core.errors import ConfigError, ConfigProblem
from newsreader.core.urls import display_url

ValueName = Literal["url", "title", "folder", "paused"]

_PLAIN: Final[dict[ValueName, str | bool | None]] = {"url": None, "title": None, "folder": "", "paused": False}
"""What counts where nothing is written and there are no `[defaults]`."""

_VALUE: Final = r"""(\s*{}\s*=\s*)(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|true|false)([ \t]*(?:#.*)?\r?\n?)"""
_BY_HAND: Final = "The program cannot change the layout of this file safely; change it by hand."


def set_value(path: Path, url: str, name: ValueName, value: str | bool | None, tell: Tell | None = None) -> bool:
    """Write a value under the subscription with this address, or take it away where none is needed.

    A line that has the value already is changed, and its comment stays.

    Args:
        path: feeds.toml; where it is a symbolic link, the file behind it is written.
        url: In the form that `config.urls.normalize_url` gives.
        name: The value's.
        value: What is to count; None: the feed's own title.
        tell: Told of the change.

    Returns:
        Whether anything changed.

    Raises:
        ConfigError: The address is not in the file, or the file cannot be read, written or changed safely; it is as
            before.
    """

    def change(source: TomlSource) -> bytes | None:
        places = _places_of(source, path, url)
        before = read_subscriptions(source).subscriptions
        if getattr(before.by_url()[url], name) == value:
            return None
        values: dict[str, Any] = {name: value}
        feeds = tuple(one._replace(**values) if one.url == url else one for one in before.feeds)
        wanted = before._replace(feeds=feeds)
        # What is written twice counts once, by the first; but an address that stays would be another subscription.
        for body in _bodies(source, places if name == "url" else places[:1], name, value):
            after = parse_toml(path, body)
            if isinstance(after, TomlSource) and read_subscriptions(after).subscriptions == wanted:
                return after.body
        raise ConfigError(ConfigProblem(path, source.line(*places[0]), None, _BY_HAND))

    return change_file(path, change, tell)


def line_of(path: Path, url: str) -> int:
    """The 1-based line at which the subscription with this address begins, 1 where the file has none such."""
    source = read_toml(path)
    if isinstance(source, ConfigProblem):
        return source.line or 1
    places = [place for place, one in located_subscriptions(source) if one.url == url]
    return (source.line(*places[0]) if places else None) or 1


def _places_of(source: TomlSource, path: Path, url: str) -> list[Place]:
    places = [place for place, one in located_subscriptions(source) if one.url == url]
    if not places:
        raise ConfigError(ConfigProblem(path, None, None, f"{display_url(url)} is not among the subscriptions."))
    return places


def _bodies(source: TomlSource, places: list[Place], name: ValueName, value: str | bool | None) -> list[bytes]:
    """What the file may become, the plainest first; the caller looks whether it says what is wanted."""
    text = source.body.decode("utf-8-sig")
    mark = source.body[: len(source.body) - len(text.encode())]
    lines = split_lines(text)
    end = "\r\n" if source.crlf else "\n"
    written = _written(value)
    header = source.line(*places[0], "url")
    numbers = [line for place in places if (line := source.line(*place, name)) is not None]
    found = {line: match for line in numbers if (match := re.fullmatch(_VALUE.format(name), lines[line - 1]))}
    tries: list[list[str]] = []
    if found:
        if value == _PLAIN[name] and (name != "paused" or not found[numbers[0]][2].strip()):
            tries.append([*lines[: numbers[0] - 1], *lines[numbers[0] :]])
        changed = list(lines)
        for line, match in found.items():
            changed[line - 1] = f"{match[1]}{written}{match[2]}"
        tries.append(changed)
    elif header is not None:
        own = lines[header - 1]
        indent = own[: len(own) - len(own.lstrip())]
        closed = own if own.endswith("\n") else own + end
        tries.append([*lines[: header - 1], closed, f"{indent}{name} = {written}{end}", *lines[header:]])
    return [mark + "".join(one).encode() for one in tries]


def _written(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    import tomlkit  # slow to import, and needed only when something is saved

    return tomlkit.item(value or "").as_string()
