"""Places in proportion to votes: the engine of the rules of highest averages and of largest
remainders. Everything is compared as fractions; level claims to the last places are a tie.

Source: Balinski and Young, "Fair Representation" (1982); Pukelsheim, "Proportional Representation"
(2014).
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from voting.rules import (
    N_,
    N_n,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    Reason,
    Sentence,
)

Claim = tuple[int, Fraction]
"""How strongly an option claims one more place; larger comes first. The first part is 1 for claims
that come before all quotients."""
Averages = Callable[[int, int], Claim]
"""An option's votes and the places it has -> its claim to one more."""
Seats = dict[Option, int]

PLACES = Parameter(
    name="seats",
    label=N_("How many places are shared out"),
    default=1,
    least=1,
    most=1_000,
    example=N_("With one place more, the option whose claim comes next gets it."),
)
THRESHOLD = Parameter(
    name="threshold",
    label=N_("Share of all votes that is needed to take part (such as 1/20; 0: none)"),
    default="0",
    kind="share",
    example=N_("With 1/20, an option with 4 votes of 100 gets no place, however many there are."),
)
BOUND = Parameter(
    name="threshold_is",
    label=N_("Whether exactly that share is enough"),
    default="reached",
    words={"reached": N_("yes, it has to be reached"), "exceeded": N_("no, it has to be exceeded")},
    example=N_("An option with 5 votes of 100, where 1/20 is needed."),
)
PARAMETERS = (PLACES, THRESHOLD, BOUND)


def by_averages(
    profile: Profile,
    parameters: Parameters,
    tie_order: Sequence[Option] | None,
    claim: Averages,
    *,
    squared: bool = False,
) -> Outcome:
    """One place after the other, each to the strongest claim. ``squared``: claims are squares of
    quotients, so that no root is drawn."""
    votes, taking_part = _votes(profile, parameters)
    seats, left = dict.fromkeys(votes, 0), parameters["seats"]
    log: list[Mapping[str, Any]] = []
    while left and taking_part:
        claims = {option: claim(votes[option], seats[option]) for option in taking_part}
        best = max(claims.values())
        level = [option for option in taking_part if claims[option] == best]
        if len(level) > left:
            return _outcome(parameters, votes, taking_part, seats, level, left, tie_order, log)
        for option in level:
            seats[option] += 1
        left -= len(level)
        first, quotient = best
        log.append({"to": level, "quotient": None if first else str(quotient), "squared": squared})
    return _outcome(parameters, votes, taking_part, seats, [], 0, tie_order, log)


def by_remainders(
    profile: Profile,
    parameters: Parameters,
    tie_order: Sequence[Option] | None,
    quota: Callable[[Sequence[int], int], Fraction],
) -> Outcome:
    """A place for each full quota, the others to the largest remainders. ``quota`` is asked with
    the votes of those who take part, and the places, which full quotas never exceed."""
    votes, taking_part = _votes(profile, parameters)
    if not taking_part:
        return _outcome(
            parameters, votes, taking_part, dict.fromkeys(votes, 0), [], 0, tie_order, []
        )
    size = quota([votes[option] for option in taking_part], parameters["seats"])
    seats = {o: int(v // size) if o in taking_part else 0 for o, v in votes.items()}
    remainders = {option: votes[option] - seats[option] * size for option in taking_part}
    left = parameters["seats"] - sum(seats.values())
    log: list[Mapping[str, Any]] = [{"quota": str(size), "full": dict(seats)}]
    for remainder in sorted(set(remainders.values()), reverse=True):
        level = [option for option in taking_part if remainders[option] == remainder]
        if len(level) > left:
            if not left:
                break
            return _outcome(parameters, votes, taking_part, seats, level, left, tie_order, log)
        for option in level:
            seats[option] += 1
        left -= len(level)
        if level and left >= 0:
            log.append({"to": level, "remainder": str(remainder)})
    return _outcome(parameters, votes, taking_part, seats, [], 0, tie_order, log)


def _votes(profile: Profile, parameters: Parameters) -> tuple[dict[Option, int], list[Option]]:
    """The votes of each option, and those with enough of them to take part."""
    votes = profile.totals()
    needed = Fraction(parameters["threshold"]) * sum(votes.values())
    more = parameters["threshold_is"] == "exceeded"
    enough = [o for o, v in votes.items() if v > needed or (v == needed and not more)]
    return votes, [option for option in enough if votes[option]]


def _outcome(
    parameters: Parameters,
    votes: Mapping[Option, int],
    taking_part: Sequence[Option],
    seats: Seats,
    level: Sequence[Option],
    left: int,
    tie_order: Sequence[Option] | None,
    log: Sequence[Mapping[str, Any]],
) -> Outcome:
    """``level`` claim the ``left`` last places equally. ``log``: where each place went, and why."""
    if level and tie_order is not None:
        for option in sorted(level, key=list(tie_order).index)[:left]:
            seats[option] += 1
        level = []
    elected = tuple(sorted((o for o in seats if seats[o]), key=lambda o: -seats[o]))
    below = [o for o in votes if votes[o] and o not in taking_part]
    rows = [{"option": o, "votes": votes[o], "seats": seats[o]} for o in votes]
    rows.sort(key=lambda row: (-int(row["seats"]), -int(row["votes"])))  # type: ignore[call-overload]
    return Outcome(
        elected=elected,
        tied=tuple(level),
        seats=seats,
        steps=({"votes": dict(votes), "seats": dict(seats), "left": left if level else 0}, *log),
        reasons=_why(votes, seats, below, elected, level, left),
        numbers={"seats": seats, "first": dict(votes)},
        chart={"kind": "seats", "rows": rows, "places": parameters["seats"]}
        if sum(votes.values())
        else {},
    )


def _why(
    votes: Mapping[Option, int],
    seats: Seats,
    below: Sequence[Option],
    elected: Sequence[Option],
    level: Sequence[Option],
    left: int,
) -> tuple[Reason, ...]:
    said: list[Reason] = []
    total = sum(votes.values())
    if elected:
        first = elected[0]
        numbers = {"option": first, "count": seats[first], "votes": votes[first], "of": total}
        said.append(("shares.first", numbers))
    if level:
        said.append(("shares.tied", {"options": list(level), "count": left}))
    none = [o for o in votes if votes[o] and not seats[o] and o not in below and o not in level]
    if none:
        said.append(("shares.none", {"options": none, "count": len(none)}))
    if below:
        said.append(("shares.below", {"options": list(below), "count": len(below)}))
    return tuple(said)


SENTENCES: Mapping[str, str | Sentence] = {
    "shares.first": N_n(
        "%(option)s gets %(count)s place for %(votes)s of %(of)s votes.",
        "%(option)s gets %(count)s places for %(votes)s of %(of)s votes.",
    ),
    "shares.tied": N_n(
        "%(options)s have equal claims to the last place.",
        "%(options)s have equal claims to the last %(count)s places.",
    ),
    "shares.none": N_n(
        "%(options)s has too few votes for a place.",
        "%(options)s have too few votes for a place (%(count)s options).",
    ),
    "shares.below": N_n(
        "%(options)s stays below the share that is needed to take part.",
        "%(options)s stay below the share that is needed to take part (%(count)s options).",
    ),
}
MONOTONE = N_("One place more to share out never takes a place from anybody.")
QUOTA = N_("Everybody gets their exact share, rounded up or down.")
