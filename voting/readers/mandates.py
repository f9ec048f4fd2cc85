"""Files of mandates: each vote gets its weight first, then any rule counts.

``--rule delegation`` shows that first step itself: who votes for whom, what is lost and why, and
the option with the most weight.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from voting.delegation import Weighed, split, weigh
from voting.readers import Election, Mandates
from voting.rules import Outcome, fill, groups

ID = "delegation"
SETTINGS = ("cap", "transitive")
"""``cap``: how many people one holder may carry, any number if nothing is said. ``transitive``:
``yes``, or ``no`` for proxies that a holder cannot pass on."""


def followed(election: Election, asked: dict[str, Any]) -> tuple[Election, Weighed]:
    """The same election with ballots that carry what was given to them. Takes its settings out of
    what was asked. Raises ValueError."""
    found: Any = election.mandates
    cap, transitive = (asked.pop(name, None) for name in SETTINGS)
    if transitive not in (None, "yes", "no"):
        raise ValueError("transitive is yes or no.")
    weighed = weigh(
        found.voters,
        found.given,
        found.votes,
        weights=found.weights,
        most=None if cap is None else _whole(cap),
        onward=transitive != "no",
    )
    tally = split(_parts(found, weighed), weighed)
    ballots = [(tally[option], option) for option in election.options if tally.get(option)]
    return replace(election, ballots=ballots), weighed


def _parts(found: Mandates, weighed: Weighed) -> dict[str, Mapping[str, int]]:
    """Who names one option gives it all that they carry."""
    return {
        voter: {vote: weighed.weights[voter]} if isinstance(vote, str) else vote
        for voter, vote in found.votes.items()
    }


def _whole(text: Any) -> int:
    plain = str(text)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 15):
        raise ValueError(f"cap is a whole number, not {plain[:40]!r}.")
    return int(plain)


def count(election: Election, weighed: Weighed) -> Outcome:
    """The option with the most weight, and where all weight has gone."""
    tally = {option: weight for weight, option in election.ballots}
    ranking = groups(tally)
    elected, tied = fill(ranking, 1, None)
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=(
            {"carried": {one: list(givers) for one, givers in weighed.carried.items()}},
            {"lost": dict(weighed.lost), "circles": [list(one) for one in weighed.circles]},
            {"votes": tally},
        ),
        numbers={
            "weights": dict(weighed.weights),
            "terminal": dict(weighed.terminal),
            "lost": weighed.lost_weight,
            "tally": tally,
        },
    )
