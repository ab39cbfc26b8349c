"""What claims become: triples, disagreements, sorted quads."""
