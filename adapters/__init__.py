"""Listen and speak: the platforms, the command line, and the only wiring."""
