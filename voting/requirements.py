"""What an outcome must meet to be a decision: quorum and majority, with their arithmetic. Pure.

All comparisons multiply whole numbers out; nothing is divided, nothing is rounded. Votes passed on
count in each base of a majority: a ballot cast for somebody else is told from no other one, so that
a base could leave them out no more than what is for it. A quorum can: of ``present``, heads who
voted themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """Heads and weights of a question. ``cast`` includes blank ballots."""

    roll: int
    roll_weight: int
    cast: int
    cast_weight: int
    blank: int
    blank_weight: int
    represented: int | None = None
    """How many of the cast are of people for whom others voted; None where nobody may."""
    represented_weight: int | None = None

    @property
    def present(self) -> int:
        return self.cast - (self.represented or 0)


@dataclass(frozen=True)
class Comparison:
    """``left`` against ``right``, two whole numbers."""

    left: int
    right: int
    holds: bool


def quorum(required: Mapping[str, Any] | None, turnout: Turnout) -> Comparison | None:
    """Heads (or weights) present or represented, or heads present, against a share of the roll."""
    if required is None:
        return None
    above, below = required["share"]
    if required["of"] == "weight":
        left, right = turnout.cast_weight * below, turnout.roll_weight * above
    else:
        came = turnout.present if required["of"] == "present" else turnout.cast
        left, right = came * below, turnout.roll * above
    return Comparison(left, right, left >= right)


def majority(
    required: Mapping[str, Any] | None, turnout: Turnout, *, support: int, abstained: int
) -> Comparison | None:
    """The weight behind the least supported of the elected, against a share of the base: of all on
    the roll; of all present or represented; of those less abstentions (``cast``); of those less
    blank ballots and abstentions (``expressed``).

    Whoever casts a ballot is present, and a ballot weighs what its elector has on the roll,
    whomever else that represents. The roll does not know how much of a weight is somebody else's,
    so "present alone" is a quorum by heads only.
    """
    if required is None:
        return None
    above, below = required["share"]
    base = {
        "roll": turnout.roll_weight,
        "present": turnout.cast_weight,
        "cast": turnout.cast_weight - abstained,
        "expressed": turnout.cast_weight - abstained - turnout.blank_weight,
    }[required["base"]]
    left, right = support * below, base * above
    return Comparison(left, right, left > right if required["strict"] else left >= right)
