"""Whether a vote's ballots may be counted under other rules once it is over, as a game. Pure.

People who stood for election, and an assembly that has spoken, are spared the question who would
have won otherwise, unless it was allowed before the vote opened.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from civic.spaces.models import SpaceKind
from voting.models import Round
from voting.rules import all_rules


def allowed(round: Round) -> bool:
    """As it was chosen, or as is usual."""
    if round.what_if is not None:
        return round.what_if
    return usual(round.space.kind, round.questions)


def usual(kind: SpaceKind, questions: Sequence[Mapping[str, Any]]) -> bool:
    return kind != SpaceKind.ASSEMBLY and not any(map(_fills_places, questions))


def _fills_places(question: Mapping[str, Any]) -> bool:
    """Several places are filled by people, or by their lists."""
    rule = all_rules().get(question["rule"])
    places = question["parameters"].get("seats") or 1
    return rule is None or rule.by_shares or places > 1
