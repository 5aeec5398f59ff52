"""Lists of every kind of site, in every frame, in eight languages, found without rules."""

from datetime import UTC, datetime
from typing import Final

import pytest

from list_page_shapes import SHAPES, UNDATED
from list_pages import FRAMES, TITLES, ListPage, make_page
from newsreader.core.subscriptions import PageRules
from newsreader.parse.list_page import read_list_page

NOW = 1_795_608_000  # 2026-11-25 12:00 UTC
PATHS: Final = (
    "/news/{}-{}/",
    "/news/{}/",
    "/index.php?id={}",
    "/content/2026/{1}",
    "/press/{1}.html",
    "/{1}",
)
_DATELESS: Final = {"two rows"}  # its dates begin long lines, which may tell of other days


def _pages(frame: str, shape: str) -> list[tuple[ListPage, bool]]:
    body = SHAPES.get(shape) or UNDATED[shape]
    start = list(FRAMES).index(frame) + [*SHAPES, *UNDATED].index(shape)
    found = []
    for place, language in enumerate(TITLES):
        seed = start + place
        page = make_page(
            body,
            FRAMES[frame],
            language,
            count=12 if seed % 3 else 6,
            path=PATHS[seed % len(PATHS)],
            style=seed % 2,
            dated=shape in SHAPES,
            seed=seed,
        )
        found.append((page, shape in SHAPES and shape not in _DATELESS))
    return found


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("shape", [*SHAPES, *UNDATED])
def test_the_list_is_found_and_nothing_else(frame: str, shape: str) -> None:
    for page, is_dated in _pages(frame, shape):
        feed = read_list_page(
            page.body, url=page.url, content_type=None, rules=PageRules(), language=page.language, now=NOW
        )
        found = {entry.link: entry for entry in feed.entries}
        hits = [link for link in page.links if link in found]
        assert min(len(hits) / len(found), len(hits) / len(page.links)) >= 0.9
        assert [entry.link for entry in feed.entries if entry.link in page.links] == hits
        for link, title, day in zip(page.links, page.titles, page.days, strict=True):
            if link in found:
                assert found[link].title == title
                moment = found[link].published_at
                if is_dated:
                    assert moment is not None
                    assert datetime.fromtimestamp(moment, UTC).date() == day
