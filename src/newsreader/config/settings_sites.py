"""`[[site]]` of config.toml: where the articles of a site are, for pages on which that cannot be guessed."""

from typing import Final

from newsreader.config import keys
from newsreader.config.keys import Key, read_keys, read_tables
from newsreader.config.toml_source import ProblemList, TomlSource
from newsreader.core.pages import SiteRules
from newsreader.core.urls import host_of

SITE_TABLE: Final = "site"


def _read_host(value: object) -> str:
    """A host's name in lower case and ASCII; a leading "*." is dropped, since sub-domains count anyway."""
    name = keys.read_text(value).removeprefix("*.").rstrip(".")
    if any(sign in name for sign in "/:@?#[]* "):
        raise ValueError("Write the name of the host alone.")
    host = host_of(f"https://{name}/")
    if not host.strip("."):
        raise ValueError
    return host


_SKIPPED: Final = "The site is skipped."
HOST_KEY: Final = Key("host", 'the name of a host such as "example.org"', _read_host, _SKIPPED)
SITE_KEYS: Final = (
    HOST_KEY,
    Key("content", "a CSS selector in quotation marks", keys.read_text),
    Key("remove", "a CSS selector in quotation marks, or a list of them", keys.read_text_or_texts),
)


def read_sites(source: TomlSource, problems: ProblemList) -> tuple[SiteRules, ...]:
    """Every `[[site]]` that names its host, in the order of the file; the first of a host counts."""
    sites: dict[str, SiteRules] = {}
    for place, table in read_tables(source, problems, SITE_TABLE):
        values = read_keys(source, problems, table, place, SITE_KEYS, where="[[site]]")
        host = values.get("host")
        if host in sites:
            problems.add(source.line(*place, "host"), "host", f"There is a [[site]] of {host} above. {_SKIPPED}")
        elif host is not None:
            sites[host] = SiteRules(**values)
        elif "host" not in table:
            problems.add(source.line(*place), "host", f"Expected {HOST_KEY.expected}; it is missing. {_SKIPPED}")
    return tuple(sites.values())
