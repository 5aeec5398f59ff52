"""Measurements that `make bench` prints. Every figure comes with a ratio, because machines differ and drift."""
