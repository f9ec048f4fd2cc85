"""Who we are, and what we do together."""
