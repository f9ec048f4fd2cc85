"""Consent: a text is adopted when nobody has a serious objection.

The question is not what each likes best, but whether somebody sees a harm that all would regret. An
objection comes with its reason and stops the text until it is worked out: the text is amended, or
the objection is taken back, and the question is put again. A concern stops nothing and goes with
the decision. Source: Gerard Endenburg, "Sociocracy: The Organization of Decision-Making" (1998).
"""

from collections.abc import Mapping, Sequence

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
from voting.rules._stances import ABSTAIN, AGREE, CONCERNS

OBJECT = "object"


def count(
    profile: Profile, parameters: Parameters, _tie_order: Sequence[Option] | None = None
) -> Outcome:
    votes = profile.totals()
    if not profile.weight:
        return stances.outcome(votes, None, [stances.NO_STANCE])
    if votes[OBJECT]:
        result = OBJECT
    else:
        enough = votes[AGREE] + votes[CONCERNS] >= parameters["least"]
        result = AGREE if enough else ABSTAIN
    return stances.outcome(votes, result, _why(votes, result, parameters), against=(OBJECT,))


def _why(votes: Mapping[Option, int], result: Option, parameters: Parameters) -> list[Reason]:
    agreeing = votes[AGREE] + votes[CONCERNS]
    said: list[Reason] = [("consent.stances", dict(votes))]
    if result == OBJECT:
        said.append(("consent.objections", {"count": votes[OBJECT]}))
        if agreeing > votes[OBJECT]:
            said.append(("consent.not_a_majority", {"count": agreeing}))
    elif result == AGREE:
        said.append(("consent.nobody_objects", {}))
        if votes[CONCERNS]:
            said.append(("consent.concerns", {"count": votes[CONCERNS]}))
        if votes[ABSTAIN] > agreeing:
            said.append(("consent.silent", {"count": votes[ABSTAIN]}))
    else:
        said.append(("consent.too_few", {"n": agreeing, "least": parameters["least"]}))
    return said


RULE = VotingRule(
    id="consent",
    title=N_("No serious objection"),
    summary=N_(
        "You agree, agree with concerns, object or abstain. The text is adopted if nobody has a "
        "serious objection. An objection needs a reason; the text is then amended with whoever "
        "objects, and the question is put again."
    ),
    form="stance",
    count=count,
    parameters=(
        Parameter(
            name="least",
            label=N_("How many must agree at least"),
            default=1,
            least=1,
            most=10**6,
            example=N_(
                "With 5 instead of 1, a text is not adopted when four agree and all others abstain."
            ),
        ),
    ),
    promises=(
        N_("Nobody is outvoted: one reasoned objection is enough to look again."),
        N_("Concerns stop nothing, and are not lost: they stand beside the decision."),
    ),
    limits=(
        N_("It does not say whether an objection is serious: the group judges the reason."),
        N_("One person can keep things as they are, which is a decision too."),
        stances.NOTHING_OF_STRENGTH,
    ),
    sentences=stances.SENTENCES
    | {
        "consent.stances": N_(
            "Agree: %(agree)s; agree with concerns: %(concerns)s; object: %(object)s; abstain: "
            "%(abstain)s."
        ),
        "consent.objections": N_n(
            "%(count)s objection stops the text for now.",
            "%(count)s objections stop the text for now.",
        ),
        "consent.not_a_majority": N_n(
            "%(count)s vote agrees, which is more; but this rule asks for reasons, not numbers.",
            "%(count)s votes agree, which is more; but this rule asks for reasons, not numbers.",
        ),
        "consent.nobody_objects": N_("Nobody objects."),
        "consent.concerns": N_n(
            "%(count)s concern goes with the decision.",
            "%(count)s concerns go with the decision.",
        ),
        "consent.silent": N_n(
            "%(count)s ballot abstains: more than agree.",
            "%(count)s ballots abstain: more than agree.",
        ),
        "consent.too_few": N_(
            "Nobody objects, but too few agree: %(n)s, where %(least)s are needed at least."
        ),
    },
    options=(
        (AGREE, N_("I agree")),
        (CONCERNS, N_("I agree, with concerns")),
        (OBJECT, N_("I object")),
        (ABSTAIN, N_("I abstain")),
    ),
    hints={
        AGREE: N_("The text suits me."),
        CONCERNS: N_("I have doubts, but I do not stop it."),
        OBJECT: N_("The text would do us serious harm. Your reason is needed."),
        ABSTAIN: N_("It counts for the quorum, not for the outcome."),
    },
    adopts=AGREE,
    form_settings=stances.reason_for(OBJECT),
    persons=False,
)
