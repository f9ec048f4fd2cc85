"""With many options, a ballot and a result are still light pages: a phone in the country loads
them in a second."""

import json

import pytest

from voting.ballots import Option, all_forms
from voting.rules import all_rules

HEAVIEST = 60_000  # bytes of HTML before compression
OPTIONS = 25
BY_FORM = {rule.form: rule for rule in all_rules().values() if not rule.options}


@pytest.mark.thorough
@pytest.mark.parametrize("rule", BY_FORM.values(), ids=lambda rule: rule.form)
def test_a_ballot_and_a_result_of_many_options_are_light(rule, new_round, close, browser):
    options = [
        {"title": {"en": f"Number {n}, behind the school, with room for everybody who comes"}}
        | ({"cost": 10 + n} if rule.has_costs else {})
        for n in range(OPTIONS)
    ]
    settings = {"budget": 300} if rule.has_costs else {}
    round = new_round(rule.id, options=options, parameters=settings)
    question = json.loads(round.frozen)["questions"][0]
    known = [Option(option["id"], option.get("cost")) for option in question["options"]]
    form = all_forms()[question["form"]]
    merits = [90 - 3 * place for place in range(OPTIONS)]
    choice = form.invent(merits, known, question["form_parameters"])
    pages = {}
    for language in ("en", "fr"):
        ballot = browser("Ada", language).get(f"/votes/{round.id}-the-lawn/ballot")
        pages[f"ballot {language}"] = len(ballot.data)
    for name in ("Ada", "Ben"):
        fields = {}
        for key, value in form.fields(choice, prefix=f"{question['id']}-"):
            fields.setdefault(key, []).append(value)
        browser(name).post(f"/votes/{round.id}-the-lawn/cast", data=fields)
    close(round)
    for language in ("en", "fr"):
        result = browser("Fay", language).get(f"/votes/{round.id}-the-lawn")
        pages[f"result {language}"] = len(result.data)
    assert {name: size for name, size in pages.items() if size > HEAVIEST} == {}
