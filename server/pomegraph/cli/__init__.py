"""The command line: each command builds its objects, calls one function and prints the result."""
