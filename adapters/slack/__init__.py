"""Slack as a place: signed payloads come in, Block Kit goes out."""
