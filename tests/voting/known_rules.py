"""Each rule's ballot, and the parameters with which rounds made by hand are small."""

from collections.abc import Iterable
from typing import Any

from _pytest.mark import ParameterSet

from tests.sizes import first_of_each
from voting.families import USUAL, family
from voting.rules import VotingRule, all_rules

RULES = all_rules()
FORMS = {id: rule.form for id, rule in RULES.items()}
FIXED = {id: [name for name, _ in rule.options] for id, rule in RULES.items() if rule.options}
REASON_FOR = {
    id: rule.form_settings({})["reason_for"]
    for id, rule in RULES.items()
    if rule.form == "stance" and rule.form_settings
}
"""Stances that cannot be taken without a reason."""
SHARES = [id for id, rule in RULES.items() if rule.by_shares and rule.form == "choice"]
COMMITTEES = [id for id in RULES if id.startswith("committee-") and id != "committee-equal-shares"]
"""Those with the same two parameters."""
BUDGETS = [id for id, rule in RULES.items() if rule.has_costs]
LEADING = ("smith-irv", "tideman-alternative")
PICKS = {"least_picks": 0, "most_picks": 0}
NO_LIMITS = PICKS | {
    "most_projects": 0,
    "categories": 1,
    "category_ceilings": 0,
    "districts": 1,
    "district_ceilings": 0,
    "exclusive": 0,
}
STV = [id for id in RULES if id.startswith("stv-")]
FEW_PLACES = [*STV, "bloc-star", "limited-vote"]
SMALL: dict[str, dict[str, Any]] = {
    **{id: {"seats": 2} for id in FEW_PLACES},
    **{id: {"seats": 3} for id in SHARES},
    **{id: {"seats": 2, "unticked": "empty"} for id in [*COMMITTEES, "committee-equal-shares"]},
    **{id: {"budget": 10} for id in BUDGETS},
    "budget-equal-shares": {"budget": 10, "completion": "none"},
    "closed-lists": {"seats": 2, "crossing": "yes"},
    "cumulative": {"points": 5},
    "quadratic": {"credits": 9},
}
PARAMETERS: dict[str, dict[str, Any]] = {
    id: {parameter.name: parameter.default for parameter in rule.parameters} | SMALL.get(id, {})
    for id, rule in RULES.items()
}


def of_each_family(ids: Iterable[str] = RULES) -> list[ParameterSet]:
    """Rules to ask the same of. In a check, one of each family and ballot form stands for all:
    a usual one where there is one."""
    return first_of_each(_usual_first(ids), lambda id: _kind(RULES[id]))


def rules_of_each_family() -> list[ParameterSet]:
    """The same of all rules, as themselves."""
    return first_of_each((RULES[id] for id in _usual_first(RULES)), _kind, lambda rule: rule.id)


def _kind(rule: VotingRule) -> tuple[str, str]:
    return family(rule), rule.form


def _usual_first(ids: Iterable[str]) -> list[str]:
    return sorted(ids, key=lambda id: id not in USUAL)
