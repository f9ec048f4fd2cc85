"""Borda: rank the options; the last place gives no point, each higher place one point more.

Options that share a rank share the points of their places equally. Source: Borda, "Mémoire sur les
élections au scrutin" (1781); for shortened ballots, Emerson, "The original Borda count and partial
voting", Social Choice and Welfare 40 (2013).
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from voting.rules import N_, Option, Outcome, Parameter, Parameters, Profile, VotingRule
from voting.rules import _places as places


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return places.outcome(profile, _points(len(profile.options), parameters), tie_order)


def sums(profile: Profile, parameters: Parameters, _form: Parameters) -> dict[str, Any]:
    return places.sums(profile, _points(len(profile.options), parameters))


def _points(options: int, parameters: Parameters) -> places.Points:
    base, unranked = parameters["base"], parameters["unranked"]

    def points(first: int, size: int, ranked: int) -> Fraction:
        if first == ranked and unranked != "last":
            return Fraction(0)
        best = options if unranked != "shortened" else ranked
        return Fraction(base + best - 1 - first) - Fraction(size - 1, 2)

    return points


RULE = VotingRule(
    id="borda",
    title=N_("Points by rank"),
    summary=N_(
        "Put the options in your order. Each place gives points: one more than the place below it. "
        "The option with the most points wins."
    ),
    form="ranking",
    count=count,
    sums=sums,
    parameters=(
        Parameter(
            name="base",
            label=N_("Points of the last place"),
            default=0,
            least=0,
            most=1,
            example=N_("With shortened rankings, 1 gives a ballot that ranks one option weight."),
        ),
        Parameter(
            name="unranked",
            label=N_("Options left out of a ranking"),
            default="last",
            words={
                "last": N_("share the points of the places that are left"),
                "uncounted": N_("get no points"),
                "shortened": N_("get no points, and the ballot gives as many as it has ranks"),
            },
            example=N_(
                "Whoever ranks one option only gives it less under “as many as it has ranks”."
            ),
        ),
    ),
    promises=(
        N_("A better rank never harms the option that gets it."),
        N_("An option that everybody places well can win against one that divides."),
    ),
    limits=(
        N_("An option first on more than half of the ballots can lose."),
        N_("It rewards placing the strongest rival last: it asks for honest voters."),
        N_("Very similar options help each other."),
    ),
    sentences=places.SENTENCES,
    fingerprints=True,
)
