"""Benchmarks: each `bench_*.py` is run by hand and prints its figures."""
