"""How much saved searches find, for the sidebar."""

from newsreader.library.library import Library
from newsreader.library.views import View


def count_searches(library: Library) -> dict[str, int]:
    """How many unread entries each saved search finds, by its query; may be called on another thread.

    Raises:
        StoreError: The store cannot be read.
    """
    queries = [search.query for search in library.following.searches]
    if not queries:
        return {}
    with library.beside() as beside:
        return {query: beside.unread_in(View("search", query, query)) for query in queries}
