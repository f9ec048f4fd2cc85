"""Rounds made by hand, and rounds by chance: frozen, ballots, and the bundle they make.

Fingerprints are made here with the standard library alone, by neither the server nor the script.
"""

import hashlib
import json
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

SEED = "5eed" * 16
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FORMS = {
    "motion": "choice",
    "consent": "stance",
    "consensus": "stance",
    "gradients": "stance",
    "advice": "stance",
    "approval": "approval",
    "lot": "approval",
    "majority-judgment": "grades",
    "irv": "ranking",
    "contingent": "ranking",
    "schulze": "ranking",
    "condorcet": "ranking",
    "copeland": "ranking",
    "minimax": "ranking",
    "ranked-pairs": "ranking",
    "debian": "ranking",
    "kemeny": "ranking",
    "smith-irv": "ranking",
    "tideman-alternative": "ranking",
    "baldwin": "ranking",
    "nanson": "ranking",
    "coombs": "ranking",
    "bucklin": "ranking",
    "borda": "ranking",
    "dowdall": "ranking",
    "stv-scottish": "ranking",
    "stv-wigm": "ranking",
    "stv-rctab": "ranking",
    "stv-meek": "ranking",
    "stv-warren": "ranking",
    "stv-irish": "ranking",
    "plurality": "choice",
    "two-round": "choice",
    "limited-vote": "approval",
    "cumulative": "points",
    "quadratic": "points",
    "score": "score",
    "star": "score",
    "bloc-star": "score",
    "closed-lists": "list",
    "dhondt": "choice",
    "sainte-lague": "choice",
    "modified-sainte-lague": "choice",
    "huntington-hill": "choice",
    "hare-remainder": "choice",
    "droop-remainder": "choice",
    "committee-av": "approval",
    "committee-seq-pav": "approval",
    "committee-seq-phragmen": "approval",
    "committee-equal-shares": "approval",
    "committee-sav": "approval",
    "committee-pav": "approval",
    "committee-cc": "approval",
    "committee-monroe": "approval",
    "budget-greedy": "basket",
    "budget-equal-shares": "basket",
    "budget-phragmen": "basket",
    "budget-knapsack": "basket",
}
FIXED = {
    "motion": ["for", "against", "abstain"],
    "consent": ["agree", "concerns", "object", "abstain"],
    "consensus": ["agree", "concerns", "aside", "block"],
    "gradients": ["full", "support", "concerns", "follow", "disagree", "block"],
    "advice": ["favourable", "reserved", "unfavourable", "none"],
}
REASON_FOR = {
    "consent": ["object"],
    "consensus": ["block"],
    "gradients": ["block"],
    "advice": ["reserved", "unfavourable"],
}
SHARES = (
    "dhondt",
    "sainte-lague",
    "modified-sainte-lague",
    "huntington-hill",
    "hare-remainder",
    "droop-remainder",
)
COMMITTEES = (
    "committee-av",
    "committee-seq-pav",
    "committee-seq-phragmen",
    "committee-sav",
    "committee-pav",
    "committee-cc",
    "committee-monroe",
)
LEADING = ("smith-irv", "tideman-alternative")
PICKS = {"least_picks": 0, "most_picks": 0}
NO_LIMITS = PICKS | {
    "most_projects": 0,
    "categories": 1,
    "category_ceilings": 0,
    "districts": 1,
    "district_ceilings": 0,
    "exclusive": 0,
}
PARAMETERS: dict[str, dict[str, Any]] = {
    "motion": {},
    "consent": {"least": 1},
    "consensus": {"stops": 0, "carried_by": "0"},
    "gradients": {"share": "2/3", "one_stops": "yes"},
    "advice": {},
    "approval": {"seats": 1},
    "lot": {"seats": 1, "accepted": 0, "groups": 1},
    "majority-judgment": {"seats": 1, "blank": "lowest", "tie_break": "iterated"},
    "irv": {"overvote": "exhaust"},
    "contingent": {"overvote": "exhaust"},
    "schulze": {"measure": "winning-votes", "unranked": "last"},
    "condorcet": {"unranked": "last"},
    "copeland": {"unranked": "last"},
    "minimax": {"measure": "winning-votes", "unranked": "last"},
    "ranked-pairs": {"measure": "winning-votes", "unranked": "last"},
    "debian": {"quorum": "0", "majority": 1, "default_option": None, "unranked": "last"},
    "kemeny": {"unranked": "last"},
    "smith-irv": {"unranked": "last", "overvote": "exhaust"},
    "tideman-alternative": {"unranked": "last", "overvote": "exhaust"},
    "baldwin": {"unranked": "last"},
    "nanson": {"unranked": "last"},
    "coombs": {"stop": "majority"},
    "bucklin": {"shared": "places", "without_half": "most"},
    "borda": {"base": 0, "unranked": "last"},
    "dowdall": {},
    "plurality": {"seats": 1, "least_share": "0"},
    "two-round": {},
    "closed-lists": {
        "seats": 2,
        "lists": 1,
        "names": None,
        "shared": "averages",
        "threshold": "0",
        "crossing": "yes",
        "crossed_by": "1/10",
        "votes_of": "ballots",
        "sides": 0,
    },
    "limited-vote": {"seats": 2, "ticks": 0, "least_share": "0"},
    "cumulative": {"seats": 1, "points": 5, "most": 0},
    "quadratic": {"seats": 1, "credits": 9},
    "score": {"seats": 1, "highest": 5},
    "star": {"highest": 5},
    "bloc-star": {"seats": 2, "highest": 5},
    **{rule: {"seats": 3, "threshold": "0", "threshold_is": "reached"} for rule in SHARES},
    "stv-scottish": {"seats": 2, "overvote": "exhaust"},
    "stv-irish": {"seats": 2, "overvote": "exhaust"},
    "stv-wigm": {"seats": 2, "overvote": "exhaust", "arithmetic": "prf", "quota": "by-rule"},
    "stv-rctab": {"seats": 2, "overvote": "exhaust", "quota": "droop", "mode": "surplus"},
    "stv-meek": {"seats": 2, "overvote": "exhaust", "arithmetic": "prf"},
    "stv-warren": {"seats": 2, "overvote": "exhaust"},
    **{rule: {"seats": 2, "unticked": "empty"} for rule in COMMITTEES},
    "committee-equal-shares": {"seats": 2, "unticked": "empty", "completion": "phragmen"},
    "budget-greedy": {"budget": 10, "misfit": "skip", "by": "votes", "threshold": 1} | NO_LIMITS,
    "budget-phragmen": {"budget": 10, "misfit": "stop"} | NO_LIMITS,
    "budget-knapsack": {"budget": 10, "worth": "votes"} | NO_LIMITS,
    "budget-equal-shares": {
        "budget": 10,
        "utility": "cost",
        "completion": "none",
        "comparison": "none",
        **NO_LIMITS,
    },
}


def canonical(value: Any) -> str:
    """RFC 8785 for keys in ASCII and no floats."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def a_question(
    rule: str,
    options: str | dict[str, int] = "abc",
    *,
    id: str = "q1",
    tie: str = "nobody",
    quorum: dict[str, Any] | None = None,
    majority: dict[str, Any] | None = None,
    approvals: int | None = None,
    form: dict[str, Any] | None = None,
    asked: dict[str, Any] | None = None,
    **parameters: Any,
) -> dict[str, Any]:
    """Options are letters, or letters with their costs. Parameters of the rule come by name, or
    as ``asked`` where their names are taken."""
    names = FIXED.get(rule) or list(options)
    costs = options if isinstance(options, dict) else {}
    asked = PARAMETERS[rule] | parameters | (asked or {})
    forms: dict[str, dict[str, Any]] = {
        "choice": {},
        "stance": {"reason_for": REASON_FOR.get(rule)},
        "list": {"lists": asked.get("lists"), "crossing": asked.get("crossing") == "yes"},
        "approval": {"max": None},
        "grades": {"grades": 5},
        "ranking": {"ties": True, "max": None},
        "score": {"highest": asked.get("highest")},
        "points": {
            "total": asked.get("points", asked.get("credits")),
            "most": asked.get("most") or None,
            "squared": rule == "quadratic",
        },
        "basket": {"budget": asked.get("budget"), "min": 0, "max": None},
    }
    return {
        "id": id,
        "title": {"en": f"Question {id}", "fr": f"Question {id}"},
        "text": {"en": "What shall we do?"},
        "rule": rule,
        "parameters": asked,
        "form": FORMS[rule],
        "form_parameters": forms[FORMS[rule]] | (form or {}),
        "options": [
            {"id": name, "title": {"en": name.upper()}, "cost": costs.get(name)} for name in names
        ],
        "requirements": {"quorum": quorum, "majority": majority, "threshold": approvals},
        "tie": {"procedure": "lot" if rule == "lot" else tie},
    }


def a_round(*questions: dict[str, Any], roll: int = 20, weight: int = 0, **changes: Any) -> Any:
    frozen = {
        "format": "civic.round/1",
        "round": "0123456789abcdef" * 2,
        "space": {"en": "The garden", "fr": "Le jardin"},
        "title": {"en": "Spring assembly", "fr": "Assemblée de printemps"},
        "binding": "decision",
        "binding_body": None,
        "disclosure": "secret",
        "publication": "ballots",
        "smallest_group": 5,
        "opens_at": "2026-11-24T20:00:00Z",
        "closes_at": "2026-11-25T20:00:00Z",
        "early_close": False,
        "roll": {"size": roll, "weight": weight or roll, "sha256": sha256("roll")},
        "seed": sha256(SEED),
        "questions": list(questions),
    }
    return frozen | changes


def ballots_of(text: str) -> list[list[Any]]:
    """``2×a 1×b=c>a 1×`` : weight × choice. A letter or a word alone is an option, ``a+b`` a set,
    ``a>b=c`` a ranking (``a>`` alone ranks one), ``a:2,b:0`` grades, ``a!why`` a stance with its
    reason, ``a!`` one whose reason was cut off, ``2#ab`` list 2 with a and b crossed out, nothing
    is blank."""
    entries: list[list[Any]] = []
    for entry in text.split():
        times, _, marked = entry.partition("×")
        entries += [[1, choice(marked)] for _ in range(int(times))]
    return entries


def choice(marked: str) -> Any:
    if not marked:
        return None
    if "#" in marked:
        number, _, out = marked.partition("#")
        return {"list": int(number), "out": sorted(out)}
    if "!" in marked:
        stance, _, reason = marked.partition("!")
        return {"stance": stance, "reason": reason or None}
    if ":" in marked:
        pairs = (answer.split(":") for answer in marked.split(","))
        return {option: int(grade) for option, grade in pairs}
    if ">" in marked:
        return [sorted(group.split("=")) for group in marked.split(">") if group]
    return sorted(marked.strip("+").split("+")) if "+" in marked else marked


def a_bundle(
    frozen: Any,
    ballots: dict[str, Any] | None,
    results: Any,
    *,
    sums: Any = None,
    papers: tuple[int, int] | None = None,
    chair: dict[str, list[str]] | None = None,
    seed: str | None = SEED,
) -> dict[str, Any]:
    """A whole bundle, its fingerprints right whatever it says."""
    text = canonical(frozen)
    entries = next(iter((ballots or {}).values()), [])
    cast, weight = papers or (len(entries), sum(weight for weight, _ in entries))
    kind = "ballots" if sums is None else "sums"
    decided = {
        question: {"order": order, "by": "Fay", "at": "2026-11-25T21:00:00Z", "reason": "—"}
        for question, order in (chair or {}).items()
    }
    return {
        "format": "civic.bundle/1",
        "frozen": text,
        "check_code": sha256(text),
        "papers": {"cast": cast, "cast_weight": weight},
        "seed": seed,
        "chair": decided,
        "ballots": ballots,
        "sums": sums,
        "results": results,
        "sha256": {
            kind: sha256(canonical(ballots if sums is None else sums)),
            "chair": sha256(canonical(decided)),
            "results": sha256(canonical(results)),
        },
    }


# ---------------------------------------------------------------- by chance


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


Ways = tuple[dict[str, Any], dict[str, Any]]


def ranking(chance: Random, options: int) -> dict[str, Any]:
    most = chance.choice([None, None, chance.randint(1, options)])
    return {"ties": chance.random() < 0.6, "max": most}


def basket(chance: Random, options: int) -> dict[str, Any]:
    return {"max": chance.choice([None, None, chance.randint(1, options)])}


def unranked(chance: Random) -> dict[str, Any]:
    return {"unranked": chance.choice(["last", "uncounted"])}


def ratios(chance: Random, options: int) -> Any:
    if options == 1 or chance.random() < 0.6:
        return chance.choice([1, 1, 2])
    return [chance.randint(1, 3) for _ in range(options - 1)]


def seats(chance: Random) -> dict[str, Any]:
    return {"seats": chance.randint(1, 4), "overvote": chance.choice(["exhaust", "skip"])}


def places(chance: Random, options: int) -> Ways:
    return {}, {
        "seats": chance.randint(1, 9),
        "threshold": chance.choice(["0", "0", "1/20", "1/4", "1/3"]),
        "threshold_is": chance.choice(["reached", "exceeded"]),
    }


def leading(chance: Random, options: int) -> Ways:
    overvote = {"overvote": chance.choice(["exhaust", "skip"])}
    return ranking(chance, options), unranked(chance) | overvote


def several(chance: Random) -> dict[str, Any]:
    return {
        "seats": chance.randint(1, 3),
        "least_share": chance.choice(["0", "0", "1/4", "1/3", "1/2"]),
    }


def limits(chance: Random, options: int) -> dict[str, Any]:
    """Half of the rounds have none."""
    if chance.random() < 0.5:
        return NO_LIMITS
    one_of = [1, [chance.randint(1, 2) for _ in range(options)]]
    return PICKS | {
        "most_projects": chance.choice([0, 0, 2, 3]),
        "categories": chance.choice(one_of),
        "category_ceilings": chance.choice([0, 6, [chance.randint(3, 9), 0]]),
        "districts": chance.choice([1, 1, [chance.randint(1, 3) for _ in range(options)]]),
        "district_ceilings": chance.choice([0, 0, 5, [4, 9, 6]]),
        "exclusive": chance.choice([0, 0, [chance.randint(0, 2) for _ in range(options)]]),
    }


def candidates(chance: Random, options: int) -> Ways:
    asked = {
        "seats": chance.randint(1, 5),
        "lists": [chance.randint(1, 3) for _ in range(options)],
        "names": chance.choice([None, ["Ours", "Theirs", "Another; list"]]),
        "shared": chance.choice(["averages", "remainders", "half", "first"]),
        "threshold": chance.choice(["0", "0", "1/4", "1/2"]),
        "crossing": chance.choice(["yes", "yes", "no"]),
        "crossed_by": chance.choice(["0", "1/10", "1/2"]),
        "votes_of": chance.choice(["ballots", "candidates"]),
        "sides": chance.choice([0, [chance.randint(0, 2) for _ in range(options)]]),
    }
    return {}, asked


def ticks(chance: Random, options: int) -> Ways:
    asked = several(chance) | {"ticks": chance.randint(0, 3)}
    return {"max": asked["ticks"] or asked["seats"]}, asked


def committee(chance: Random, options: int) -> Ways:
    return {"max": chance.choice([None, chance.randint(1, options)])}, {
        "seats": chance.randint(1, 4),
        "unticked": chance.choice(["level", "empty"]),
    }


WAYS: dict[str, Callable[[Random, int], Ways]] = {
    "motion": lambda chance, n: ({}, {}),
    "consent": lambda chance, n: ({}, {"least": chance.choice([1, 1, 3])}),
    "consensus": lambda chance, n: (
        {},
        {
            "stops": chance.choice([0, 1, 3]),
            "carried_by": chance.choice(["0", "1/2", "2/3", "4/5", "3/2"]),
        },
    ),
    "gradients": lambda chance, n: (
        {},
        {
            "share": chance.choice(["0", "1/2", "2/3", "4/5"]),
            "one_stops": chance.choice(["yes", "no"]),
        },
    ),
    "advice": lambda chance, n: ({}, {}),
    "lot": lambda chance, n: (
        {"max": None},
        {
            "seats": chance.randint(1, 4),
            "accepted": chance.choice([0, 0, 1, 3]),
            "groups": chance.choice([1, [chance.randint(1, 3) for _ in range(n)]]),
        },
    ),
    "approval": lambda chance, n: (
        {"max": chance.choice([None, chance.randint(1, n)])},
        {"seats": chance.randint(1, 3)},
    ),
    "majority-judgment": lambda chance, n: (
        {"grades": chance.randint(3, 5)},
        {
            "seats": chance.choice([1, 1, 2]),
            "blank": chance.choice(["lowest", "worst", "excluded"]),
            "tie_break": chance.choice(["iterated", "iterated", "gauge"]),
        },
    ),
    "irv": lambda chance, n: (
        ranking(chance, n),
        {"overvote": chance.choice(["exhaust", "skip"])},
    ),
    "contingent": lambda chance, n: (
        ranking(chance, n),
        {"overvote": chance.choice(["exhaust", "skip"])},
    ),
    "schulze": lambda chance, n: (
        ranking(chance, n),
        {
            "measure": chance.choice(["winning-votes", "margins"]),
            "unranked": chance.choice(["last", "uncounted"]),
        },
    ),
    "condorcet": lambda chance, n: (ranking(chance, n), unranked(chance)),
    "copeland": lambda chance, n: (ranking(chance, n), unranked(chance)),
    "minimax": lambda chance, n: (
        ranking(chance, n),
        unranked(chance) | {"measure": chance.choice(["winning-votes", "margins", "opposition"])},
    ),
    "ranked-pairs": lambda chance, n: (
        ranking(chance, n),
        unranked(chance) | {"measure": chance.choice(["winning-votes", "margins"])},
    ),
    "debian": lambda chance, n: (
        ranking(chance, n),
        unranked(chance)
        | {"quorum": chance.choice(["0", "1", "1.5", "3"]), "majority": ratios(chance, n)},
    ),
    "kemeny": lambda chance, n: (ranking(chance, n), unranked(chance)),
    **dict.fromkeys(LEADING, leading),
    "baldwin": lambda chance, n: (ranking(chance, n), unranked(chance)),
    "nanson": lambda chance, n: (ranking(chance, n), unranked(chance)),
    "coombs": lambda chance, n: (
        ranking(chance, n),
        {"stop": chance.choice(["majority", "majority", "last"])},
    ),
    "bucklin": lambda chance, n: (
        ranking(chance, n),
        {
            "shared": chance.choice(["places", "ranks"]),
            "without_half": chance.choice(["most", "most", "nobody"]),
        },
    ),
    "borda": lambda chance, n: (
        ranking(chance, n),
        {
            "base": chance.randint(0, 1),
            "unranked": chance.choice(["last", "uncounted", "shortened"]),
        },
    ),
    "dowdall": lambda chance, n: (ranking(chance, n), {}),
    "stv-scottish": lambda chance, n: (ranking(chance, n), seats(chance)),
    "stv-irish": lambda chance, n: (ranking(chance, n), seats(chance)),
    "stv-wigm": lambda chance, n: (
        ranking(chance, n),
        seats(chance)
        | {
            "arithmetic": chance.choice(["prf", "exact"]),
            "quota": chance.choice(["by-rule", "by-rule", "droop", "hare", "exact"]),
        },
    ),
    "stv-rctab": lambda chance, n: (
        ranking(chance, n),
        seats(chance)
        | {
            "quota": chance.choice(["droop", "hare", "exact"]),
            "mode": chance.choice(["surplus", "bottoms-up"]),
        },
    ),
    "stv-meek": lambda chance, n: (
        ranking(chance, n),
        seats(chance) | {"arithmetic": chance.choice(["prf", "exact"])},
    ),
    "stv-warren": lambda chance, n: (
        ranking(chance, n),
        seats(chance) | chance.choice([{}, {"arithmetic": "exact"}]),
    ),
    **dict.fromkeys(SHARES, places),
    "plurality": lambda chance, n: ({}, several(chance)),
    "two-round": lambda chance, n: ({}, {}),
    "closed-lists": candidates,
    "limited-vote": ticks,
    "cumulative": lambda chance, n: (
        {},
        {
            "seats": chance.randint(1, 3),
            "points": chance.randint(1, 6),
            "most": chance.choice([0, 0, 2, 3]),
        },
    ),
    "quadratic": lambda chance, n: (
        {},
        {"seats": chance.randint(1, 3), "credits": chance.choice([1, 9, 16, 30])},
    ),
    "score": lambda chance, n: ({}, {"seats": chance.randint(1, 3), "highest": 3}),
    "star": lambda chance, n: ({}, {"highest": chance.choice([1, 2, 3, 5])}),
    "bloc-star": lambda chance, n: (
        {},
        {"seats": chance.randint(1, 3), "highest": chance.choice([1, 2, 3])},
    ),
    **dict.fromkeys(COMMITTEES, committee),
    "committee-equal-shares": lambda chance, n: (
        committee(chance, n)[0],
        committee(chance, n)[1] | {"completion": chance.choice(["phragmen", "greedy"])},
    ),
    "budget-greedy": lambda chance, n: (
        basket(chance, n),
        {
            "budget": chance.randint(3, 14),
            "misfit": chance.choice(["skip", "stop"]),
            "by": chance.choice(["votes", "votes-per-cost"]),
            "threshold": chance.choice([1, 1, 2, 3]),
        }
        | limits(chance, n),
    ),
    "budget-knapsack": lambda chance, n: (
        basket(chance, n),
        {"budget": chance.randint(3, 14), "worth": chance.choice(["votes", "money"])}
        | (limits(chance, n) if chance.random() < 0.5 else NO_LIMITS),
    ),
    "budget-phragmen": lambda chance, n: (
        basket(chance, n),
        {"budget": chance.randint(3, 14), "misfit": chance.choice(["skip", "stop"])}
        | limits(chance, n),
    ),
    "budget-equal-shares": lambda chance, n: (
        basket(chance, n),
        {
            "budget": chance.randint(3, 40),
            "utility": chance.choice(["cost", "cardinality"]),
            "completion": chance.choice(["add1", "greedy", "none"]),
            "comparison": chance.choice(["none", "voters", "projects"]),
        }
        | limits(chance, n),
    ),
}


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
