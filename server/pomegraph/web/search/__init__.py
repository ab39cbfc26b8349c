"""The search over HTTP: a page, and data for programs and for who is still typing."""
