"""What a page says about its article: title, author, date, language, site, pictures, its own address."""

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from newsreader.core.text import clean_line
from newsreader.core.urls import is_web_url
from newsreader.extract.dates import date_in_path, read_date
from newsreader.extract.json_ld import article_data, headline, names, urls
from newsreader.extract.leaves import words_of
from newsreader.extract.tree import Element
from newsreader.extract.words import word_list

_SEPARATOR_RE: Final = re.compile(r"\s+[|–—·•»›:/-]\s+|\s*[|｜]\s*|_(?=[^\W\d_a-z])|\s+::\s+")
_LANGUAGE_RE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_BY_RE: Final = re.compile(
    r"^(?:by|von|par|por|автор|author|作者|记者)\b\s*[:：]?\s*|^(?:作者|记者)\s*[:：]?\s*", re.IGNORECASE
)
_DATE_NAMES: Final = word_list(
    "article:published_time og:published_time datepublished og:article:published_time publishdate"
    " publish-date publish_date publication_date pubdate article.published parsely-pub-date sailthru.date"
    " cxenseparse:recs:publishtime dc.date.issued dcterms.issued dcterms.created dc.date dc.created"
    " dcterms.date citation_publication_date citation_online_date date article_date_original"
    " original-publish-date displaydate"
)
_AUTHOR_NAMES: Final = [
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
]
_MAX_TITLE: Final = 300
_MAX_NAME: Final = 120


@dataclass(slots=True)
class Metadata:
    """As in core.pages.ExtractedPage; `titles` are all the lines that may repeat the title in the text."""

    base_url: str
    title: str = ""
    titles: list[str] = field(default_factory=list)
    link: str | None = None
    author: str | None = None
    published_at: int | None = None
    language: str | None = None
    site: str | None = None
    lead_image: str | None = None


def read_metadata(tree: Element, url: str) -> Metadata:
    """The metadata of a page, from its tree before anything is taken away."""
    data = article_data(tree)
    metas = _metas(tree)
    base = _base_url(tree, url)
    site = (
        _first(metas, "og:site_name")
        or next(iter(names(data.get("publisher"))), None)
        or _first(metas, "application-name")
    )
    site = clean_line(site, _MAX_NAME) if site else None
    titles = _titles(tree, metas, data)
    return Metadata(
        base_url=base,
        title=_title(titles, tree, site),
        titles=_variants(titles, site),
        link=_link(tree, metas, base, url),
        author=_author(tree, metas, data),
        published_at=_published_at(tree, metas, data, url),
        language=_language(tree, metas, data),
        site=site or None,
        lead_image=_lead_image(metas, data, base),
    )


def _metas(tree: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _first(metas: dict[str, str], *wanted: str) -> str | None:
    return next((metas[name] for name in wanted if name in metas), None)


def _base_url(tree: Element, url: str) -> str:
    base = tree.find(".//base[@href]")
    joined = _joined(url, base.get("href")) if base is not None else None
    return joined or url


def _joined(base: str, href: str | None) -> str | None:
    try:
        joined = urljoin(base, (href or "").strip())
    except ValueError:
        return None
    return joined if is_web_url(joined) else None


def _line(element: Element) -> str:
    return clean_line("".join(element.itertext()), _MAX_TITLE)


def _titles(tree: Element, metas: dict[str, str], data: dict[str, Any]) -> list[str]:
    """The titles that the page gives itself, the most reliable first."""
    head = tree.find(".//title")
    found = [
        _first(metas, "og:title"),
        headline(data),
        _first(metas, "twitter:title", "dc.title", "citation_title"),
        _line(head) if head is not None else None,
    ]
    return [line for text in found if text and (line := clean_line(text, _MAX_TITLE))]


def _title(titles: list[str], tree: Element, site: str | None) -> str:
    headings = [line for heading in tree.iter("h1") if (line := _line(heading))]
    for heading in headings:
        words = words_of(heading)
        if len(words) > 1 and any(_contains(words_of(title), words) for title in titles):
            return heading
    for title in titles:
        return _without_site(title, site)
    return headings[0] if headings else ""


def _contains(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(words)} "


def _without_site(title: str, site: str | None) -> str:
    pieces = _SEPARATOR_RE.split(title)
    if len(pieces) < 2:
        return title
    known = words_of(site or "")
    last, first = words_of(pieces[-1]), words_of(pieces[0])
    if known and last == known:
        return title[: title.rindex(pieces[-1])].rstrip(" |–—·•»›:/-_｜")
    if known and first == known:
        return title[title.index(pieces[0]) + len(pieces[0]) :].lstrip(" |–—·•»›:/-_｜")
    if site is None and len(last) <= 4 and len(words_of(title)) > 2 * len(last) + 2:
        return title[: title.rindex(pieces[-1])].rstrip(" |–—·•»›:/-_｜")
    return title


def _variants(titles: list[str], site: str | None) -> list[str]:
    found: dict[str, None] = {}
    for title in titles:
        found[title] = None
        found[_without_site(title, site)] = None
        pieces = _SEPARATOR_RE.split(title)
        if len(pieces) > 1:
            found[max(pieces, key=len)] = None
    return list(found)


def _link(tree: Element, metas: dict[str, str], base: str, url: str) -> str | None:
    canonical = next(
        (one.get("href") for one in tree.iter("link") if "canonical" in (one.get("rel") or "").lower().split()), None
    )
    for href in (canonical, _first(metas, "og:url")):
        if href and (joined := _joined(base, href)):
            if urlsplit(joined).path in ("", "/") and urlsplit(url).path not in ("", "/"):
                continue  # the home page, said on every page
            return joined
    return None


def _author(tree: Element, metas: dict[str, str], data: dict[str, Any]) -> str | None:
    found = names(data.get("author"))
    if not found:
        found = [value for name in _AUTHOR_NAMES if (value := metas.get(name)) and "://" not in value][:1]
    if not found:
        for element in tree.xpath("//*[@itemprop='author' or @rel='author' or contains(@class, 'byline')]")[:5]:
            line = _line(element)
            if 2 < len(line) < 80 and not any(map(str.isdigit, line)):
                found = [line]
                break
    lines = [_BY_RE.sub("", clean_line(name, _MAX_NAME)) for name in found if not name.startswith(("http:", "https:"))]
    return clean_line(", ".join(dict.fromkeys(filter(None, lines))), _MAX_TITLE) or None


def _published_at(tree: Element, metas: dict[str, str], data: dict[str, Any], url: str) -> int | None:
    for key in ("datePublished", "dateCreated"):
        if isinstance(value := data.get(key), str) and (moment := read_date(value)) is not None:
            return moment
    for name in _DATE_NAMES:
        if (moment := read_date(metas.get(name))) is not None:
            return moment
    marked = tree.xpath("//*[@itemprop='datePublished']")[:3]
    times = [one for one in tree.iter("time") if next(one.iterancestors("aside", "nav", "footer"), None) is None][:3]
    for element in (*marked, *times):
        for value in (element.get("datetime"), element.get("content"), _line(element)):
            if (moment := read_date(value)) is not None:
                return moment
    if (moment := date_in_path(url)) is not None:
        return moment
    for element in tree.xpath("//*[contains(@class, 'date') or contains(@class, 'published')]")[:5]:
        if (moment := read_date(_line(element))) is not None:
            return moment
    return None


def _language(tree: Element, metas: dict[str, str], data: dict[str, Any]) -> str | None:
    said = data.get("inLanguage")
    for value in (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        tree.get("xml:lang"),
        said if isinstance(said, str) else None,
        _first(metas, "content-language", "language", "dc.language", "og:locale"),
    ):
        tag = (value or "").strip().replace("_", "-")
        if _LANGUAGE_RE.fullmatch(tag):
            return tag
    return None


def _lead_image(metas: dict[str, str], data: dict[str, Any], base: str) -> str | None:
    said = [
        _first(metas, "og:image", "og:image:url", "og:image:secure_url"),
        _first(metas, "twitter:image", "twitter:image:src"),
    ]
    for value in (*said, *urls(data.get("image"))):
        if value and (joined := _joined(base, value)):
            return joined
    return None
