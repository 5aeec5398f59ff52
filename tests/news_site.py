"""A small news site without a feed, for tests: a list page and the pages of its articles, in three languages."""

from functools import cache
from html import escape
from pathlib import Path
from typing import Final, Literal, NamedTuple

Language = Literal["en", "ru", "zh"]

ORIGIN: Final = "https://centre.example"
LIST_PATH: Final = "/news/"

_TEXTS: Final = Path(__file__).parent / "data" / "news_site"
_SITES: Final = {
    "en": "Centre for Technical Cooperation",
    "ru": "Центр технического сотрудничества",
    "zh": "技术合作中心",
}
_WORDS: Final = {
    "en": "News|Home|Popular|Other news|Read more|Share|Copy link|All rights reserved|Next|Search",
    "ru": "Новости|Главная|Популярное|Другие новости|Подробнее|Поделиться|Скопировать ссылку|Все права защищены|Далее"
    "|Поиск",
    "zh": "新闻|首页|热门|其他新闻|更多|分享|复制链接|版权所有|下一页|搜索",
}
_MENU: Final = {
    "en": "About the centre|Leadership and council|Documents and reports|Research projects|Expert community|"
    "Events and conferences|Library of publications|Partners|Vacancies|Contacts",
    "ru": "О центре|Руководство и совет|Документы и отчёты|Научные проекты|Экспертное сообщество|"
    "Мероприятия и конференции|Библиотека изданий|Партнёры|Вакансии|Контакты",
    "zh": "中心概况|领导与理事会|文件与报告|研究项目|专家社区|活动与会议|出版物图书馆|合作伙伴|招聘信息|联系我们",
}
_MONTHS: Final = {"en": ("October", "November"), "ru": ("октября", "ноября"), "zh": ("10", "11")}


class NewsArticle(NamedTuple):
    """One article as it should be read. `date_iso` is YYYY-MM-DD; the first paragraph is its lead and teaser."""

    path: str
    title: str
    date_iso: str
    paragraphs: list[str]


@cache
def _read(language: Language) -> tuple[NewsArticle, ...]:
    found = []
    for block in (_TEXTS / f"{language}.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        head, *paragraphs = block.split("\n")
        path, date_iso, title = head.removeprefix("# ").split(" | ")
        found.append(NewsArticle(path, title, date_iso, paragraphs))
    return tuple(found)


def articles(language: Language) -> list[NewsArticle]:
    """The twelve articles in the order of the list page, newest first."""
    return list(_read(language))


def written_date(date_iso: str, language: Language) -> str:
    """The date as the site writes it: "20 November 2026", "20 ноября 2026", "2026年11月20日"."""
    year, month, day = (int(part) for part in date_iso.split("-"))
    name = _MONTHS[language][month - 10]
    return f"{year}年{name}月{day}日" if language == "zh" else f"{day} {name} {year}"


def news_site(language: Language, *, encoding: str = "utf-8") -> dict[str, bytes]:
    """The site's pages by path: LIST_PATH, the list of twelve articles, and the page of each of them.

    The pages name `encoding` in a `<meta charset>`; a character that it lacks becomes a reference.
    """
    pages = {LIST_PATH: _list_page(language, encoding)}
    for place, article in enumerate(_read(language)):
        pages[article.path] = _article_page(language, article, place, encoding)
    return {path: html.encode(encoding, "xmlcharrefreplace") for path, html in pages.items()}


def _list_page(language: Language, encoding: str) -> str:
    word = _WORDS[language].split("|")
    rows = "\n".join(
        f"""<div class="news-item" id="bx_{place}">
<a class="news-item__picture" href="{article.path}"><img src="/upload/{place}.jpg" alt=""></a>
<span class="news-date-time">{written_date(article.date_iso, language)}</span>
<a class="news-item__title" href="{article.path}"><b>{escape(article.title)}</b></a>
<div class="news-item__text">{escape(article.paragraphs[0])}</div>
<a class="news-item__more" href="{article.path}">{word[4]}</a>
</div>"""
        for place, article in enumerate(_read(language))
    )
    pager = "".join(f'<a href="/news/?PAGEN_1={number}&amp;SIZEN_1=12">{number}</a> ' for number in range(1, 8))
    content = f"""<h1>{word[0]}</h1>
<div class="news-list">
{rows}
<div class="pager">{pager}<a href="/news/?PAGEN_1=2&amp;SIZEN_1=12">{word[8]}</a></div>
</div>
<aside class="sidebar"><h3>{word[2]}</h3><ul>{_links(language, (3, 7, 8, 10))}</ul></aside>"""
    return _page(language, encoding, f"{word[0]} — {_SITES[language]}", content)


def _article_page(language: Language, article: NewsArticle, place: int, encoding: str) -> str:
    word = _WORDS[language].split("|")
    title = escape(article.title)
    body = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs[1:])
    others = _links(language, [(place + step) % 12 for step in (2, 5, 7)])
    content = f"""<h1>{title}</h1>
<div class="news-detail">
<p class="lead">{escape(article.paragraphs[0])}</p>
<img class="detail_picture" src="/upload/{place}.jpg" alt="{title}" title="{title}">
<h2>{title}</h2>
<span class="news-date-time">{written_date(article.date_iso, language)}</span>
{body}
</div>
<div class="share"><span>{word[5]}</span>
<a href="https://social.example/share?u={ORIGIN}{article.path}">Telegram</a>
<a href="https://post.example/intent?u={ORIGIN}{article.path}">VK</a> <button>{word[6]}</button></div>
<div class="other-news"><h3>{word[3]}</h3><ul>{others}</ul></div>"""
    return _page(language, encoding, article.title, content)


def _links(language: Language, places: tuple[int, ...] | list[int]) -> str:
    shown = [_read(language)[place] for place in places]
    return "".join(f'<li><a href="{article.path}">{escape(article.title)}</a></li>' for article in shown)


def _page(language: Language, encoding: str, title: str, content: str) -> str:
    word = _WORDS[language].split("|")
    names = _MENU[language].split("|")
    menu = "".join(
        f'<li><a href="/{place}/">{name}</a><ul>'
        + "".join(f'<li><a href="/{place}/{part}/">{name}: {other}</a></li>' for part, other in enumerate(names[:6]))
        + "</ul></li>"
        for place, name in enumerate(names)
    )
    footer = "".join(f'<a href="/{place}/">{name}</a> ' for place, name in enumerate(names))
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="{encoding}"><title>{escape(title)}</title>
<link rel="stylesheet" href="/style.css"><script>window.started = true;</script></head>
<body>
<div class="header"><a href="/"><img src="/logo.svg" alt="{_SITES[language]}"></a>
<a href="/en/">EN</a> <a href="/ru/">RU</a> <a href="/zh/">中文</a>
<form action="/search/"><input name="q"><button>{word[9]}</button></form></div>
<div class="menu"><ul>{menu}</ul></div>
<div class="breadcrumbs"><a href="/">{word[1]}</a> / <a href="{LIST_PATH}">{word[0]}</a></div>
<div class="content">
{content}
</div>
<div class="footer">{footer}<p>© {_SITES[language]}. {word[7]}.</p></div>
</body></html>
"""
