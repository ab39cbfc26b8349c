"""Canned queries: one file each, from which pages, routes, commands and tools are made."""
