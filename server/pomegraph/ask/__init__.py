"""Asking without HTTP: from Python, as tools, by the Model Context Protocol."""
