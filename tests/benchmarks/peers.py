"""Other libraries, and plain numpy loops, on the same files: run by .venv-oracles, not by ours.

    .venv-oracles/bin/python tests/benchmarks/peers.py NAME FILE

prints seconds of processor time from the file to the outcome, and the outcome. A library reads the
file by the quickest way that leads to its own objects, which is not always its own reader. The
loops know no ties, no shared ranks, no refusals: a ceiling.
"""

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

SEATS = 10


def orders(path):
    """PrefLib's lines as lists of numbers; how many options there are."""
    with open(path) as lines:
        rows = [line.split(":")[1] for line in lines if line[0] != "#"]
    found = [[int(one) for one in row.split(",")] for row in rows]
    return found, max(map(max, found))


def pyrankvote_irv(path, stv=False):
    import pyrankvote

    rows, width = orders(path)
    people = [pyrankvote.Candidate(str(n)) for n in range(width + 1)]
    ballots = [pyrankvote.Ballot(ranked_candidates=[people[n] for n in row]) for row in rows]
    if stv:
        counted = pyrankvote.single_transferable_vote(people[1:], ballots, SEATS)
    else:
        counted = pyrankvote.instant_runoff_voting(people[1:], ballots)
    return sorted(int(one.name) for one in counted.get_winners())


def pyrankvote_stv(path):
    return pyrankvote_irv(path, stv=True)


def _pref_voting(path):
    from pref_voting.profiles import Profile

    rows, _ = orders(path)
    return Profile([[n - 1 for n in row] for row in rows])


def _pref_voting_rounds(path, name):
    from pref_voting import iterative_methods

    return [int(one) + 1 for one in getattr(iterative_methods, name)(_pref_voting(path))]


def pref_voting_irv(path):
    return _pref_voting_rounds(path, "instant_runoff")


def pref_voting_contingent(path):
    return _pref_voting_rounds(path, "plurality_with_runoff_put")


def pref_voting_baldwin(path):
    return _pref_voting_rounds(path, "baldwin")


def pref_voting_nanson(path):
    return _pref_voting_rounds(path, "weak_nanson")


def pref_voting_coombs(path):
    return _pref_voting_rounds(path, "coombs")


def pref_voting_schulze(path):
    from pref_voting.margin_based_methods import beat_path

    return [int(one) + 1 for one in beat_path(_pref_voting(path))]


def votelib_schulze(path):
    import votelib.convert
    import votelib.evaluate.condorcet

    rows, _ = orders(path)
    votes = Counter(map(tuple, rows))
    pairs = votelib.convert.RankedToCondorcetVotes().convert(votes)
    return votelib.evaluate.condorcet.Schulze().evaluate(pairs, 1)


def _abcvoting(path, rule, size=SEATS, **how):
    from abcvoting import abcrules
    from abcvoting.preferences import Profile

    written = Path(path).read_text()
    ballots = json.loads(re.search(r"profile: (.*)", written)[1])
    profile = Profile(int(re.search(r"num_cand: (\d+)", written)[1]))
    profile.add_voters(ballots)
    found = abcrules.compute(rule, profile, committeesize=size, resolute=True, **how)
    return sorted(found[0])


def abcvoting_av(path):
    return _abcvoting(path, "av", 1)


def abcvoting_seq_pav(path):
    return _abcvoting(path, "seqpav")


def abcvoting_phragmen(path):
    return _abcvoting(path, "seqphragmen", algorithm="float-fractions")


def abcvoting_phragmen_exact(path):
    return _abcvoting(path, "seqphragmen", algorithm="standard-fractions")


def abcvoting_shares(path):
    return _abcvoting(path, "equal-shares", algorithm="float-fractions")


def abcvoting_shares_exact(path):
    return _abcvoting(path, "equal-shares", algorithm="standard-fractions")


def _pabutools(path, count, **how):
    import pabutools.fractions
    from pabutools.election import Cost_Sat, parse_pabulib

    pabutools.fractions.FRACTION = "float"
    instance, profile = parse_pabulib(path)
    if how.pop("sat", True):
        how["sat_class"] = Cost_Sat
    return sorted(str(one) for one in count(instance, profile, **how))


def pabutools_shares(path):
    from pabutools.rules import method_of_equal_shares

    return _pabutools(path, method_of_equal_shares)


def pabutools_shares_add1(path):
    from pabutools.rules import method_of_equal_shares

    return _pabutools(path, method_of_equal_shares, voter_budget_increment=1)


def pabutools_greedy(path):
    from pabutools.rules import greedy_utilitarian_welfare

    return _pabutools(path, greedy_utilitarian_welfare)


def pabutools_phragmen(path):
    from pabutools.rules import sequential_phragmen

    return _pabutools(path, sequential_phragmen, sat=False)


def _places(path):
    """Options x ballots: the place of each, one behind the last where there is none."""
    rows, width = orders(path)
    places = np.full((len(rows), width), width + 1, dtype=np.int16)
    sizes = [len(row) for row in rows]
    flat = np.array([n - 1 for row in rows for n in row])
    at = np.repeat(np.arange(len(rows)), sizes)
    places[at, flat] = np.arange(len(flat)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return places


def numpy_irv(path):
    places = _places(path)
    unranked = places > places.shape[1]
    left = list(range(places.shape[1]))
    while len(left) > 1:
        best = places[:, left].argmin(axis=1)
        counted = ~unranked[np.arange(len(places)), np.array(left)[best]]
        votes = np.bincount(best[counted], minlength=len(left))
        if votes.max() * 2 > votes.sum():
            return [left[int(votes.argmax())] + 1]
        left.pop(int(votes.argmin()))
    return [left[0] + 1]


def numpy_schulze(path):
    places = _places(path)
    width = places.shape[1]
    duels = np.array([(places[:, [a]] < places).sum(axis=0) for a in range(width)])
    paths = np.where(duels > duels.T, duels, 0)
    for middle in range(width):
        paths = np.maximum(paths, np.minimum(paths[:, [middle]], paths[[middle], :]))
    return [int(one) + 1 for one in np.flatnonzero((paths >= paths.T).all(axis=1))]


def numpy_approval(path):
    written = Path(path).read_text()
    ballots = json.loads(re.search(r"profile: (.*)", written)[1])
    votes = np.bincount(np.array([one for ballot in ballots for one in ballot]))
    return [int(votes.argmax())]


def numpy_grades(path):
    grades = np.loadtxt(path, delimiter=",", skiprows=3, dtype=np.int8)
    middle = np.sort(grades, axis=0)[(len(grades) - 1) // 2]
    return [int(middle.argmax())]


def numpy_shares(path):
    """Equal shares by cost without completion, in floats."""
    meta, rest = Path(path).read_text().split("PROJECTS\n")
    listed, votes = rest.split("VOTES\n")
    budget = int(re.search(r"budget;(\d+)", meta)[1])
    projects = [line.split(";") for line in listed.split("\n")[1:] if line]
    column = {row[0]: place for place, row in enumerate(projects)}
    costs = np.array([int(row[1]) for row in projects], dtype=float)
    rows = [line.split(";")[1].split(",") for line in votes.split("\n")[1:] if line]
    supporters = [[] for _ in projects]
    for voter, row in enumerate(rows):
        for one in row:
            supporters[column[one]].append(voter)
    supporters = [np.array(them) for them in supporters]
    left = np.full(len(rows), budget / len(rows))
    chosen, rest = [], set(range(len(projects)))
    while True:
        best, best_rho, best_pay = None, float("inf"), None
        for project in list(rest):
            money = np.sort(left[supporters[project]])
            if money.sum() < costs[project]:
                rest.discard(project)
                continue
            before = np.concatenate([[0], np.cumsum(money)[:-1]])
            share = (costs[project] - before) / np.arange(len(money), 0, -1)
            rho = share[np.argmax(share <= money)]
            if rho / costs[project] < best_rho:
                best, best_rho, best_pay = project, rho / costs[project], rho
        if best is None:
            return sorted(projects[one][0] for one in chosen)
        chosen.append(best)
        rest.discard(best)
        left[supporters[best]] -= np.minimum(left[supporters[best]], best_pay)


if __name__ == "__main__":
    _, name, file = sys.argv
    count = globals()[name]
    for module in ("pyrankvote", "votelib", "abcvoting", "pabutools", "pref_voting"):
        if name.startswith(module):
            __import__(module)
    started = time.process_time()
    outcome = count(file)
    print(json.dumps({"seconds": time.process_time() - started, "outcome": outcome}, default=str))
