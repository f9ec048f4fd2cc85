"""What rules on stances share: the weight of each stance, its picture, and its sentences.

A stance is taken on a text as a whole. Whoever would stop the text says why; the words are no part
of the count, and the pages show them beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voting.rules import N_, Option, Outcome, Parameters, Reason

AGREE, CONCERNS, ABSTAIN = "agree", "concerns", "abstain"
NO_STANCE: Reason = ("stances.none", {})
SENTENCES = {"stances.none": N_("No ballot takes a stance.")}
NOTHING_OF_STRENGTH = N_("It knows stances only: the reasons are read by people, not counted.")


def outcome(
    votes: Mapping[Option, int],
    elected: Option | None,
    said: Sequence[Reason],
    *,
    tied: tuple[Option, ...] = (),
    against: Sequence[Option] = (),
) -> Outcome:
    """``elected``: the stance that stands for what came out. ``against``: the stances that speak
    against the text, for the picture."""
    return Outcome(
        elected=() if elected is None else (elected,),
        tied=tied,
        steps=({"votes": dict(votes)},),
        reasons=tuple(said),
        numbers={"first": dict(votes)},
        chart={
            "kind": "stances",
            "rows": [{"option": option, "value": votes[option]} for option in votes],
            "of": sum(votes.values()),
            "against": list(against),
        },
    )


def reason_for(*stances: Option) -> Callable[[Parameters], Mapping[str, Any]]:
    """The form asks for a reason beside these stances."""
    return lambda _parameters: {"reason_for": sorted(stances)}
