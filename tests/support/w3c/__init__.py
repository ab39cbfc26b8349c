"""Runs the W3C SPARQL test suites against a real server; the suites lie outside the project."""
