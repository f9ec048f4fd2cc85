"""Lot: members are drawn, all with the same chance, or group by group in proportion.

Athens filled its councils so, and citizens' assemblies are filled so today: whoever is drawn owes
it to nobody. The seed of the draw is made before the vote opens and its fingerprint is published
then; after closing the seed is shown, and everybody can draw again with any program for SHA-256.
With groups (districts, ages), places are shared out by largest remainder, then drawn inside each
group. Sources: Manin, "The Principles of Representative Government" (1997), chapter 1; Flanigan and
others, "Fair algorithms for selecting citizens' assemblies", Nature 596 (2021).

This file draws nothing: it finds who is level, which is everybody, and what an order then gives.
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

MOST_GROUPS_TOLD = 12
Groups = Mapping[int, Sequence[Option]]
"""The candidates of each group who take part, in the order of the options."""


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    """Raises BadParameter for groups that are not one for each option."""
    group_of = _group_of(profile.options, parameters["groups"])
    if not profile.weight:
        return Outcome(elected=())
    ticks = profile.totals()
    admitted = [o for o in profile.options if ticks[o] >= parameters["accepted"]]
    groups = {
        group: [o for o in admitted if group_of[o] == group]
        for group in sorted({group_of[o] for o in admitted})
    }
    places = min(parameters["seats"], len(admitted))
    sure, level = _shares(groups, places)
    if tie_order is not None:
        elected, tied = _drawn(groups, sure, level, places, tie_order), []
    else:
        most = {group: sure[group] + (group in level) for group in groups}
        full = {group for group in groups if sure[group] == len(groups[group])} - level
        elected = [o for o in admitted if group_of[o] in full]
        tied = [o for o in admitted if most[group_of[o]] and group_of[o] not in full]
    order = list(tie_order or profile.options)
    return Outcome(
        elected=tuple(elected),
        tied=tuple(tied),
        steps=({"votes": ticks}, {"groups": [[g, list(groups[g]), sure[g]] for g in groups]}),
        reasons=_why(profile, groups, sure, level, places, admitted),
        numbers={"scores": ticks},
        chart={
            "kind": "draw",
            "rows": [
                {"option": o, "group": group_of[o], "ticks": ticks[o]}
                for o in sorted(admitted, key=order.index)
            ],
            "grouped": len(set(group_of.values())) > 1,
        },
    )


def _group_of(options: Sequence[Option], groups: Any) -> dict[Option, int]:
    if isinstance(groups, int):
        return dict.fromkeys(options, groups)
    if len(groups) != len(options):
        raise BadParameter("groups")
    return dict(zip(options, groups, strict=True))


def _shares(groups: Groups, places: int) -> tuple[dict[int, int], set[int]]:
    """How many places each group surely has, by largest remainder; and which groups are level for
    those left over."""
    everybody = sum(map(len, groups.values())) or 1
    sure = {group: places * len(groups[group]) // everybody for group in groups}
    rest = {group: places * len(groups[group]) % everybody for group in groups}
    left = places - sum(sure.values())
    for remainder in sorted(set(rest.values()), reverse=True):
        equal = {group for group in groups if rest[group] == remainder}
        if left < len(equal):
            return sure, equal if left else set()
        for group in equal:
            sure[group] += 1
        left -= len(equal)
    return sure, set()


def _drawn(
    groups: Groups, sure: Mapping[int, int], level: set[int], places: int, order: Sequence[Option]
) -> list[Option]:
    """Of each group the first in the order; of level groups, those whose next one comes first."""
    place = {option: n for n, option in enumerate(order)}
    lines = {group: sorted(groups[group], key=place.__getitem__) for group in groups}
    drawn = [option for group in groups for option in lines[group][: sure[group]]]
    following = sorted((lines[group][sure[group]] for group in level), key=place.__getitem__)
    return sorted([*drawn, *following[: places - len(drawn)]], key=place.__getitem__)


def _why(
    profile: Profile,
    groups: Groups,
    sure: Mapping[int, int],
    level: set[int],
    places: int,
    admitted: Sequence[Option],
) -> tuple[Reason, ...]:
    out = [option for option in profile.options if option not in admitted]
    said: list[Reason] = [("lot.ballots", {"count": profile.weight})]
    if out:
        said.append(("lot.out", {"options": out, "count": len(out)}))
    if places == len(admitted):
        return (*said, ("lot.all", {"count": places}))
    said.append(("lot.draw", {"count": len(admitted), "places": places}))
    if len(groups) > 1:
        for group in list(groups)[:MOST_GROUPS_TOLD]:
            told = {"group": group, "count": len(groups[group]), "places": sure[group]}
            said.append(("lot.group_level" if group in level else "lot.group", told))
    return tuple(said)


RULE = VotingRule(
    id="lot",
    title=N_("Draw by lot"),
    summary=N_(
        "You tick the candidates whom you accept in the draw. Then the lot decides, with the same "
        "chance for each, or group by group in proportion. The draw is fixed before the vote and "
        "can be repeated by everybody."
    ),
    form="approval",
    count=count,
    parameters=(
        SEATS,
        Parameter(
            name="accepted",
            label=N_("How many ballots must accept a candidate (0: all take part)"),
            default=0,
            least=0,
            most=10**9,
            example=N_("With 10 instead of 0, somebody whom nine ballots accept is not drawn."),
        ),
        Parameter(
            name="groups",
            label=N_("The group of each candidate (1: one group)"),
            default=1,
            least=1,
            most=50,
            kind="numbers",
            example=N_(
                "With 1, 1, 1, 2, 2, 2 and two places, one of the first three is drawn and one of "
                "the last three."
            ),
        ),
    ),
    promises=(
        N_("All candidates of a group have the same chance, whoever proposes them."),
        N_("No number of votes gives anybody a better chance, and everybody can repeat the draw."),
    ),
    limits=(
        N_("It does not ask who would do it best."),
        N_(
            "Whoever runs the server makes the seed, and could try several before the vote opens. "
            "Where that matters, draw in public from a hat."
        ),
    ),
    sentences={
        "lot.ballots": N_n(
            "%(count)s vote says who is accepted in the draw.",
            "%(count)s votes say who is accepted in the draw.",
        ),
        "lot.out": N_n(
            "Too few accept %(options)s, who is not drawn.",
            "Too few accept %(options)s: these %(count)s are not drawn.",
        ),
        "lot.all": N_n(
            "There are no more candidates than places: %(count)s is chosen without a draw.",
            "There are no more candidates than places: all %(count)s are chosen without a draw.",
        ),
        "lot.draw": N_n(
            "%(count)s candidate takes part in the draw. Places: %(places)s.",
            "%(count)s candidates take part in the draw. Places: %(places)s.",
        ),
        "lot.group": N_n(
            "Group %(group)s: %(count)s candidate; places in proportion: %(places)s.",
            "Group %(group)s: %(count)s candidates; places in proportion: %(places)s.",
        ),
        "lot.group_level": N_n(
            "Group %(group)s: %(count)s candidate; places in proportion: %(places)s, and perhaps "
            "one more, which the lot gives to one of the groups that are level.",
            "Group %(group)s: %(count)s candidates; places in proportion: %(places)s, and perhaps "
            "one more, which the lot gives to one of the groups that are level.",
        ),
    },
    tie="lot",
)
