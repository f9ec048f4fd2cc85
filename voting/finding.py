"""Which rules answer to what somebody wants: questions with their answers, and the rules that fit.

What is decided and how members say it is told by the rules themselves (voting/families.py); what
matters is a judgment, with a rule's own promises and limits behind it, and is written down here.
Pure.
"""

from collections import Counter
from collections.abc import Collection

from civic.core.words import N_
from voting.families import USUAL, suits
from voting.rules import VotingRule, all_rules

OUTCOMES = {
    "text": N_("A text, adopted or not"),
    "one": N_("One option out of several"),
    "several": N_("Several options, or people for several places"),
    "money": N_("Projects that share a budget"),
    "lists": N_("Places for lists, by their votes"),
}
SAYS = {
    "one": N_("One choice"),
    "ticks": N_("A tick for everything that suits"),
    "order": N_("An order of preference"),
    "grades": N_("A grade or points for each option"),
    "share": N_("Points to share out as they like"),
    "stance": N_("A stance, with a reason"),
}
FORMS = {
    "choice": "one",
    "approval": "ticks",
    "basket": "ticks",
    "ranking": "order",
    "grades": "grades",
    "score": "grades",
    "points": "share",
    "stance": "stance",
    "list": "one",
}
MATTERS = {
    "simple": N_("It can be counted by hand and told in one sentence"),
    "usual": N_("It is what statutes and laws usually ask for"),
    "broad": N_("What comes out suits many, not only the largest group"),
    "duels": N_("What comes out would win against every other option alone"),
    "second": N_("Naming a second choice never hurts the first"),
    "shares": N_("Each group gets its share"),
    "strength": N_("How much somebody wants a thing counts"),
    "objections": N_("Nobody with a serious objection is passed over"),
}
_STV = ("stv-irish", "stv-meek", "stv-rctab", "stv-scottish", "stv-warren", "stv-wigm")
_DUELS = (
    "baldwin", "condorcet", "copeland", "debian", "kemeny", "minimax", "nanson", "ranked-pairs",
    "schulze", "smith-irv", "tideman-alternative",
)  # fmt: skip
_SHARED = (
    "committee-equal-shares", "committee-monroe", "committee-pav", "committee-seq-pav",
    "committee-seq-phragmen",
    "budget-equal-shares", "budget-phragmen",
)  # fmt: skip
_LISTS = (
    "closed-lists", "dhondt", "droop-remainder", "hare-remainder", "huntington-hill",
    "modified-sainte-lague", "sainte-lague",
)  # fmt: skip
KEEPS = {
    "simple": {
        "approval", "bucklin", "budget-greedy", "committee-av", "committee-sav", "dhondt",
        "hare-remainder", "limited-vote", "lot", "motion", "plurality", "sainte-lague", "score",
    },
    "usual": {
        "budget-greedy", "closed-lists", "dhondt", "hare-remainder", "limited-vote", "motion",
        "plurality", "stv-scottish", "two-round",
    },
    "broad": {
        "approval", "bloc-star", "borda", "bucklin", "committee-av", "committee-cc", "coombs",
        "gradients", "majority-judgment", "score", "star", *_DUELS,
    },
    "duels": set(_DUELS),
    "second": {"contingent", "irv", *_STV},
    "shares": {"cumulative", *_STV, *_SHARED, *_LISTS},
    "strength": {"bloc-star", "cumulative", "majority-judgment", "quadratic", "score", "star"},
    "objections": {"consensus", "consent", "gradients"},
}  # fmt: skip

MOST_ALIKE = 2


def found(
    *, outcome: str = "", says: str = "", matters: Collection[str] = ()
) -> list[tuple[VotingRule, list[str]]]:
    """Rules for that outcome, told in that way, with what they keep of what matters: those that
    keep most come first, among them the usual ones. Rules with one ballot form are much alike, so
    the third of a form stands behind the first two of all. An empty answer asks for nothing."""
    fitting = [
        rule
        for rule in all_rules().values()
        if (not outcome or outcome in suits(rule)) and (not says or FORMS.get(rule.form) == says)
    ]
    kept = {rule.id: [name for name in matters if rule.id in KEEPS[name]] for rule in fitting}
    order = {id: place for place, id in enumerate(USUAL)}
    fitting.sort(key=lambda rule: (-len(kept[rule.id]), order.get(rule.id, len(order)), rule.id))
    seen = Counter[str]()
    first: list[tuple[VotingRule, list[str]]] = []
    later: list[tuple[VotingRule, list[str]]] = []
    for rule in fitting:
        seen[rule.form] += 1
        (first if seen[rule.form] <= MOST_ALIKE else later).append((rule, kept[rule.id]))
    return first + later
