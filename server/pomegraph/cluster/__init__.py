"""Imports and builds on Apache Spark: the functions of one machine over parts, to the same bytes."""
