"""How the tables came to be. Never edited once landed; see `storage/upgrade.py`."""
