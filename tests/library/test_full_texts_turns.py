"""Whose pages are fetched where there are more than one run fetches."""

import pytest

from clock import FakeClock
from newsreader.core.fetching import FetchFailed, FetchOutcome, FetchRequest
from newsreader.library import full_texts
from newsreader.library.full_texts import FullTexts, PageReader
from stocked import library_of, stock


class DeadNetwork:
    """Where no server answers; `asked` are the pages that were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        self.asked.append(request.url)
        return FetchFailed(request.url, "It did not answer.")


async def test_very_many_pages_of_hosts_that_wait_or_are_down_keep_no_others_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, network = FakeClock(), DeadNetwork()
    sites = ["https://old.example", "https://other.example", "https://down.example", "https://busy.example"]
    library = library_of({"one": []}, clock)
    for site in sites:  # the last one's are the newest
        stock(library.store, clock, "https://one.example/", [f"{site} {n}" for n in range(9)], site=site)
    library.want_full_texts()
    monkeypatch.setattr(full_texts, "MOST", 5)
    monkeypatch.setattr(full_texts, "MOST_OF_SITE", 2)
    texts = FullTexts(
        store=library.store,
        fetcher=network,
        reader=PageReader(),
        emit=lambda _: None,
        pause=0,
        left_alone={"busy.example"},
    )
    assert (await texts.fetch_wanted()).failed == 5
    assert [sum(url.startswith(site) for url in network.asked) for site in sites] == [1, 2, 2, 0]
