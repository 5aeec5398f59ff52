"""Web pages as articles: what is read from one, and the user's rules for a site."""

from typing import NamedTuple


class SiteRules(NamedTuple):
    """One `[[site]]` of config.toml: where a site's articles are, in CSS selectors.

    `host` counts for its sub-domains too ("example.org" for www.example.org). `content` None: found automatically;
    `remove` are elements left out of it.
    """

    host: str
    content: str | None = None
    remove: tuple[str, ...] = ()


class ExtractedPage(NamedTuple):
    """The readable article of a web page.

    Attributes:
        html: The article's body as HTML: headings, paragraphs, lists, tables, quotes, code, links, images; no scripts,
            no title at its top.
        base_url: What relative links in `html` are resolved against.
        title: One clean line; "" where the page has none.
        link: The canonical URL, absolute http(s); None where the page names none.
        author: One clean line, None where unknown; likewise `language` (BCP 47) and `site` (the publication's name).
        published_at: Unix seconds, UTC; None where unknown.
        lead_image: Absolute URL of the picture that stands for the article, None where there is none.
    """

    html: str
    base_url: str
    title: str = ""
    link: str | None = None
    author: str | None = None
    published_at: int | None = None
    language: str | None = None
    site: str | None = None
    lead_image: str | None = None
