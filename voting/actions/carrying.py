"""At closing: each mandate's fate, once, in the transaction of the count."""

import secrets
from collections import Counter
from typing import Any

from sqlmodel import Session

from voting import mandates
from voting.mandates import Weighed
from voting.models import Disclosure, Fate, Round
from voting.papers import frozen_copy


def settle(session: Session, round: Round) -> tuple[dict[int, list[int]], dict[str, Any] | None]:
    """The weights that each carrier's ballot counts for besides its own, by the carrier's number;
    and what is published of it, None where no vote could be passed on."""
    if "mandates" not in frozen_copy(round):
        return {}, None
    weighed = mandates.weighed(session, round)
    _write_fates(session, weighed)
    return weighed.carried, _published(weighed, in_full=round.disclosure == Disclosure.OPEN)


def _write_fates(session: Session, weighed: Weighed) -> None:
    lost, carriers = weighed.came_to.lost, weighed.came_to.terminal
    for mandate in weighed.mandates:
        giver = str(mandate.giver_id)
        if mandate.giver_id in weighed.voted:
            mandate.fate = Fate.OWN
        elif giver in lost:
            mandate.fate = Fate(lost[giver])
        else:
            mandate.fate, mandate.carrier_id = Fate.CARRIED, int(carriers[giver] or 0)
        session.add(mandate)


def _published(weighed: Weighed, *, in_full: bool) -> dict[str, Any]:
    """What became of votes passed on, in the shape of voting/FORMAT.md. ``in_full``: also each way,
    between people who have numbers drawn by lot and no names."""
    came_to = weighed.came_to
    carried = [weight for weights in weighed.carried.values() for weight in weights]
    return {
        "given": len(weighed.mandates),
        "own": sum(mandate.giver_id in weighed.voted for mandate in weighed.mandates),
        "carried": len(carried),
        "carried_weight": sum(carried),
        "lost": dict(Counter(came_to.lost.values())),
        "lost_weight": came_to.lost_weight,
        "ways": _ways(weighed) if in_full else None,
    }


def _ways(weighed: Weighed) -> dict[str, Any]:
    people = list(weighed.weights)
    secrets.SystemRandom().shuffle(people)
    number = {member_id: place for place, member_id in enumerate(people, 1)}
    return {
        "weights": [weighed.weights[member_id] for member_id in people],
        "voted": sorted(number[member_id] for member_id in weighed.voted),
        "given": [[number[one.giver_id], number[one.holder_id]] for one in weighed.mandates],
    }
