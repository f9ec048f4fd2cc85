"""Rounds by chance, with their ballots: valid, and level as often as not."""

from fractions import Fraction
from random import Random
from typing import Any

from tests.voting.bundles import a_question, a_round
from tests.voting.known_rules import FORMS
from tests.voting.parameters_by_chance import WAYS

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def a_round_by_chance(
    chance: Random, rule: str | None = None
) -> tuple[Any, dict[str, Any], dict[str, list[str]]]:
    """(frozen, ballots, the chair's orders). Few ballots, so that ties are frequent. One question
    under the rule, or one to three under any."""
    cast = chance.randint(20, 60) if chance.random() < 0.1 else chance.randint(0, 12)
    heavy = chance.random() < 0.3
    weights = [chance.randint(1, 4) if heavy else 1 for _ in range(cast)]
    roll, rest = cast + chance.randint(0, 6), chance.randint(0, 6)
    rules = [rule] if rule else chance.choices(list(FORMS), k=chance.randint(1, 3))
    questions = [
        question_by_chance(chance, one, f"q{number}") for number, one in enumerate(rules, 1)
    ]
    ballots, orders = {}, {}
    for question in questions:
        choices = [choice_by_chance(chance, question) for _ in weights]
        entries = [list(pair) for pair in zip(weights, choices, strict=True)]
        ballots[question["id"]] = chance.sample(entries, len(entries))
        if question["tie"]["procedure"] == "chair" and chance.random() < 0.8:
            names = [option["id"] for option in question["options"]]
            orders[question["id"]] = chance.sample(names, len(names))
    frozen = a_round(*questions, roll=roll, weight=sum(weights) + rest + roll - cast)
    return frozen, ballots, orders


def question_by_chance(chance: Random, rule: str, id: str) -> dict[str, Any]:
    names = chance.sample(LETTERS, chance.randint(1 if chance.random() < 0.1 else 2, 6))
    costs = {name: chance.choice([1, 2, 3, 3, 3, 3, 4, 6, 9]) for name in names}
    needs: dict[str, Any] = {"tie": chance.choice(["nobody", "earlier", "lot", "chair"])}
    if chance.random() < 0.4:
        needs["quorum"] = {"share": share(chance), "of": chance.choice(["roll", "weight"])}
    if rule in ("motion", "approval") and chance.random() < 0.5:
        needs["majority"] = {
            "share": share(chance),
            "strict": chance.random() < 0.5,
            "base": chance.choice(["roll", "present", "cast", "expressed", "expressed"]),
        }
    if rule == "approval" and chance.random() < 0.3:
        needs["approvals"] = chance.randint(0, 4)
    form, parameters = WAYS[rule](chance, len(names))
    return a_question(rule, costs, id=id, form=form, asked=parameters, **needs)


def share(chance: Random) -> list[int]:
    if chance.random() < 0.4:
        return [1, 2]
    return list(Fraction(chance.randint(1, 4), chance.randint(4, 6)).as_integer_ratio())


def choice_by_chance(chance: Random, question: dict[str, Any]) -> Any:
    """A valid choice, blank now and then."""
    names = [option["id"] for option in question["options"]]
    form, parameters = question["form"], question["form_parameters"]
    if chance.random() < 0.12:
        return None
    if form == "choice":
        return chance.choice(names)
    if form == "stance":
        return stance_by_chance(chance, names)
    if form == "list":
        return list_by_chance(chance, names, parameters)
    return marks_by_chance(chance, question, names)


def marks_by_chance(chance: Random, question: dict[str, Any], names: list[str]) -> Any:
    form, parameters = question["form"], question["form_parameters"]
    if form in ("grades", "score"):
        marked = chance.sample(names, chance.randint(1, len(names)))
        most = parameters["grades"] - 1 if form == "grades" else parameters["highest"]
        return {name: chance.randint(0, most) for name in marked}
    if form == "points":
        return points_by_chance(chance, names, parameters)
    most = min(parameters["max"] or len(names), len(names))
    marked = chance.sample(names, chance.randint(1, most))
    if form == "ranking":
        return groups_by_chance(chance, marked, parameters["ties"])
    if form == "basket":
        marked = affordable(question, marked)
    return sorted(marked) or None


def list_by_chance(chance: Random, names: list[str], parameters: dict[str, Any]) -> Any:
    lists = parameters["lists"]
    lists = [lists] * len(names) if isinstance(lists, int) else lists
    number = chance.choice(lists)
    mine = [name for name, its in zip(names, lists, strict=True) if its == number]
    crossed = chance.randint(0, len(mine) - 1) if parameters["crossing"] else 0
    return {"list": number, "out": sorted(chance.sample(mine, crossed))}


def points_by_chance(
    chance: Random, names: list[str], parameters: dict[str, Any]
) -> dict[str, int]:
    left, given = parameters["total"], {}
    power = 2 if parameters["squared"] else 1
    for name in chance.sample(names, len(names)):
        points = chance.randint(1, parameters["most"] or 4)
        if points**power <= left:
            given[name] = points
            left -= points**power
    return given or {names[0]: 1}


def stance_by_chance(chance: Random, names: list[str]) -> Any:
    """The stances against a text are rare, or it would never be adopted."""
    stance = chance.choices(names, weights=[5, 3, *[1] * (len(names) - 2)])[0]
    return {"stance": stance, "reason": chance.choice([None, "Too dear. «\n😀»", "No."])}


def groups_by_chance(chance: Random, marked: list[str], ties: bool) -> list[list[str]]:
    groups: list[list[str]] = []
    for name in marked:
        if groups and ties and chance.random() < 0.3:
            groups[-1] = sorted([*groups[-1], name])
        else:
            groups.append([name])
    return groups


def affordable(question: dict[str, Any], marked: list[str]) -> list[str]:
    costs = {option["id"]: option["cost"] for option in question["options"]}
    left, kept = question["parameters"]["budget"], []
    for name in marked:
        if costs[name] <= left:
            left -= costs[name]
            kept.append(name)
    return kept
