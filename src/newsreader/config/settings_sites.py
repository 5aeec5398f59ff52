"""`[[site]]` of config.toml: where the articles of a site are, where that cannot be guessed, and how it is asked."""

from typing import Final, NamedTuple

from newsreader.config import keys
from newsreader.config.asking_keys import NOT_FOR_SITES, take_asking
from newsreader.config.asking_keys import SITE_KEYS as ASKING_KEYS
from newsreader.config.keys import Key, read_keys, read_tables
from newsreader.config.selectors import note_faulty
from newsreader.config.toml_source import ProblemList, TomlSource
from newsreader.core.asking import USUAL, HowToAsk
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


class Sites(NamedTuple):
    """`rules` in the order of the file; `asking` by host, of those alone of which something is said."""

    rules: tuple[SiteRules, ...]
    asking: dict[str, HowToAsk]


def read_sites(source: TomlSource, problems: ProblemList) -> Sites:
    """Every `[[site]]` that names its host; the first of a host counts."""
    sites: dict[str, SiteRules] = {}
    asking: dict[str, HowToAsk] = {}
    known = (*SITE_KEYS, *ASKING_KEYS)
    for place, table in read_tables(source, problems, SITE_TABLE):
        values = read_keys(source, problems, table, place, known, where="[[site]]", elsewhere=NOT_FOR_SITES)
        how = take_asking(source, problems, place, table, values)
        host = values.get("host")
        if host in sites:
            problems.add(source.line(*place, "host"), "host", f"There is a [[site]] of {host} above. {_SKIPPED}")
        elif host is not None:
            sites[host] = rules = SiteRules(**values)
            written = {"content": (rules.content,) if rules.content else (), "remove": rules.remove}
            note_faulty(source, problems, place, written)
            if how != USUAL:
                asking[host] = how
        elif "host" not in table:
            problems.add(source.line(*place), "host", f"Expected {HOST_KEY.expected}; it is missing. {_SKIPPED}")
    return Sites(tuple(sites.values()), asking)
