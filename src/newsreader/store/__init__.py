"""What is kept between runs. `Store` is the only door; the only SQL of the program is behind it."""

from newsreader.store.store import Store

__all__ = ["Store"]
