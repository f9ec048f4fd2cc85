"""Under every rule there is: opened, cast with a blank, closed, and read in both languages."""

import json

import pytest

from tests.sizes import first_of_each
from voting.ballots import Option, all_forms
from voting.rules import all_rules

COSTS = (60, 70, 20)


def settings_of(rule):
    """Every parameter away from its default where it can be, so that each is put into words."""
    asked = {"budget": 100} if rule.has_costs else {}
    for parameter in rule.parameters:
        if parameter.words:
            asked[parameter.name] = list(parameter.words)[-1]
        elif parameter.kind == "share":
            asked[parameter.name] = "1/20"
        elif parameter.kind == "decimal":
            asked[parameter.name] = "1.5"
        elif parameter.kind == "numbers":
            asked[parameter.name] = [2, 3] if rule.keeps_last else [1, 1, 2]
        elif parameter.kind == "amounts":
            asked[parameter.name] = [80, 0]
        elif parameter.kind == "names":
            asked[parameter.name] = ["Together", "Another way"]
    return asked


BY_FORM = first_of_each(all_rules().values(), lambda rule: rule.form, lambda rule: rule.id)
"""In a check, the other rules' sentences are read without pages (test_explanations.py)."""


@pytest.mark.parametrize("rule", BY_FORM)
def test_a_vote_is_read_by_everybody(rule, new_round, close, browser):
    options = [
        {"title": {"en": title}, **({"cost": cost} if rule.has_costs else {})}
        for title, cost in zip(("Trees", "A bench", "A pond"), COSTS, strict=True)
    ]
    round = new_round(rule.id, options=options, parameters=settings_of(rule))
    question = json.loads(round.frozen)["questions"][0]
    known = [Option(option["id"], option.get("cost")) for option in question["options"]]
    form = all_forms()[question["form"]]
    choice = form.invent(
        [90 - 9 * place for place in range(len(known))], known, question["form_parameters"]
    )
    assert choice is not None
    for language in ("en", "fr"):
        ballot = browser("Ada", language).get(f"/votes/{round.id}-the-lawn/ballot")
        assert ballot.status_code == 200
    for name, said in (("Ada", choice), ("Ben", choice), ("Fay", None)):
        fields = {}
        for key, value in form.fields(said, prefix=f"{question['id']}-"):
            fields.setdefault(key, []).append(value)
        cast = browser(name).post(f"/votes/{round.id}-the-lawn/cast", data=fields)
        assert cast.status_code == 303
    close(round)
    for language in ("en", "fr"):
        page = browser("Ada", language).get(f"/votes/{round.id}-the-lawn")
        assert page.status_code == 200
