"""Closed lists: vote for one list of candidates, and cross out names on it where that is allowed.

The places of a board or council are shared out among lists, by one of the methods that statutes
use. On a list candidates are elected in the order in which they stand on it, unless enough of its
ballots cross somebody out. A list that wins more places than it has candidates leaves places
vacant. Sources: the French Code du travail, L2314-29 and R2314-19 to 21 (highest average, names
crossed out from a tenth on), L2314-30 (women and men in turn); Code électoral, L262 (half of the
places to the first list).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from voting.rules import (
    N_,
    SEATS,
    BadParameter,
    N_n,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    Reason,
    VotingRule,
)
from voting.rules._lists import List, Places, lists_of, ways

MOST_LISTS_TOLD = 12


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    """Raises BadParameter where a number is missing for a candidate, or a name for a list."""
    lists, sides = lists_of(profile, parameters), _sides(profile.options, parameters)
    names = parameters["names"]
    if names is not None and len(names) < max((one.number for one in lists), default=0):
        raise BadParameter("names")
    if not profile.weight or not any(one.ballots for one in lists):
        return Outcome(elected=())
    found = list(ways(lists, parameters, tie_order))
    ends = [{o for one in lists for o in _of_list(one, way)} for way in found]
    everywhere, somewhere = set.intersection(*ends), set.union(*ends)
    shown = next(ways(lists, parameters, tie_order or profile.options))
    ranked = sorted(lists, key=lambda one: (-shown.get(one.number, 0), -one.votes))
    elected = tuple(o for one in ranked for o in one.standing if o in everywhere)
    tied = tuple(o for o in profile.options if o in somewhere - everywhere)
    return Outcome(
        elected=elected,
        tied=tied,
        steps=tuple(_step(one, found) for one in ranked),
        reasons=_why(ranked, found, elected, tied, sides, parameters),
        numbers={
            "first": {str(one.number): one.ballots for one in lists},
            "vacant": 0 if tied else parameters["seats"] - len(elected),
        },
        chart={
            "kind": "lists",
            "of": profile.weight,
            "places": parameters["seats"],
            "rows": [_row(one, found, everywhere) for one in ranked],
        },
    )


def _of_list(one: List, places: Places) -> tuple[Option, ...]:
    return one.standing[: places.get(one.number, 0)]


def _sides(options: Sequence[Option], parameters: Parameters) -> Mapping[Option, int]:
    sides = parameters["sides"]
    each = [sides] * len(options) if isinstance(sides, int) else sides
    if len(each) != len(options):
        raise BadParameter("sides")
    return dict(zip(options, each, strict=True))


def _step(one: List, found: Sequence[Places]) -> dict[str, Any]:
    return {
        "list": one.number,
        "ballots": one.ballots,
        "votes": [one.votes.numerator, one.votes.denominator],
        "crossed": dict(one.crossed),
        "standing": list(one.standing),
        "places": sorted({places.get(one.number, 0) for places in found}),
    }


def _row(one: List, found: Sequence[Places], elected: set[Option]) -> dict[str, Any]:
    """Its candidates in the order in which they stand after crossing-out."""
    return {
        "list": one.number,
        "ballots": one.ballots,
        "places": min(places.get(one.number, 0) for places in found),
        "candidates": [
            {"option": o, "crossed": one.crossed[o], "elected": o in elected} for o in one.standing
        ],
    }


def _why(
    lists: Sequence[List],
    found: Sequence[Places],
    elected: Sequence[Option],
    tied: Sequence[Option],
    sides: Mapping[Option, int],
    parameters: Parameters,
) -> tuple[Reason, ...]:
    if not elected and not tied:
        return ()
    total = sum(one.ballots for one in lists)
    said: list[Reason] = []
    sure = {one.number: min(places.get(one.number, 0) for places in found) for one in lists}
    for one in lists[:MOST_LISTS_TOLD]:
        if sure[one.number]:
            told = {"list": one.number, "count": sure[one.number]}
            said.append(("lists.places", told | {"votes": one.ballots, "of": total}))
    ever = {one.number: max(places.get(one.number, 0) for places in found) for one in lists}
    if tied:
        level = [number for number in sure if ever[number] > sure[number]]
        return (*said, ("lists.tied", {"lists": level}))
    said += _moved(lists, elected)
    vacant = parameters["seats"] - len(elected)
    if vacant:
        short = next(one for one in lists if ever[one.number] > len(one.candidates))
        said.append(("lists.vacant", {"count": vacant, "list": short.number}))
    women, men = (sum(sides[o] == side for o in elected) for side in (1, 2))
    if women or men:
        said.append(("lists.parity", {"count": women, "men": men}))
    return tuple(said)


def _moved(lists: Sequence[List], elected: Sequence[Option]) -> list[Reason]:
    """Who is elected before somebody who stood above, because that one was crossed out."""
    for one in lists:
        mine = [o for o in one.candidates if o in elected]
        passed = [o for o in one.candidates if o not in elected and one.crossed[o]]
        for over in passed:
            after = [o for o in mine if one.candidates.index(o) > one.candidates.index(over)]
            if after:
                told = {"option": over, "other": after[0], "count": one.crossed[over]}
                return [("lists.crossed", told | {"of": one.ballots})]
    return []


def sums(profile: Profile, _parameters: Parameters, _form: Parameters) -> Mapping[str, Any]:
    """How many ballots leave each candidate on the list, and how many cross them out."""
    kept = (profile.times @ (profile.marks > 0)).tolist()
    out = (profile.times @ (profile.marks < 0)).tolist()
    return {
        "votes": dict(zip(profile.options, kept, strict=True)),
        "out": dict(zip(profile.options, out, strict=True)),
    }


RULE = VotingRule(
    id="closed-lists",
    title=N_("Lists of candidates"),
    summary=N_(
        "Vote for one list. Places are shared out among the lists by their votes, and on each list "
        "they go to its candidates from the top down. Names can be crossed out where this vote "
        "allows it."
    ),
    form="list",
    count=count,
    sums=sums,
    parameters=(
        SEATS,
        Parameter(
            name="lists",
            label=N_("List of each candidate (such as 1, 1, 2, 2)"),
            default=1,
            kind="numbers",
            least=1,
            most=200,
            example=N_("Somebody who moves to a list with fewer votes may not be elected."),
        ),
        Parameter(
            name="names",
            label=N_("Names of the lists, one after the other (such as “Together; Another way”)"),
            default=None,
            kind="names",
            example=N_("Without names, they are called List 1, List 2 and so on."),
        ),
        Parameter(
            name="shared",
            label=N_("How places are shared out among the lists"),
            default="averages",
            words={
                "averages": N_("in proportion, by the highest average"),
                "remainders": N_("in proportion, by the largest remainder"),
                "half": N_("half to the first list, the others by the highest average"),
                "first": N_("all of them to the first list"),
            },
            example=N_("With 60 of 100 votes, a list gets 6, 8 or all of 10 places."),
        ),
        Parameter(
            name="threshold",
            label=N_("Share of all votes that is needed to take part (such as 1/20; 0: none)"),
            default="0",
            kind="share",
            example=N_("With 1/10, a list with 9 votes of 100 gets no place."),
        ),
        Parameter(
            name="crossing",
            label=N_("Whether names may be crossed out"),
            default="no",
            words={"no": N_("no"), "yes": N_("yes, all but one of the chosen list")},
            example=N_("If names are crossed out, the second on a list can be elected alone."),
        ),
        Parameter(
            name="crossed_by",
            label=N_(
                "Share of a list’s ballots that must cross somebody out for it to count (such as "
                "1/10; 0: one is enough)"
            ),
            default="1/10",
            kind="share",
            only_with=("crossing", "yes"),
            example=N_("Crossed out by 5 of 100, somebody keeps the place unless 0 is written."),
        ),
        Parameter(
            seldom=True,
            name="votes_of",
            label=N_("What counts as the votes of a list"),
            default="ballots",
            only_with=("crossing", "yes"),
            words={
                "ballots": N_("its ballots"),
                "candidates": N_("the mean of its candidates’ votes: crossing-out costs it votes"),
            },
            example=N_("A list whose voters cross out half of it can lose a place."),
        ),
        Parameter(
            seldom=True,
            name="sides",
            label=N_("Women 1, men 2 (0: not said)"),
            default=0,
            kind="numbers",
            most=2,
            example=N_("With 1, 2, 1, 2 the result says how many women and men are elected."),
        ),
    ),
    promises=(
        N_("A list with more votes never gets fewer places, unless it has too few candidates."),
        N_(
            "Whoever stands first on a list is its first elected, unless enough ballots cross "
            "them out."
        ),
    ),
    limits=(
        N_("You cannot prefer somebody of another list, nor change the order."),
        N_("A list that wins more places than it has candidates leaves places vacant."),
    ),
    sentences={
        "lists.places": N_n(
            "%(list)s gets %(count)s place for %(votes)s of %(of)s votes.",
            "%(list)s gets %(count)s places for %(votes)s of %(of)s votes.",
        ),
        "lists.tied": N_("%(lists)s are level, and who comes first decides on places."),
        "lists.crossed": N_n(
            "%(other)s is elected in place of %(option)s, whom %(count)s of %(of)s ballots for "
            "the list crosses out.",
            "%(other)s is elected in place of %(option)s, whom %(count)s of %(of)s ballots for "
            "the list cross out.",
        ),
        "lists.vacant": N_n(
            "%(count)s place stays vacant: %(list)s has won more places than it has candidates.",
            "%(count)s places stay vacant: %(list)s has won more places than it has candidates.",
        ),
        "lists.parity": N_n(
            "Elected: %(count)s woman; men: %(men)s.",
            "Elected: %(count)s women; men: %(men)s.",
        ),
    },
    form_settings=lambda parameters: {
        "lists": parameters["lists"],
        "crossing": parameters["crossing"] == "yes",
    },
    by_place=True,
    fingerprints=True,
)
