"""Where the program keeps its files."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from newsreader.config.atomic import write_atomically
from newsreader.config.package_data import default_feeds_text
from newsreader.core.errors import ConfigError, ConfigProblem

CONFIG_VARIABLE: Final = "NEWSREADER_CONFIG_DIR"
DATA_VARIABLE: Final = "NEWSREADER_DATA_DIR"


class Paths(NamedTuple):
    """The two folders and the files in them; nothing here says that they exist. Both are absolute."""

    config_dir: Path
    data_dir: Path

    @property
    def feeds_file(self) -> Path:
        return self.config_dir / "feeds.toml"

    @property
    def settings_file(self) -> Path:
        return self.config_dir / "config.toml"

    @property
    def store_file(self) -> Path:
        return self.data_dir / "newsreader.db"

    @property
    def log_file(self) -> Path:
        return self.data_dir / "newsreader.log"

    @property
    def lock_file(self) -> Path:
        """Held by the one process that refreshes."""
        return self.data_dir / "refresh.lock"

    @property
    def trail_file(self) -> Path:
        """Names the document that a refresh is reading."""
        return self.data_dir / "refresh.reading"

    @property
    def images_dir(self) -> Path:
        """Keeps the pictures of articles."""
        return self.data_dir / "images"

    @property
    def last_good_feeds_file(self) -> Path:
        """A copy of the last feeds.toml that could be used."""
        return self.data_dir / "feeds.last-good.toml"


def resolve_paths(config_dir: Path | None, data_dir: Path | None, environ: Mapping[str, str]) -> Paths:
    """The folders that count: the given one, else the variable's, else the platform's.

    Args:
        config_dir: From the command line; None where it was not given.
        data_dir: Likewise.
        environ: The environment; a variable that is set but empty counts as not set.
    """
    config, data = config_dir or environ.get(CONFIG_VARIABLE), data_dir or environ.get(DATA_VARIABLE)
    if not config or not data:
        import platformdirs

        config = config or platformdirs.user_config_dir("newsreader")
        data = data or platformdirs.user_data_dir("newsreader")
    return Paths(_absolute(config), _absolute(data))


def prepare(paths: Paths) -> bool:
    """Make both folders (0700) and, on the first run, the default feeds.toml (0600).

    It is the first run where there is neither a feeds.toml, nor a link in its place, nor the copy of an earlier one: a
    list that has vanished later (an unmounted home, an editor's crash) is not silently replaced by the default.

    Returns:
        Whether the default feeds.toml was written.

    Raises:
        ConfigError: A folder cannot be made or written.
    """
    _make_folder(paths.config_dir, "config", CONFIG_VARIABLE)
    _make_folder(paths.data_dir, "data", DATA_VARIABLE)
    if not os.access(paths.data_dir, os.W_OK | os.X_OK) and not paths.store_file.exists():  # else it can be read
        raise _unusable(paths.data_dir, "data", "it is read-only", DATA_VARIABLE)
    if os.path.lexists(paths.feeds_file) or paths.last_good_feeds_file.exists():
        return False
    try:
        write_atomically(paths.feeds_file, default_feeds_text().encode())
    except OSError as error:
        raise _unusable(paths.config_dir, "config", _reason(error), CONFIG_VARIABLE) from error
    return True


def _absolute(folder: Path | str) -> Path:
    return Path(os.path.expanduser(folder)).absolute()  # noqa: PTH111 - Path.expanduser raises where there is no home


def _make_folder(folder: Path, kind: str, variable: str) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, kind, _reason(error), variable) from error


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file stands in its place"
    return (error.strerror or str(error)).lower()


def _unusable(folder: Path, kind: str, reason: str, variable: str) -> ConfigError:
    message = (
        f"The {kind} folder cannot be used: {reason}. "
        f"Make it writable, or name another with --{kind}-dir or {variable}."
    )
    return ConfigError(ConfigProblem(folder, None, None, message))
