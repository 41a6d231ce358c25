"""A hospital of 5,000 made-up people, for the demonstration."""
