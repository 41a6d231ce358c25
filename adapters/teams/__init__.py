"""Microsoft Teams as a place: activities come in, Adaptive Cards go out."""
