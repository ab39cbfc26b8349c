"""The description of the questions in OpenAPI 3.1."""
