"""Consensus: a text is adopted when enough carry it and nobody, or hardly anybody, stops it.

Each person may stop the text, with a reason. Groups that want to stay able to act allow a few such
stops ("consensus minus one") or ask that a share of all carries the text, so that it is not adopted
because everybody steps aside. Source: C. T. Butler and Amy Rothstein, "On Conflict and Consensus"
(1987); Seeds for Change, "Consensus Decision Making".
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
from voting.rules._stances import AGREE, CONCERNS

ASIDE, BLOCK = "aside", "block"


def count(
    profile: Profile, parameters: Parameters, _tie_order: Sequence[Option] | None = None
) -> Outcome:
    votes = profile.totals()
    if not profile.weight:
        return stances.outcome(votes, None, [stances.NO_STANCE])
    carrying, share = votes[AGREE] + votes[CONCERNS], Fraction(parameters["carried_by"])
    if votes[BLOCK] > parameters["stops"]:
        result = BLOCK
    elif carrying and carrying >= share * profile.weight:
        result = AGREE
    else:
        result = ASIDE
    return stances.outcome(votes, result, _why(votes, result, parameters), against=(ASIDE, BLOCK))


def _why(votes: Mapping[Option, int], result: Option, parameters: Parameters) -> list[Reason]:
    said: list[Reason] = [("consensus.stances", dict(votes))]
    carrying, all_of_them = votes[AGREE] + votes[CONCERNS], sum(votes.values())
    share = Fraction(parameters["carried_by"])
    if result == BLOCK:
        said.append(("consensus.stopped", {"count": votes[BLOCK]}))
        if parameters["stops"]:
            said.append(("consensus.allowed", {"count": parameters["stops"]}))
        return said
    if result == AGREE:
        said.append(("consensus.carried", {"count": carrying, "of": all_of_them}))
        if votes[ASIDE] > carrying:
            said.append(("consensus.many_aside", {"count": votes[ASIDE]}))
        if votes[BLOCK]:
            said.append(("consensus.in_spite", {"count": votes[BLOCK]}))
        if votes[CONCERNS]:
            said.append(("consensus.concerns", {"count": votes[CONCERNS]}))
    else:
        needed = max(-(-all_of_them * share.numerator // share.denominator), 1)
        said.append(("consensus.too_few", {"count": carrying, "needed": needed}))
    return said


RULE = VotingRule(
    id="consensus",
    title=N_("Consensus"),
    summary=N_(
        "You agree, agree with concerns, step aside, or stop the text. It is adopted if nobody "
        "stops it, or no more than the group allows. Whoever stops a text says why."
    ),
    form="stance",
    count=count,
    parameters=(
        Parameter(
            name="stops",
            label=N_("How many may try to stop a text without stopping it"),
            default=0,
            least=0,
            most=1_000,
            example=N_(
                "With 1 instead of 0, a text that one person alone stops is adopted all the same."
            ),
        ),
        Parameter(
            name="carried_by",
            label=N_(
                "Share of the ballots that must agree at least (such as 4/5; 0: one is enough)"
            ),
            default="0",
            kind="share",
            example=N_("With 4/5, a text is not adopted when three of ten step aside."),
        ),
    ),
    promises=(
        N_("Nobody is outvoted beyond the number of stops that the group allows."),
        N_("Those who step aside are counted: a text that few carry is seen as such."),
    ),
    limits=(
        N_("A few people can keep things as they are, which is a decision too."),
        stances.NOTHING_OF_STRENGTH,
    ),
    sentences=stances.SENTENCES
    | {
        "consensus.stances": N_(
            "Agree: %(agree)s; agree with concerns: %(concerns)s; step aside: %(aside)s; stop the "
            "text: %(block)s."
        ),
        "consensus.stopped": N_n("%(count)s vote stops it.", "%(count)s votes stop it."),
        "consensus.allowed": N_n(
            "This group adopts a text in spite of %(count)s such vote, not of more.",
            "This group adopts a text in spite of %(count)s such votes, not of more.",
        ),
        "consensus.carried": N_n(
            "%(count)s of %(of)s ballots carries the text: that is enough.",
            "%(count)s of %(of)s ballots carry the text: that is enough.",
        ),
        "consensus.many_aside": N_n(
            "%(count)s steps aside: more than carry it.",
            "%(count)s step aside: more than carry it.",
        ),
        "consensus.in_spite": N_n(
            "%(count)s vote would have stopped it: no more than this group allows. What it says "
            "stands beside the decision.",
            "%(count)s votes would have stopped it: no more than this group allows. What they say "
            "stands beside the decision.",
        ),
        "consensus.concerns": N_n(
            "%(count)s concern goes with the decision.",
            "%(count)s concerns go with the decision.",
        ),
        "consensus.too_few": N_n(
            "%(count)s ballot carries the text: too few, where %(needed)s must.",
            "%(count)s ballots carry the text: too few, where %(needed)s must.",
        ),
    },
    options=(
        (AGREE, N_("I agree")),
        (CONCERNS, N_("I agree, with concerns")),
        (ASIDE, N_("I step aside")),
        (BLOCK, N_("I stop this text")),
    ),
    hints={
        AGREE: N_("I carry the text."),
        CONCERNS: N_("I have doubts, but I carry it all the same."),
        ASIDE: N_("I would not do it, but I let the others do it."),
        BLOCK: N_("It goes against what we are here for. Your reason is needed."),
    },
    adopts=AGREE,
    form_settings=stances.reason_for(BLOCK),
    persons=False,
)
