"""The debate of a proposal: arguments for and against, a thread, its summary, its moderation."""
