"""What ships beside the code: the taxonomy and other tables."""
