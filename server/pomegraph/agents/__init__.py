"""What programs that talk are offered: few tools, texts to read, prompts, and the schema on a page."""
