"""Answers queries in processes of their own, each with a deadline, a memory limit and no network."""
