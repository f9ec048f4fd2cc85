"""Gradients of agreement: six words from full support to "I cannot live with it".

Between yes and no is what groups need to know before they act: who helps, who goes along, who
will be lost. The text is adopted if enough support it or go along. Source: Sam Kaner,
"Facilitator's Guide to Participatory Decision-Making" (1996), whose scale has eight words.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

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
)
from voting.rules import _stances as stances
from voting.rules._stances import CONCERNS

FULL, SUPPORT, FOLLOW, DISAGREE, BLOCK = "full", "support", "follow", "disagree", "block"
ALONG = (FULL, SUPPORT, CONCERNS, FOLLOW)


def count(
    profile: Profile, parameters: Parameters, _tie_order: Sequence[Option] | None = None
) -> Outcome:
    votes = profile.totals()
    if not profile.weight:
        return stances.outcome(votes, None, [stances.NO_STANCE])
    along = sum(votes[stance] for stance in ALONG)
    if votes[BLOCK] and parameters["one_stops"] == "yes":
        result = BLOCK
    elif along and along >= Fraction(parameters["share"]) * profile.weight:
        result = SUPPORT
    else:
        result = DISAGREE
    said = _why(votes, along, result, parameters)
    return stances.outcome(votes, result, said, against=(DISAGREE, BLOCK))


def _why(
    votes: Mapping[Option, int], along: int, result: Option, parameters: Parameters
) -> list[Reason]:
    everybody, share = sum(votes.values()), Fraction(parameters["share"])
    needed = max(-(-everybody * share.numerator // share.denominator), 1)
    said: list[Reason] = [
        ("gradients.along", {"count": along, "of": everybody}),
        ("gradients.middle", {"option": _middle(votes)}),
    ]
    if result == BLOCK:
        said.append(("gradients.stopped", {"count": votes[BLOCK]}))
    elif result == SUPPORT:
        said.append(("gradients.enough", {"needed": needed}))
        if votes[FOLLOW] * 2 > along:
            said.append(("gradients.lukewarm", {"count": votes[FOLLOW]}))
    else:
        said.append(("gradients.too_few", {"needed": needed}))
    return said


def _middle(votes: Mapping[Option, int]) -> Option:
    """The word of the middle ballot, from the warmest on; of two, the cooler one."""
    half, so_far = sum(votes.values()) // 2, 0
    for option in votes:
        so_far += votes[option]
        if so_far > half:
            break
    return option


RULE = VotingRule(
    id="gradients",
    title=N_("Degrees of agreement"),
    summary=N_(
        "You choose one of six words, from full support to “I cannot live with it”. The text is "
        "adopted if enough support it or go along. All see how far the agreement goes."
    ),
    form="stance",
    count=count,
    parameters=(
        Parameter(
            name="share",
            label=N_("Share of the ballots that must support it or go along (such as 2/3)"),
            default="2/3",
            kind="share",
            example=N_("With 4/5 instead of 2/3, seven of ten are not enough."),
        ),
        Parameter(
            name="one_stops",
            label=N_("If somebody cannot live with the text"),
            default="yes",
            words={"yes": N_("It is not adopted"), "no": N_("It counts like other disagreement")},
            example=N_("Where it counts like other disagreement, one of ten does not stop a text."),
        ),
    ),
    promises=(
        N_("A warmer word never makes a text fail, and a cooler one never makes it pass."),
        N_("It shows whether people support a text or only go along."),
    ),
    limits=(
        N_("The six words do not weigh the same for everybody."),
        stances.NOTHING_OF_STRENGTH,
    ),
    sentences=stances.SENTENCES
    | {
        "gradients.along": N_n(
            "%(count)s of %(of)s ballots supports the text or goes along.",
            "%(count)s of %(of)s ballots support the text or go along.",
        ),
        "gradients.middle": N_("The middle of the ballots says: %(option)s."),
        "gradients.stopped": N_n(
            "%(count)s vote cannot live with it, and one is enough to stop it.",
            "%(count)s votes cannot live with it, and one is enough to stop it.",
        ),
        "gradients.enough": N_("Needed: %(needed)s. That is reached."),
        "gradients.lukewarm": N_n(
            "More than half of them only go along (%(count)s): few will do the work.",
            "More than half of them only go along (%(count)s): few will do the work.",
        ),
        "gradients.too_few": N_("Needed: %(needed)s. That is missed."),
    },
    options=(
        (FULL, N_("I support it fully")),
        (SUPPORT, N_("I support it")),
        (CONCERNS, N_("I support it, with concerns")),
        (FOLLOW, N_("I do not like it, but I go along")),
        (DISAGREE, N_("I disagree")),
        (BLOCK, N_("I cannot live with it")),
    ),
    hints={
        FULL: N_("I will help to make it happen."),
        FOLLOW: N_("I would have chosen otherwise, but I will not stand in the way."),
        BLOCK: N_("Your reason is needed."),
    },
    adopts=SUPPORT,
    form_settings=stances.reason_for(BLOCK),
    persons=False,
)
