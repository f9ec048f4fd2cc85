"""Real elections and reference vectors as a table: case, rule, what was expected, what we count.

    python -m tests.tools.checks              every entry whose rule there is
    python -m tests.tools.checks schulze irv  of these rules

The last lines say how many of each rule came out equal, and which rules we have not. Leaves with 1
where one came out otherwise.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.shared_material import shared_path
from tests.voting.test_cases import counted, exact
from voting.readers import Election, Unreadable, inline, mandates, read
from voting.rules import all_rules

WIDE = 44


def main() -> int:
    wanted = set(sys.argv[1:])
    known = {*all_rules(), mandates.ID}
    equal: Counter[str] = Counter()
    every: Counter[str] = Counter()
    print(f"{'case':28} {'rule':24} {'expected':{WIDE}} got")
    for checks in sorted(shared_path().glob("cases/*/checks.json")):
        for entry in json.loads(checks.read_text("utf-8")):
            rule = entry["rule"]
            if (wanted and rule not in wanted) or rule not in known:
                every[rule] += rule not in known and not wanted
                continue
            expected, got = compared(checks.parent, entry)
            every[rule] += 1
            equal[rule] += expected == got
            sign = "" if expected == got else "   DIFFERS"
            row = f"{checks.parent.name[:28]:28} {rule:24} {short(expected):{WIDE}} {short(got)}"
            print(f"{row}{sign}")
    print()
    for rule in sorted(every):
        told = f"{equal[rule]} of {every[rule]} equal"
        told = told if rule in known else f"{every[rule]}, and no such rule"
        print(f"{rule:24} {told}")
    ours = sum(many for rule, many in every.items() if rule in known)
    all_equal, others = sum(equal.values()), sum(every.values()) - ours
    print(f"{all_equal} of {ours} equal; {others} of rules that there are not")
    return 0 if all_equal == ours else 1


def compared(folder: Path, entry: dict[str, Any]) -> tuple[Any, Any]:
    """What the entry asks for, and the same figures of our count."""
    try:
        outcome = counted(election_of(folder, entry), entry)
    except (Unreadable, ValueError, KeyError) as wrong:
        return "a count", f"{type(wrong).__name__}: {wrong}"
    expected = {name: exact(figure) for name, figure in entry.get("numbers", {}).items()}
    got = {name: exact(outcome.numbers.get(name)) for name in expected}
    if "committees" in entry:
        every = [frozenset(committee) for committee in entry["committees"]]
        sure = frozenset.intersection(*every)
        expected |= {"elected": sorted(sure), "tied": sorted(frozenset.union(*every) - sure)}
    else:
        in_order = list if entry.get("ordered") else sorted
        expected |= {"elected": in_order(entry["elected"]), "tied": sorted(entry.get("tied", ()))}
    in_order = list if entry.get("ordered") else sorted
    got |= {"elected": in_order(outcome.elected), "tied": sorted(outcome.tied)}
    if "ranking" in entry:
        expected["ranking"] = [sorted(group) for group in entry["ranking"]]
        got["ranking"] = [sorted(group) for group in outcome.ranking]
    return expected, got


def election_of(folder: Path, entry: dict[str, Any]) -> Election:
    if entry["file"]:
        return read(folder / entry["file"])
    return inline.from_data(entry["ballots"], folder.name)


def short(figures: Any) -> str:
    """Winners and ties, and how many other figures were compared."""
    if not isinstance(figures, dict):
        return str(figures)[:WIDE]
    text = ", ".join(figures["elected"]) or "nobody"
    if figures["tied"]:
        text += f" (level: {', '.join(figures['tied'])})"
    more = len(figures) - 2
    more_text = f" +{more}" if more else ""
    return text[: WIDE - len(more_text) - 1] + more_text


if __name__ == "__main__":
    sys.exit(main())
