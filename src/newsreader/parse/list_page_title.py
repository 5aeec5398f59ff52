"""What a list page says of itself: its title, its language."""

import re
from typing import TYPE_CHECKING, Final

from newsreader.core.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_SEPARATOR: Final = re.compile(
    r"\s+(?:[|–—·•»«:/\\-]|::|&raquo;)\s+|\s*[|»｜]\s*|(?<=[\u3400-\u9fff])[-_–—](?=[\u3400-\u9fff])"
)
_GENERIC: Final = re.compile(
    r"(?:(?:all |latest |recent |our |the )?news(?: list| feed| archive| room|s)?|newsroom|home(?: ?page)?|index|main"
    r"|welcome|official (?:web)?site|page \d+(?: of \d+)?|blog|archives?|media|updates|untitled"
    r"|(?:все |последние )?новости|лента новостей|главная(?: страница)?|официальный сайт|страница \d+|пресс-центр"
    r"|新闻|新闻中心|新闻列表|要闻|首页|最新消息|新闻动态|官方网站|第\s*\d+\s*页|ニュース|お知らせ|新着情報|トップ|뉴스"
    r"|actualit[ée]s?|toutes les actualités|accueil|noticias|actualidad|inicio|aktuelles|nachrichten|startseite"
    r"|neuigkeiten|notícias|início|notizie|الأخبار|أخبار|الرئيسية|اخبار)",
    re.IGNORECASE,
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def page_title(root: "_Element") -> str:
    """The page's title without words that any list page has: "News – Centre – Page 2" is "Centre"."""
    written = next((clean_line("".join(title.itertext())) for title in root.iter("title")), "")
    parts = [part for piece in _SEPARATOR.split(written) if (part := piece.strip())]
    own = list(dict.fromkeys(part for part in parts if not _GENERIC.fullmatch(part)))
    if own:
        return clean_line(" – ".join(own[:2]))
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name")) in ("og:site_name", "application-name"):
            site = clean_line(meta.get("content") or "")
            if site:
                return site
    return written or next((clean_line(" ".join(heading.itertext())) for heading in root.iter("h1")), "")


def page_language(root: "_Element") -> str | None:
    """The language that the page says it is in, as a BCP 47 tag; None where it says none."""
    for element in root.iter("html"):
        language = (element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
        if _LANGUAGE.fullmatch(language):
            return language.replace("_", "-")
    return None
