"""Lists in the markup of well-known kinds of sites: institutions, governments, forums."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import pytest

from list_pages import TITLES
from newsreader.core.subscriptions import PageRules
from newsreader.parse.list_page import read_list_page

NOW = 1_795_608_000  # 2026-11-25 12:00 UTC
COUNT: Final = 10
_MENU: Final = [
    "About",
    "What we do",
    "Countries and regions",
    "Data and statistics",
    "Newsroom",
    "Governance and leadership",
]

Row = Callable[[int, str, int], str]
"""From the number of an article, its title and the day of November 2026, to its place in the list."""


def _page(language: str, body: str) -> bytes:
    menu = "".join(f'<li><a href="/section-{place}/">{name}</a></li>' for place, name in enumerate(_MENU))
    return (
        f'<!doctype html><html lang="{language}"><head><title>News | Organisation</title></head><body><div'
        f' class="hdr"><ul>'
        f'{menu}</ul></div><div class="wrap"><h1>News</h1>{body}</div><div class="ft"><ul>{menu}</ul></div></body>'
        f"</html>"
    ).encode()


def _card(n: int, title: str, day: int) -> str:
    return (
        f'<div class="list-view--item"><a href="/news/item/{n}" class="link-container" aria-label="{title}"><div'
        f' class="table">'
        f'<div class="date"><span class="timestamp">{day} November 2026</span></div><div class="info"><span'
        f' class="tags"><span>'
        f'News release</span></span><p class="heading text-underline">{title}</p></div></div></a></div>'
    )


def _union(n: int, title: str, day: int) -> str:
    return (
        '<article class="ecl-content-item"><ul class="ecl-meta"><li>News article</li><li><time datetime="2026-11-'
        f'{day:02}T12:00:00Z">{day} November</time></li></ul><div class="ecl-title"><a'
        f' href="/news/slug-{n}_en">{title}</a></div>'
        f"<p>{title} {title}</p><ul><li>2 min read</li></ul></article>"
    )


def _microformat(n: int, title: str, day: int) -> str:
    return (
        f'<div class="hentry"><h3 class="hentry__title"><a href="/events/president/news/7555{n}"><span'
        f' class="entry-title">{title}'
        f'</span><span class="hentry__meta"><time datetime="2026-11-{day:02}">{day} ноября 2026 года, 15:00</time>'
        f"<span>Москва, "
        "Кремль</span></span></a></h3></div>"
    )


def _forum(n: int, title: str, day: int) -> str:
    return (
        f'<tr><td><a href="viewtopic.php?t={100 + n}">{title}</a></td><td><a href="memberlist.php?u={n}">Alexander'
        f" {n}</a></td>"
        f'<td>{n * 7}</td><td>{day} Nov 2026 <a href="viewtopic.php?p={900 + n}#p{n}">»</a></td></tr>'
    )


def _portlet(n: int, title: str, day: int) -> str:
    return (
        f'<div class="element"><a href="/-/slug-{n}"><img src="/{n}.jpg"></a><div class="upper"><span>Strasbourg'
        f"</span><span "
        f'class="date">{day} November 2026</span></div><h3><a href="/-/slug-{n}" title="{title}">{title}</a></h3>'
        f"<p>{title} {title}"
        f' <a href="https://assembly.example/doc/{n}">the full text of the resolution</a></p>'
        f'<a href="https://www.facebook.com/sharer?u={n}">Share this story</a></div>'
    )


SITES: Final[dict[str, tuple[str, str, str, Row]]] = {
    "cards with a heading class": ("en", "<div>", "</div>", _card),
    "a union": ("en", "", "", _union),
    "microformats": ("ru", "", "", _microformat),
    "a forum": ("en", "<table>", "</table>", _forum),
    "portlets": ("en", "", "", _portlet),
    "a ministry with the date in the headline": (
        "zh",
        '<ul class="list1">',
        "</ul>",
        lambda n, title, day: f'<li><a href="./202611/t202611{day:02}_1{n}.shtml">{title}（2026-11-{day:02}）</a></li>',
    ),
    "a government with lines between": (
        "zh",
        "<ul>",
        "</ul>",
        lambda n, title, day: (
            f'<li><h4><a href="../content_69{n}.htm">{title}</a><span class="date">2026-11-{day:02} </span></h4></li>'
            + '<li class="line"></li>' * (n % 5 == 4)
        ),
    ),
    "an agency in Arabic": (
        "ar",
        "",
        "",
        lambda n, title, day: (
            f'<div class="row"><a href="w1{n}"><img></a><div><a class="news-title" href="w1{n}"><h2>{title}</h2></a>'
            f"<span>{day} نوفمبر 2026</span><p>{title}</p></div></div>"
        ),
    ),
    "the date as a link of its own": (
        "en",
        "<ul>",
        "</ul>",
        lambda n, title, day: (
            f'<li><a href="/news/{n}11">{day} November 2026</a> <a href="/news/{n}11">{title}</a></li>'
        ),
    ),
    "days as headings": (
        "en",
        "",
        "</ul>",
        lambda n, title, day: (
            f'{"</ul>" * (n > 0)}<h4>{day} November 2026</h4><ul><li><a href="/press/s{n}">{title}</a></li>'
        ),
    ),
}


@pytest.mark.parametrize("site", SITES)
def test_the_list_of_a_kind_of_site_is_read(site: str) -> None:
    language, before, after, row = SITES[site]
    titles = TITLES[language].split("|")[:COUNT]
    body = before + "".join(row(n, title, 20 - n) for n, title in enumerate(titles)) + after
    feed = read_list_page(
        _page(language, body),
        url="https://www.organisation.example/news/",
        content_type=None,
        rules=PageRules(),
        language=None,
        now=NOW,
    )
    assert [entry.title for entry in feed.entries] == titles
    days = [datetime.fromtimestamp(entry.published_at or 0, UTC).strftime("%Y-%m-%d") for entry in feed.entries]
    assert days == [f"2026-11-{20 - n:02}" for n in range(COUNT)]


def _titles(body: str) -> list[str]:
    feed = read_list_page(
        _page("en", body),
        url="https://www.organisation.example/news/",
        content_type=None,
        rules=PageRules(),
        language=None,
        now=NOW,
    )
    return [entry.title for entry in feed.entries]


def test_a_headline_that_goes_on_after_its_link_is_read_to_the_end() -> None:
    titles = TITLES["en"].split("|")[:4]
    rows = "".join(
        f"<tr><td><a href=pr{n}.html><b>Press release {n + 12}/2026:</b></a> {title} (2/11/2026)</td></tr>"
        for n, title in enumerate(titles)
    )
    assert _titles(f"<table>{rows}</table>") == [
        f"Press release {n + 12}/2026: {title}" for n, title in enumerate(titles)
    ]


def test_articles_above_the_list_in_another_form_belong_to_it() -> None:
    titles = TITLES["en"].split("|")
    big = f'<div class="hero"><h2><a href="/news/a-b-c-0">{titles[0]}</a></h2></div>'
    small = "".join(f'<div class="sm"><h4><a href="/news/a-b-c-{n}">{titles[n]}</a></h4></div>' for n in (1, 2))
    rows = "".join(
        f'<div class="row-item"><h3><a href="/news/a-b-c-{n}">{titles[n]}</a></h3><p>{titles[n]}</p></div>'
        for n in range(3, 9)
    )
    assert _titles(f"<div>{big}{small}</div><div>{rows}</div>") == titles[:9]


def test_links_within_sentences_are_no_list() -> None:
    sentences = "".join(
        f"<p>The commission met on Monday and spoke at length about <a href=/x/{n}>the report on water number {n}"
        f"</a>.</p>"
        for n in range(9)
    )
    rows = "".join(f"<li><a href=/news/{n}>{title}</a></li>" for n, title in enumerate(TITLES["en"].split("|")[:4]))
    assert _titles(f"{sentences}<ul>{rows}</ul>") == TITLES["en"].split("|")[:4]


def test_a_list_that_a_script_would_show_is_read_where_there_is_no_other() -> None:
    rows = "".join(f"<li><a href=/news/{n}>{title}</a></li>" for n, title in enumerate(TITLES["en"].split("|")[:4]))
    assert _titles(f'<div style="display:none"><ul>{rows}</ul></div>') == TITLES["en"].split("|")[:4]


def test_a_box_of_older_articles_beside_the_list_is_left_out() -> None:
    titles = TITLES["en"].split("|")
    rows = "".join(f"<div><h3><a href=/news/{n}>{titles[n]}</a></h3><i>{20 - n} Nov 2026</i></div>" for n in range(6))
    older = "".join(f"<li><a href=/news/9{n}>{titles[n]}</a> <i>{n} Oct 2026</i></li>" for n in range(6, 10))
    assert _titles(f"<div class=main>{rows}</div><div class=side4><h5>Latest</h5><ul>{older}</ul></div>") == titles[:6]


def test_two_columns_of_cells_are_one_list_and_share_no_text() -> None:
    titles = TITLES["en"].split("|")[:6]
    cells = [
        f"<td><a href=/news/s-{n}>{title}</a><br>2 Nov 2026<br>Teaser of {title}</td>" for n, title in enumerate(titles)
    ]
    rows = "".join(f"<tr>{cells[n]}{cells[n + 1]}</tr>" for n in (0, 2, 4))
    feed = read_list_page(
        _page("en", f"<table>{rows}</table>"),
        url="https://www.organisation.example/news/",
        content_type=None,
        rules=PageRules(),
        language=None,
        now=NOW,
    )
    assert [entry.content_html for entry in feed.entries] == [f"<p>Teaser of {title}</p>" for title in titles]
