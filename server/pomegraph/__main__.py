"""Runs the command line as `python -m pomegraph`."""

from pomegraph.cli.main import main

main()
