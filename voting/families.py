"""Rules by what they are for, and what keeps one from counting a question's options. Pure.

All of it is told from what a rule says of itself, so that a rule that is dropped in has its place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from voting.rules import N_, VotingRule, all_rules

FAMILIES = {
    "text": N_("A text: adopted or not"),
    "ticks": N_("One choice, or several ticks"),
    "grades": N_("Grades and points"),
    "ranking": N_("An order of preference: one winner"),
    "places": N_("An order of preference: several places"),
    "money": N_("A budget for projects"),
    "lists": N_("Places shared out among lists"),
    "other": N_("Other ways to decide"),
}
SUITS = {
    "text": N_("a text"),
    "one": N_("one winner"),
    "several": N_("several places"),
    "money": N_("money"),
    "lists": N_("lists"),
}
USUAL = (
    "motion", "consent",
    "approval", "majority-judgment", "two-round", "schulze", "irv", "stv-scottish", "dhondt",
    "budget-equal-shares", "budget-greedy",
)  # fmt: skip
"""Shown first, where they can count the options; all others stand folded in their families."""
FORMS = {
    "approval": "ticks",
    "choice": "ticks",
    "score": "grades",
    "grades": "grades",
    "points": "grades",
    "ranking": "ranking",
    "list": "lists",
}


def family(rule: VotingRule) -> str:
    if rule.options is not None:
        return "text"
    if rule.has_costs:
        return "money"
    if rule.by_shares:
        return "lists"
    found = FORMS.get(rule.form, "other")
    return "places" if found == "ranking" and rule.seats else found


def begins_with(rule: VotingRule) -> dict[str, int]:
    """Settings with which the wizard begins, where a rule's own suit few: shares of one place are
    no shares."""
    return {"seats": 2} if family(rule) in ("places", "lists") else {}


def suits(rule: VotingRule) -> tuple[str, ...]:
    """What a rule can decide, by the keys of ``SUITS``."""
    if rule.options is not None:
        return ("text",)
    if rule.has_costs:
        return ("money",)
    if rule.by_shares or rule.form == "list":
        return ("lists",)
    return ("one", "several") if rule.seats else ("one",)


def is_one_text(written: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all there is to decide on is one row of a source, such as a single proposal: a rule
    with options of its own decides on that text."""
    return len(written) == 1 and "-" in (written[0].get("id") or "")


def decides_on_texts(rule: VotingRule) -> bool:
    return rule.id == "motion" or rule.adopts is not None


def obstacle(rule: VotingRule, written: Sequence[Mapping[str, Any]]) -> str | None:
    """Why a rule cannot count the options as they were written, marked for translation."""
    if is_one_text(written):
        return None if decides_on_texts(rule) else ONE_TEXT
    if rule.options is not None:
        return OWN_OPTIONS if written else None
    if not written:
        return NO_OPTIONS
    if rule.most_options is not None and len(written) > rule.most_options:
        return TOO_MANY
    costs = [bool(option.get("cost")) for option in written]
    if rule.has_costs:
        return None if all(costs) else NO_COSTS
    return COSTS if all(costs) else None


OWN_OPTIONS = N_("It has its own options: the ones that you wrote would not be shown.")
ONE_TEXT = N_("It does not say whether a single text is adopted.")
NO_OPTIONS = N_("It needs options to choose from, and none is written yet.")
TOO_MANY = N_("It cannot count so many options: see what it does not promise.")
NO_COSTS = N_("It needs a cost for each option, because it spends a budget.")
COSTS = N_("It does not look at costs: the options that it chooses may exceed any budget.")


def shelves(written: Sequence[Mapping[str, Any]], chosen: str | None) -> dict[str, list[str]]:
    """Rule ids by family, in the order of ``FAMILIES``; first the one that is ``chosen``, and the
    usual ones that fit.

    A rule stands once: what is shown before its family does not come again. In its family, what
    can count the options comes first."""
    rules = all_rules()
    now = [chosen] if chosen else []
    usual = [id for id in USUAL if id in rules and obstacle(rules[id], written) is None]
    usual = [id for id in usual if id not in now]
    found: dict[str, list[str]] = {"chosen": now, "usual": usual} | {n: [] for n in FAMILIES}
    rest = [id for id in rules if id not in now + usual]
    for id in sorted(rest, key=lambda id: obstacle(rules[id], written) is not None):
        found[family(rules[id])].append(id)
    return {name: ids for name, ids in found.items() if ids}
