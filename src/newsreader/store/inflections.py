"""The words of a query with their inflections, as far as these stand in the search index."""

from dataclasses import replace
from functools import cached_property
from typing import Final

from newsreader.core.query import And, Not, Or, Query, Words
from newsreader.store.database import Database
from newsreader.store.search_index import SearchIndex

MAX_WORDS: Final = 20
"""Words of one query that are looked for in other forms, too."""


class Inflections:
    """Finds those of one query."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self._db = database
        self._index = index
        self._words = 0

    def of(self, query: Query) -> Query:
        """`query` with the forms of its words."""
        match query:
            case Words(text, exact=False, forms=()) if self._words < MAX_WORDS:
                self._words += 1
                return replace(query, forms=self._forms(text))
            case Not(part):
                return Not(self.of(part))
            case And(parts):
                return And(tuple(map(self.of, parts)))
            case Or(parts):
                return Or(tuple(map(self.of, parts)))
        return query

    def _forms(self, word: str) -> tuple[str, ...]:
        """() where the word itself is all there is."""
        from newsreader.store.word_forms import forms  # only for who searches

        possible = forms(word, self._languages)
        if len(possible) == 1 or self._index.state in ("missing", "behind"):
            return ()
        others = tuple(form for form in possible[1:] if self._stands(form))
        return (possible[0], *others) if others else ()

    def _stands(self, form: str) -> bool:
        return self._db.value("SELECT 1 FROM search WHERE search MATCH ? LIMIT 1", (f'"{form}"',)) is not None

    @cached_property
    def _languages(self) -> frozenset[str]:
        sql = "SELECT DISTINCT lower(substr(coalesce(language, own_language, ''), 1, 3)) FROM feed WHERE subscribed = 1"
        return frozenset(code.rstrip("-_") for (code,) in self._db.rows(sql))
