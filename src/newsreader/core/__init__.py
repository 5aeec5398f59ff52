"""Nouns and decisions. Nothing here does I/O, reads a clock or imports a third party."""
