"""What is made wrong, and the tests that have to notice."""

from dataclasses import dataclass
from pathlib import Path

RULES, AGREES = "tests/voting/rules/", "tests/voting/recount/test_agreement.py"
EACH = (
    f"{RULES}test_every_rule.py",
    f"{RULES}test_points.py",
    f"{RULES}test_properties.py",
    f"{RULES}test_shares_of_places.py",
    f"{RULES}test_claims.py",
    f"{RULES}test_ties_by_force.py",
    f"{RULES}test_budget_limits.py",
    "tests/voting/test_near_ties.py",
    "tests/voting/test_explanations.py",
    AGREES,
)
"""Files with a case for each rule."""


@dataclass(frozen=True)
class Target:
    """Modules, the rules whose cases are tried, and tests by the beginnings of their names."""

    modules: tuple[str, ...]
    rules: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def files(self) -> list[str]:
        """In which all these tests are."""
        named = [test.partition("::")[0] for test in self.tests]
        return list(dict.fromkeys([*named, *(EACH if self.rules else ())]))

    @property
    def paths(self) -> list[Path]:
        return [Path(*module.split(".")).with_suffix(".py") for module in self.modules]


def _rules(*names: str) -> tuple[str, ...]:
    return tuple(f"voting.rules.{name}" for name in names)


TARGETS = {
    "requirements": Target(
        ("voting.requirements",), ("motion", "approval"), ("tests/voting/test_tally.py",)
    ),
    "ties": Target(("voting.ties",), ("motion", "approval"), ("tests/voting/test_tally.py",)),
    "ballots": Target(
        tuple(
            f"voting.ballots.{path.stem}"
            for path in sorted(Path("voting/ballots").glob("[a-z]*.py"))
        ),
        (),
        ("tests/voting/ballots", "tests/voting/test_ballots.py", "tests/voting/test_stances.py"),
    ),
    "two-people": Target(("voting.by_two",), (), ("tests/voting/test_by_two.py",)),
    "motion": Target(_rules("motion"), ("motion",), (f"{RULES}test_counts_and_grades.py",)),
    "approval": Target(_rules("approval"), ("approval",), (f"{RULES}test_counts_and_grades.py",)),
    "irv": Target(
        _rules("irv", "_rankings"),
        ("irv",),
        (
            f"{RULES}test_rankings.py",
            f"{RULES}test_many_rows.py",
            f"{AGREES}::test_many_level_options",
        ),
    ),
    "schulze": Target(_rules("schulze"), ("schulze",), (f"{RULES}test_rankings.py",)),
    "stv-scottish": Target(
        _rules("stv_scottish", "_stv", "_transfers"),
        ("stv-scottish", "stv-wigm", "stv-rctab"),
        (f"{RULES}test_transfers.py",),
    ),
    "majority-judgment": Target(
        _rules("majority_judgment"),
        ("majority-judgment",),
        (f"{RULES}test_counts_and_grades.py",),
    ),
    "budget-equal-shares": Target(
        _rules("budget_equal_shares", "_exact_shares"),
        ("budget-equal-shares",),
        (
            f"{RULES}test_budget_equal_shares.py",
            f"{RULES}test_exact_shares.py",
            f"{AGREES}::test_beyond_four_hundred_ways",
            f"{RULES}test_committees.py",
        ),
    ),
    "ties-of-equal-shares": Target(
        _rules("_shares_ties", "_raising"),
        ("budget-equal-shares",),
        (
            f"{RULES}test_raising.py",
            f"{RULES}test_budget_equal_shares.py",
            f"{RULES}test_budget_limits.py",
            f"{AGREES}::test_beyond_four_hundred_ways",
        ),
    ),
}
