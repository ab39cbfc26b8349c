"""What people write: ontology, registers, mappings, sources."""
