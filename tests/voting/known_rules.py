"""Each rule's ballot, and the parameters with which rounds made by hand are small."""

from typing import Any

from voting.rules import all_rules

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
