"""What the house knows of a member: given to them, forgotten when they ask, and not kept longer
than stated."""
