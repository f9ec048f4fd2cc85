"""Partner organisations' own sign-in: connections, and what they may say about their people."""
