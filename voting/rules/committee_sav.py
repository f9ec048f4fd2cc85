"""Satisfaction approval: each ballot shares one point among all whom it ticks; most points win.

Source: Brams and Kilgour, "Satisfaction Approval Voting" (2014).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from voting.rules import (
    N_,
    N_n,
    Option,
    Outcome,
    Parameters,
    Profile,
    Reason,
    VotingRule,
    fill,
    groups,
)
from voting.rules import _committees as committees
from voting.rules._places import SENTENCES, as_number, rows


def points_of(profile: Profile) -> dict[Option, Fraction]:
    """The points of each option over all ballots: whole numbers for each number of ticks."""
    ticks = profile.marks.sum(axis=1)
    unit = lcm(*range(1, len(profile.options) + 1))
    found = [0] * len(profile.options)
    for number in np.unique(ticks).tolist():
        same = ticks == number
        votes = (profile.times[same] @ profile.marks[same]).tolist()
        found = [had + more * (unit // number) for had, more in zip(found, votes, strict=True)]
    return {o: Fraction(total, unit) for o, total in zip(profile.options, found, strict=True)}


def sums(profile: Profile, _parameters: Parameters, _form: Parameters) -> dict[str, Any]:
    total = points_of(profile)
    return {"points": {o: [value.numerator, value.denominator] for o, value in total.items()}}


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    points = points_of(profile)
    ranking, fills = groups(points), committees.fills(parameters)
    known = [tuple(o for o in group if points[o] or fills) for group in ranking]
    elected, tied = fill(known, parameters["seats"], tie_order)
    written = {option: as_number(value) for option, value in points.items()}
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=({"points": written},),
        reasons=_why(profile, parameters, points, elected, tied),
        numbers={"scores": written},
        chart={"kind": "points", "rows": rows(ranking, points), "by": "ticks"},
    )


def _why(
    profile: Profile,
    parameters: Parameters,
    points: Mapping[Option, Fraction],
    elected: Sequence[Option],
    tied: Sequence[Option],
) -> tuple[Reason, ...]:
    ticks = profile.totals()
    said: list[Reason] = [
        ("sav.elected", {"option": o, "points": str(points[o]), "count": ticks[o]})
        for o in elected[: committees.MOST_SENTENCES]
        if points[o]
    ]
    if tied:
        level = {"options": list(tied), "points": str(points[tied[0]])}
        return (*said, ("places.tied", level))
    said += committees.last_places(ticks, parameters["seats"], elected, ticks)
    for other in [o for group in groups(points) for o in group if o not in elected and points[o]][
        :1
    ]:
        said.append(("places.runner_up", {"other": other, "points": str(points[other])}))
    said += committees.by_ticks(ticks, parameters["seats"], elected)
    return tuple(said)


RULE = VotingRule(
    id="committee-sav",
    title=N_("Several places, one point to share"),
    summary=N_(
        "Tick everybody whom you would like to see elected. Your ballot is worth one point, shared "
        "equally among all whom you tick. Those with the most points are elected."
    ),
    form="approval",
    count=count,
    sums=sums,
    parameters=(committees.PLACES, committees.UNTICKED),
    promises=(
        N_("Everybody has the same to give, however many they tick."),
        committees.MONOTONE,
    ),
    limits=(
        N_("Whoever ticks one person more gives less to each of the others."),
        N_("A group that ticks few people can beat a larger one that ticks many."),
        N_("One majority that ticks few enough can fill every place."),
    ),
    sentences={
        "sav.elected": N_n(
            "%(option)s is elected with %(points)s in points, from %(count)s ballot.",
            "%(option)s is elected with %(points)s in points, from %(count)s ballots.",
        ),
        "places.runner_up": SENTENCES["places.runner_up"],
        "places.tied": SENTENCES["places.tied"],
    }
    | {
        name: committees.SENTENCES[name]
        for name in ("committee.unknown", "committee.vacant", "committee.by_ticks")
    },
    fingerprints=True,
)
