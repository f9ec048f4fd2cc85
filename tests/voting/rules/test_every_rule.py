"""What holds of every rule, and of the next one that somebody drops in."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import size
from tests.voting.known_rules import rules_of_each_family
from tests.voting.rules.strategies import ballots, profiles, settings_of
from voting.ballots import all_forms
from voting.canonical import canonical
from voting.rules import BadParameter, Profile, Sentence, all_rules

FEW = settings(max_examples=size(30, 2_000))
"""Of each rule: the rules are many, and each is drawn anew for each property."""

for_every_rule = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.id)
for_each_family = pytest.mark.parametrize("rule", rules_of_each_family())


def places_of(outcome):
    """``(option, 1)`` for its first place, ``(option, 2)`` for its second: sure and level ones."""
    seats = outcome.seats or dict.fromkeys(outcome.elected, 1)
    sure = {(option, n) for option, many in seats.items() for n in range(1, many + 1)}
    assert {option for option, _ in sure} == set(outcome.elected)
    return sure, {(option, seats.get(option, 0) + 1) for option in outcome.tied}


@for_each_family
@FEW
@given(data=st.data())
def test_nobody_counts_more_than_another_and_the_order_of_ballots_is_nothing(rule, data):
    options, marked, weights, costs = data.draw(ballots(rule))
    asked = data.draw(settings_of(rule))
    once = rule.count(Profile.of(options, marked, weights, costs), asked, None)

    copies = [row for row, weight in zip(marked, weights, strict=True) for _ in range(weight)]
    mixed = data.draw(st.permutations(copies))
    apart = Profile(
        tuple(options),
        np.array(mixed, dtype=np.int64).reshape(-1, len(options)),
        np.ones(len(mixed), dtype=np.int64),
        tuple(costs),
    )

    assert rule.count(apart, asked, None) == once
    assert rule.count(replace(apart, marks=apart.marks.astype(np.int8)), asked, None) == once


@for_each_family
@FEW
@given(data=st.data())
def test_no_option_is_favoured_by_its_name_or_place(rule, data):
    profile = data.draw(profiles(rule))
    asked = data.draw(settings_of(rule))
    last = len(profile.options) - 1 if rule.keeps_last else len(profile.options)
    order = [*data.draw(st.permutations(range(last))), *range(last, len(profile.options))]
    if rule.options or rule.by_place:
        order = range(len(profile.options))
    moved = replace(
        profile,
        options=tuple(profile.options[c] for c in order),
        marks=profile.marks[:, list(order)],
        costs=tuple(profile.costs[c] for c in order) if profile.costs else (),
    )

    moved_to = places_of(rule.count(moved, asked, None))
    assert moved_to == places_of(rule.count(profile, asked, None))


@for_each_family
@FEW
@given(data=st.data())
def test_there_are_never_more_winners_than_places_nor_more_spent_than_there_is(rule, data):
    profile = data.draw(profiles(rule))
    asked = data.draw(settings_of(rule))
    outcome = rule.count(profile, asked, None)

    sure, level = places_of(outcome)
    assert not sure & level
    assert {option for option, _ in sure | level} <= set(profile.options)
    if rule.has_costs:
        costs = dict(zip(profile.options, profile.costs, strict=True))
        assert sum(costs[option] for option in outcome.elected) <= asked["budget"]
    else:
        places = asked.get("seats", 1)
        assert len(sure) <= places
        if level:
            assert len(sure) < places
            assert places < len(sure | level) or rule.form == "list"  # short lists leave vacancies


@for_every_rule
@FEW
@given(data=st.data())
def test_a_tie_order_breaks_ties_and_nothing_else(rule, data):
    profile = data.draw(profiles(rule))
    asked = data.draw(settings_of(rule))
    order = data.draw(st.permutations(profile.options))
    first = rule.count(profile, asked, None)
    last = rule.count(profile, asked, order)

    assert not last.tied
    (sure, level), (broken, _) = places_of(first), places_of(last)
    assert sure <= broken <= sure | level
    if not level:
        assert broken == sure
    if rule.has_costs:
        costs = dict(zip(profile.options, profile.costs, strict=True))
        assert sum(costs[option] for option in last.elected) <= asked["budget"]


@for_each_family
@FEW
@given(data=st.data())
def test_each_way_of_breaking_a_tie_matters(rule, data):
    """Whoever is tied wins under one order and not under another."""
    profile = data.draw(profiles(rule))
    asked = data.draw(settings_of(rule))
    outcome = rule.count(profile, asked, None)

    if outcome.tied:
        orders = permutations(profile.options)
        ends = [places_of(rule.count(profile, asked, order))[0] for order in orders]
        sure, level = places_of(outcome)
        assert set.intersection(*ends) == sure
        assert set.union(*ends) == sure | level


@for_each_family
@FEW
@given(data=st.data())
def test_what_a_rule_says_can_be_published_and_read_aloud(rule, data):
    profile = data.draw(profiles(rule))
    outcome = rule.count(profile, data.draw(settings_of(rule)), None)

    published = [outcome.steps, outcome.reasons, outcome.numbers, outcome.chart, outcome.ranking]
    canonical(published)
    for name, numbers in outcome.reasons:
        sentence = rule.sentences[name]
        if isinstance(sentence, Sentence):
            assert isinstance(numbers["count"], int)
            sentence = sentence.many
        assert "%(" not in sentence % numbers
    if outcome.elected or outcome.tied:
        assert outcome.reasons
        assert outcome.chart["kind"]


@for_every_rule
def test_without_ballots_nobody_is_elected(rule):
    options = [option for option, _ in rule.options or ()] or list("abc")
    asked = rule.settle({"budget": 10} if rule.has_costs else {})
    costs = [1] * len(options) if rule.has_costs else []
    outcome = rule.count(Profile.of(options, [], [], costs), asked, None)

    assert outcome.elected == ()
    assert outcome.tied == (("for", "against") if rule.id == "motion" else ())


@for_every_rule
def test_says_what_it_promises_and_what_it_does_not(rule):
    assert rule.title
    assert rule.summary
    assert rule.promises
    assert rule.limits
    assert rule.form in all_forms()
    assert rule.id == rule.id.lower()
    for parameter in rule.parameters:
        assert parameter.label
        assert parameter.example


@for_every_rule
def test_a_plural_says_its_number(rule):
    for sentence in rule.sentences.values():
        if isinstance(sentence, Sentence):
            assert "%(count)s" in sentence.many


@for_each_family
@pytest.mark.parametrize(
    "value",
    [
        "１",
        "1_0",
        " 1",
        "-1",
        "1.5",
        "1e3",
        "NaN",
        "9" * 40,
        -1,
        10**30,
        1.5,
        ["1"],
        {},
        pytest.param(object(), id="an object"),
    ],
    ids=repr,
)
def test_a_parameter_out_of_bounds_is_named(rule, value):
    budget = {"budget": 10} if rule.has_costs else {}
    for parameter in rule.parameters:
        if parameter.kind in ("option", "names") or (
            parameter.kind == "decimal" and value in ("1.5", 1.5)
        ):
            continue
        with pytest.raises(BadParameter) as refused:
            rule.settle(budget | {parameter.name: value})
        assert refused.value.name == parameter.name


@for_every_rule
def test_an_unknown_parameter_is_named(rule):
    with pytest.raises(BadParameter, match="sieges"):
        rule.settle({"sieges": 1})


@for_every_rule
def test_settling_twice_changes_nothing(rule):
    settled = rule.settle({"budget": "10"} if rule.has_costs else {})
    assert rule.settle(settled) == settled
