"""Score: give each option points from 0 up; the largest sum wins.

Source: Bentham (1843) on sums of well-being; Smith, "Range voting" (2000).
"""

from collections.abc import Sequence

from voting.rules import N_, SEATS, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _most as most
from voting.rules._star import HIGHEST


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return most.outcome(profile, seats=parameters["seats"], tie_order=tie_order, unit="points")


RULE = VotingRule(
    id="score",
    title=N_("Points for each option"),
    summary=N_(
        "Give each option points, from 0 up to the highest number. No points count as 0. The "
        "options with the most points win."
    ),
    form="score",
    count=count,
    parameters=(SEATS, HIGHEST),
    form_settings=lambda parameters: {"highest": parameters["highest"]},
    promises=(
        N_("More points never harm the option that gets them."),
        N_("Similar options do not take points from each other."),
    ),
    limits=(
        N_("Whoever always gives the highest or the lowest number weighs more."),
        N_("An option that more than half like best can lose."),
    ),
    sentences=most.SENTENCES,
    fingerprints=True,
)
