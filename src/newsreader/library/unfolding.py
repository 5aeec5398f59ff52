"""What a reader does about the copies of the article at hand: look at them, and say that they are none."""

from newsreader.core.journal import Change
from newsreader.library.folding import fold, unfold
from newsreader.library.session import ReadingSession


def turn_fold(session: ReadingSession) -> int:
    """Unfold the copies of the article at hand below it, or fold them again; the cursor is on the article then.

    Returns:
        How many rows came, below 0 how many went; 0 where it has no copies that could.

    Raises:
        StoreError: The store cannot be read.
    """
    row = session.row
    if row is None:
        return 0
    headlines = session.headlines
    kept = headlines.unfolded.get(row.id, row.id)
    went = fold(headlines, kept)
    if not went:
        return unfold(headlines, session.library.store, kept)
    index = headlines.index_of(kept)
    session.cursor = session.cursor if index is None else index
    return -went


def part(session: ReadingSession) -> Change | None:
    """Say that the article at hand is not the same as what it was taken for a copy of, or as any of its copies.

    They stand in the list as rows of their own then. None: it was taken for no copy, and has none.

    Raises:
        StoreError: That cannot be stored.
    """
    row, headlines = session.row, session.headlines
    if row is None:
        return None
    if row.id not in headlines.unfolded:
        unfold(headlines, session.library.store, row.id)
    change = session.library.states.part(row.id)
    for one in change.ids if change is not None else ():
        headlines.unfolded.pop(one, None)
    return change
