"""For programs that talk, over HTTP: texts that tell them what there is, and tools."""
