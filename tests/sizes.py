"""How large a test is: as usual, or as in `make soak` (CIVIC_SOAK=1)."""

import os

from hypothesis import settings

SOAK = os.environ.get("CIVIC_SOAK") == "1"


def size(usual: int, soak: int) -> int:
    """How many rounds, ballots or tries: enough to trust, or enough to be sure."""
    return soak if SOAK else usual


settings.register_profile("usual", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("soak", max_examples=5_000, deadline=None)
settings.load_profile("soak" if SOAK else "usual")
