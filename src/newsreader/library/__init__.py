"""Use cases: what the program does, without a terminal. The only package that combines the adapters."""
