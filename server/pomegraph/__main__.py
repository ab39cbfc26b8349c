"""Runs the command line as `python -m pomegraph`."""

from pomegraph.cli import main

main()
