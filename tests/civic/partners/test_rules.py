"""Claims and rules in, an outcome out."""

import pytest

from civic.partners.rules import Kind, Rule, outcome, read, values

SAID = {
    "name": "Lou Reed",
    "groups": ["choir", "board"],
    "kind": "resident",
    "member": True,
    "number": 7,
    "realm_access": {"roles": ["voter"]},
    "a.b": "whole",
}


def given(*rules, claims=None, name_claims=("name",)):
    found = outcome(SAID if claims is None else claims, rules, name_claims=name_claims)
    return {place: gift.value for place, gift in found.gifts.items()}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("groups", ["choir", "board"]),
        ("kind", ["resident"]),
        ("member", ["true"]),
        ("number", ["7"]),
        ("realm_access.roles", ["voter"]),
        ("a.b", ["whole"]),
        ("realm_access", []),
        ("kind.deeper", []),
        ("missing", []),
    ],
)
def test_a_claim_is_read_as_texts(path, found):
    assert values(SAID, path) == found


def test_the_name_comes_from_the_usual_claims_unless_a_rule_says_otherwise():
    assert given() == {"name": "Lou Reed"}
    parts = {"given_name": "Lou", "family_name": "Reed"}
    assert given(claims=parts, name_claims=("given_name", "family_name")) == {"name": "Lou Reed"}
    assert given(Rule(kind=Kind.NAME, claim="kind")) == {"name": "resident"}


def test_control_signs_are_no_part_of_a_name():
    assert given(claims={"name": "Lou\r\n\u202eReed\0 "}) == {"name": "Lou Reed"}
    assert len(given(claims={"name": "a" * 300})["name"]) == 120


def test_the_first_rule_that_fits_gives_category_and_college():
    rules = (
        Rule(kind=Kind.CATEGORY, claim="groups", value="owners", gives="Owner"),
        Rule(kind=Kind.CATEGORY, claim="groups", value="board", gives="Board"),
        Rule(kind=Kind.CATEGORY, claim="kind"),
        Rule(kind=Kind.COLLEGE, claim="kind"),
    )
    assert given(*rules) == {"name": "Lou Reed", "category": "Board", "college": "resident"}


def test_the_highest_role_in_a_space_counts():
    rules = (
        Rule(kind=Kind.ROLE, claim="groups", value="choir", space_id=7, role="member"),
        Rule(kind=Kind.ROLE, claim="groups", value="board", space_id=7, role="facilitator"),
        Rule(kind=Kind.ROLE, claim="kind", value="resident", space_id=7, role="observer"),
        Rule(kind=Kind.ROLE, claim="kind", value="tourist", space_id=8, role="member"),
    )
    assert given(*rules)["space:7"] == "facilitator"
    assert "space:8" not in given(*rules)


def test_without_the_right_to_vote_one_observes():
    role = Rule(kind=Kind.ROLE, claim="groups", value="choir", space_id=7, role="member")
    may = Rule(kind=Kind.VOTE, claim="realm_access.roles", value="voter")
    may_not = Rule(kind=Kind.VOTE, claim="realm_access.roles", value="elder")
    assert given(role, may)["space:7"] == "member"
    assert given(role, may, may_not)["space:7"] == "member"
    assert given(role, may_not)["space:7"] == "observer"
    assert outcome(SAID, [may_not], name_claims=["name"]).votes is False


def test_a_required_claim_refuses_and_does_nothing_else():
    needed = Rule(kind=Kind.REQUIRED, claim="groups", value="staff")
    found = outcome(SAID, [needed], name_claims=["name"])
    assert (found.refused, dict(found.gifts)) == (needed, {})
    has = Rule(kind=Kind.REQUIRED, claim="member", value="true")
    assert outcome(SAID, [has], name_claims=["name"]).refused is None


def test_rules_are_kept_as_plain_values():
    rule = Rule(kind=Kind.ROLE, claim="groups", value="choir", space_id=7, role="member")
    assert read([rule.plain()]) == [rule]


def test_there_is_no_rule_that_makes_an_administrator():
    assert {kind.value for kind in Kind} == {
        "required", "name", "category", "college", "role", "vote",
    }  # fmt: skip
