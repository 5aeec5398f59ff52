"""How lists of news are written: one function per kind of site, from stories to the HTML of the list."""

from collections.abc import Callable
from itertools import groupby
from typing import Final

from list_pages import Body, Story


def _each(item: Callable[[Story], str], before: str = "", after: str = "") -> Body:
    return lambda stories: before + "\n".join(item(story) for story in stories) + after


def _bitrix(s: Story) -> str:
    return (
        f'<p class="news-item" id="bx_32181_{s.number}"><a href="{s.path}"><img class="preview_picture"'
        f' src="/u/{s.number}.jpg"'
        f' alt="" style="float:left"></a><span class="news-date-time">{s.written}</span> <a href="{s.path}">'
        f"<b>{s.html}</b></a>"
        f'<br />{s.teaser}<div style="clear:both"></div></p>'
    )


def _wordpress(s: Story) -> str:
    return (
        f'<article id="post-{s.number}" class="post-{s.number} post type-post status-publish'
        f' category-c{s.number % 3} hentry">'
        f'<header class="entry-header"><h2 class="entry-title"><a href="{s.path}" rel="bookmark">{s.html}</a></h2>'
        f'<div class="entry-meta">Posted on <a href="{s.path}"><time datetime="{s.day}T09:00:00+00:00">{s.written}'
        f"</time></a> by"
        f' <a href="/author/admin/">Press office of the organisation</a> in <a href="/category/water/">Water and'
        f" energy policy"
        f'</a></div></header><div class="entry-summary"><p>{s.teaser} <a class="more-link"'
        f' href="{s.path}">{s.more}</a></p></div>'
        f'<footer class="entry-footer"><a href="{s.path}#respond">Leave a comment</a> <a'
        f' href="/tag/rivers/">rivers</a></footer>'
        "</article>"
    )


def _elementor(s: Story) -> str:
    return (
        f'<article class="elementor-post elementor-grid-item post-{s.number} has-post-thumbnail"><a'
        f' class="elementor-post__'
        f'thumbnail__link" href="{s.path}" tabindex="-1"><div><img src="/{s.number}.jpg" alt="{s.html}"></div></a>'
        f'<div class="elementor-post__text"><h3 class="elementor-post__title"><a href="{s.path}">{s.html}</a></h3>'
        f'<div class="elementor-post__excerpt"><p>{s.teaser}</p></div><a class="elementor-post__read-more"'
        f' href="{s.path}">'
        f'{s.more} »</a></div><div class="elementor-post__meta-data"><span class="elementor-post-date">{s.written}'
        f"</span>"
        "</div></article>"
    )


def _views_row(s: Story) -> str:
    parity = "odd views-row-first" if s.number == 0 else "odd" if s.number % 2 else "even"
    return (
        f'<div class="views-row views-row-{s.number + 1} views-row-{parity}"><div class="views-field'
        f' views-field-created">'
        f'<span class="field-content">{s.written}</span></div><div class="views-field views-field-title"><span'
        f' class="field-'
        f'content"><a href="{s.path}">{s.html}</a></span></div><div class="views-field views-field-body">'
        f"<p>{s.teaser}</p></div>"
        f'<div class="views-field views-field-view-node"><a href="{s.path}">{s.more}</a></div></div>'
    )


def _drupal_table(s: Story) -> str:
    return (
        f'<tr class="{"odd" if s.number % 2 else "even"}"><td class="views-field-title"><a'
        f' href="{s.path}">{s.html}</a></td>'
        f'<td>Press release</td><td><span class="date-display-single">{s.written}</span></td>'
        f'<td><a href="/files/{s.number}.pdf">{s.number}.pdf</a></td></tr>'
    )


def _joomla(stories: list[Story]) -> str:
    def item(s: Story, kind: str) -> str:
        return (
            f'<div class="{kind}" itemprop="blogPost"><h2 itemprop="headline"><a href="{s.path}"'
            f' itemprop="url">{s.html}</a></h2>'
            f'<dl class="article-info"><dd class="published"><time datetime="{s.day}"'
            f' itemprop="datePublished">{s.written}</time>'
            f'</dd><dd class="hits">Hits: {s.number * 31}</dd></dl><p>{s.teaser}</p><p class="readmore"><a'
            f' class="btn" href="'
            f'{s.path}">{s.more}: {s.html}</a></p></div>'
        )

    first = item(stories[0], "leading-0 item-featured")
    rows = "".join(f'<div class="items-row cols-2">{item(s, f"item column-{s.number % 2}")}</div>' for s in stories[1:])
    return f'<div class="blog"><div class="items-leading">{first}</div>{rows}</div>'


def _sharepoint(s: Story) -> str:
    return (
        f'<li class="dfwp-item"><div class="item link-item bullet"><a href="{s.path}" title="">{s.html}</a>'
        f'<div class="description">{s.written} — {s.teaser}</div></div></li>'
    )


def _whole_card(s: Story) -> str:
    return (
        f'<a class="t-feed__link js-feed-post-link" href="{s.path}"><div class="t-feed__post-bgimg"></div><div'
        f' class="t-feed__'
        f'textwrapper"><div class="t-feed__post-date">{s.written}</div><div class="t-feed__post-title">{s.html}</div>'
        f'<div class="t-feed__post-descr">{s.teaser}</div></div></a>'
    )


def _span_card(s: Story) -> str:
    return (
        f'<div class="css-{s.number}x9"><a href="{s.path}"><span class="css-q1">Press release</span><span'
        f' class="css-q2">{s.html}'
        f"</span><p>{s.teaser}</p><span>{s.written}</span></a></div>"
    )


def _chinese(s: Story) -> str:
    shown = s.html[:38] + "…" * (len(s.html) > 38)
    return f'<li><a href="{s.path}" target="_blank" title="{s.html}">{shown}</a><span>[{s.written}]</span></li>'


def _gov_rows(s: Story) -> str:
    return (
        f'<tr><td width="10"><img src="/dot.gif"></td><td><a href="{s.path}">{s.html}</a></td><td align="right"'
        f" nowrap>{s.written}"
        f'</td></tr><tr><td colspan="3" height="1"></td></tr>'
    )


def _unlinked_heading(s: Story) -> str:
    return (
        f'<div class="teaser"><h3>{s.html}</h3><span class="meta">{s.written} | Geneva</span><p>{s.teaser}</p>'
        f'<a class="button" href="{s.path}">{s.more}</a></div>'
    )


def _overlay(s: Story) -> str:
    return (
        f'<li class="card"><a class="card__link" href="{s.path}" aria-label="{s.html}"></a><div'
        f' class="card__body"><p class="card__'
        f'kicker">Story</p><h3 class="card__title">{s.html}</h3><time class="card__date"'
        f' datetime="{s.day}">{s.written}</time>'
        "</div></li>"
    )


def _three_links(s: Story) -> str:
    return (
        f'<div class="item"><a href="{s.path}?utm_source=list&amp;utm_medium=img"><img src="/{s.number}.png"'
        f' alt="Image"></a>'
        f'<div><a href="{s.path}">{s.html}</a></div><small>{s.written}</small><p>{s.teaser}</p><a'
        f' href="{s.path}#more">{s.more}</a>'
        f'<div class="topics"><a href="/topic/water-and-energy/">Water and energy</a> <a'
        f' href="/topic/trade/">Trade</a></div></div>'
    )


def _columns(stories: list[Story]) -> str:
    rows = ""
    for start in range(0, len(stories), 3):
        cells = "".join(
            f'<div class="col-sm-4 {"first" if s.number % 3 == 0 else ""}"><h4><a href="{s.path}">{s.html}</a>'
            f'</h4><p class="date">'
            f"{s.written}</p></div>"
            for s in stories[start : start + 3]
        )
        rows += f'<div class="row">{cells}</div>'
    return rows


def _sections(stories: list[Story]) -> str:
    parts = ""
    for month, group in groupby(stories, key=lambda s: s.day.strftime("%Y / %m")):
        parts += f"<h2>{month}</h2><ul>" + "".join(
            f'<li><a href="{s.path}">{s.html}</a> ({s.written})</li>' for s in group
        )
        parts += "</ul>"
    return parts


def _day_box(s: Story) -> str:
    return (
        f'<div class="news"><div class="date-box"><span class="day">{s.day.day}</span><span'
        f' class="month">{s.day:%b}</span>'
        f'<span class="year">{s.day.year}</span></div><div class="text"><a href="{s.path}"><h5>{s.html}</h5></a>'
        f"<p>{s.teaser}</p>"
        "</div></div>"
    )


def _modules(s: Story) -> str:
    return (
        f'<div class="Card_card__{s.number}kQz Card_v{s.number % 4}"><div class="Card_body__Zx{s.number}"><div'
        f' class="Card_headline__a'
        f'{s.number}"><a class="Link_link__{s.number}" href="{s.path}">{s.html}</a></div><div'
        f' class="Card_meta">{s.written}</div></div></div>'
    )


def _languages(s: Story) -> str:
    return (
        f'<li><p class="d">{s.written}</p><p class="t"><a href="{s.path}">{s.html}</a></p><p class="l"><a'
        f' href="/files/{s.number}_en.pdf">'
        f'English</a> <a href="/files/{s.number}_fr.pdf">Français</a> <a href="/files/{s.number}_ru.pdf">Русский'
        f"</a></p></li>"
    )


def _slider(stories: list[Story]) -> str:
    slides = "".join(
        f'<div class="slide"><a href="{s.path}"><img src="/b{s.number}.jpg" alt="{s.html}"></a></div>'
        for s in stories[:3]
    )
    return f'<div class="slider">{slides}</div><div class="list">' + _each(_unlinked_or_linked)(stories) + "</div>"


def _unlinked_or_linked(s: Story) -> str:
    return f'<div class="n"><h3><a href="{s.path}">{s.html}</a></h3><div>{s.written}</div></div>'


def _pinned(stories: list[Story]) -> str:
    s = stories[0]
    big = (
        f'<section class="hero"><a href="{s.path}"><img src="/big.jpg" alt=""></a><h2><a href="{s.path}">{s.html}'
        f"</a></h2>"
        f'<p>{s.teaser}</p><span class="date">{s.written}</span></section>'
    )
    return big + '<ul class="list">' + _each(_list_row)(stories[1:]) + "</ul>"


def _list_row(s: Story) -> str:
    return f'<li><span class="date">{s.written}</span><a href="{s.path}">{s.html}</a></li>'


SHAPES: Final[dict[str, Body]] = {
    "bitrix": _each(_bitrix, '<div class="news-list">', "</div>"),
    "wordpress": _each(_wordpress, '<div id="primary">', "</div>"),
    "elementor": _each(_elementor, '<div class="elementor-posts-container elementor-grid">', "</div>"),
    "drupal rows": _each(_views_row, '<div class="view view-news"><div class="view-content">', "</div></div>"),
    "drupal table": _each(_drupal_table, '<table class="views-table cols-4"><tbody>', "</tbody></table>"),
    "joomla": _joomla,
    "sharepoint": _each(_sharepoint, '<ul class="dfwp-column dfwp-list">', "</ul>"),
    "whole card": _each(_whole_card, '<div class="t-feed">', "</div>"),
    "card of spans": _each(_span_card, '<div class="grid">', "</div>"),
    "chinese list": _each(_chinese, '<ul class="list_con">', "</ul>"),
    "table rows": _each(_gov_rows, '<table width="100%">', "</table>"),
    "unlinked heading": _each(_unlinked_heading, '<div class="teasers">', "</div>"),
    "overlay": _each(_overlay, '<ul class="cards">', "</ul>"),
    "three links": _each(_three_links, '<div class="items">', "</div>"),
    "columns": _columns,
    "month sections": _sections,
    "day box": _each(_day_box, '<div class="newslist">', "</div>"),
    "hashed classes": _each(_modules, '<div class="Grid_grid__x">', "</div>"),
    "languages": _each(_languages, "<ul>", "</ul>"),
    "slider": _slider,
    "pinned": _pinned,
    "definition list": _each(
        lambda s: f'<dt>{s.written}</dt><dd><a href="{s.path}">{s.html}</a></dd>', "<dl>", "</dl>"
    ),
    "flat headings": _each(
        lambda s: f'<h3><a href="{s.path}">{s.html}</a></h3><p>{s.written}</p><p>{s.teaser}</p><hr>'
    ),
    "flat lines": _each(lambda s: f'<b>{s.written}</b> <a href="{s.path}">{s.html}</a><br>'),
    "flat font": _each(lambda s: f'<font>{s.written}</font><br><a href="{s.path}">{s.html}</a><br><br>'),
    "two rows": _each(
        lambda s: f'<tr><td><a href="{s.path}">{s.html}</a></td></tr><tr><td>{s.written} {s.teaser}</td></tr>',
        "<table>",
        "</table>",
    ),
    "date first in a card": _each(
        lambda s: f'<div class="x{s.number % 2}"><a href="{s.path}"><p>{s.written}</p><p>{s.html}</p></a></div>',
        "<div>",
        "</div>",
    ),
    "date in link": _each(
        lambda s: f'<li><a href="{s.path}"><span>{s.written}</span> {s.html}</a></li>', "<ul>", "</ul>"
    ),
}
"""Lists with a date for each story."""

UNDATED: Final[dict[str, Body]] = {
    "titles": _each(lambda s: f'<div><a href="{s.path}">{s.html}</a></div>', '<div class="list">', "</div>"),
    "titles and teasers": _each(
        lambda s: f'<div class="news-item"><a href="{s.path}"><b>{s.html}</b></a><p>{s.teaser}</p></div>',
        "<div>",
        "</div>",
    ),
    "list": _each(lambda s: f'<li><a href="{s.path}">{s.html}</a></li>', "<ul>", "</ul>"),
    "paragraphs": _each(lambda s: f'<p><a href="{s.path}">{s.html}</a></p>'),
    "cards": _each(
        lambda s: f'<div class="card"><a href="{s.path}"><img src="/1.jpg" alt="{s.html}"><h3>{s.html}</h3></a></div>',
        "<div>",
        "</div>",
    ),
}
"""Lists without dates."""
