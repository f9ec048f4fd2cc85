"""What the rules that fill several places from ticked ballots share: the outcome, and what is said.

Each says with how many votes somebody was elected, in its own measure: their ticks, as far as they
still counted.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Protocol

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
    fill,
    groups,
)
from voting.rules._ways import Way, follow

MOST_SENTENCES = 5
"""Where many are elected, the table says the rest."""

PLACES = Parameter(
    name="seats",
    label=N_("How many are elected"),
    default=3,
    least=1,
    most=100,
    example=N_("With one place more, a smaller group may get somebody of its choice, too."),
)

UNTICKED = Parameter(
    name="unticked",
    label=N_("If places are left, and only options that no ballot ticks"),
    default="empty",
    words={
        "empty": N_("the places stay empty"),
        "level": N_("these are level for the places left"),
    },
    example=N_("Three places, and only two of five candidates have a tick."),
)


def fills(parameters: Parameters) -> bool:
    return bool(parameters["unticked"] == "level")


class Counting(Way, Protocol):
    def told(self) -> list[tuple[int, Fraction | None]]:
        """Who was chosen, and with how many votes; None: to fill a place left over."""
        ...

    def next_ones(self) -> list[int]:
        """Who would have been chosen next; may change how the count stands."""
        ...


def outcome(
    start: Counting, profile: Profile, seats: int, tie_order: Sequence[Option] | None
) -> Outcome:
    """The count from its start on, every way of breaking ties followed."""
    options = profile.options
    if not profile.weight:
        return Outcome(elected=())
    order = [options.index(option) for option in tie_order or options]
    ends = follow(start, order, breaks_ties=tie_order is not None)
    return told(
        profile,
        seats,
        elected=tuple(options[column] for column in ends.order if column in ends.sure),
        tied=tuple(options[column] for column in sorted(ends.tied)),
        counted={options[column]: votes for column, votes in ends.shown.told()},
        after=() if ends.tied else [options[column] for column in ends.shown.next_ones()],
    )


def told(
    profile: Profile,
    seats: int,
    *,
    elected: tuple[Option, ...],
    tied: tuple[Option, ...],
    counted: Mapping[Option, Fraction | None],
    after: Sequence[Option],
) -> Outcome:
    """``counted``: with how many votes each was chosen, in that order. ``after``: who is next."""
    ticks = profile.totals()
    rest = [o for group in groups(ticks) for o in group if o not in elected]
    rows = [
        {"option": o, "ticks": ticks[o], "votes": _text(counted.get(o)) if o in elected else None}
        for o in (*elected, *rest)
    ]
    chosen = [{"option": option, "votes": _text(votes)} for option, votes in counted.items()]
    return Outcome(
        elected=elected,
        tied=tied,
        steps=({"ticks": ticks}, *chosen),
        reasons=_why(profile, ticks, seats, elected, tied, counted, after),
        numbers={"scores": ticks},
        chart={"kind": "committee", "rows": rows, "of": profile.weight, "won": len(elected)},
    )


def _text(votes: Fraction | None) -> str | None:
    return None if votes is None else str(votes)


def _why(
    profile: Profile,
    ticks: Mapping[Option, int],
    seats: int,
    elected: Sequence[Option],
    tied: Sequence[Option],
    counted: Mapping[Option, Fraction | None],
    after: Sequence[Option],
) -> tuple[Reason, ...]:
    said: list[Reason] = []
    for option in elected[:MOST_SENTENCES]:
        votes = counted.get(option)
        if votes is not None:
            numbers = {"option": option, "count": ticks[option], "points": str(votes)}
            whole = votes == ticks[option]
            said.append(("committee.whole" if whole else "committee.part", numbers))
    if tied:
        return (*said, ("committee.tied", {"options": list(tied)}))
    said += last_places(ticks, seats, elected, counted)
    columns = [profile.options.index(option) for option in elected]
    served = int(profile.times[profile.marks[:, columns].any(axis=1)].sum())
    said.append(("committee.served", {"count": served, "of": profile.weight}))
    if after:
        said.append(("committee.next", {"options": list(after)}))
    said += by_ticks(ticks, seats, elected)
    return tuple(said)


def last_places(
    ticks: Mapping[Option, int],
    seats: int,
    elected: Sequence[Option],
    counted: Mapping[Option, Fraction | int | None],
) -> list[Reason]:
    """What is said of places that were left over, or stay empty."""
    said: list[Reason] = []
    filled = [o for o in elected if counted.get(o) is None and ticks[o]]
    if filled:
        said.append(("committee.filled", {"options": filled, "count": len(filled)}))
    unknown = [o for o in elected if not ticks[o]]
    if unknown:
        said.append(("committee.unknown", {"options": unknown, "count": len(unknown)}))
    if len(elected) < seats:
        said.append(("committee.vacant", {"count": seats - len(elected)}))
    return said


def by_ticks(ticks: Mapping[Option, int], seats: int, elected: Sequence[Option]) -> list[Reason]:
    """Who would have been elected instead, if that is certain."""
    most, level = fill(groups(ticks), seats, None)
    instead = [o for o in most if o not in elected]
    without = [o for o in elected if o not in most]
    if instead and without and not level:
        return [("committee.by_ticks", {"options": instead, "others": without})]
    return []


SENTENCES: Mapping[str, str | Sentence] = {
    "committee.whole": N_n(
        "%(option)s is elected with %(count)s vote.",
        "%(option)s is elected with %(count)s votes.",
    ),
    "committee.part": N_n(
        "%(option)s is elected. %(count)s ballot ticks this candidate; it counts as %(points)s, "
        "for it has others elected already.",
        "%(option)s is elected. %(count)s ballots tick this candidate; they count as "
        "%(points)s, for some of them have others elected already.",
    ),
    "committee.tied": N_(
        "Options are level on the way, and the result depends on which comes first: %(options)s "
        "can each be elected."
    ),
    "committee.filled": N_n(
        "%(options)s takes %(count)s place that was left over.",
        "%(options)s take %(count)s places that were left over.",
    ),
    "committee.unknown": N_n(
        "No ballot ticks %(options)s, elected because %(count)s place was left over.",
        "No ballot ticks %(options)s, elected because %(count)s places were left over.",
    ),
    "committee.vacant": N_n(
        "%(count)s place stays empty: nobody else can be elected.",
        "%(count)s places stay empty: nobody else can be elected.",
    ),
    "committee.served": N_n(
        "%(count)s of %(of)s ballots has at least one of its choices elected.",
        "%(count)s of %(of)s ballots have at least one of their choices elected.",
    ),
    "committee.next": N_("Next would have been: %(options)s."),
    "committee.by_ticks": N_(
        "Had only the number of ticks been counted, %(options)s would be elected, and not "
        "%(others)s."
    ),
}
MONOTONE = N_("One place more to fill never takes a place from anybody.")
LISTS = N_("Where everybody ticks one whole list, the places are shared as by d’Hondt’s method.")
