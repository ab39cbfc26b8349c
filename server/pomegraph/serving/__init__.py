"""Keeping a server running: supervisor, web server, sockets."""
