"""The same ballots under several rules, side by side. Pure.

Only the counting is compared: ties stay ties, and quorum and majority are left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.ballots import all_forms
from voting.publishing import explained
from voting.readers import Election
from voting.readers.run import READ_BY, count_election
from voting.rules import BadParameter, Outcome, VotingRule, all_rules
from voting.tally import verdict
from voting.trial import divided, trial

NOTHING_NEEDED: Mapping[str, Any] = {"quorum": None, "majority": None, "threshold": None}
MOST_OPTIONS, MOST_MARKS = 20, 60_000
"""Up to this many options, and ballots times options, a page counts under several rules while the
reader waits; beyond that the command line does."""
CARRIED = ("seats", "budget")
"""What is the same under every rule that asks for it."""


@dataclass(frozen=True)
class Compared:
    rule: VotingRule
    question: dict[str, Any]
    """In the shape of a frozen one, for the pages that put a result into words."""
    result: dict[str, Any]
    told: dict[str, Any]

    @property
    def came_out(self) -> tuple[Any, ...]:
        """Equal for two rules under which the same came out."""
        seats = self.result.get("seats")
        return (
            frozenset(self.result["elected"]),
            frozenset(self.result["tied"]),
            tuple(sorted(seats.items())) if seats else (),
        )


def invented(questions: Iterable[Mapping[str, Any]]) -> list[Compared]:
    """Each question under its own rule, all by one invented crowd in two camps and a third between
    them. The options must be the same."""
    found = []
    for question in questions:
        try:
            counted = trial(question, liking=divided)
        except (BadParameter, ValueError):
            continue
        name = question["id"]
        rule = all_rules()[question["rule"]]
        found.append(
            Compared(rule, dict(question), counted["results"][name], counted["explained"][name])
        )
    return found


def counted(
    election: Election, rules: Sequence[str], *, settings: Mapping[str, Any]
) -> list[Compared]:
    """Ballots of a file or of a round, under each of the rules that can count them."""
    found = []
    for id in rules:
        rule = all_rules()[id]
        if rule.options is not None or election.form not in READ_BY[rule.form]:
            continue
        asked = {name: settings[name] for name in CARRIED if name in settings}
        names = {parameter.name for parameter in rule.parameters}
        asked = {name: value for name, value in asked.items() if name in names}
        try:
            outcome = count_election(election, id, settings=asked)
        except (BadParameter, ValueError):
            continue
        found.append(_compared(election, rule, asked, outcome))
    return found


def is_small(options: int, ballots: int) -> bool:
    return options <= MOST_OPTIONS and options * ballots <= MOST_MARKS


def played(
    question: Mapping[str, Any], ballots: Sequence[Sequence[Any]]
) -> tuple[Compared | None, list[Compared]]:
    """A closed question's own rule, and every other one that decides the same kind of thing and can
    count its ballots."""
    election = Election(
        title="",
        form=question["form"],
        options=[option["id"] for option in question["options"]],
        costs={o["id"]: o["cost"] for o in question["options"] if o["cost"]},
        ballots=[(weight, choice) for weight, choice in ballots],
        form_parameters=question["form_parameters"],
    )
    others = [rule.id for rule in all_rules().values() if _alike(question, rule)]
    own = counted(election, [question["rule"]], settings=question["parameters"])
    found = counted(election, others, settings=question["parameters"])
    for one in (*own, *found):
        one.question.update(title=question["title"], options=question["options"])
    return (own[0] if own else None), found


def _alike(question: Mapping[str, Any], other: VotingRule) -> bool:
    """Money is compared with money, lists with lists, places with places; nothing with a draw, or
    with a rule whose last option is no option like the others."""
    own = all_rules()[question["rule"]]
    places = question["parameters"].get("seats", 1) > 1
    return (
        other.id not in (own.id, "lot")
        and not other.keeps_last
        and other.has_costs == own.has_costs
        and other.by_shares == own.by_shares
        and (other.seats or not places)
    )


def _compared(
    election: Election, rule: VotingRule, asked: Mapping[str, Any], outcome: Outcome
) -> Compared:
    known = {parameter.name: parameter.default for parameter in rule.parameters}
    said = {name: value for name, value in election.parameters.items() if name in known}
    question = {
        "id": "q1",
        "rule": rule.id,
        "title": {},
        "options": [
            {
                "id": option,
                "title": {"en": election.titles.get(option) or option},
                "cost": election.costs.get(option),
            }
            for option in election.options
        ],
        "parameters": known | said | dict(asked),
        "form": rule.form,
        "form_parameters": dict(all_forms()[rule.form].settings) | election.form_parameters,
        "requirements": dict(NOTHING_NEEDED),
        "tie": {"procedure": "nobody"},
    }
    blank = [weight for weight, choice in election.ballots if choice is None]
    cast = len(election.ballots)
    result: dict[str, Any] = {
        "elected": list(outcome.elected),
        "tied": list(outcome.tied),
        "resolved": None,
        "turnout": {"roll": cast, "cast": cast, "blank": len(blank), "blank_weight": sum(blank)},
        "quorum": None,
        "majority": None,
    }
    if rule.second_round:
        result["runoff"] = list(outcome.runoff)
    if rule.by_shares:
        result["seats"] = dict(outcome.seats or {})
    result["verdict"] = verdict(question, result)
    return Compared(rule, question, result, explained(outcome))
