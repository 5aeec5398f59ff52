"""What is kept between runs. `Store` is the only door; the only SQL of the program is behind it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsreader.store.store import Store

__all__ = ["Store"]


def __getattr__(name: str) -> Any:
    """The door (PEP 562): processes that only pack what is to be stored do not import it, and all that is behind it."""
    if name != "Store":
        raise AttributeError(name)
    from newsreader.store.store import Store

    return Store
