"""Advice: those concerned say what they think before somebody decides.

Nothing is adopted here. The outcome is an opinion: in favour, in favour with concerns, or against;
whoever decides reads every concern with its reason, and answers for what they make of it. Sources:
the "avis" of French consultative bodies (Code des relations entre le public et l'administration,
R133-9 and R133-12); the advice process in Frederic Laloux, "Reinventing Organizations" (2014).
"""

from collections.abc import Mapping, Sequence

from voting.rules import N_, N_n, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules import _stances as stances

FAVOUR, RESERVED, AGAINST, NONE = "favourable", "reserved", "unfavourable", "none"


def count(
    profile: Profile, _parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    votes = profile.totals()
    if not profile.weight:
        return stances.outcome(votes, None, [stances.NO_STANCE])
    kind = RESERVED if votes[RESERVED] >= votes[FAVOUR] else FAVOUR
    favour, level = votes[FAVOUR] + votes[RESERVED], (kind, AGAINST)
    result: Option | None
    if not favour and not votes[AGAINST]:
        result = NONE
    elif favour != votes[AGAINST]:
        result = kind if favour > votes[AGAINST] else AGAINST
    else:
        result = None if tie_order is None else min(level, key=list(tie_order).index)
    tied = () if result is not None else tuple(o for o in profile.options if o in level)
    why = _why(votes, kind)
    return stances.outcome(votes, result, why, tied=tied, against=(AGAINST,))


def _why(votes: Mapping[Option, int], kind: Option) -> list[Reason]:
    favour = votes[FAVOUR] + votes[RESERVED]
    said: list[Reason] = [("advice.sides", {"favour": favour, "against": votes[AGAINST]})]
    if votes[NONE]:
        said.append(("advice.none", {"count": votes[NONE]}))
    if favour and favour == votes[AGAINST]:
        said.append(("advice.level", {}))
    elif not favour and not votes[AGAINST]:
        said.append(("advice.nobody", {}))
    if votes[RESERVED]:
        name = "advice.half_reserved" if kind == RESERVED else "advice.reserved"
        said.append((name, {"count": votes[RESERVED]}))
    return said


RULE = VotingRule(
    id="advice",
    title=N_("Advice"),
    summary=N_(
        "You say whether you are in favour, in favour with concerns, or against, and why. The "
        "outcome is an opinion: nothing is adopted. Whoever decides has read every reason first."
    ),
    form="stance",
    count=count,
    promises=(
        N_("Concerns are told as such: an opinion that half share with concerns says so."),
        N_("One more voice in favour never turns the opinion against the text."),
    ),
    limits=(
        N_("It binds nobody: whoever decides may decide otherwise, and should say why."),
        stances.NOTHING_OF_STRENGTH,
    ),
    sentences=stances.SENTENCES
    | {
        "advice.sides": N_(
            "In favour, with or without concerns: %(favour)s; against: %(against)s."
        ),
        "advice.none": N_n(
            "%(count)s ballot has no opinion.", "%(count)s ballots have no opinion."
        ),
        "advice.level": N_("As many are in favour as against."),
        "advice.nobody": N_("Nobody is in favour, and nobody is against."),
        "advice.half_reserved": N_n(
            "%(count)s of those in favour has concerns: that is half of them or more.",
            "%(count)s of those in favour have concerns: that is half of them or more.",
        ),
        "advice.reserved": N_n(
            "%(count)s of those in favour has concerns.",
            "%(count)s of those in favour have concerns.",
        ),
    },
    options=(
        (FAVOUR, N_("In favour")),
        (RESERVED, N_("In favour, with concerns")),
        (AGAINST, N_("Not in favour")),
        (NONE, N_("No opinion")),
    ),
    hints={
        FAVOUR: N_("Go ahead."),
        RESERVED: N_("Go ahead, and mind this. Your reason is needed."),
        AGAINST: N_("Better not. Your reason is needed."),
        NONE: N_("You take part without choosing a side. It counts for the quorum."),
    },
    form_settings=stances.reason_for(RESERVED, AGAINST),
    persons=False,
)
