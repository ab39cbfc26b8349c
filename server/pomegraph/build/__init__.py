"""From content to a checked release, and from a release to another store."""
