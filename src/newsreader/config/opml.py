"""Subscriptions ⇄ OPML 2.0: what other readers understand in its own words, all else in attributes of a namespace."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from html import escape, unescape
from typing import Any, Final

from newsreader.config.feeds_file import written_values
from newsreader.config.subscriptions import COMMON_KEYS, NEEDING_ITEM, PAGE_KEYS, read_folder
from newsreader.config.urls import normalize_url
from newsreader.core.folders import outline_order
from newsreader.core.opml import OWN_NAMESPACE, OWN_PREFIX, Outline
from newsreader.core.subscriptions import PageRules, Subscription
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url

_PAGE: Final = f"{OWN_PREFIX}page"
_TAGS: Final = f"{OWN_PREFIX}tags"
_COMMANDS: Final = ("filtercmd", "exec")
"""Attributes with which other readers run a program."""

_NOT_TEXT: Final = frozenset({"tags", "keep", "paused", "max_unread", "links", "limit"})
"""Keys whose values are not, or not always, a text; they are written as JSON."""

_ESCAPED_RE: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


class NoAddressError(ValueError):
    """An outline that looks like a feed's has no address; with a sentence."""


def read_outline(outline: Outline, *, own: bool) -> Subscription:
    """The subscription that an outline means. `own`: the program wrote it, so nothing is guessed.

    Texts and addresses that were escaped twice are mended. What stands in the file but cannot be used is left out. A
    category with slashes is a folder where the outline stands in none (OPML 2.0, “category”).

    Raises:
        ValueError: There is none; with a sentence that says why.
    """
    attributes = outline.attributes
    kind = attributes.get("type", "").strip().lower()
    url = _address(attributes, kind, own)
    is_page = _PAGE in attributes or "xpath" in kind  # FreshRSS: a page and where its entries are, in XPath
    folder = read_folder("/".join(_text(name, own) for name in outline.folders))
    folders, labels = _categories(attributes.get("category", ""), own)
    if not folder and folders:
        folder, *folders = folders
    if not own:
        title = _text(attributes.get("text", ""), own) or _text(attributes.get("title", ""), own)
        title = "" if title in (url, display_url(url), attributes.get("xmlurl")) else title
        language = attributes.get("language", "").strip()
        known = {"title": title, "language": "" if language.lower() == "unknown" else language}
    else:
        known = {"language": attributes.get("language", "")}
    written = known | {
        name.removeprefix(OWN_PREFIX): value for name, value in attributes.items() if name.startswith(OWN_PREFIX)
    }
    values: dict[str, Any] = {"tags": tuple(dict.fromkeys((*labels, *folders)))}
    values |= _values(COMMON_KEYS, written) | {"folder": folder}
    return Subscription(url, **values, page=_page(written) if is_page else None)


def _address(attributes: Mapping[str, str], kind: str, own: bool) -> str:
    name = next((name for name in _COMMANDS if name in attributes), None)
    if name is not None:
        raise ValueError(f"It would run a command ({name}), and an import runs none.")
    address = attributes.get("xmlurl", "").strip()
    if not address and (kind not in ("link", "include") or _PAGE in attributes):
        address = attributes.get("url", "").strip()
    if not address:
        site = attributes.get("htmlurl", "").strip()
        if kind == "include":
            raise ValueError("It is another list, which would have to be fetched.")
        if kind == "link":
            raise ValueError("It is a link, not a feed.")
        hint = f"; “newsreader subscribe {display_url(site)}” looks for it" if site else ""
        raise NoAddressError(f"It has no address of a feed{hint}.")
    address = address if own else address.replace("&amp;", "&")
    return normalize_url(re.sub(r"\s", "%20", address))


def _text(written: str, own: bool) -> str:
    if not own and _ESCAPED_RE.search(written):
        written = unescape(written)
    return clean_line(written)


def _categories(written: str, own: bool) -> tuple[list[str], list[str]]:
    """The folders ("/News/Asia") and the tags of a category attribute."""
    parts = [part for one in written.split(",") if (part := _text(one, own))]
    folders = [folder for one in parts if "/" in one and (folder := read_folder(one))]
    return folders, [one for one in parts if "/" not in one]


def _values(keys: Iterable[Any], written: Mapping[str, str]) -> dict[str, Any]:
    """What of `written` is right, by key."""
    values = {}
    for key in keys:
        if text := written.get(key.name):
            with suppress(ValueError):
                values[key.name] = key.read(_plain(key.name, text))
    return values


def _plain(name: str, text: str) -> object:
    if name in _NOT_TEXT:
        with suppress(ValueError, RecursionError):
            return json.loads(text)
    return text


def _page(written: Mapping[str, str]) -> PageRules:
    values = _values(PAGE_KEYS, written)
    return PageRules(**{name: value for name, value in values.items() if "item" in values or name not in NEEDING_ITEM})


def opml_lines(
    subscriptions: Sequence[Subscription], titles: Mapping[str, str], sites: Mapping[str, str]
) -> Iterator[str]:
    """A list of feeds as OPML 2.0, by lines; the same list is the same text.

    Logins and headers are left out. A page has no `xmlUrl`: no other reader could read it.

    Args:
        subscriptions: In the order of the file; they are written in that of the sidebar.
        titles: By address, what feeds call themselves; those without are called by their address.
        sites: By address, the sites of feeds; those without have no `htmlUrl`.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<opml version="2.0" xmlns:newsreader="{OWN_NAMESPACE}" newsreader:version="1">'
    yield "  <head>"
    yield "    <title>Subscriptions of newsreader</title>"
    yield "  </head>"
    yield "  <body>"
    open_folders: list[str] = []
    for index in outline_order([one.folder for one in subscriptions]):
        one = subscriptions[index]
        folders = one.folder.split("/") if one.folder else []
        same = 0
        while same < min(len(folders), len(open_folders)) and folders[same] == open_folders[same]:
            same += 1
        while len(open_folders) > same:
            open_folders.pop()
            yield f"{_indent(open_folders)}</outline>"
        for folder in folders[same:]:
            yield f"{_indent(open_folders)}<outline{_attributes({'text': folder, 'title': folder})}>"
            open_folders.append(folder)
        title = one.title or titles.get(one.url) or display_url(one.url)
        yield f"{_indent(open_folders)}<outline{_attributes(_written(one, title, sites.get(one.url)))}/>"
    while open_folders:
        open_folders.pop()
        yield f"{_indent(open_folders)}</outline>"
    yield "  </body>"
    yield "</opml>"


def _indent(folders: Sequence[str]) -> str:
    return "  " * (len(folders) + 2)


def _written(one: Subscription, title: str, site: str | None) -> dict[str, str]:
    values = written_values(one)
    values.pop("folder", None)
    tags = values.pop("tags", [])
    plain = [tag for tag in tags if not re.search("[,/]", tag)]
    attributes = {"type": "link" if one.page else "rss", "text": title, "title": title}
    attributes["url" if one.page else "xmlUrl"] = one.url
    attributes |= {"htmlUrl": site} if site else {}
    attributes |= {"language": values.pop("language")} if one.language else {}
    attributes |= {"category": ",".join(plain)} if plain else {}
    attributes |= {_TAGS: json.dumps(tags, ensure_ascii=False)} if plain != tags else {}
    attributes |= {_PAGE: "true"} if one.page else {}
    for name, value in values.items():
        attributes[OWN_PREFIX + name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return attributes


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items())
