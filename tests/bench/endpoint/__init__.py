"""The parts of bench_endpoint.py: data, queries, servers, load, measures and the report."""
