"""How much saved searches find, for the sidebar."""

from newsreader.library.library import Library
from newsreader.library.needed import Needed
from newsreader.library.views import View


def count_searches(library: Library, needed: Needed | None = None) -> dict[str, int]:
    """How many unread entries each saved search finds, by its query; may be called on another thread.

    `needed`: what ends it early; None: nothing does.

    Raises:
        StoreError: The store cannot be read.
    """
    queries = [search.query for search in library.following.searches]
    if not queries:
        return {}
    needed = needed or Needed()
    with library.beside() as beside, needed.of(beside.store):
        return {
            query: beside.unread_in(View("search", query, query)) for query in queries if needed.is_of(beside.store)
        }
