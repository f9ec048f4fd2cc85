"""The words of a result, as somebody read and approved them. A difference here is not a fault by
itself: read it aloud, and if it is better, ``python -m tests.voting.explained``."""

import pytest

from tests.voting.explained import LANGUAGES, approved, file_of, spoken
from tests.voting.known_rules import of_each_family

OURS = {
    "motion",
    "approval",
    "majority-judgment",
    "irv",
    "schulze",
    "budget-greedy",
    "budget-equal-shares",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", of_each_family(approved()))
def test_is_told_in_the_approved_words(program, rule, language):
    assert spoken(program, rule, language) == file_of(rule, language).read_text("utf-8")


def test_the_first_rules_are_among_them():
    assert set(approved()) >= OURS


@pytest.mark.parametrize("rule", of_each_family(approved()))
def test_no_two_cases_are_told_alike(program, rule):
    """The words follow the count: another count, other words."""
    parts = [p for p in spoken(program, rule, "en").split("\n\n") if not p.startswith("== a ")]
    assert len({part.partition("\n")[2] for part in parts}) == len(parts) >= 5
