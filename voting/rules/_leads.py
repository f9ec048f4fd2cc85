"""Borda's points among the options that are left, counted again in each round: the engine of
baldwin and nanson.

A ballot gives an option one point for each option left that it places lower, and half a point for
each that it does not place lower or higher. So an option's points are half of what all ballots give
in its pairs, and half of its lead: the ballots that place it higher less those that place it lower,
over all others left. Leads need the duels alone, and they add up to zero: the average lead is 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from voting.rules import N_, Option, Outcome, Reason, Sentence, groups
from voting.rules._duels import SENTENCES as DUELS
from voting.rules._duels import Duels, against, beats_all, cells
from voting.rules._eliminations import Step
from voting.rules._places import as_number


@dataclass(frozen=True)
class Leads:
    """Who is left, each with its lead."""

    of: Mapping[int, int]
    margins: Sequence[Sequence[int]]
    """By how much a is ahead of b, over all ballots."""
    weight: int

    @classmethod
    def at_first(cls, found: Duels, weight: int) -> "Leads":
        margins = (found - found.T).tolist()
        return cls({option: sum(row) for option, row in enumerate(margins)}, margins, weight)

    @property
    def standing(self) -> frozenset[int]:
        return frozenset(self.of)

    def winner(self) -> int | None:
        return next(iter(self.of)) if len(self.of) == 1 else None

    def weakest(self) -> list[int]:
        least = min(self.of.values())
        return [option for option, lead in self.of.items() if lead == least]

    def without(self, option: int) -> "Leads":
        return self.without_all([option])

    def without_all(self, out: Iterable[int]) -> "Leads":
        gone = frozenset(out)
        left = {
            option: lead - sum(self.margins[option][other] for other in gone)
            for option, lead in self.of.items()
            if option not in gone
        }
        return Leads(left, self.margins, self.weight)

    def step(self, options: Sequence[Option]) -> Step:
        points = {option: self.average() + Fraction(lead, 2) for option, lead in self.of.items()}
        return {"values": {options[option]: as_number(has) for option, has in points.items()}}

    def average(self) -> Fraction:
        return Fraction(self.weight * (len(self.of) - 1), 2)

    def twins(self) -> list[list[int]]:
        """Options with the same margins, and none between them."""
        found: list[list[int]] = []
        for option in self.of:
            alike = next((group for group in found if self._are_twins(group[0], option)), None)
            if alike is None:
                found.append([option])
            else:
                alike.append(option)
        return [group for group in found if len(group) > 1]

    def _are_twins(self, a: int, b: int) -> bool:
        one, other = self.margins[a], self.margins[b]
        return not one[b] and all(one[c] == other[c] for c in range(len(one)) if c not in (a, b))


def outcome(
    options: Sequence[Option],
    found: Duels,
    steps: Sequence[Step],
    winners: Sequence[int],
    *,
    of: str,
) -> Outcome:
    """``of``: what the rounds are told by, "points" or "average"."""
    best = tuple(options[option] for option in winners)
    elected, tied = (best, ()) if len(best) == 1 else ((), best)
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=_ranking(elected[0], steps) if elected else (),
        steps=tuple(steps),
        reasons=_why(options, found, steps, elected, tied),
        numbers={"matrix": cells(options, found), "points": steps[0]["values"]},
        chart={
            "kind": "eliminations",
            "of": of,
            "rounds": list(steps),
            "elected": list(elected),
        },
    )


def _ranking(winner: Option, steps: Sequence[Step]) -> tuple[tuple[Option, ...], ...]:
    """The others by the round in which they went out, and by their points in it; first those who
    were level with the winner."""
    level = tuple(option for option in steps[-1].get("level", ()) if option != winner)
    ranked: list[tuple[Option, ...]] = [(winner,), level] if level else [(winner,)]
    for step in reversed(steps):
        points = {option: Fraction(step["values"][option]) for option in step["out"]}
        ranked += groups({o: has for o, has in points.items() if o != winner})
    return tuple(ranked)


def _why(
    options: Sequence[Option],
    found: Duels,
    steps: Sequence[Step],
    elected: Sequence[Option],
    tied: Sequence[Option],
) -> tuple[Reason, ...]:
    if "level" in steps[-1]:
        return (_level(steps, tied or steps[-1]["level"]),)
    [winner] = elected
    if len(options) == 1:
        return (("leads.alone", {}),)
    said: list[Reason] = []
    if beats_all(found) is not None:
        said.append(("duels.beats_all", {"option": winner, "count": len(options) - 1}))
    numbers: dict[str, Any] = {"option": winner, "count": len(steps)}
    if "average" in steps[-1]:
        above = Fraction(steps[-1]["values"][winner]) - Fraction(steps[-1]["average"])
        numbers["points"] = as_number(above)
    said.append(("leads.left", numbers))
    last = [option for option in steps[-1]["out"] if option != winner]
    if len(last) == 1:
        said.append(against(options, found, winner, last[0]))
    else:
        said.append(("leads.last_out", {"options": last}))
    points = {option: Fraction(has) for option, has in steps[0]["values"].items()}
    led = max(points, key=lambda option: points[option])
    if points[led] > points[winner]:
        had = {"other": led, "points": steps[0]["values"][led], "option": winner}
        said.append(("leads.overtaken", had))
    if any("immaterial" in step for step in steps):
        said.append(("leads.immaterial", {}))
    return tuple(said)


def _level(steps: Sequence[Step], options: Sequence[Option]) -> Reason:
    """That a tie decides, or decided, and between whom."""
    last, numbers = steps[-1], {"options": list(options), "round": len(steps)}
    if len(last["level"]) == len(last["values"]):
        return ("leads.level", numbers | {"points": last["values"][options[0]]})
    return ("leads.tied", numbers)


SENTENCES: Mapping[str, str | Sentence] = {
    "duels.beats_all": DUELS["duels.beats_all"],
    "duels.runner_up": DUELS["duels.runner_up"],
    "leads.alone": N_("There is no other option."),
    "leads.last_out": N_("The last to go out, together: %(options)s."),
    "leads.overtaken": N_(
        "%(other)s had the most points at first: %(points)s. But they are counted again among "
        "those left, and so %(option)s came to be ahead."
    ),
    "leads.immaterial": N_(
        "On the way some options were level at the bottom; whichever went out first, "
        "the result is the same."
    ),
    "leads.tied": N_(
        "In round %(round)s options are level at the bottom, and the result depends on who goes "
        "out: %(options)s can each still win."
    ),
    "leads.level": N_(
        "In round %(round)s all that are left have equally many points, %(points)s: %(options)s "
        "can each still win."
    ),
}
PROMISES = (
    N_("An option that wins each of its duels wins the vote."),
    N_("An option that loses each of its duels never wins."),
    N_("Whoever is first on more than half of the ballots wins."),
)
LIMITS = (
    N_("A better rank can make an option lose, because another one goes out earlier."),
    N_("Similar options can help or harm each other."),
    N_("In rare cases it would have been better for somebody not to vote at all."),
)
