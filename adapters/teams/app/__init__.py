"""What a tenant's administrator uploads: a manifest and two icons."""
