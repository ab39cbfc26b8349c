"""The endpoint and its pages: HTTP on top of the same functions that the command line calls."""
