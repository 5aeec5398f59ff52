"""config.toml: how the program behaves, as typed values; and changing one of them from inside the program."""

import copy
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

from newsreader.config import keys
from newsreader.config.atomic import write_atomically
from newsreader.config.keys import Key, read_keys
from newsreader.config.settings_sites import SITE_TABLE, read_sites
from newsreader.config.toml_lines import find_blocks, split_lines
from newsreader.config.toml_source import ProblemList, TomlSource, read_toml
from newsreader.core.asking import HowToAsk
from newsreader.core.entries import Order
from newsreader.core.errors import ConfigError, ConfigProblem
from newsreader.core.images import ImageSetting
from newsreader.core.pages import SiteRules
from newsreader.core.text import clean_line

Icons = Literal["auto", "unicode", "ascii"]
Column = Literal["author", "tags", "feed", "minutes", "date"]
Dates = Literal["relative", "absolute"]
Layout = Literal["auto", "three", "stacked", "one"]
MarkRead = Literal["open", "dwell", "scroll", "never"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What config.toml may say; its absence means exactly these defaults."""

    refresh_on_start: bool = True
    """Refresh the feeds that are due when the reader opens."""

    refresh_every: int = 30 * 60
    """Seconds between refreshes of what is due while the reader is open; or NEVER."""

    theme: str | None = None
    """The name of a colour theme; None: the program's own choice."""

    browser: tuple[str, ...] | None = None
    """The command that opens a link, to which the URL is appended; None: the system's browser."""

    measure: int = 80
    """The widest line of an article, in columns."""

    icons: Icons = "auto"
    """"ascii" for terminals and fonts that lack the signs; "auto": where the terminal says that it lacks them."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Command ids and the keys that replace the command's own; () leaves it without one. The ids are not checked."""

    key_places: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Where each of `keys` stands, as file and line for messages."""

    unread_only: bool = False
    """Whether lists begin with what is unread."""

    order: Order = "newest"
    """How the list of a view is sorted until another order is chosen for it."""

    headings: bool = False
    """Whether lists have headings: Today, Yesterday, …; feeds or priorities where they are sorted by these."""

    columns: tuple[Column, ...] = ("feed", "date")
    """What stands beside a headline, in this order whatever the file's."""

    dates: Dates = "relative"
    """How dates stand there: "2 h", or "25 Nov 14:05"."""

    snippet: int = 0
    """Lines of the article's beginning under each headline."""

    layout: Layout = "auto"
    """How the panes share the screen; "auto": by its width."""

    mark_read: MarkRead = "open"
    """What makes an article read: opening it, `dwell` seconds on the screen, going past its headline, or nothing."""

    dwell: int = 3
    """Seconds on the screen after which an article is read where `mark_read` is "dwell"."""

    images: ImageSetting = "auto"
    """What stands where an article has a picture; "auto": the picture, but its caption over SSH."""

    sites: tuple[SiteRules, ...] = ()
    """Where the articles of some sites are; each host once."""

    asking: Mapping[str, HowToAsk] = field(default_factory=dict)
    """How some hosts are asked."""


class LoadedSettings(NamedTuple):
    settings: Settings
    problems: tuple[ConfigProblem, ...] = ()


def _read_key_names(value: object) -> tuple[str, ...]:
    """One key or a list of keys; the empty list takes a command's keys away."""
    names = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else None
    if names is None or not all(isinstance(name, str) and name == clean_line(name) and name for name in names):
        raise ValueError
    return names


def _read_columns(value: object) -> tuple[Column, ...]:
    names = keys.read_texts(value)
    columns = get_args(Column)
    if not set(names) <= set(columns):
        raise ValueError
    return tuple(column for column in columns if column in names)


def _read_table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError
    return value


SETTINGS_KEYS: Final = (
    Key("refresh_on_start", "true or false", keys.read_bool),
    Key("refresh_every", 'an interval such as "30m", "2h" or "never"', keys.read_interval),
    Key("theme", "the name of a theme in quotation marks", keys.read_text),
    Key("browser", 'a command such as "firefox --new-tab" or ["firefox", "--new-tab"]', keys.read_command),
    Key("measure", "a whole number of columns from 20 to 400", keys.number(20, 400)),
    Key("icons", '"auto", "unicode" or "ascii"', keys.choice(*get_args(Icons))),
    Key("unread_only", "true or false", keys.read_bool),
    Key("order", '"newest", "oldest", "feed", "priority", "length" or "round robin"', keys.choice(*get_args(Order))),
    Key("headings", "true or false", keys.read_bool),
    Key("columns", 'a list of "author", "tags", "feed", "minutes" and "date"', _read_columns),
    Key("dates", '"relative" or "absolute"', keys.choice(*get_args(Dates))),
    Key("snippet", "a whole number of lines from 0 to 3", keys.number(0, 3)),
    Key("layout", '"auto", "three", "stacked" or "one"', keys.choice(*get_args(Layout))),
    Key("mark_read", '"open", "dwell", "scroll" or "never"', keys.choice(*get_args(MarkRead))),
    Key("dwell", "a whole number of seconds from 1 to 600", keys.number(1, 600)),
    Key("images", '"auto", "none", "captions" or "pictures"', keys.choice(*get_args(ImageSetting))),
)
KEYS_TABLE: Final = "keys"
_KEY_EXPECTED: Final = 'a key such as "j" or "ctrl+r", or a list of keys'


def load_settings(path: Path) -> LoadedSettings:
    """Read config.toml. A missing file is no mistake; whatever is wrong in it leaves the default of that key."""
    if not os.path.lexists(path):
        return LoadedSettings(Settings())
    source = read_toml(path)
    if isinstance(source, ConfigProblem):
        return LoadedSettings(Settings(), (source,))
    problems = ProblemList(path)
    known = (
        *SETTINGS_KEYS,
        Key(KEYS_TABLE, "a table [keys] of commands and their keys", _read_table),
        Key(SITE_TABLE, "tables [[site]]", lambda value: value),
    )
    values = read_keys(source, problems, source.data, (), known, where="the top of config.toml")
    table = values.pop(KEYS_TABLE, {})
    commands = [Key(name, _KEY_EXPECTED, _read_key_names) for name in table]
    values[KEYS_TABLE] = read_keys(source, problems, table, (KEYS_TABLE,), commands, where="[keys]")
    sites = read_sites(source, problems)
    values["sites"], values["asking"] = sites.rules, sites.asking
    values["key_places"] = {name: f"{path}:{source.line(KEYS_TABLE, name)}" for name in values[KEYS_TABLE]}
    values.pop(SITE_TABLE, None)
    return LoadedSettings(Settings(**values), problems.all())


Value = bool | int | str | Sequence[str]


def write_setting(path: Path, key: str, value: Value | None) -> None:
    """Set `key` in config.toml; its comments, order and formatting stay, and a new file is 0600.

    Args:
        path: config.toml, which need not exist; where it is a symbolic link, the file behind it is written.
        key: A key of Settings as the file spells it, or "keys." and a command id.
        value: As the file has it ("30m", not 1800); None removes the key.

    Raises:
        ConfigError: The file is read-only, its disk full, or it has a mistake that must be mended by hand first;
            it is as before.
    """
    source = read_toml(path) if os.path.lexists(path) else TomlSource(path, "", {})
    if isinstance(source, ConfigProblem):
        raise ConfigError(source)
    place = tuple(key.split(".", 1)) if key.startswith(f"{KEYS_TABLE}.") else (key,)
    text = _with_value(source, place, value)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, source.encode(text))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"The setting cannot be saved: {reason}. It holds until the program ends."
        raise ConfigError(ConfigProblem(path, None, key, message)) from error


def _with_value(source: TomlSource, place: tuple[str, ...], value: Value | None) -> str:
    """The text of `source` with the value at `place`."""
    import tomlkit  # slow to import, and needed only when something is saved
    from tomlkit.exceptions import TOMLKitError

    plain: Any = value if value is None or isinstance(value, bool | int | str) else list(value)
    *tables, last = place
    wanted = copy.deepcopy(source.data)
    above, part, below = _part_of(source, tables)
    try:
        document: Any = tomlkit.parse(part)
        _set(wanted, tables, last, plain, new_table=dict)
        _set(document, tables, last, plain, new_table=tomlkit.table)
        text = above + str(tomlkit.dumps(document)) + below if part else _joined(above, tomlkit.dumps(document), below)
        written = tomllib.loads(text)
    except (TOMLKitError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(_by_hand(source, place)) from error
    # A writer that keeps every style meets layouts it cannot change; a text that says anything else is never saved.
    if written != wanted:
        raise ConfigError(_by_hand(source, place))
    return text


def _part_of(source: TomlSource, tables: Sequence[str]) -> tuple[str, str, str]:
    """The text above, of and below the part in which a key of `tables` stands or may be written.

    It is all of the text where that has no arrays of tables: tomlkit moves those together, and loses comments.
    """
    blocks = find_blocks(source.text)
    arrays = [block for block in blocks if isinstance(block.place[-1], int)]
    if not arrays:
        return "", source.text, ""
    lines = split_lines(source.text)
    first, last = 0, blocks[0].first - 1
    while last and lines[last - 1].startswith("#"):
        last -= 1
    own = next((block for block in blocks if block.place == tuple(tables)), None)
    if tables and own is not None:
        first, last = own.first - 1, own.last
    elif tables and tables[0] not in source.data:
        first = last = len(lines)
    return "".join(lines[:first]), "".join(lines[first:last]), "".join(lines[last:])


def _joined(above: str, new: str, below: str) -> str:
    """The parts with a blank line between them."""
    parts = [above.rstrip("\n") + "\n" if above else "", new, below]
    return "\n".join(part for part in parts if part)


def _set(root: Any, tables: Sequence[str], last: str, plain: Any, *, new_table: Callable[[], Any]) -> None:
    """Set or, where `plain` is None, remove `last` in the table that `tables` lead to."""
    for name in tables:
        if name not in root:
            if plain is None:
                return
            root[name] = new_table()
        root = root[name]
    if plain is None:
        root.pop(last, None)
    else:
        root[last] = plain


def _by_hand(source: TomlSource, place: tuple[str, ...]) -> ConfigProblem:
    message = "The program cannot change this key in the layout of this file; change it by hand."
    return ConfigProblem(source.path, source.line(*place), ".".join(place), message)
