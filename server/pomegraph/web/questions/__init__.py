"""The questions over HTTP: lists, forms, answers as data, pages and pictures."""
