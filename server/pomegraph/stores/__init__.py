"""Whom a query can be put to: the embedded store, a store elsewhere."""
