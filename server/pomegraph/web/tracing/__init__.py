"""Where figures come from, over HTTP: a form for a table, and an answer for each row."""
