"""Decides: pure values and functions; no network, no clock, no dice, no SQL."""
