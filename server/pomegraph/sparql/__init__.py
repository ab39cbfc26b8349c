"""SPARQL as text: formats, outlines of queries, tables of results."""
