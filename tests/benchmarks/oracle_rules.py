"""What other libraries make of small profiles: run by .venv-oracles, not by ours.

Reads lines of JSON, ``[oracle, [profile, ...]]``, and writes a line for each: for every profile
``[sure, possible]``, who is in all and who is in some of the outcomes that the library knows, or
null where it knows only that there is a tie.
"""

import json
import sys
from collections import Counter
from itertools import permutations


def both(outcomes):
    """In all, and in some."""
    sets = [set(map(str, one)) for one in outcomes]
    return [sorted(set.intersection(*sets)), sorted(set.union(*sets))]


def pref_voting(name, where):
    from importlib import import_module

    from pref_voting.profiles import Profile

    count = getattr(import_module(f"pref_voting.{where}"), name)

    def counted(profile):
        found = Profile(profile["rankings"], profile["weights"])
        winners = [str(int(one)) for one in count(found)]
        return [winners if len(winners) == 1 else [], sorted(winners)]

    return counted


def abcvoting(rule, **how):
    from abcvoting import abcrules
    from abcvoting.preferences import Profile

    def counted(profile):
        found = Profile(profile["options"])
        for weight, ticked in profile["ballots"]:
            found.add_voters([ticked] * weight)
        return both(abcrules.compute(rule, found, profile["seats"], resolute=False, **how))

    return counted


def pabutools(name, **how):
    import pabutools.election as election
    import pabutools.rules as rules

    if how.pop("cost", False):
        how["sat_class"] = election.Cost_Sat

    def counted(profile):
        projects = [election.Project(str(n), cost) for n, cost in enumerate(profile["costs"])]
        instance = election.Instance(projects, budget_limit=profile["budget"])
        ballots = [
            election.ApprovalBallot({projects[one] for one in ticked})
            for weight, ticked in profile["ballots"]
            for _ in range(weight)
        ]
        voters = election.ApprovalProfile(ballots)
        return both(getattr(rules, name)(instance, voters, resoluteness=False, **how))

    return counted


def apportionment(method):
    from apportionment import methods

    def counted(profile):
        try:
            seats = methods.compute(method, profile["votes"], profile["seats"], tiesallowed=False)
        except Exception as told:
            if "tie" not in type(told).__name__.lower() + str(told).lower():
                raise
            return None
        found = [f"{option}:{many}" for option, many in enumerate(seats) if many]
        return [found, found]

    return counted


def starvote():
    import starvote as library

    def counted(profile):
        ballots = [
            {str(option): score for option, score in enumerate(scores)}
            for weight, scores in profile["scores"]
            for _ in range(weight)
        ]
        try:
            return both([library.election(library.star, ballots, tiebreaker=None)])
        except library.UnbreakableTieError:  # somewhere on the way: who wins in each order?
            orders = permutations(map(str, range(profile["options"])))
            broken = map(library.predefined_permutation_tiebreaker, orders)
            return both([library.election(library.star, ballots, tiebreaker=b) for b in broken])

    return counted


def votelib_judgment():
    from votelib.evaluate.cardinal import MajorityJudgment
    from votelib.evaluate.core import VotingSystemError

    def counted(profile):
        votes = Counter()
        for weight, grades in profile["scores"]:
            votes[frozenset((str(n), grade) for n, grade in enumerate(grades))] += weight
        try:
            found = MajorityJudgment().evaluate(votes, 1)[0]
        except VotingSystemError:
            return None
        return [[found], [found]] if isinstance(found, str) else [[], sorted(found)]

    return counted


ORACLES = {
    "pref-voting plurality": lambda: pref_voting("plurality", "scoring_methods"),
    "pref-voting borda": lambda: pref_voting("borda", "scoring_methods"),
    "pref-voting instant_runoff_put": lambda: pref_voting(
        "instant_runoff_put", "iterative_methods"
    ),
    "pref-voting plurality_with_runoff_put": lambda: pref_voting(
        "plurality_with_runoff_put", "iterative_methods"
    ),
    "pref-voting baldwin_put": lambda: pref_voting("baldwin_put", "iterative_methods"),
    "pref-voting weak_nanson": lambda: pref_voting("weak_nanson", "iterative_methods"),
    "pref-voting coombs_put": lambda: pref_voting("coombs_put", "iterative_methods"),
    "pref-voting copeland": lambda: pref_voting("copeland", "c1_methods"),
    "pref-voting minimax": lambda: pref_voting("minimax", "margin_based_methods"),
    "pref-voting smith_irv_put": lambda: pref_voting("smith_irv_put", "combined_methods"),
    "pref-voting tideman_alternative_smith_put": lambda: pref_voting(
        "tideman_alternative_smith_put", "iterative_methods"
    ),
    "pref-voting bucklin": lambda: pref_voting("bucklin", "other_methods"),
    "pref-voting kemeny_young": lambda: pref_voting("kemeny_young", "other_methods"),
    "pref-voting beat_path": lambda: pref_voting("beat_path", "margin_based_methods"),
    "pref-voting ranked_pairs": lambda: pref_voting("ranked_pairs", "margin_based_methods"),
    "abcvoting av": lambda: abcvoting("av"),
    "abcvoting seqpav": lambda: abcvoting("seqpav"),
    "abcvoting sav": lambda: abcvoting("sav"),
    "abcvoting pav": lambda: abcvoting("pav", algorithm="branch-and-bound"),
    "abcvoting cc": lambda: abcvoting("cc", algorithm="branch-and-bound"),
    "abcvoting monroe": lambda: abcvoting("monroe", algorithm="brute-force"),
    "abcvoting seqphragmen": lambda: abcvoting("seqphragmen", algorithm="standard-fractions"),
    "abcvoting equal-shares": lambda: abcvoting("equal-shares", algorithm="standard-fractions"),
    "pabutools greedy": lambda: pabutools("greedy_utilitarian_welfare", cost=True),
    "pabutools equal shares": lambda: pabutools("method_of_equal_shares", cost=True),
    "pabutools phragmen": lambda: pabutools("sequential_phragmen"),
    "apportionment dhondt": lambda: apportionment("dhondt"),
    "apportionment saintelague": lambda: apportionment("saintelague"),
    "apportionment huntington": lambda: apportionment("huntington"),
    "apportionment largest_remainder": lambda: apportionment("largest_remainder"),
    "starvote star": starvote,
    "votelib MajorityJudgment": votelib_judgment,
}


if __name__ == "__main__":
    for line in sys.stdin:
        oracle, profiles = json.loads(line)
        try:
            count = ORACLES[oracle]()
            told = [count(profile) for profile in profiles]
        except Exception as wrong:  # a library that cannot is a line of the table, no crash
            told = f"{type(wrong).__name__}: {wrong}"
        print(json.dumps(told), flush=True)
