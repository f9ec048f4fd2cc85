"""Majority judgment: grade every option in words; the best middle grade wins.

Half of the ballots give the winner its middle grade or better. Level options are told apart by
taking one middle grade away from each, again and again, until they differ (``iterated``), or by
comparing how many are above and below the middle (``gauge``). Source: Balinski and Laraki,
"Majority Judgment" (MIT Press, 2010), chapters 1 and 13.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from voting.rules import (
    N_,
    SEATS,
    N_n,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    Reason,
    VotingRule,
    fill,
    groups,
)
from voting.rules._rows import Weights

NO_ANSWER = -1
MOST_SENTENCES = 5
Tally = list[int]
"""Weights of: no answer, grade 0 (worst), grade 1, …"""


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    tallies = _tallies(profile, int(profile.marks.max(initial=0)) + 1)
    return from_tallies(tallies, parameters, tie_order)


def from_tallies(
    tallies: Mapping[Option, Tally],
    parameters: Parameters,
    tie_order: Sequence[Option] | None = None,
) -> Outcome:
    """The same count from sums: for each option the weights of no answer, grade 0, grade 1, …"""
    counted = {option: _counted(tally, parameters["blank"]) for option, tally in tallies.items()}
    middles = {option: _middle(tally) for option, tally in counted.items()}
    if parameters["tie_break"] == "gauge":
        standing: Mapping[Option, Any] = {o: _gauge(tally) for o, tally in counted.items()}
    else:
        standing = _majority_values(counted)
    graded = any(sum(tally) for tally in counted.values())
    ranking = groups(standing) if graded else ()
    elected, tied = fill(ranking, parameters["seats"], tie_order)
    above, below = _around(counted, middles)
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=({"tallies": dict(tallies)}, {"middle": middles, "above": above, "below": below}),
        reasons=_why(ranking, elected, tied, counted, parameters["tie_break"]),
        numbers={"grades": middles, "above": above, "below": below},
        chart={
            "kind": "grades",
            "rows": [
                {
                    "option": o,
                    "tally": tallies[o],
                    "middle": middles[o],
                    "above": above[o],
                    "below": below[o],
                }
                for group in ranking
                for o in group
            ],
            "no_answer": parameters["blank"],
        },
    )


def _counted(tally: Tally, blank: str) -> Tally:
    """The tally with "no answer" read as the parameter says; first place: below the worst."""
    if blank == "lowest":
        return list(tally)
    none, worst, *rest = tally
    return [0, worst + (none if blank == "worst" else 0), *rest]


def _middle(tally: Tally) -> int:
    """The lower middle grade; below every grade when there are none."""
    return _taken_away(tally, 0)


def _grade_at(tally: Tally, place: int) -> int:
    """The grade at a place, grades sorted from worst to best, places from 0; below every grade
    where the place is before the first."""
    return bisect_right(list(accumulate(tally)), place) + NO_ANSWER


def _around(
    counted: Mapping[Option, Tally], middles: Mapping[Option, int]
) -> tuple[dict[Option, int], dict[Option, int]]:
    above = {o: sum(tally[middles[o] + 2 :]) for o, tally in counted.items()}
    below = {o: sum(tally[: middles[o] + 1]) for o, tally in counted.items()}
    return above, below


def _gauge(tally: Tally) -> tuple[int | Fraction, ...]:
    middle, total = _middle(tally), sum(tally)
    above, below = sum(tally[middle + 2 :]), sum(tally[: middle + 1])
    return (middle, Fraction(above if above > below else -below, total)) if total else (middle,)


def _majority_values(counted: Mapping[Option, Tally]) -> dict[Option, tuple[int, ...]]:
    """For each option its grades in the order in which they become the middle one, at those
    places only where one of the options can begin to differ from another.

    From the middle outwards, the grades taken away come from the left and from the right in turn.
    Two options that were alike so far differ first where one of them, on one side, comes to
    another grade.
    """
    places = sorted({p for tally in counted.values() for p in _changes(tally)})
    return {
        option: tuple(_taken_away(tally, place) for place in places)
        for option, tally in counted.items()
    }


def _changes(tally: Tally) -> Iterator[int]:
    """The places at which another grade is taken away than before on the same side; the first,
    too, and the one after the last."""
    total = sum(tally)
    middle, odd = (total - 1) // 2, total % 2
    for boundary in accumulate(tally, initial=0):
        on_the_right, on_the_left = boundary - middle, middle + 1 - boundary
        for place in (2 * on_the_right - 1 + odd, 2 * on_the_left - odd):
            yield max(0, place)


def _taken_away(tally: Tally, place: int) -> int:
    """The grade that is the middle one after ``place`` others have been taken away: of an odd
    number the middle and then left and right in turn, of an even number first the right. Lower
    than every grade where just none is left; with "no answer" read as lower still, all options
    come to that place together."""
    total = sum(tally)
    middle, steps = (total - 1) // 2, (place + 1) // 2
    to_the_right = (total + place) % 2
    return _grade_at(tally, middle + steps if to_the_right else middle - steps)


def _why(
    ranking: Sequence[Sequence[Option]],
    elected: Sequence[Option],
    tied: Sequence[Option],
    counted: Mapping[Option, Tally],
    tie_break: str,
) -> tuple[Reason, ...]:
    middles = {option: _middle(tally) for option, tally in counted.items()}
    above, below = _around(counted, middles)
    said: list[Reason] = []
    for option in elected[:MOST_SENTENCES]:
        total = sum(counted[option])
        numbers = {"option": option, "grade": middles[option], "of": total}
        if total:
            said.append(("mj.more_than_half", numbers | {"count": total - below[option]}))
        else:
            said.append(("mj.ungraded", {"option": option}))
    if tied:
        said.append(("mj.tied", {"options": list(tied), "grade": middles[tied[0]]}))
    outside = [o for group in ranking for o in group if o not in elected and o not in tied]
    if elected and outside and not tied:
        last, next_one = elected[-1], outside[0]
        numbers = {"option": last, "other": next_one, "grade": middles[next_one]}
        numbers |= {"above": above[last], "below": below[last]}
        numbers |= {"other_above": above[next_one], "other_below": below[next_one]}
        same = middles[last] == middles[next_one]
        how = f"mj.told_apart_{tie_break}" if same else "mj.runner_up"
        level = any(last in group and next_one in group for group in ranking)
        if not level:  # a tie that was broken is told by the round itself
            said.append((how, numbers))
    if len(elected) == 1:
        said += _dissent(elected[0], counted[elected[0]], below[elected[0]])
    return tuple(said)


def _dissent(option: Option, tally: Tally, below: int) -> list[Reason]:
    """How many think little of the winner, told as plainly as the rest."""
    if tally[1]:
        return [("mj.rejected", {"option": option, "grade": 0, "count": tally[1]})]
    return [("mj.lower", {"option": option, "count": below})] if below else []


def sums(profile: Profile, _parameters: Parameters, form: Parameters) -> Mapping[str, Any]:
    """The tallies that a round publishes instead of ballots."""
    return {"tallies": _tallies(profile, form["grades"])}


def _tallies(profile: Profile, grades: int) -> dict[Option, Tally]:
    weights, marks = Weights(profile.times), profile.marks.T
    found = [weights.of(marks == grade).tolist() for grade in range(NO_ANSWER, grades)]
    return dict(zip(profile.options, map(list, zip(*found, strict=True)), strict=True))


RULE = VotingRule(
    id="majority-judgment",
    title=N_("Majority judgment"),
    summary=N_(
        "Give each option a grade in words. The option with the best middle grade wins: half of "
        "the ballots give it that grade or a better one. Grade each option for itself; a good "
        "grade for one takes nothing from another."
    ),
    form="grades",
    count=count,
    from_sums=from_tallies,
    sums=sums,
    parameters=(
        SEATS,
        Parameter(
            name="blank",
            label=N_("An option without a grade"),
            default="lowest",
            words={
                "lowest": N_("counts as lower than the worst grade"),
                "worst": N_("counts as the worst grade"),
                "excluded": N_("does not count for that option"),
            },
            example=N_(
                "An option that few people know can win if missing grades do not count, "
                "and cannot if they count as the worst."
            ),
        ),
        Parameter(
            name="tie_break",
            label=N_("Options with the same middle grade"),
            default="iterated",
            words={
                "iterated": N_("one middle grade is taken away from each, until they differ"),
                "gauge": N_("the larger group above or below the middle grade decides"),
            },
            example=N_("With very split opinions, both can rank level options differently."),
        ),
    ),
    promises=(
        N_("A better grade never harms the option that gets it."),
        N_("Adding or removing an option does not change the order of the others."),
    ),
    limits=(
        N_("An option that most people prefer to each other one can lose to it in grades."),
        N_("Somebody's taking part can harm the option that they grade best."),
    ),
    sentences={
        "mj.more_than_half": N_n(
            "More than half (%(count)s of %(of)s ballots) give %(option)s “%(grade)s” or better.",
            "More than half (%(count)s of %(of)s ballots) give %(option)s “%(grade)s” or better.",
        ),
        "mj.ungraded": N_("No ballot gives %(option)s a grade; a place was left."),
        "mj.tied": N_("%(options)s are level, with the same grades around “%(grade)s”."),
        "mj.runner_up": N_(
            "%(other)s comes next: half of its ballots do not go beyond “%(grade)s”."
        ),
        "mj.told_apart_iterated": N_(
            "%(option)s and %(other)s have the same middle grade, “%(grade)s”. One middle grade is "
            "taken away from each, again and again, until they differ: %(option)s stays ahead. "
            "Above “%(grade)s”: %(above)s for %(option)s, %(other_above)s for %(other)s. Below it: "
            "%(below)s and %(other_below)s."
        ),
        "mj.told_apart_gauge": N_(
            "%(option)s and %(other)s have the same middle grade, “%(grade)s”. The larger group "
            "above or below it decides: %(above)s above and %(below)s below for %(option)s, "
            "%(other_above)s above and %(other_below)s below for %(other)s."
        ),
        "mj.rejected": N_n(
            "%(count)s ballot gives %(option)s the worst grade, “%(grade)s”.",
            "%(count)s ballots give %(option)s the worst grade, “%(grade)s”.",
        ),
        "mj.lower": N_n(
            "%(count)s ballot gives %(option)s a lower grade than its middle one.",
            "%(count)s ballots give %(option)s a lower grade than its middle one.",
        ),
    },
)
