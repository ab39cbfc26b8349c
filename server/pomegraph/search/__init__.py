"""Finds questions, things, documents and claims by anyone's words."""
