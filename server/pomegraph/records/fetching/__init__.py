"""Downloads records of public services, page by page, politely, and so that it can be gone on with."""
