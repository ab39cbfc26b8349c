"""What the page of each kind of thing is made of, as data."""
