"""What a query finds, for the commands."""

from collections.abc import Iterator

from newsreader.cli.output import complain
from newsreader.core.entries import EntryState, EntrySummary
from newsreader.library.headlines import HeadlineList
from newsreader.library.indexing import FEW, waiting
from newsreader.library.library import Library
from newsreader.library.listed_rows import PAGE
from newsreader.library.views import View


def rows_of(library: Library, headlines: HeadlineList, count: int) -> Iterator[tuple[EntrySummary, EntryState]]:
    """The first `count` rows of a list, those whose entries have gone left out, with what the user did with them."""
    for start in range(0, count, PAGE):
        rows = [headlines.row(index) for index in range(start, min(start + PAGE, count))]
        states = library.states.among([row.id for row in rows if row is not None])
        yield from ((row, states[row.id]) for row in rows if row is not None)


def found(library: Library, query: str) -> HeadlineList:
    """What `query` finds in all that is stored: what a refresh has left to be indexed is indexed first."""
    if query and (left := waiting(library.store)) and library.read_only is None:
        if left > FEW:
            complain(f"Indexing {left:,} new entries first, so that nothing is missed …")
        library.store.upkeep.index_all()
    return library.headlines(View("search", query, query))
