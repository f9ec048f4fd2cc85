"""Bucklin: first choices are counted; if nobody has more than half, second ones are added, and so
on.

In round 1 an option has the votes of the ballots that place it first, in round 2 of those that
place it first or second, and so on. As soon as an option has more than half of all ballots that are
not blank, whoever has the most is elected: in later rounds several can have more than half. A
ballot that ranks few options gives no further vote, and still counts in what half is taken of.
When no ballot has a further choice and nobody has more than half, the most votes decide, as the
cities' charters had it; or nobody is elected, where this is agreed on.

Options that share a rank each get the whole vote. An option's place is one behind all that are
ranked above it, so that the rank after a shared one comes as many rounds later; or ranks are taken
as they stand, one in each round.

Source: the charter of Grand Junction, Colorado (1909), drafted by Bucklin, "The Grand Junction plan
of city government and its results", Annals of the American Academy 38 (1911); how it was counted is
told in State ex rel. Windom v. Prince, 131 Minn. 399 (1915). Shared ranks: "ER-Bucklin (whole)".
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules import (
    N_,
    N_n,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    Reason,
    VotingRule,
    groups,
)
from voting.rules._duels import one_of
from voting.rules._rows import columns_of_ranks

SHARED = Parameter(
    name="shared",
    label=N_("Where options share a rank, the next rank is counted"),
    default="places",
    words={
        "places": N_("as many rounds later as options share it"),
        "ranks": N_("in the next round"),
    },
    example=N_(
        "Three of seven ballots rank a and b level, then c; three rank c alone, and one d, then a. "
        "In round 2, a has four votes, and c three or six."
    ),
)
WITHOUT_HALF = Parameter(
    name="without_half",
    label=N_("If nobody comes to more than half"),
    default="most",
    words={"most": N_("the most votes win"), "nobody": N_("nobody is elected")},
    example=N_("Five ballots rank one option each: two a, two b, one c. Nobody comes to three."),
)


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    half_of = profile.weight
    if not half_of:
        return Outcome(elected=())
    options = profile.options
    steps = _steps(options, _places(profile, parameters["shared"]), half_of)
    votes = steps[-1]["votes"]
    ranking = groups(votes)
    over = 2 * max(votes.values()) > half_of
    decided = over or parameters["without_half"] == "most"
    elected, tied = one_of(ranking[0], tie_order) if decided else ((), ())
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=tuple(steps),
        reasons=tuple(_why(steps, half_of, elected, over)),
        numbers={"first": steps[0]["votes"], "final": votes},
        chart={"kind": "choices", "rounds": steps, "of": half_of, "elected": list(elected)},
    )


def _places(profile: Profile, shared: str) -> NDArray[np.int64]:
    """Options × places: the weight of the ballots that have the option on that place."""
    width = len(profile.options)
    ranks = columns_of_ranks(profile.marks)
    found = np.zeros((width, width + 1), dtype=np.int64)
    for option in range(width):
        rows = np.flatnonzero(profile.marks[:, option])
        if shared == "places":
            place = np.count_nonzero(ranks < ranks[option], axis=0)[rows]
        else:  # a rank behind the last is none
            place = np.minimum(profile.marks[rows, option] - 1, width)
        np.add.at(found[option], place, profile.times[rows])
    return found[:, :width]


def sums(profile: Profile, parameters: Parameters, _form: Parameters) -> dict[str, Any]:
    """How many votes each option has on each place: what a round publishes instead of ballots."""
    table = _places(profile, parameters["shared"]).tolist()
    return {"places": dict(zip(profile.options, table, strict=True))}


def _steps(
    options: Sequence[Option], places: NDArray[np.int64], half_of: int
) -> list[dict[str, Any]]:
    """Round by round, until somebody has more than half or nothing is left to add."""
    sofar = [list(accumulate(row)) for row in places.tolist()]
    last = int(np.flatnonzero(places.any(axis=0))[-1])
    steps = []
    for place in range(last + 1):
        votes = {option: row[place] for option, row in zip(options, sofar, strict=True)}
        steps.append({"votes": votes})
        if 2 * max(votes.values()) > half_of:
            break
    return steps


def _why(
    steps: Sequence[Mapping[str, Any]], half_of: int, elected: Sequence[Option], over: bool
) -> Iterator[Reason]:
    votes, first = steps[-1]["votes"], steps[0]["votes"]
    best = groups(votes)[0]
    numbers = {"count": votes[best[0]], "of": half_of, "rounds": len(steps)}
    if not over:
        yield "bucklin.below", {"of": half_of}
    if not elected:
        name = "bucklin.tied" if over else "bucklin.most"
        yield name, numbers | {"options": list(best)}
        return
    [winner] = elected
    if over:
        name = "bucklin.half" if len(steps) > 1 else "bucklin.at_once"
        yield name, numbers | {"option": winner}
    else:
        yield "bucklin.most", numbers | {"options": [winner]}
    others = {o: v for o, v in votes.items() if o != winner}
    if others:
        most = max(others.values())
        told = {"options": [o for o, v in others.items() if v == most], "count": most}
        yield ("bucklin.runner_up", told) if most else ("bucklin.alone", {})
    led = max(first, key=lambda o: first[o])
    if first[led] > first[winner]:
        yield (
            "bucklin.overtaken",
            {"other": led, "count": first[led], "option": winner, "second": first[winner]},
        )


RULE = VotingRule(
    id="bucklin",
    title=N_("Ranking: further choices until one has half (Bucklin)"),
    summary=N_(
        "Put the options in your order. First choices are counted; if nobody is on more than half "
        "of the ballots, second choices are added, then third ones. As soon as somebody is, the "
        "most votes win."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(SHARED, WITHOUT_HALF),
    promises=(
        N_("Whoever is first on more than half of the ballots wins."),
        N_("A better rank never harms the option that gets it."),
        N_("If more than half rank the same options above all others, one of these wins."),
    ),
    limits=(
        N_("Ranking a second choice can harm your first."),
        N_(
            "An option that wins each of its duels can lose, and one that loses each of them can "
            "win."
        ),
        N_("Similar options can help or harm each other."),
        N_("In rare cases it would have been better for somebody not to vote at all."),
    ),
    sentences={
        "bucklin.at_once": N_n(
            "%(option)s has the first choice of %(count)s of %(of)s ballots: more than half at "
            "once.",
            "%(option)s has the first choice of %(count)s of %(of)s ballots: more than half at "
            "once.",
        ),
        "bucklin.half": N_n(
            "After %(rounds)s rounds %(option)s is on %(count)s of %(of)s ballots, among the "
            "choices counted by then: more than half, and nobody is on more.",
            "After %(rounds)s rounds %(option)s is on %(count)s of %(of)s ballots, among the "
            "choices counted by then: more than half, and nobody is on more.",
        ),
        "bucklin.below": N_(
            "With all choices counted, nobody is on more than half of the %(of)s ballots."
        ),
        "bucklin.most": N_n(
            "The most: %(options)s, on %(count)s ballot.",
            "The most: %(options)s, on %(count)s ballots.",
        ),
        "bucklin.tied": N_n(
            "After %(rounds)s rounds %(options)s are on %(count)s ballot of %(of)s each: more "
            "than half, and level.",
            "After %(rounds)s rounds %(options)s are on %(count)s ballots of %(of)s each: more "
            "than half, and level.",
        ),
        "bucklin.runner_up": N_n(
            "Second: %(options)s, with %(count)s vote.",
            "Second: %(options)s, with %(count)s votes.",
        ),
        "bucklin.alone": N_("No other option has a vote."),
        "bucklin.overtaken": N_(
            "%(other)s had the most first choices (%(count)s, against %(second)s for %(option)s). "
            "But further choices count as much, and put %(option)s ahead."
        ),
    },
    fingerprints=True,
)
