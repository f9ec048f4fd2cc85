"""Rounds made by hand: frozen, ballots, and the bundle they make.

Fingerprints are made here with the standard library alone, by neither the server nor the script.
"""

import hashlib
import json
from typing import Any

from tests.voting.known_rules import FIXED, FORMS, PARAMETERS, REASON_FOR

SEED = "5eed" * 16


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
