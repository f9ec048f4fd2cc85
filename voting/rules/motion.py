"""Motion: a text is put to the vote, for, against, or abstaining.

The oldest rule of assemblies. This file only counts which side is larger; whether the text is
*adopted* is said by the requirements of the round (quorum, share, and of what), since statutes
differ in nothing as much as in that. Equal numbers are a tie, which most statutes read as "not
adopted" and some leave to the chair. Source: the statutes' own; Robert's Rules of Order, §44.
"""

from collections.abc import Sequence

from voting.rules import N_, N_n, Option, Outcome, Parameters, Profile, Reason, VotingRule

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"


def count(
    profile: Profile, _parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    votes = profile.totals()
    yes, no = votes[FOR], votes[AGAINST]
    elected: tuple[Option, ...] = ()
    tied: tuple[Option, ...] = ()
    if yes != no:
        elected = (max((FOR, AGAINST), key=votes.__getitem__),)
    elif tie_order is None:
        tied = (FOR, AGAINST)
    else:
        elected = (min((FOR, AGAINST), key=list(tie_order).index),)
    return Outcome(
        elected=elected,
        tied=tied,
        steps=({"votes": votes},),
        reasons=_why(votes),
        numbers={"first": votes},
        chart={
            "kind": "bars",
            "rows": [{"option": o, "value": votes[o]} for o in votes],
            "of": sum(votes.values()),
            "sides": True,
        },
    )


def _why(votes: dict[Option, int]) -> tuple[Reason, ...]:
    said: list[Reason] = [("motion.votes", {"yes": votes[FOR], "no": votes[AGAINST]})]
    difference = abs(votes[FOR] - votes[AGAINST])
    if votes[ABSTAIN]:
        said.append(("motion.abstained", {"count": votes[ABSTAIN]}))
    if difference:
        said.append(("motion.difference", {"count": difference}))
    elif votes[FOR]:
        said.append(("motion.equal", {}))
    else:
        said.append(("motion.nobody", {}))
    if votes[ABSTAIN] > difference > 0:
        said.append(("motion.abstentions", {}))
    return tuple(said)


RULE = VotingRule(
    id="motion",
    title=N_("For or against"),
    summary=N_(
        "You vote for, against, or abstain. The text is adopted if enough votes are for it; "
        "how many are enough is written on the ballot."
    ),
    form="choice",
    count=count,
    support=lambda profile, option: int(
        profile.times @ profile.marks[:, profile.options.index(option)]
    ),
    options=((FOR, N_("For")), (AGAINST, N_("Against")), (ABSTAIN, N_("I abstain"))),
    promises=(
        N_("One more vote for a text never makes it fail, unless a quorum was missed without it."),
        N_("With two sides, nobody gains by voting otherwise than they think."),
    ),
    limits=(N_("It says nothing of how strongly people feel, nor of a third way."),),
    sentences={
        "motion.votes": N_("%(yes)s for, %(no)s against."),
        "motion.abstained": N_n("%(count)s abstention.", "%(count)s abstentions."),
        "motion.difference": N_n(
            "One vote makes the difference.", "The difference is %(count)s votes."
        ),
        "motion.nobody": N_("Nobody took a side: neither for nor against."),
        "motion.equal": N_("As many are for as against: the vote alone does not decide."),
        "motion.abstentions": N_(
            "More people abstained than the difference between both sides: "
            "they could have turned the result."
        ),
    },
    persons=False,
)
