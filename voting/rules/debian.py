"""Debian's rule: rank the options; each must be strong enough against the default; duels decide.

The default option (the last one, "further discussion" or "none of these") drops every option that
too few place above it (quorum) or that too many place below it (majority). Of the others, those
count that nobody is clearly above; while these beat each other in a circle, the weakest duels are
left out. Source: the Debian Constitution, appendix A.5 ("Cloneproof Schwartz Sequential Dropping").
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from voting.rules import (
    N_,
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
from voting.rules._duels import (
    SENTENCES,
    UNRANKED,
    Duels,
    against,
    cells,
    chart,
    duels,
    one_of,
    sums,
)

Defeats = set[tuple[int, int]]
"""Pairs of columns, the winner first."""


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    """Raises BadParameter for a default that is no option, and for majorities that are not one for
    each other option."""
    options, found = profile.options, duels(profile, parameters["unranked"])
    default = _default(options, parameters)
    others = [c for c in range(len(options)) if c != default]
    ratios = _ratios(others, parameters["majority"])
    if not profile.weight:
        return Outcome(elected=())
    quorum = Fraction(parameters["quorum"])
    weak = [c for c in others if found[c, default] < quorum]
    minor = [c for c in others if c not in weak and not _is_major(found, c, default, ratios[c])]
    left = [c for c in range(len(options)) if c not in weak and c not in minor]
    best, circles = _schwartz_winners(found, left)
    elected, tied = one_of([options[c] for c in best], tie_order)
    dropped = {"quorum": [options[c] for c in weak], "majority": [options[c] for c in minor]}
    names = [options[c] for c in others if c in weak or c in minor]
    return Outcome(
        elected=elected,
        tied=tied,
        steps=(
            {"duels": found.tolist(), "options": list(options)},
            {"dropped": dropped},
            {"left_out": [[[options[a], options[b]] for a, b in sorted(c)] for c in circles]},
        ),
        reasons=_why(options, found, options[default], dropped, elected, tied, bool(circles)),
        numbers={"matrix": cells(options, found), "dropped": names},
        chart=chart(options, found, (), elected),
    )


def _default(options: Sequence[Option], parameters: Parameters) -> int:
    named = parameters["default_option"]
    if named is None:
        return len(options) - 1
    if named not in options:
        raise BadParameter("default_option", "the name of an option")
    return options.index(named)


def _ratios(others: Sequence[int], majority: int | Sequence[int]) -> Mapping[int, int]:
    """How many times as many each option needs above the default as below it: one number for all,
    or a list of one for each but the default, in their order. Raises BadParameter."""
    if isinstance(majority, int):
        return dict.fromkeys(others, majority)
    if len(majority) != len(others):
        expected = f"{len(others)} numbers, one for each option but the default"
        raise BadParameter("majority", expected)
    return dict(zip(others, majority, strict=True))


def _is_major(found: Duels, option: int, default: int, ratio: int) -> bool:
    above, below = int(found[option, default]), int(found[default, option])
    return above > below and above >= ratio * below


def _schwartz_winners(found: Duels, left: Sequence[int]) -> tuple[list[int], list[Defeats]]:
    """Who remains when no defeat is left among those whom nobody else reaches; and the defeats
    that were left out on the way, step by step."""
    defeats = {(a, b) for a in left for b in left if found[a, b] > found[b, a]}
    dropped: list[Defeats] = []
    while True:
        best = _schwartz_set(left, defeats)
        among = {(a, b) for a, b in defeats if a in best and b in best}
        if not among:
            return best, dropped
        weakest = min(_strength(found, pair) for pair in among)
        weak = {pair for pair in among if _strength(found, pair) == weakest}
        defeats -= weak
        dropped.append(weak)


def _strength(found: Duels, pair: tuple[int, int]) -> tuple[int, int]:
    """More votes for the winner are stronger; of as many, fewer against it."""
    a, b = pair
    return int(found[a, b]), -int(found[b, a])


def _schwartz_set(left: Sequence[int], defeats: Defeats) -> list[int]:
    """Those who reach by chains of defeats everybody who reaches them."""
    reach = {a: {b for winner, b in defeats if winner == a} for a in left}
    for middle in left:
        for a in left:
            if middle in reach[a]:
                reach[a] |= reach[middle]
    return [a for a in left if all(b in reach[a] for b in left if a in reach[b])]


def _why(
    options: Sequence[Option],
    found: Duels,
    default: Option,
    dropped: Mapping[str, Sequence[Option]],
    elected: Sequence[Option],
    tied: Sequence[Option],
    in_circle: bool,
) -> tuple[Reason, ...]:
    said: list[Reason] = []
    for why, names in dropped.items():
        if names:
            numbers: dict[str, Any] = {"options": list(names), "count": len(names)}
            said.append((f"debian.{why}", numbers | {"other": default}))
    if tied:
        return (*said, ("debian.tied", {"options": list(tied)}))
    winner = elected[0]
    if winner == default:
        return (*said, ("debian.default", {"option": winner}))
    out = {option for names in dropped.values() for option in names}
    left = [o for o in options if o != winner and o not in out]
    name = "debian.circle" if in_circle else "debian.best"
    closest = max(left, key=lambda o: int(found[options.index(o), options.index(winner)]))
    return (*said, (name, {"option": winner}), against(options, found, winner, closest))


RULE = VotingRule(
    id="debian",
    title=N_("Ranking against a default"),
    summary=N_(
        "Put the options in your order. The last option on the paper is the default, such as "
        "“none of these”. An option must be strong enough against the default; of those that "
        "are, the one that loses no duel wins."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(
        Parameter(
            name="quorum",
            label=N_("How many votes must place an option above the default"),
            default="0",
            kind="decimal",
            example=N_("An option that hardly anybody ranks is dropped, even if it wins its duel."),
        ),
        Parameter(
            name="majority",
            label=N_("How many times as many must place it above the default as below"),
            default=1,
            least=1,
            most=1_000,
            kind="numbers",
            example=N_("With 3 instead of 1, an option needs three quarters against the default."),
        ),
        Parameter(
            name="default_option",
            label=N_("Which option is the default (empty: the last one)"),
            default=None,
            kind="option",
            example=N_("Against another default, other options are strong enough."),
        ),
        UNRANKED,
    ),
    promises=(
        N_("Nothing is adopted that too few prefer to leaving things as they are."),
        N_("Of the options that are strong enough, one that wins each of its duels wins."),
        N_("Very similar options neither help nor harm each other."),
    ),
    limits=(
        N_("Placing an option below the default can harm it more than placing it last."),
        N_("Where duels run in a circle, the reason is harder to explain."),
    ),
    sentences={
        **SENTENCES,
        "debian.quorum": N_n(
            "%(options)s is dropped: too few ballots place it above %(other)s.",
            "%(options)s are dropped, %(count)s options: too few ballots place them above "
            "%(other)s.",
        ),
        "debian.majority": N_n(
            "%(options)s is dropped: too many ballots place it below %(other)s.",
            "%(options)s are dropped, %(count)s options: too many ballots place them below "
            "%(other)s.",
        ),
        "debian.best": N_("%(option)s loses no duel against those that are left."),
        "debian.circle": N_(
            "The duels of those left run in a circle; without its weakest ones nobody is above "
            "%(option)s."
        ),
        "debian.default": N_("No option is strong enough against the default: %(option)s stays."),
        "debian.tied": N_("Among those left nobody is above %(options)s: they are level."),
    },
    keeps_last=True,
    fingerprints=True,
)
