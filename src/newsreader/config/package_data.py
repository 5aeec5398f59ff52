"""The files that are part of the program: the first list of subscriptions and the built-in feed."""

from pathlib import Path
from typing import Final

from newsreader.core.errors import ConfigError, ConfigProblem

# Plain paths: the package is never run from a zip file, and importlib.resources takes longer to import than to read.
_PACKAGE: Final = Path(__file__).parents[1]


def welcome_feed() -> bytes:
    """The JSON Feed behind core.subscriptions.WELCOME_URL."""
    return (_PACKAGE / "data" / "welcome.json").read_bytes()


def default_feeds_text() -> str:
    """The feeds.toml of a first run.

    It lies in the package where a wheel was installed, and at the repository's root in a source checkout.

    Raises:
        ConfigError: The installation lacks the file.
    """
    packaged = _PACKAGE / "data" / "feeds.toml"
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    checkout = _PACKAGE.parents[1] / "feeds.toml"
    try:
        return checkout.read_text(encoding="utf-8")
    except OSError as error:
        problem = "The default list of subscriptions is missing from this installation; install newsreader again."
        raise ConfigError(ConfigProblem(checkout, None, None, problem)) from error
