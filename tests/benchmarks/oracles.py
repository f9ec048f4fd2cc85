"""Each rule beside another library, on 1,000 small profiles with many ties.

    python -m tests.benchmarks.oracles            (make oracles; a few minutes)

Agreement: the same options are elected in every way of breaking ties, and the same in some. Of a
library that breaks ties by itself or stops at one, profiles without a tie are compared. For what
differs the smallest profile is printed; tests/benchmarks/README.md says who is right, and why.
"""

import json
import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voting.rules import Profile, all_rules

HERE = Path(__file__).parent
ORACLES = Path(".venv-oracles/bin/python")
MANY = 1_000


@dataclass(frozen=True)
class Pair:
    rule: str
    oracle: str
    made: str
    """Which of the profiles below."""
    settings: dict[str, Any] = field(default_factory=dict)
    most: int = 5
    """So many options; fewer where the library tries all orders of level duels."""


PAIRS = (
    Pair("plurality", "pref-voting plurality", "rankings"),
    Pair("borda", "pref-voting borda", "rankings"),
    Pair("irv", "pref-voting instant_runoff_put", "rankings"),
    Pair("contingent", "pref-voting plurality_with_runoff_put", "rankings"),
    Pair("copeland", "pref-voting copeland", "rankings"),
    Pair("minimax", "pref-voting minimax", "rankings", {"measure": "margins"}),
    Pair("smith-irv", "pref-voting smith_irv_put", "rankings"),
    Pair("tideman-alternative", "pref-voting tideman_alternative_smith_put", "rankings"),
    Pair("bucklin", "pref-voting bucklin", "rankings"),
    Pair("kemeny", "pref-voting kemeny_young", "rankings"),
    Pair("baldwin", "pref-voting baldwin_put", "rankings"),
    Pair("nanson", "pref-voting weak_nanson", "rankings"),
    Pair("coombs", "pref-voting coombs_put", "rankings"),
    Pair("schulze", "pref-voting beat_path", "rankings", {"measure": "margins"}),
    Pair("ranked-pairs", "pref-voting ranked_pairs", "rankings", {"measure": "margins"}, most=3),
    Pair("approval", "abcvoting av", "ticks"),
    Pair("committee-av", "abcvoting av", "ticks"),
    Pair("committee-seq-pav", "abcvoting seqpav", "ticks"),
    Pair("committee-seq-phragmen", "abcvoting seqphragmen", "ticks"),
    Pair("committee-equal-shares", "abcvoting equal-shares", "ticks"),
    Pair("committee-sav", "abcvoting sav", "ticks"),
    Pair("committee-pav", "abcvoting pav", "ticks"),
    Pair("committee-cc", "abcvoting cc", "ticks"),
    Pair("committee-monroe", "abcvoting monroe", "ticks"),
    Pair("budget-greedy", "pabutools greedy", "baskets"),
    Pair("budget-equal-shares", "pabutools equal shares", "baskets", {"completion": "none"}),
    Pair("budget-phragmen", "pabutools phragmen", "baskets"),
    Pair("dhondt", "apportionment dhondt", "votes"),
    Pair("sainte-lague", "apportionment saintelague", "votes"),
    Pair("huntington-hill", "apportionment huntington", "votes"),
    Pair("hare-remainder", "apportionment largest_remainder", "votes"),
    Pair("star", "starvote star", "scores"),
    Pair("majority-judgment", "votelib MajorityJudgment", "scores"),
)


def drawn(made: str, most: int, chance: random.Random) -> dict[str, Any]:
    """A profile of few voters: names of options are the numbers from 0 on."""
    options = chance.randint(2, most)
    voters = chance.randint(1, 6)
    weights = [chance.randint(1, 3) for _ in range(voters)]
    if made == "rankings":
        orders = [chance.sample(range(options), options) for _ in range(voters)]
        return {"options": options, "rankings": orders, "weights": weights}
    if made == "votes":
        votes = [chance.randint(1, 40) for _ in range(options)]
        return {"options": options, "votes": votes, "seats": chance.randint(1, 8)}
    if made == "scores":
        rows = [[chance.randint(0, 5) for _ in range(options)] for _ in range(voters)]
        return {"options": options, "scores": list(zip(weights, rows, strict=True))}
    ticked = [sorted(chance.sample(range(options), chance.randint(1, options))) for _ in weights]
    ticked[0] = sorted(
        {*range(options)} - {one for row in ticked[1:] for one in row} | {*ticked[0]}
    )
    found = {"options": options, "ballots": list(zip(weights, ticked, strict=True))}
    costs = [chance.randint(1, 6) for _ in range(options)]
    money = {"costs": costs, "budget": chance.randint(max(costs), max(sum(costs), 2))}
    return found | (money if made == "baskets" else {"seats": chance.randint(1, options - 1)})


def counted(pair: Pair, drawn: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Who is elected however ties are broken, and who in some way."""
    rule, names = all_rules()[pair.rule], [str(n) for n in range(drawn["options"])]
    rows, weights = _marks(rule.form, drawn)
    profile = Profile.of(names, rows, weights, drawn.get("costs", ()))
    known = {parameter.name for parameter in rule.parameters}
    asked = {name: drawn[name] for name in ("seats", "budget") if name in drawn and name in known}
    outcome = rule.count(profile, rule.settle(asked | pair.settings), None)
    if outcome.seats is not None:
        found = [f"{option}:{many}" for option, many in sorted(outcome.seats.items()) if many]
        return found, found + [f"{option}+1" for option in outcome.tied]
    return sorted(outcome.elected), sorted((*outcome.elected, *outcome.tied))


def _marks(form: str, drawn: dict[str, Any]) -> tuple[list[list[int]], list[int]]:
    width = range(drawn["options"])
    if "votes" in drawn:
        return [[int(n == option) for n in width] for option in width], drawn["votes"]
    if "scores" in drawn:
        return [list(row) for _, row in drawn["scores"]], [w for w, _ in drawn["scores"]]
    if "ballots" in drawn:
        rows = [[int(n in ticked) for n in width] for _, ticked in drawn["ballots"]]
        return rows, [weight for weight, _ in drawn["ballots"]]
    if form == "choice":
        return [[int(order[0] == n) for n in width] for order in drawn["rankings"]], drawn[
            "weights"
        ]
    return [[order.index(n) + 1 for n in width] for order in drawn["rankings"]], drawn["weights"]


def compare(pair: Pair, profiles: list[dict[str, Any]], told: Any) -> tuple[str, str]:
    """The cells of the table, and the smallest difference."""
    if isinstance(told, str):
        return f"{pair.oracle} cannot: {told[:80]}", ""
    same, ties, differ = 0, 0, []
    for profile, theirs in zip(profiles, told, strict=True):
        sure, possible = counted(pair, profile)
        if theirs is None:
            ties += sure != possible
            same += sure != possible
            if sure == possible:
                differ.append((profile, (sure, possible), "a tie"))
        elif [sure, possible] == theirs:
            same += 1
            ties += sure != possible
        else:
            differ.append((profile, (sure, possible), theirs))
    smallest = min(differ, key=lambda one: len(json.dumps(one[0])), default=None)
    shown = f"{pair.rule}: {json.dumps(smallest[0])}: {smallest[1:]}" if smallest else ""
    return f"{same} of {len(profiles)}, {ties} of them tied", shown


def asked(pair: Pair, profiles: list[dict[str, Any]]) -> Any:
    """What the library says of each profile, or a sentence."""
    done = subprocess.run(
        [str(ORACLES), str(HERE / "oracle_rules.py")],
        input=json.dumps([pair.oracle, profiles]) + "\n",
        capture_output=True,
        text=True,
    )
    lines = [line for line in done.stdout.splitlines() if line[:1] in '["']
    return json.loads(lines[-1]) if lines else done.stderr.strip().splitlines()[-1]


def main() -> None:
    if not ORACLES.exists():
        sys.exit("There is no .venv-oracles. Make it: make .venv-oracles/made")
    print("| rule | oracle | agree |\n|---|---|---|")
    differences = []
    for pair in PAIRS:
        chance = random.Random(pair.rule)
        profiles = [drawn(pair.made, pair.most, chance) for _ in range(MANY)]
        cells, shown = compare(pair, profiles, asked(pair, profiles))
        print(f"| {pair.rule} | {pair.oracle} | {cells} |", flush=True)
        differences += [shown] if shown else []
    print("\n".join(["", *differences]))


if __name__ == "__main__":
    main()
