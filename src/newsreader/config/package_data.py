"""The files that are part of the program: the first list of subscriptions and the built-in feed."""

from importlib import resources
from pathlib import Path

from newsreader.core.errors import ConfigError, ConfigProblem


def welcome_feed() -> bytes:
    """The JSON Feed behind core.subscriptions.WELCOME_URL."""
    return resources.files("newsreader").joinpath("data", "welcome.json").read_bytes()


def default_feeds_text() -> str:
    """The feeds.toml of a first run.

    It lies in the package where a wheel was installed, and at the repository's root in a source checkout.

    Raises:
        ConfigError: The installation lacks the file.
    """
    packaged = resources.files("newsreader").joinpath("data", "feeds.toml")
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    checkout = Path(__file__).parents[3] / "feeds.toml"
    try:
        return checkout.read_text(encoding="utf-8")
    except OSError as error:
        problem = "The default list of subscriptions is missing from this installation; install newsreader again."
        raise ConfigError(ConfigProblem(checkout, None, None, problem)) from error
