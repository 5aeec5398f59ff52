"""The links of a list page that may lead to articles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import translate
from typing import Final
from urllib.parse import SplitResult, urlsplit

from newsreader.core.text import clean_line
from newsreader.parse.html_attributes import word_set
from newsreader.parse.html_links import absolute_url
from newsreader.parse.list_page_tree import PageTree

MAX_LINKS: Final = 6_000
"""Links of a page that are looked at."""

_NOISE_PARAMETER: Final = re.compile(
    r"(?:PAGEN_\d+|SIZEN_\d+|SHOWALL_\d+|PHPSESSID|jsessionid|sessionid|_ga|referer|referrer|spm)="
    r"|sid=[0-9a-z]{16,}|ref=[a-z_]",
    re.IGNORECASE,
)
_SESSION: Final = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_PAGER_QUERY: Final = re.compile(
    r"(?:^|&)(?:(?:page|paged|pagen_\d+|pg|start|offset|currentpage|pageindex|pageno)=\d+|p=\d{1,2}(?:&|$))",
    re.IGNORECASE,
)
_PAGER_PATH: Final = re.compile(
    r"/(?:page|seite|pagina|стр)[/_-]?\d+/?$|[/_](?:index|list)_\d+\.s?html?$", re.IGNORECASE
)
_SECTION_PATH: Final = re.compile(
    r"/(?:(?:tags?|category|categories|authors?|users?|login|signin|register)(?:/[^/]{1,40})?"
    r"|(?:archives?|search|feed|rss|contacts?|contact-us|about|about-us|privacy|privacy-policy|terms|sitemap|subscribe"
    r"|newsletter|cookies?|imprint|impressum|careers|jobs|vacancies|donate|faq)(?:\.\w{2,5})?)/?$",
    re.IGNORECASE,
)
_YEAR_PATH: Final = re.compile(r"/archives?/(?:[^/]*/)?(?:19|20)\d\d(?:/\d{1,2})?/?$|/(?:19|20)\d\d/?$", re.IGNORECASE)
_DEEP_SECTION: Final = re.compile(
    r"/(?:tags?|category|categories|author|authors|users?|search)/[^/]+/?$", re.IGNORECASE
)
_SHARE: Final = re.compile(
    r"^(?:www\.|m\.)?(?:facebook\.com|twitter\.com|x\.com|linkedin\.com|t\.me|telegram\.me|vk\.com|vkontakte\.ru|ok\.ru"
    r"|connect\.ok\.ru|instagram\.com|youtube\.com|youtu\.be|wa\.me|api\.whatsapp\.com|pinterest\.com|reddit\.com"
    r"|service\.weibo\.com|weibo\.com|flickr\.com|tiktok\.com|apps\.apple\.com|play\.google\.com|addtoany\.com"
    r"|dzen\.ru|rutube\.ru|plus\.google\.com|accounts\.google\.com|feedburner\.com|mastodon\.social|bsky\.app)$"
)
_FILE: Final = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|xml|rss|zip|mp[34]|ics|exe|apk|json)$", re.IGNORECASE
)
_NUMBERS: Final = re.compile(r"\d+")
_ARTICLE_PATH: Final = re.compile(
    r"\d{4,}|(?:[^/-]+-){3,}[^/]*$|\.s?html?$|/\d{4}/\d{1,2}/|[?&][^=]*id=\d|%[A-F\d]{2}.*-", re.IGNORECASE
)
_NO_NEWS: Final = re.compile(
    r"/(?:events?|calendar|agenda|meropriyatiya|meropriyatija|kalendar|eventos|evenements|veranstaltungen|termine"
    r"|webinars?|jobs?|careers?|vacanc\w+|tenders?|procurement|partners?|people|staff|members?|projects?)/",
    re.IGNORECASE,
)
_SECOND_LEVEL: Final = word_set("co com org net gov edu ac gob gouv go or ne govt")


@dataclass(frozen=True, slots=True)
class PageLink:
    """One `<a href>`: its element, its canonical URL, what its address looks like, whether it is on the same site."""

    element: int
    url: str
    shape: str
    is_local: bool
    is_article_like: bool
    is_below: bool
    """Whether its path continues that of the page."""


def read_links(
    tree: PageTree, *, url: str, base: str, wanted: "Sequence[re.Pattern[str]] | None" = None
) -> list[PageLink]:
    """The links that may lead to articles, in document order: no social networks, pagers, tags, jumps and files.

    With `wanted`: instead those whose URL one of the patterns matches.
    """
    page = urlsplit(url)
    own = _site(page.hostname or "")
    page_path = re.sub(r"/(?:index|default|home|list|main)\.\w{2,5}$", "/", page.path or "/")
    stem = (
        page_path.rstrip("/") + "/" if not re.search(r"\.\w{2,5}$", page_path) else page_path.rpartition("/")[0] + "/"
    )
    known: dict[str, PageLink | None] = {}
    found: list[PageLink] = []
    for element in tree.links[:MAX_LINKS]:
        href = (tree.elements[element].get("href") or "").strip()
        if href in known:
            model = known[href]
            if model is not None:
                found.append(
                    PageLink(element, model.url, model.shape, model.is_local, model.is_article_like, model.is_below)
                )
            continue
        if wanted is None:
            link = _link(element, href, base, page_path, own, stem, page.query)
        else:
            link = _wanted(element, href, base, wanted)
        known[href] = link
        if link is not None:
            found.append(link)
    return found


def canonical_url(href: str, base: str) -> str | None:
    """`href` as an absolute address that stays the same from one visit to the next; None where it is not http(s).

    Without trackers, session ids, the place in a list (Bitrix's PAGEN_1, SIZEN_1), and a jump within the page.
    """
    url = absolute_url(href, base)
    if url is None or not url.startswith("http"):
        return None
    if ";" in url:
        url = _SESSION.sub("", url)
    front, hash_, fragment = url.partition("#")
    if "?" in front:
        path, _, query = front.partition("?")
        kept = [part for part in query.split("&") if part and not _NOISE_PARAMETER.match(part)]
        front = f"{path}?{'&'.join(kept)}" if kept else path
    return front + hash_ + fragment if fragment.startswith(("/", "!")) else front


def glob_patterns(globs: tuple[str, ...]) -> "list[re.Pattern[str]]":
    """The patterns that the user's globs stand for; `*` goes across slashes."""
    return [re.compile(translate(glob)) for glob in globs]


def matches_any(address: str, patterns: "Sequence[re.Pattern[str]]") -> bool:
    return any(pattern.fullmatch(address) for pattern in patterns)


def shown_globs(globs: tuple[str, ...]) -> str:
    """The user's globs, for a sentence."""
    return clean_line(", ".join(globs), 120)


def _wanted(element: int, href: str, base: str, wanted: "Sequence[re.Pattern[str]]") -> PageLink | None:
    address = None if not href or href.startswith("#") else canonical_url(href, base)
    if address is None or not matches_any(address, wanted):
        return None
    return PageLink(element, address, "", is_local=True, is_article_like=True, is_below=True)


def _link(element: int, href: str, base: str, page_path: str, own: str, stem: str, page_query: str) -> PageLink | None:
    if not href or (href[0] == "#" and not href.startswith(("#/", "#!"))):
        return None
    if href[:11].lower() == "javascript:" or href.lower().startswith(("mailto:", "tel:")):
        return None
    url = canonical_url(href, base)
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host, path = parts.hostname or "", parts.path or "/"
    local = _site(host) == own
    if _SHARE.match(host) and not local:
        return None
    if _FILE.search(path) or (path == "/" and not parts.query and not parts.fragment):
        return None
    if local and _is_here_or_above(parts, page_path, page_query):
        return None
    if _PAGER_PATH.search(path) or (_PAGER_QUERY.search(parts.query) and "id=" not in parts.query.lower()):
        return None
    if _YEAR_PATH.search(path):
        return None
    if (_SECTION_PATH.search(path) or _DEEP_SECTION.search(path)) and not _ARTICLE_PATH.search(path):
        return None
    folder, _, _last = path.rstrip("/").rpartition("/")
    keys = "&".join(sorted(part.partition("=")[0] for part in parts.query.split("&"))) if parts.query else ""
    shape = f"{host}{_NUMBERS.sub('0', folder)}/{'?' + keys if keys else ''}"
    article = bool(_ARTICLE_PATH.search(path + ("?" + parts.query if parts.query else "")))
    if _NO_NEWS.search(path) and not _NO_NEWS.search(page_path):
        article = False
    return PageLink(element, url, shape, local, article, local and len(stem) > 1 and path.startswith(stem))


def _is_here_or_above(parts: SplitResult, page_path: str, page_query: str) -> bool:
    """Whether a link leads to the page itself, another part of its list, or a folder above it."""
    path = parts.path.rstrip("/")
    if parts.fragment:
        return False
    if path == page_path.rstrip("/"):
        return not parts.query or parts.query == page_query or bool(_PAGER_QUERY.search(parts.query))
    return page_path.startswith(path + "/") and not any(map(str.isdigit, parts.query))


def _site(host: str) -> str:
    """The part of a host that its pages share: example.org of www.example.org."""
    labels = host.removeprefix("www.").split(".")
    count = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-count:])
