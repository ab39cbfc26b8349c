"""Records of public sources become claims: a module for each source, a record in, what it says out."""
