"""The pages of votes. A view loads, acts and renders; it decides nothing."""

from civic.core.web import Pages

bp = Pages("voting", __name__, url_prefix="/votes")

from voting.views import (  # noqa: E402
    ballots,
    beginnings,
    console,
    counts,
    finding,
    minutes,
    passing_on,
    questions,
    rounds,
    rules,
    wizard,
)

__all__ = [
    "ballots",
    "beginnings",
    "bp",
    "console",
    "counts",
    "finding",
    "minutes",
    "passing_on",
    "questions",
    "rounds",
    "rules",
    "wizard",
]
