"""Count a Civic round again / Recompter un scrutin Civic.

    python -I -S recount.py bundle.json [--lang en|fr] [--json | --check-code]

Python 3.9 or later and this one file are all it takes. It was written from FORMAT.md ("What a
round publishes, and how to count it again") and shares no line with the server that ran the round.
All arithmetic is in whole numbers and exact fractions.

Leaves with 0 when every question comes out as published, 1 when one comes out otherwise, 2 when
the file is refused, 3 when nothing is wrong but a question was published as sums its rule cannot
be counted from.

What is read, from top to bottom: reading JSON strictly; the round; the ballots; their sums; one
function for each rule; the result of a question; the words for people.
"""

import argparse
import copy
import hashlib
import itertools
import json
import operator
import os
import re
import sys
from collections import Counter
from fractions import Fraction

LARGEST = 2**53 - 1  # of what JSON readers everywhere keep exactly
OPTION_ID = re.compile(r"[a-z0-9_-]{1,40}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DECIMAL = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?")
PART = re.compile(r"0|[1-9][0-9]{0,3}/[1-9][0-9]{0,3}")
DIGEST = re.compile(r"[0-9a-f]{64}")

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
    "baldwin": "ranking",
    "nanson": "ranking",
    "coombs": "ranking",
    "schulze": "ranking",
    "condorcet": "ranking",
    "copeland": "ranking",
    "minimax": "ranking",
    "ranked-pairs": "ranking",
    "debian": "ranking",
    "kemeny": "ranking",
    "smith-irv": "ranking",
    "tideman-alternative": "ranking",
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
STANCES = {
    "consent": "agree concerns object abstain",
    "consensus": "agree concerns aside block",
    "gradients": "full support concerns follow disagree block",
    "advice": "favourable reserved unfavourable none",
}
REASON_FOR = {
    "consent": ["object"],
    "consensus": ["block"],
    "gradients": ["block"],
    "advice": ["reserved", "unfavourable"],
}
ADOPTED = {"consent": "agree", "consensus": "agree", "gradients": "support"}
UTF_16 = operator.methodcaller("encode", "utf-16-be")
WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LONGEST_REASON = 600
BY_SHARES = (
    "dhondt",
    "sainte-lague",
    "modified-sainte-lague",
    "huntington-hill",
    "hare-remainder",
    "droop-remainder",
)
MAY_BE_MISSING = {
    "threshold": 1,
    "by": "votes",
    "comparison": "none",
    "least_picks": 0,
    "most_picks": 0,
    "most_projects": 0,
    "categories": 1,
    "category_ceilings": 0,
    "districts": 1,
    "district_ceilings": 0,
    "exclusive": 0,
}  # from the parameters of rules of budgets
BY_STARS = ("star", "bloc-star")
BY_DUELS = (
    "schulze",
    "condorcet",
    "copeland",
    "minimax",
    "ranked-pairs",
    "debian",
    "kemeny",
    "baldwin",
    "nanson",
)
BY_LEADING = ("smith-irv", "tideman-alternative")
BY_POINTS = ("borda", "dowdall")
SETS = {"committee-pav": 20, "committee-cc": 20, "committee-monroe": 16}
STV = ("stv-scottish", "stv-wigm", "stv-rctab", "stv-meek", "stv-warren")
ONE_BY_ONE = (
    "committee-seq-pav",
    "committee-seq-phragmen",
    "committee-equal-shares",
    "budget-phragmen",
)
COUNTED_FROM_BALLOTS_ALONE = (
    "irv",
    "contingent",
    "coombs",
    *BY_LEADING,
    "budget-equal-shares",
    "stv-irish",
    *STV,
    *ONE_BY_ONE,
    *SETS,
)


class Refused(Exception):
    """The file is not what the format asks for; says why in English and in French."""

    def __init__(self, english, french):
        super().__init__(english)
        self.sentence = {"en": english, "fr": french}


def demand(holds, english, french):
    if not holds:
        raise Refused(english, french)


def shape(holds, where):
    demand(
        holds,
        f"{where} is not what the format asks for.",
        f"{where} n'est pas ce que demande le format.",
    )


# ---------------------------------------------------------------- reading JSON, strictly


def read_json(text, where):
    """What a JSON text holds, refusing floats, numbers beyond 2^53 - 1 and a key given twice."""

    def whole_number(digits):
        demand(
            len(digits) <= 17 and abs(int(digits)) <= LARGEST,
            f"{where}: a number is too large.",
            f"{where} : un nombre est trop grand.",
        )
        return int(digits)

    def no_float(digits):
        raise Refused(
            f"{where}: {digits[:40]} is not a whole number.",
            f"{where} : {digits[:40]} n'est pas un nombre entier.",
        )

    def unique(pairs):
        found = dict(pairs)
        if len(found) < len(pairs):
            key = Counter(key for key, _ in pairs).most_common(1)[0][0]
            raise Refused(
                f"{where}: the key {key!r} is there twice.",
                f"{where} : la clé {key!r} y est deux fois.",
            )
        return found

    try:
        value = json.loads(
            text,
            parse_int=whole_number,
            parse_float=no_float,
            parse_constant=no_float,
            object_pairs_hook=unique,
        )
        WRITTEN.encode(value).encode("utf-8")  # half a character (a lone surrogate) fails here
    except (ValueError, RecursionError):
        raise Refused(f"{where} is not JSON.", f"{where} n'est pas du JSON.") from None
    return value


def canonical(value):
    """The one text of a value, after RFC 8785: no spaces, keys sorted by UTF-16 code units."""
    return WRITTEN.encode(in_order(value))


def in_order(value):
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value, key=UTF_16)}
    if isinstance(value, list):
        return [in_order(inner) for inner in value]
    return value


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def has_keys(value, where, keys):
    """An object with exactly these keys."""
    shape(isinstance(value, dict), where)
    for key in sorted(set(keys.split()) ^ set(value)):
        shape(False, f"{where}.{key}")


def is_whole(value, least=0, most=LARGEST):
    return type(value) is int and least <= value <= most


def is_matching(pattern, value):
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def are_texts(value):
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def is_share(value):
    """[a, b]: the fraction a/b, from 0 to 1, in lowest terms."""
    if not (isinstance(value, list) and len(value) == 2):
        return False
    if not (is_whole(value[0]) and is_whole(value[1], 1) and value[0] <= value[1]):
        return False
    return Fraction(value[0], value[1]).denominator == value[1]


def is_one_of(value, words):
    return isinstance(value, str) and value in words.split()


# ---------------------------------------------------------------- the frozen round


def read_round(text):
    """The frozen round from its canonical text."""
    frozen = read_json(text, "frozen")
    shape(isinstance(frozen, dict) and frozen.get("format") == "civic.round/1", "frozen.format")
    demand(
        canonical(frozen) == text,
        "The frozen round is not written in its canonical form.",
        "Le scrutin figé n'est pas écrit sous sa forme canonique.",
    )
    has_keys(
        frozen,
        "frozen",
        "format round space title binding binding_body disclosure publication smallest_group "
        "opens_at closes_at early_close roll seed questions"
        + (" mandates" if "mandates" in frozen else "")
        + (" by_two" if "by_two" in frozen else ""),
    )
    shape(frozen.get("by_two", True) is True, "frozen.by_two")
    check_circumstances(frozen)
    if "mandates" in frozen:
        has_keys(frozen["mandates"], "frozen.mandates", "onward most")
        shape(isinstance(frozen["mandates"]["onward"], bool), "frozen.mandates.onward")
        most = frozen["mandates"]["most"]
        shape(most is None or is_whole(most, 1), "frozen.mandates.most")
    has_keys(frozen["roll"], "frozen.roll", "size weight sha256")
    shape(is_whole(frozen["roll"]["size"]), "frozen.roll.size")
    shape(is_whole(frozen["roll"]["weight"]), "frozen.roll.weight")
    shape(is_matching(DIGEST, frozen["roll"]["sha256"]), "frozen.roll.sha256")
    shape(frozen["seed"] is None or is_matching(DIGEST, frozen["seed"]), "frozen.seed")
    shape(isinstance(frozen["questions"], list) and frozen["questions"], "frozen.questions")
    for question in frozen["questions"]:
        check_question(question)
    ids = [question["id"] for question in frozen["questions"]]
    shape(len(set(ids)) == len(ids), "frozen.questions")
    lots = any(question["tie"]["procedure"] == "lot" for question in frozen["questions"])
    shape(frozen["seed"] is not None or not lots, "frozen.seed")
    return frozen


def check_circumstances(frozen):
    shape(is_matching(re.compile("[0-9a-f]{32}"), frozen["round"]), "frozen.round")
    for key in ("space", "title"):
        shape(are_texts(frozen[key]) and frozen[key], f"frozen.{key}")
    for key, words in (
        ("binding", "decision advice subject"),
        ("disclosure", "secret open"),
        ("publication", "ballots sums"),
    ):
        shape(is_one_of(frozen[key], words), f"frozen.{key}")
    shape(isinstance(frozen["binding_body"], (str, type(None))), "frozen.binding_body")
    shape(is_whole(frozen["smallest_group"], 5), "frozen.smallest_group")
    for key in ("opens_at", "closes_at"):
        shape(is_matching(MOMENT, frozen[key]), f"frozen.{key}")
    shape(isinstance(frozen["early_close"], bool), "frozen.early_close")


def check_question(question):
    has_keys(
        question,
        "frozen.questions",
        "id title text rule parameters form form_parameters options requirements tie",
    )
    shape(is_matching(OPTION_ID, question["id"]), "frozen.questions.id")
    where = question["id"]
    shape(are_texts(question["title"]) and question["title"], f"{where}.title")
    shape(are_texts(question["text"]), f"{where}.text")
    rule = question["rule"]
    demand(
        isinstance(rule, str) and rule in FORMS,
        f"{where}: the rule {rule!r} is unknown.",
        f"{where} : la règle {rule!r} est inconnue.",
    )
    demand(
        question["form"] == FORMS[rule],
        f"{where}: the ballot form {question['form']!r} is not the one of {rule}.",
        f"{where} : le bulletin {question['form']!r} n'est pas celui de {rule}.",
    )
    check_options(question)
    check_parameters(question)
    check_form_parameters(question)
    check_requirements(question)
    has_keys(question["tie"], f"{where}.tie", "procedure")
    allowed = "lot" if rule == "lot" else "nobody earlier lot chair"
    shape(is_one_of(question["tie"]["procedure"], allowed), f"{where}.tie")


def check_options(question):
    where = f"{question['id']}.options"
    shape(isinstance(question["options"], list) and question["options"], where)
    for option in question["options"]:
        has_keys(option, where, "id title cost text" if "text" in option else "id title cost")
        shape(are_texts(option.get("text", {})), f"{where}.text")
        shape(is_matching(OPTION_ID, option["id"]), f"{where}.id")
        shape(are_texts(option["title"]) and option["title"], f"{where}.title")
        shape(option["cost"] is None or is_whole(option["cost"]), f"{where}.cost")
        shape(question["form"] != "basket" or is_whole(option["cost"], 1), f"{where}.cost")
    ids = ids_of(question)
    demand(
        len(set(ids)) == len(ids),
        f"{where}: an option is there twice.",
        f"{where} : une option y est deux fois.",
    )
    shape(question["rule"] != "motion" or ids == ["for", "against", "abstain"], where)
    shape(ids == STANCES.get(question["rule"], " ".join(ids)).split(), where)


def check_parameters(question):
    parameters = question["parameters"]
    where = f"{question['id']}.parameters"
    groups, ceilings = are_groups_of(question, 1), are_ceilings_of(question)
    picks = {"least_picks": is_whole, "most_picks": is_whole}
    limits = {
        **picks,
        "most_projects": is_whole,
        "categories": groups,
        "category_ceilings": ceilings("categories"),
        "districts": groups,
        "district_ceilings": ceilings("districts"),
        "exclusive": are_groups_of(question, 0),
    }
    words = {
        "motion": {},
        "consent": {"least": None},
        "consensus": {"stops": is_whole, "carried_by": is_part},
        "gradients": {"share": is_part, "one_stops": "yes no"},
        "advice": {},
        "approval": {"seats": None},
        "lot": {
            "seats": None,
            "accepted": is_whole,
            "groups": lambda value: are_groups(value, question),
        },
        "majority-judgment": {
            "seats": None,
            "blank": "lowest worst excluded",
            "tie_break": "iterated gauge",
        },
        "irv": {"overvote": "exhaust skip"},
        "contingent": {"overvote": "exhaust skip"},
        "schulze": {"measure": "winning-votes margins", "unranked": "last uncounted"},
        "condorcet": {"unranked": "last uncounted"},
        "copeland": {"unranked": "last uncounted"},
        "minimax": {
            "measure": "winning-votes margins opposition",
            "unranked": "last uncounted",
        },
        "ranked-pairs": {"measure": "winning-votes margins", "unranked": "last uncounted"},
        "debian": {
            "quorum": is_decimal,
            "majority": lambda value: are_ratios(value, question),
            "default_option": lambda value: value is None or value in ids_of(question),
            "unranked": "last uncounted",
        },
        "kemeny": {"unranked": "last uncounted"},
        **{rule: {"unranked": "last uncounted", "overvote": "exhaust skip"} for rule in BY_LEADING},
        "baldwin": {"unranked": "last uncounted"},
        "nanson": {"unranked": "last uncounted"},
        "coombs": {"stop": "majority last"},
        "bucklin": {"shared": "places ranks", "without_half": "most nobody"},
        "borda": {
            "base": lambda value: is_whole(value, 0, 1),
            "unranked": "last uncounted shortened",
        },
        "dowdall": {},
        "plurality": {"seats": None, "least_share": is_part},
        "two-round": {},
        "closed-lists": {
            "seats": None,
            "lists": are_groups_of(question, 1),
            "names": lambda value: value is None or are_names(value, question),
            "shared": "averages remainders half first",
            "threshold": is_part,
            "crossing": "no yes",
            "crossed_by": is_part,
            "votes_of": "ballots candidates",
            "sides": lambda value: are_groups_of(question, 0)(value) and is_side(value),
        },
        "limited-vote": {"seats": None, "ticks": is_whole, "least_share": is_part},
        "cumulative": {"seats": None, "points": None, "most": is_whole},
        "quadratic": {"seats": None, "credits": None},
        "score": {"seats": None, "highest": None},
        "star": {"highest": None},
        "bloc-star": {"seats": None, "highest": None},
        **{
            rule: {"seats": None, "threshold": is_part, "threshold_is": "reached exceeded"}
            for rule in BY_SHARES
        },
        "stv-scottish": {"seats": None, "overvote": "exhaust skip"},
        "stv-irish": {"seats": None, "overvote": "exhaust skip"},
        "stv-wigm": {
            "seats": None,
            "overvote": "exhaust skip",
            "arithmetic": "prf exact",
            "quota": "by-rule droop hare exact",
        },
        "stv-rctab": {
            "seats": None,
            "overvote": "exhaust skip",
            "quota": "droop hare exact",
            "mode": "surplus bottoms-up",
        },
        "stv-meek": {"seats": None, "overvote": "exhaust skip", "arithmetic": "prf exact"},
        "stv-warren": {"seats": None, "overvote": "exhaust skip", "arithmetic": "exact"},
        "committee-av": {"seats": None, "unticked": "empty level"},
        "committee-seq-pav": {"seats": None, "unticked": "empty level"},
        "committee-seq-phragmen": {"seats": None, "unticked": "empty level"},
        **{rule: {"seats": None, "unticked": "empty level"} for rule in ("committee-sav", *SETS)},
        "committee-equal-shares": {
            "seats": None,
            "unticked": "empty level",
            "completion": "phragmen greedy",
        },
        "budget-greedy": {
            "budget": None,
            "misfit": "skip stop",
            "by": "votes votes-per-cost",
            "threshold": None,
            **limits,
        },
        "budget-equal-shares": {
            "budget": None,
            "utility": "cost cardinality",
            "completion": "add1 greedy none",
            "comparison": "none voters projects",
            **limits,
        },
        "budget-phragmen": {"budget": None, "misfit": "skip stop", **limits},
        "budget-knapsack": {"budget": None, "worth": "votes money", **limits},
    }[question["rule"]]
    shape(isinstance(parameters, dict), where)
    for name, usual in MAY_BE_MISSING.items():
        if name in words and question["form"] == "basket":
            parameters.setdefault(name, usual)
    if question["rule"] == "stv-warren":
        parameters.setdefault("arithmetic", "exact")
    has_keys(parameters, where, " ".join(words))
    for name, allowed in words.items():
        value = parameters[name]
        if callable(allowed):
            fine = allowed(value)
        else:
            fine = is_whole(value, 1) if allowed is None else is_one_of(value, allowed)
        shape(fine, f"{where}.{name}")


def is_decimal(value):
    return is_matching(DECIMAL, value)


def is_part(value):
    return is_matching(PART, value)


def are_groups(value, question):
    """One group for all options, or a list of one for each."""
    if isinstance(value, list):
        return len(value) == len(question["options"]) and all(is_whole(g, 1) for g in value)
    return is_whole(value, 1)


def are_names(value, question):
    """A name for each list that there is."""
    lists = question["parameters"].get("lists")
    most = max(lists) if isinstance(lists, list) else lists
    if not (isinstance(value, list) and most <= len(value) <= 200):
        return False
    return all(isinstance(name, str) and name and name.strip() == name for name in value)


def is_side(value):
    return max(value if isinstance(value, list) else [value]) <= 2


def are_groups_of(question, least):
    """One group for all options, or a list of one for each."""

    def fine(value):
        if isinstance(value, list):
            same = len(value) == len(question["options"])
            return same and all(is_whole(group, least) for group in value)
        return is_whole(value, least)

    return fine


def are_ceilings_of(question):
    """One ceiling for all groups, or a list of one for each group that there is."""

    def of(name):
        def fine(value):
            if not isinstance(value, list):
                return is_whole(value)
            groups = question["parameters"].get(name, 1)
            most = max(groups) if isinstance(groups, list) else groups
            return most <= len(value) and all(map(is_whole, value))

        return fine

    return of


def are_ratios(value, question):
    """One for all options but the default, or a list of one for each of them."""
    if isinstance(value, list):
        return len(value) == len(question["options"]) - 1 and all(is_whole(r, 1) for r in value)
    return is_whole(value, 1)


def check_form_parameters(question):
    form, parameters = question["form"], question["form_parameters"]
    where = f"{question['id']}.form_parameters"
    keys = {
        "choice": "",
        "stance": "reason_for",
        "list": "lists crossing",
        "approval": "max",
        "grades": "grades",
        "ranking": "ties max",
        "score": "highest",
        "points": "total most squared",
    }
    has_keys(parameters, where, keys.get(form, "budget min max"))
    most = parameters.get("max")
    shape(most is None or is_whole(most, 1), f"{where}.max")
    if form == "stance":
        shape(parameters["reason_for"] == REASON_FOR[question["rule"]], f"{where}.reason_for")
    if form == "list":
        shape(parameters["lists"] == question["parameters"]["lists"], f"{where}.lists")
        crossing = question["parameters"]["crossing"] == "yes"
        shape(parameters["crossing"] is crossing, f"{where}.crossing")
    if form == "grades":
        shape(is_whole(parameters["grades"], 3, 10), f"{where}.grades")
    if form == "score":
        shape(is_whole(parameters["highest"], 1), f"{where}.highest")
    if form == "points":
        shape(is_whole(parameters["total"], 1), f"{where}.total")
        shape(parameters["most"] is None or is_whole(parameters["most"], 1), f"{where}.most")
        shape(isinstance(parameters["squared"], bool), f"{where}.squared")
    if form == "ranking":
        shape(isinstance(parameters["ties"], bool), f"{where}.ties")
    if form == "basket":
        shape(is_whole(parameters["min"]), f"{where}.min")
        shape(is_whole(parameters["budget"]) and parameters["budget"] >= 1, f"{where}.budget")


def check_requirements(question):
    required = question["requirements"]
    where = f"{question['id']}.requirements"
    has_keys(required, where, "quorum majority threshold")
    if required["quorum"] is not None:
        has_keys(required["quorum"], f"{where}.quorum", "share of")
        shape(is_share(required["quorum"]["share"]), f"{where}.quorum.share")
        shape(is_one_of(required["quorum"]["of"], "roll present weight"), f"{where}.quorum.of")
    if required["majority"] is not None:
        shape(question["rule"] in ("motion", "approval"), f"{where}.majority")
        has_keys(required["majority"], f"{where}.majority", "share strict base")
        shape(is_share(required["majority"]["share"]), f"{where}.majority.share")
        shape(isinstance(required["majority"]["strict"], bool), f"{where}.majority.strict")
        base = required["majority"]["base"]
        shape(is_one_of(base, "roll present cast expressed"), f"{where}.majority.base")
    if required["threshold"] is not None:
        shape(question["rule"] == "approval", f"{where}.threshold")
        shape(is_whole(required["threshold"]), f"{where}.threshold")


def ids_of(question):
    return [option["id"] for option in question["options"]]


def costs_of(question):
    return {option["id"]: option["cost"] for option in question["options"]}


# ---------------------------------------------------------------- ballots


def is_set_of(choice, options):
    """A sorted list of options, at least one, none twice."""
    if not (isinstance(choice, list) and choice):
        return False
    if not all(isinstance(option, str) and option in options for option in choice):
        return False
    return choice == sorted(set(choice))


def is_valid(choice, question):
    """Whether a choice that is not blank could have been made on the question's ballot form."""
    options, parameters = ids_of(question), question["form_parameters"]
    form, most = question["form"], parameters.get("max")
    if form == "choice":
        return isinstance(choice, str) and choice in options
    if form == "stance":
        return is_stance(choice, options, parameters["reason_for"])
    if form == "list":
        return is_list(choice, question)
    if form in ("grades", "score", "points"):
        return are_points(choice, options, parameters)
    if form == "ranking":
        return is_ranking(choice, options, parameters["ties"], most)
    if not is_set_of(choice, options) or (most is not None and len(choice) > most):
        return False
    if form == "approval":
        return True
    costs = costs_of(question)
    total = sum(costs[option] for option in choice)
    return len(choice) >= parameters["min"] and total <= parameters["budget"]


def are_points(choice, options, parameters):
    """Grades or points by option: from 0 up to the highest, or as many as are to share out."""
    if not (isinstance(choice, dict) and choice and set(choice) <= set(options)):
        return False
    points = list(choice.values())
    if "grades" in parameters:
        return all(is_whole(grade, 0, parameters["grades"] - 1) for grade in points)
    if "highest" in parameters:
        return all(is_whole(number, 0, parameters["highest"]) for number in points)
    if not all(is_whole(number, 1, parameters["most"] or LARGEST) for number in points):
        return False
    power = 2 if parameters["squared"] else 1
    return sum(number**power for number in points) <= parameters["total"]


def is_stance(choice, options, reason_for):
    if not (isinstance(choice, dict) and set(choice) == {"stance", "reason"}):
        return False
    stance, reason = choice["stance"], choice["reason"]
    if not (isinstance(stance, str) and stance in options):
        return False
    if reason is None:  # cut off, after a secret vote
        return True
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON or UNSEEN.search(reason):
        return False
    return reason == reason.strip() and (reason != "" or stance not in reason_for)


def candidates_of(question):
    """The candidates of each list, in the order of the options."""
    lists = question["parameters"]["lists"]
    found = {}
    for place, option in enumerate(ids_of(question)):
        found.setdefault(lists[place] if isinstance(lists, list) else lists, []).append(option)
    return found


def is_list(choice, question):
    if not (isinstance(choice, dict) and set(choice) == {"list", "out"}):
        return False
    candidates = candidates_of(question)
    if not is_whole(choice["list"], 1) or choice["list"] not in candidates:
        return False
    if choice["out"] == []:
        return True
    mine = candidates[choice["list"]]
    crossing = question["form_parameters"]["crossing"]
    return crossing and is_set_of(choice["out"], mine) and len(choice["out"]) < len(mine)


def is_ranking(choice, options, ties, most):
    if not (isinstance(choice, list) and choice):
        return False
    if not all(is_set_of(group, options) and (ties or len(group) == 1) for group in choice):
        return False
    ranked = [option for group in choice for option in group]
    return len(set(ranked)) == len(ranked) and (most is None or len(ranked) <= most)


def check_ballots(question, entries, papers):
    """Refuse a list of ballots with one that should never have been taken."""
    where = question["id"]
    shape(isinstance(entries, list), f"ballots.{where}")
    known = {"null"}
    for number, entry in enumerate(entries, start=1):
        fine = isinstance(entry, list) and len(entry) == 2 and is_whole(entry[0], 1)
        if fine:
            text = WRITTEN.encode(entry[1])
            fine = text in known or is_valid(entry[1], question)
            known.add(text)
        demand(
            fine,
            f"Question {where}, ballot {number}: the ballot is not valid.",
            f"Question {where}, bulletin {number} : le bulletin n'est pas valable.",
        )
    weight = sum(weight for weight, _ in entries)
    demand(
        (len(entries), weight) == (papers["cast"], papers["cast_weight"]),
        f"Question {where}: there are {len(entries)} ballots of weight {weight}, and "
        f"{papers['cast']} papers of weight {papers['cast_weight']}.",
        f"Question {where} : il y a {len(entries)} bulletins de poids {weight}, et "
        f"{papers['cast']} votants de poids {papers['cast_weight']}.",
    )


def grouped(entries):
    """Choices written alike together, without the blank ones: a list of (weight, choice)."""
    weights, choices = Counter(), {}
    for weight, choice in entries:
        if choice is not None:
            text = WRITTEN.encode(choice)
            weights[text] += weight
            choices[text] = choice
    return [(weights[text], choices[text]) for text in choices]


# ---------------------------------------------------------------- sums


def sums_of(question, entries):
    """What the rule needs to know of the ballots; of irv and equal shares, only the blank ones."""
    blank = [weight for weight, choice in entries if choice is None]
    sums = {"blank": [len(blank), sum(blank)]}
    piles = grouped(entries)
    if question["rule"] in SUMMED:
        name, summed = SUMMED[question["rule"]]
        sums[name] = summed(question, piles)
    elif question["rule"] == "closed-lists":
        sums.update(names_on_lists(question, piles))
    elif question["rule"] in BY_STARS:
        sums.update(stars_of(question, piles))
    elif question["rule"] not in COUNTED_FROM_BALLOTS_ALONE:
        sums["votes"] = votes_of(question, piles)
    return sums


def votes_of(question, piles):
    votes = dict.fromkeys(ids_of(question), 0)
    for weight, choice in piles:
        if question["form"] in ("score", "points"):
            for option, points in choice.items():
                votes[option] += weight * points
            continue
        if question["form"] == "stance":
            choice = choice["stance"]
        for option in [choice] if isinstance(choice, str) else choice:
            votes[option] += weight
    return votes


def names_on_lists(question, piles):
    """How many ballots leave each candidate on the list, and how many cross them out."""
    kept, out = dict.fromkeys(ids_of(question), 0), dict.fromkeys(ids_of(question), 0)
    candidates = candidates_of(question)
    for weight, choice in piles:
        for option in candidates[choice["list"]]:
            (out if option in choice["out"] else kept)[option] += weight
    return {"votes": kept, "out": out}


def stars_of(question, piles):
    """Points, ballots with the highest number, and who is given more than whom."""
    options, highest = ids_of(question), question["parameters"]["highest"]
    tops = dict.fromkeys(options, 0)
    matrix = {a: {b: 0 for b in options if b != a} for a in options}
    for weight, points in piles:
        for a in options:
            tops[a] += weight * (points.get(a, 0) == highest)
            for b in matrix[a]:
                matrix[a][b] += weight * (points.get(a, 0) > points.get(b, 0))
    return {"votes": votes_of(question, piles), "tops": tops, "matrix": matrix}


def tallies_of(question, piles):
    """For each option: weight without an answer, then weight for each grade, worst first."""
    grades = question["form_parameters"]["grades"]
    tallies = {option: [0] * (1 + grades) for option in ids_of(question)}
    for weight, choice in piles:
        for option, tally in tallies.items():
            tally[1 + choice.get(option, -1)] += weight
    return tallies


def matrix_of(question, piles):
    """matrix[a][b]: the weight of the ballots that put a above b.

    The row of an option is one long number, with a field of digits for each other option: a ballot
    adds to the whole row at once.
    """
    options = ids_of(question)
    field = sum(weight for weight, _ in piles).bit_length() or 1
    one_for = {option: 1 << field * place for place, option in enumerate(options)}
    unranked_last = question["parameters"]["unranked"] == "last"
    rows = dict.fromkeys(options, 0)
    for weight, groups in piles:
        below = 0
        if unranked_last:
            below = sum(one_for.values()) - sum(one_for[a] for group in groups for a in group)
        for group in reversed(groups):
            for a in group:
                rows[a] += weight * below
            below += sum(one_for[a] for a in group)
    return {
        a: {b: rows[a] // one_for[b] % (1 << field) for b in options if b != a} for a in options
    }


def on_places(question, piles):
    """For each option: the weight of the ballots that have it first, second and so on."""
    options = ids_of(question)
    places = {option: [0] * len(options) for option in options}
    for weight, groups in piles:
        place = 0
        for group in groups:
            for option in group:
                places[option][place] += weight
            place += len(group) if question["parameters"]["shared"] == "places" else 1
    return places


def points_of(question, piles):
    """The points of each option, in lowest terms."""
    options, by_reciprocals = ids_of(question), question["rule"] == "dowdall"
    unranked = question["parameters"].get("unranked", "uncounted")
    base = question["parameters"].get("base", 0)
    total = dict.fromkeys(options, Fraction(0))
    for weight, groups in piles:
        ranked = [option for group in groups for option in group]
        places = len(ranked) if unranked == "shortened" else len(options)
        if by_reciprocals:
            worth = [Fraction(1, place) for place in range(1, places + 1)]
        else:
            worth = [Fraction(base + places - place) for place in range(1, places + 1)]
        rest = [option for option in options if option not in ranked]
        for group in [*groups, rest] if unranked == "last" and rest else groups:
            mine, worth = worth[: len(group)], worth[len(group) :]
            for option in group:
                total[option] += weight * sum(mine) / len(group)
    return {option: list(points.as_integer_ratio()) for option, points in total.items()}


def parts_of(question, piles):
    """Each ballot shares one point among all that it ticks."""
    total = dict.fromkeys(ids_of(question), Fraction(0))
    for weight, ticked in piles:
        for option in ticked:
            total[option] += Fraction(weight, len(ticked))
    return {option: list(points.as_integer_ratio()) for option, points in total.items()}


SUMMED = {
    "majority-judgment": ("tallies", tallies_of),
    **dict.fromkeys(BY_DUELS, ("matrix", matrix_of)),
    "bucklin": ("places", on_places),
    **dict.fromkeys(BY_POINTS, ("points", points_of)),
    "committee-sav": ("points", parts_of),
}  # rule -> under what name, and how


def check_sums(question, sums, papers):
    """Refuse sums that no ballots could have."""
    where, rule = question["id"], question["rule"]
    names = names_of_sums(rule)
    has_keys(sums, f"sums.{where}", " ".join(["blank", *names]))
    blank = sums["blank"]
    shape(isinstance(blank, list) and len(blank) == 2, f"sums.{where}.blank")
    shape(is_whole(blank[0], 0, papers["cast"]), f"sums.{where}.blank")
    shape(is_whole(blank[1], blank[0], papers["cast_weight"]), f"sums.{where}.blank")
    expressed = papers["cast_weight"] - blank[1]
    for name in names:
        has_keys(sums[name], f"sums.{where}.{name}", " ".join(ids_of(question)))
        demand(
            POSSIBLE[name](question, sums[name], expressed),
            f"Question {where}: the sums do not add up.",
            f"Question {where} : les sommes ne tombent pas juste.",
        )


def names_of_sums(rule):
    if rule in COUNTED_FROM_BALLOTS_ALONE:
        return []
    if rule in BY_STARS:
        return ["votes", "tops", "matrix"]
    if rule == "closed-lists":
        return ["votes", "out"]
    return [SUMMED[rule][0] if rule in SUMMED else "votes"]


def are_tallies(question, sums, expressed):
    length = 1 + question["form_parameters"]["grades"]
    return all(
        isinstance(tally, list)
        and len(tally) == length
        and all(map(is_whole, tally))
        and sum(tally) == expressed
        for tally in sums.values()
    )


def are_places(question, sums, expressed):
    return all(
        isinstance(weights, list)
        and len(weights) == len(sums)
        and all(map(is_whole, weights))
        and sum(weights) <= expressed
        for weights in sums.values()
    )


def are_fractions(question, sums, expressed):
    most = len(sums) * expressed
    return all(
        isinstance(points, list)
        and len(points) == 2
        and is_whole(points[0])
        and is_whole(points[1], 1)
        and list(Fraction(*points).as_integer_ratio()) == points
        and Fraction(*points) <= most
        for points in sums.values()
    )


def are_duels(question, sums, expressed):
    for a, row in sums.items():
        has_keys(row, f"sums.{question['id']}.matrix.{a}", " ".join(set(sums) - {a}))
        shape(all(map(is_whole, row.values())), f"sums.{question['id']}.matrix.{a}")
    return all(sums[a][b] + sums[b][a] <= expressed for a in sums for b in sums[a])


def are_tops(question, sums, expressed):
    return all(is_whole(weight, 0, expressed) for weight in sums.values())


def are_votes(question, sums, expressed):
    form, parameters = question["form"], question["form_parameters"]
    of_one = parameters.get("highest", parameters.get("total", 1))
    if not all(is_whole(votes, 0, expressed * of_one) for votes in sums.values()):
        return False
    return form not in ("choice", "stance") or sum(sums.values()) == expressed


POSSIBLE = {
    "tallies": are_tallies,
    "places": are_places,
    "points": are_fractions,
    "matrix": are_duels,
    "tops": are_tops,
    "votes": are_votes,
    "out": are_tops,
}


# ---------------------------------------------------------------- the rules
#
# Each takes the question, the sums, the piles of equal ballots (where ballots are published) and a
# tie order (all options, strongest first) or None. With an order it returns the list of those
# elected, in order of election. Without, it returns (elected, tied): those elected however ties
# are broken, and those elected in some ways of breaking them only.


def undecided(in_order, sure, possible):
    """`in_order` is the outcome when the order of the options breaks the ties."""
    return [option for option in in_order if option in sure], set(possible) - set(sure)


def best_of(levels, seats, order):
    """Fill the seats from the levels, best first; options of one level are equal, and the order
    is asked only where not all of them find a seat."""
    if order is not None:
        elected = []
        for level in levels:
            left = seats - len(elected)
            elected += level if len(level) <= left else sorted(level, key=order.index)[:left]
        return elected
    sure, possible = set(), set()
    for level in levels:
        if len(possible) < seats:
            possible |= set(level)
            sure |= set(level) if len(possible) <= seats else set()
    return undecided([option for level in levels for option in level], sure, possible)


def levels_by(key, options):
    """Options in levels of an equal key, the largest key first."""
    keys = sorted({key(option) for option in options}, reverse=True)
    return [[option for option in options if key(option) == value] for value in keys]


def motion(question, sums, piles, order):
    return best_of(levels_by(sums["votes"].get, ["for", "against"]), 1, order)


def consent(question, sums, piles, order):
    votes = sums["votes"]
    if votes["object"]:
        return only("object", order)
    willing = votes["agree"] + votes["concerns"] >= question["parameters"]["least"]
    return only("agree" if willing else "abstain" if any(votes.values()) else None, order)


def consensus(question, sums, piles, order):
    votes, parameters = sums["votes"], question["parameters"]
    if votes["block"] > parameters["stops"]:
        return only("block", order)
    if is_part_of(votes["agree"] + votes["concerns"], votes, parameters["carried_by"]):
        return only("agree", order)
    return only("aside" if any(votes.values()) else None, order)


def gradients(question, sums, piles, order):
    votes, parameters = sums["votes"], question["parameters"]
    if votes["block"] and parameters["one_stops"] == "yes":
        return only("block", order)
    along = sum(votes.values()) - votes["disagree"] - votes["block"]
    if is_part_of(along, votes, parameters["share"]):
        return only("support", order)
    return only("disagree" if any(votes.values()) else None, order)


def advice(question, sums, piles, order):
    votes = sums["votes"]
    favour = votes["favourable"] + votes["reserved"]
    word = "favourable" if votes["favourable"] > votes["reserved"] else "reserved"
    if not favour and not votes["unfavourable"]:
        return only("none" if votes["none"] else None, order)
    sides = {word: favour, "unfavourable": votes["unfavourable"]}
    return best_of(levels_by(sides.get, [o for o in ids_of(question) if o in sides]), 1, order)


def only(stance, order):
    """One stance, or nobody; nothing is ever level."""
    return best_of([[stance]] if stance else [], 1, order)


def is_part_of(weight, votes, share):
    """Whether a weight above 0 is at least that share of all votes."""
    return weight > 0 and weight >= Fraction(share) * sum(votes.values())


def lot(question, sums, piles, order):
    votes, parameters, options = sums["votes"], question["parameters"], ids_of(question)
    if not any(votes.values()):
        return best_of([], 0, order)
    names = dict.fromkeys(options, 1)
    if isinstance(parameters["groups"], list):
        names = {option: parameters["groups"][n] for n, option in enumerate(options)}
    there = [option for option in options if votes[option] >= parameters["accepted"]]
    sizes = Counter(names[option] for option in there)
    seats = min(parameters["seats"], len(there))
    if order is not None:
        return draw([o for o in order if o in there], names, sizes, seats)
    sure, possible = set(), set()
    for group in sizes:
        # all others drawn last, then all others drawn first: the most and the least it can get
        for others_first in (False, True):
            line = sorted(there, key=lambda o: (names[o] == group) == others_first)
            places = sum(names[o] == group for o in draw(line, names, sizes, seats))
            members = {option for option in there if names[option] == group}
            if others_first and places == len(members):
                sure |= members
            if not others_first and places:
                possible |= members
    return undecided(draw(there, names, sizes, seats), sure, possible)


def draw(line, names, sizes, seats):
    """Who is drawn when the options come up in this order."""
    share = {group: Fraction(seats * size, sum(sizes.values())) for group, size in sizes.items()}
    waiting = {group: [o for o in line if names[o] == group] for group in sizes}
    drawn = []
    for group, exact in share.items():
        whole = int(exact)
        drawn += waiting[group][:whole]
        del waiting[group][:whole]
    rest = [group for group in sizes if share[group] % 1]
    rest.sort(key=lambda group: (-(share[group] % 1), line.index(waiting[group][0])))
    drawn += [waiting[group][0] for group in rest[: seats - len(drawn)]]
    return sorted(drawn, key=line.index)


def approval(question, sums, piles, order):
    votes = sums["votes"]
    least = question["requirements"]["threshold"] or 1
    options = [option for option in ids_of(question) if votes[option] >= least]
    return best_of(levels_by(votes.get, options), question["parameters"]["seats"], order)


def majority_judgment(question, sums, piles, order):
    tallies = {}
    for option, (missing, *grades) in sums["tallies"].items():
        if question["parameters"]["blank"] == "lowest":
            grades = [missing, *grades]
        elif question["parameters"]["blank"] == "worst":
            grades[0] += missing
        tallies[option] = grades
    if not any(map(sum, tallies.values())):
        return best_of([], 0, order)
    compare = Gauge if question["parameters"]["tie_break"] == "gauge" else Iterated
    merits = {option: compare(grades) for option, grades in tallies.items()}
    ranks = {
        option: -sum(merit < other for other in merits.values()) for option, merit in merits.items()
    }
    return best_of(levels_by(ranks.get, ids_of(question)), question["parameters"]["seats"], order)


class Iterated:
    """Medians are taken away one by one, which goes out from the middle of the sorted grades:
    the lower median first, then in turn the nearest left on the one side and on the other."""

    def __init__(self, grades):
        self.total = sum(grades)
        self.ends = [sum(grades[: grade + 1]) for grade in range(len(grades))]
        self.middle = (self.total - 1) // 2
        self.first_side = 1 if self.total % 2 == 0 else -1

    def taken(self, step):
        """The grade that is taken away in this step; -1 when none is left."""
        if step >= self.total:
            return -1
        away = (step + 1) // 2
        side = self.first_side if step % 2 else -self.first_side
        position = self.middle + side * away
        return next(grade for grade, end in enumerate(self.ends) if position < end)

    def steps(self):
        """The steps in which another grade may come up than two steps before."""
        found = {0, 1, self.total, self.total + 1}
        for end in self.ends:
            for position in (end - 1, end):
                away = abs(position - self.middle)
                found |= {2 * away - 1, 2 * away} if away else set()
        return found

    def __lt__(self, other):
        for step in sorted(self.steps() | other.steps()):
            mine, theirs = self.taken(step), other.taken(step)
            if mine != theirs:
                return mine < theirs
        return False


class Gauge:
    """The median, then the larger share of grades above it (+) or below it (-)."""

    def __init__(self, grades):
        total, before = sum(grades), 0
        self.value = (-1, 0)
        for grade, weight in enumerate(grades):
            if before <= (total - 1) // 2 < before + weight:
                above = total - before - weight
                share = above if above > before else -before
                self.value = (grade, Fraction(share, total))
            before += weight

    def __lt__(self, other):
        return self.value < other.value


def irv(question, sums, piles, order):
    """One option goes out at a time."""
    ballots = rankings_of(question, piles)
    if not ballots:
        return best_of([], 0, order)
    return until_one_wins(ballots, frozenset(ids_of(question)), irv_round, order)


def until_one_wins(ballots, standing, round_of, order, narrowed=frozenset):
    """`round_of` votes: (winner, []), or (None, sets, one of which goes out); who is left then is
    `narrowed`. Without an order, the first choice begins a search of every set that may stand from
    there on, itself included, to 20,000."""
    ahead, met, winners, who_stood = [(standing, {None: (0, ballots.items())})], set(), set(), None
    while ahead:
        standing, lying = ahead.pop()
        lying = laid(lying, standing)
        winner, may_go = round_of({option: votes for option, (votes, _) in lying.items()})
        winners |= {winner} - {None}
        if order is not None:
            may_go = sorted(may_go, key=lambda out: max(map(order.index, out)))[-1:]
        if len(may_go) > 1 and who_stood is None:
            met, who_stood = {standing}, standing
        following = {narrowed(standing - out) for out in may_go}
        ahead.extend((left, lying) for left in following - met)
        met |= following
        if who_stood is not None and len(met) > 20_000:
            return undecided([], (), who_stood)
    if order is not None:
        return list(winners)
    return undecided(winners, winners if len(winners) == 1 else (), winners)


def laid(lying, standing):
    """For each who stands: votes, and the ballots. Those of others go to the next who stands."""
    found = {option: lying.get(option, (0, [])) for option in standing}
    gained = {}
    for gone in lying.keys() - standing:
        for ranking, weight in lying[gone][1]:
            heir = next((option for option in ranking if option in standing), None)
            gained.setdefault(heir, []).append((ranking, weight))
    gained.pop(None, None)
    for option, more in gained.items():
        votes, ballots = found[option]
        found[option] = votes + sum(weight for _, weight in more), ballots + more
    return found


def rankings_of(question, piles):
    """Ranking without shared ranks, as marked, whatever goes out later → weight."""
    rankings = Counter()
    for weight, groups in piles:
        if question["parameters"]["overvote"] == "exhaust":
            groups = itertools.takewhile(lambda group: len(group) == 1, groups)
        rankings[tuple(group[0] for group in groups if len(group) == 1)] += weight
    del rankings[()]
    return rankings


def irv_round(votes):
    """(winner, []), or (None, who may go out: sets of options, one of which does).

    When the last ones together have fewer votes than the next, they go out together: whatever
    they get from one another, the next one out is always one of them.
    """
    best = max(votes, key=votes.get)
    if len(votes) == 1 or 2 * votes[best] > sum(votes.values()):
        return best, []
    upwards, together = sorted(votes, key=votes.get), 0
    for number, option in enumerate(upwards):
        if together < votes[option] and number:
            return None, [set(upwards[:number])]
        together += votes[option]
    return None, [{option} for option in votes if votes[option] == votes[upwards[0]]]


def leading_group(question, sums, piles, order):
    """Duels leave a leading group, of which one option goes out at a time."""
    if not piles:
        return best_of([], 0, order)
    in_turns = question["rule"] == "tideman-alternative"
    matrix, ballots = matrix_of(question, piles), rankings_of(question, piles)
    leaders = Leaders(matrix)
    return until_one_wins(
        ballots,
        leaders(frozenset(ids_of(question))),
        lambda votes: leading_round(votes, in_turns),
        order,
        leaders if in_turns else frozenset,
    )


def leading_round(votes, in_turns):
    """(winner, []), or (None, each of those with the fewest votes)."""
    most, fewest = max(votes, key=votes.get), min(votes.values())
    if len(votes) == 1 or (not in_turns and 2 * votes[most] > sum(votes.values())):
        return most, []
    return None, [{option} for option in votes if votes[option] == fewest]


class Leaders:
    """Finds the fewest of some options who each win against each of the others.

    Duels won less duels lost come to nothing within a group, and to one for each member and each
    other option where a group leads: so the sums show where the line is to be cut.
    """

    def __init__(self, matrix):
        self.digit = {option: 1 << place for place, option in enumerate(matrix)}
        self.won, self.lost = dict.fromkeys(matrix, 0), dict.fromkeys(matrix, 0)
        for a, b in itertools.permutations(matrix, 2):
            if matrix[a][b] > matrix[b][a]:
                self.won[a] += self.digit[b]
                self.lost[b] += self.digit[a]

    def __call__(self, options):
        here, won, lost = sum(self.digit[one] for one in options), self.won, self.lost
        net = {
            one: (won[one] & here).bit_count() - (lost[one] & here).bit_count() for one in options
        }
        line = sorted(net, key=net.get, reverse=True)
        sums = itertools.accumulate(net[one] for one in line)
        cut = next(n for n, total in enumerate(sums, 1) if total == n * (len(line) - n))
        return options if cut == len(line) else frozenset(line[:cut])


def contingent(question, sums, piles, order):
    """Every final that may be held, each counted on its own."""
    ballots, options = rankings_of(question, piles), ids_of(question)
    if not ballots:
        return best_of([], 0, order)
    first = votes_among(ballots, options)
    levels = levels_by(first.get, options)
    leaders = levels[0]
    rivals = leaders if len(leaders) > 1 else next(iter(levels[1:]), [])
    if 2 * first[leaders[0]] > sum(first.values()):
        return best_of([leaders], 1, order)
    if order is not None:
        finalists = sorted(options, key=lambda one: (-first[one], order.index(one)))[:2]
        return best_of([winners_among(ballots, finalists)], 1, order)
    possible = set()
    for one, other in itertools.product(leaders, rivals):
        if one != other:
            possible.update(winners_among(ballots, [one, other]))
    return best_of([[option for option in options if option in possible]], 1, order)


def winners_among(ballots, options):
    votes = votes_among(ballots, options)
    return [option for option in options if votes[option] == max(votes.values())]


def votes_among(ballots, options):
    """What each of these has when all others are out."""
    votes = dict.fromkeys(options, 0)
    for ranking, weight in ballots.items():
        best = next((option for option in ranking if option in votes), None)
        if best is not None:
            votes[best] += weight
    return votes


def bucklin(question, sums, piles, order):
    """Places are looked at together, from the first on, until an option has more than half."""
    most, line = 0, []
    for place in range(len(sums["places"])):
        votes = {option: sum(row[: place + 1]) for option, row in sums["places"].items()}
        most, line = max(votes.values()), levels_by(votes.get, ids_of(question))
        if 2 * most > sums["expressed"]:
            return best_of(line, 1, order)
    nobody = not most or question["parameters"]["without_half"] == "nobody"
    return best_of([] if nobody else line, 1, order)


def schulze(question, sums, piles, order):
    options, matrix = ids_of(question), sums["matrix"]
    if not any(any(row.values()) for row in matrix.values()) and not piles:
        return best_of([], 0, order)
    by_margin = question["parameters"]["measure"] == "margins"
    path = {}
    for a in options:
        for b in matrix[a]:
            margin = matrix[a][b] - matrix[b][a]
            path[a, b] = 0 if margin <= 0 else margin if by_margin else matrix[a][b]
    for middle in options:
        for a in options:
            for b in options:
                if len({a, b, middle}) == 3:
                    detour = min(path[a, middle], path[middle, b])
                    path[a, b] = max(path[a, b], detour)
    unbeaten = [a for a in options if all(path[b, a] <= path[a, b] for b in options if b != a)]
    return best_of([unbeaten], 1, order)


def nothing_counts(sums, piles):
    """No ballot that is not blank: nobody is elected, nobody is level."""
    return not piles and not any(any(row.values()) for row in sums["matrix"].values())


def condorcet(question, sums, piles, order):
    """Who wins every duel; otherwise nobody, and no order changes that."""
    options, matrix = ids_of(question), sums["matrix"]
    best = (
        []
        if nothing_counts(sums, piles)
        else [a for a in options if all(matrix[a][b] > matrix[b][a] for b in matrix[a])]
    )
    return best if order is not None else (best, set())


def copeland(question, sums, piles, order):
    options, matrix = ids_of(question), sums["matrix"]
    if nothing_counts(sums, piles):
        return best_of([], 0, order)

    def balance(a):
        won = sum(matrix[a][b] > matrix[b][a] for b in matrix[a])
        return won - sum(matrix[a][b] < matrix[b][a] for b in matrix[a])

    return best_of(levels_by(balance, options), 1, order)


def minimax(question, sums, piles, order):
    options, matrix = ids_of(question), sums["matrix"]
    if nothing_counts(sums, piles):
        return best_of([], 0, order)
    measure = question["parameters"]["measure"]

    def against(a, b):
        if measure == "opposition":
            return matrix[b][a]
        return strength_of(matrix, b, a, measure)

    def worst(a):
        return -max([against(a, b) for b in matrix[a]], default=0)

    return best_of(levels_by(worst, options), 1, order)


def strength_of(matrix, a, b, measure):
    """How strong the duel is that a wins against b; 0 if a does not."""
    margin = matrix[a][b] - matrix[b][a]
    if margin <= 0:
        return 0
    return margin if measure == "margins" else matrix[a][b]


def ranked_pairs(question, sums, piles, order):
    """Sets of duels held fast are followed as sets of (above, below), closed under chains."""
    options, matrix = ids_of(question), sums["matrix"]
    if nothing_counts(sums, piles):
        return best_of([], 0, order)
    measure = question["parameters"]["measure"]
    levels = levels_by(
        lambda pair: strength_of(matrix, *pair, measure),
        [(a, b) for a in options for b in matrix[a] if strength_of(matrix, a, b, measure)],
    )
    states = {frozenset()}
    for level in levels:
        reached = hold_level(states, level)
        if reached is None:
            break
        states = reached
    tops = {a for held in states for a in options if not any((b, a) in held for b in options)}
    return best_of([[a for a in options if a in tops]], 1, order)


def hold_level(states, level):
    """Every way to hold duels of one strength; None when more than 20,000 sets are met."""
    met, ahead, ends = set(states), list(states), set()
    while ahead:
        held = ahead.pop()
        free = [(a, b) for a, b in level if (a, b) not in held and (b, a) not in held]
        if not free:
            ends.add(held)
            continue
        following = {hold(held, [pair]) for pair in free}
        everything = hold(held, free)
        never_left_out = [(a, b) for a, b in free if (b, a) not in everything]
        if never_left_out:
            following = {hold(held, never_left_out)}
        ahead.extend(following - met)
        met |= following
        if len(met) > 20_000:
            return None
    return ends


def hold(held, pairs):
    """What is held with more duels, and what follows from it by chains."""
    for winner, loser in pairs:
        above = {a for a, b in held if b == winner} | {winner}
        below = {b for a, b in held if a == loser} | {loser}
        held = held | {(a, b) for a in above for b in below}
    return held


def debian(question, sums, piles, order):
    options, matrix = ids_of(question), sums["matrix"]
    if nothing_counts(sums, piles):
        return best_of([], 0, order)
    asked = question["parameters"]
    default = asked["default_option"] or options[-1]
    others = [option for option in options if option != default]
    ratios = asked["majority"] if isinstance(asked["majority"], list) else None
    left = [default]
    for place, option in enumerate(others):
        above, below = matrix[option][default], matrix[default][option]
        ratio = ratios[place] if ratios else asked["majority"]
        if above >= Fraction(asked["quorum"]) and above > below and above >= ratio * below:
            left.append(option)
    defeats = {
        (a, b): (matrix[a][b], -matrix[b][a])
        for a in left
        for b in left
        if a != b and matrix[a][b] > matrix[b][a]
    }
    while True:
        best = schwartz(left, defeats)
        inside = {pair: defeats[pair] for pair in defeats if set(pair) <= set(best)}
        if not inside:
            return best_of([[option for option in options if option in best]], 1, order)
        for pair, strength in inside.items():
            if strength == min(inside.values()):
                del defeats[pair]


def schwartz(left, defeats):
    """Those who lead by chains of defeats back to everybody who leads to them."""
    leads = {a: {a} for a in left}
    changed = True
    while changed:
        changed = False
        for a, b in defeats:
            if not leads[b] <= leads[a]:
                leads[a] |= leads[b]
                changed = True
    return [a for a in left if all(b in leads[a] for b in left if a in leads[b])]


def kemeny(question, sums, piles, order):
    """Of all orders, those that agree best; found from the last places up."""
    options, matrix = ids_of(question), sums["matrix"]
    if nothing_counts(sums, piles) or len(options) > 12:
        return best_of([], 0, order)
    known = {frozenset(): 0}

    def at_most(lower):
        """What the best order of these comes to, among themselves."""
        if lower not in known:
            known[lower] = max(with_first(option, lower) for option in lower)
        return known[lower]

    def with_first(option, lower):
        rest = lower - {option}
        return sum(matrix[option][other] for other in rest) + at_most(rest)

    everybody = frozenset(options)
    return best_of(levels_by(lambda option: with_first(option, everybody), options)[:1], 1, order)


def baldwin(question, sums, piles, order):
    """Who has the fewest points of those left: the least sum of what they are ahead by."""
    options, matrix = ids_of(question), sums["matrix"]
    if nothing_counts(sums, piles):
        return best_of([], 0, order)
    alike = {a: [b for b in options if b == a or are_twins(matrix, a, b)] for a in options}

    def fewest(left):
        ahead = {a: sum(matrix[a][b] - matrix[b][a] for b in left if b != a) for a in left}
        return None, [a for a in options if a in left and ahead[a] == min(ahead.values())]

    return out_one_by_one(options, alike, fewest, 20_000, order)


def coombs(question, sums, piles, order):
    """Who is last on most ballots, unless one is first on more than half of them."""
    options = ids_of(question)
    if not piles:
        return best_of([], 0, order)
    placed = [(weight, placed_by(groups, options)) for weight, groups in piles]
    alike = {a: [b for b in options if all(one[a] == one[b] for _, one in placed)] for a in options}

    def last(left):
        firsts, lasts, total = dict.fromkeys(left, Fraction(0)), dict.fromkeys(left, Fraction(0)), 0
        for weight, place in placed:
            top, bottom = min(map(place.get, left)), max(map(place.get, left))
            if top == len(options):
                continue
            total += weight
            for shares, wanted in ((firsts, top), (lasts, bottom)):
                there = [option for option in left if place[option] == wanted]
                for option in there:
                    shares[option] += Fraction(weight, len(there))
        best = max(firsts, key=firsts.get)
        stops = question["parameters"]["stop"] == "majority" and 2 * firsts[best] > total
        return best if stops else None, [a for a in options if lasts.get(a) == max(lasts.values())]

    return out_one_by_one(options, alike, last, 2_000, order)


def placed_by(groups, options):
    """Option → the number of its group, and for those left out the number of all options."""
    place = dict.fromkeys(options, len(options))
    for number, group in enumerate(groups):
        place.update(dict.fromkeys(group, number))
    return place


def out_one_by_one(options, alike, look, most, order):
    """`look`: those left → (who has won, who may go out). Without an order, all sets that may be
    left after so many rounds are made from those before, to so many sets from the first tie on;
    of options that are alike, the last of the list goes out first."""
    states, met, at_the_tie, winners = {frozenset(options)}, 0, frozenset(), set()
    while states:
        following = set()
        for left in states:
            winner, weakest = look(left) if len(left) > 1 else (min(left), [])
            if winner is not None:
                winners.add(winner)
                continue
            if order is not None:
                weakest = sorted(weakest, key=order.index)[-1:]
            elif len(weakest) > 1 and not met:
                at_the_tie, met = left, 1
            following |= {left - {[b for b in alike[a] if b in weakest][-1]} for a in weakest}
        met += len(following) if met else 0
        if met > most:
            winners, following = set(at_the_tie), set()
        states = following
    winners |= {b for a in winners for b in alike[a] if b in at_the_tie}
    return best_of([[option for option in options if option in winners]], 1, order)


def nanson(question, sums, piles, order):
    """Who is not above the average goes out; the average of what they are ahead by is nothing."""
    options, matrix = ids_of(question), sums["matrix"]
    if nothing_counts(sums, piles):
        return best_of([], 0, order)
    left = options
    while True:
        above = [a for a in left if sum(matrix[a][b] - matrix[b][a] for b in left if b != a) > 0]
        if not above:
            return best_of([left], 1, order)
        left = above


def are_twins(matrix, a, b):
    """Level with each other, and as far ahead of each third one."""
    if matrix[a][b] != matrix[b][a]:
        return False
    others = set(matrix) - {a, b}
    return all(matrix[a][c] - matrix[c][a] == matrix[b][c] - matrix[c][b] for c in others)


def by_points(question, sums, piles, order):
    options, points = ids_of(question), sums["points"]
    if not piles and not any(points[option][0] for option in options):
        return best_of([], 0, order)
    return best_of(levels_by(lambda option: Fraction(*points[option]), options)[:1], 1, order)


def by_transfers(question, sums, piles, order):
    """The single transferable vote: the count in the order of the options; where that met a tie,
    every way to break it, to 2,000 different stages."""
    rankings = list(rankings_of(question, piles).items())
    if not rankings:
        return best_of([], 0, order)
    kind = Keeping if question["rule"] in ("stv-meek", "stv-warren") else Gregory
    in_order = kind(question, rankings)
    first_tie = None
    while True:
        level, goes_out = in_order.to_the_next_tie()
        if not level:
            break
        first_tie = first_tie or in_order.twin()
        best_first = sorted(level, key=(order or ids_of(question)).index)
        in_order.take(best_first[-1 if goes_out else 0], goes_out)
    if order is not None:
        return in_order.elected
    if first_tie is None:
        return in_order.elected, set()
    return undecided(in_order.elected, *ways_from(first_tie))


def ways_from(first_tie):
    ahead, known, outcomes = [first_tie], set(), set()
    while ahead:
        count = ahead.pop()
        level, goes_out = count.to_the_next_tie()
        if not level:
            outcomes.add(frozenset(count.elected))
        for option in level:
            after = count.twin()
            after.take(option, goes_out)
            if after.fingerprint() not in known:
                known.add(after.fingerprint())
                ahead.append(after)
        if len(known) > 2_000:
            return set(first_tie.elected), set(first_tie.elected) | set(first_tie.standing)
    return frozenset.intersection(*outcomes), frozenset().union(*outcomes)


def whole_papers(question, sums, piles, order):
    """The Irish rules: papers move whole, from the parcel received last."""
    rankings = rankings_of(question, piles)
    if not rankings:
        return best_of([], 0, order)

    options = ids_of(question)

    def counted(wish):
        count = WholePapers(question, rankings, wish)
        while count.goes_on():
            pass
        return count

    in_order = counted(Wish(order or options))
    if order is not None:
        return in_order.elected
    if in_order.first_tie is None:
        return in_order.elected, set()
    fewer = min(2_000_000 // (len(rankings) * len(options)), 8_000_000 // len(options) ** 3)
    most = max(120, min(1_000, fewer))
    alike = exchangeable(rankings, options)
    found = ends_of_all_ways(lambda pairs: counted(Pairs(pairs)).elected, alike, most)
    elected, standing = in_order.first_tie
    return undecided(in_order.elected, *(found or (elected, elected | standing)))


def exchangeable(rankings, options):
    """Groups of options that can be exchanged in all rankings, and these remain the same."""
    groups = []
    for option in options:
        for group in groups:
            other = {option: group[0], group[0]: option}
            if all(
                rankings[tuple(other.get(one, one) for one in ranking)] == many
                for ranking, many in rankings.items()
            ):
                group.append(option)
                break
        else:
            groups.append([option])
    return groups


class WholePapers:
    """`lying`: option -> its papers, as (number of the count in which it received them, ranking,
    how many)."""

    def __init__(self, question, rankings, wish):
        self.standing, self.wish = dict.fromkeys(ids_of(question)), wish
        self.places, self.elected, self.waiting = question["parameters"]["seats"], [], []
        self.first_tie, self.counts = None, []
        self.lying, self.votes = {option: [] for option in self.standing}, Counter()
        for ranking, many in rankings.items():
            self.lay(ranking, many)
        self.quota = sum(rankings.values()) // (self.places + 1) + 1

    def goes_on(self):
        votes = self.votes.copy()
        self.counts.append(votes)
        reached = [option for option in self.standing if votes[option] >= self.quota]
        self.elect(reached)
        self.waiting += [option for option in reached if votes[option] > self.quota]
        spare = sum(votes[option] - self.quota for option in self.waiting)
        if self.fill_last_places(spare):
            return False
        lowest = sorted(self.standing, key=lambda option: votes[option])
        highest = votes[lowest[-1]]
        if spare and (
            highest + spare >= self.quota or votes[lowest[0]] + spare >= votes[lowest[1]]
        ):
            self.hand_on_surplus(self.extreme(self.waiting, max))
        else:
            self.take_out(self.who_goes_out(lowest, spare))
        return True

    def elect(self, options):
        for option in sorted(options, key=lambda option: -self.counts[-1][option]):
            del self.standing[option]
            self.elected.append(option)

    def fill_last_places(self, spare):
        left = self.places - len(self.elected)
        if left >= len(self.standing):
            self.elect(list(self.standing))
            return True
        if left == 1:
            votes = [self.counts[-1][option] for option in self.standing]
            best = max(votes)
            if best > sum(votes) - best + spare:
                self.elect([option for option in self.standing if self.counts[-1][option] == best])
                return True
        return not left

    def extreme(self, options, end):
        """The strongest (max) or the weakest (min): by votes now, then by the first count at which
        they differ, then by the order."""
        for strength in (self.now, self.so_far):
            wanted = end(map(strength, options))
            options = [one for one in options if strength(one) == wanted]
        if len(options) == 1:
            return options[0]
        if end is max:
            return min(self.strongest(options, 1))
        return min(set(options) - self.strongest(options, len(options) - 1))

    def now(self, option):
        return self.counts[-1][option]

    def so_far(self, option):
        """Larger than another's where it had more votes when they first differed."""
        return [votes[option] for votes in self.counts]

    def strongest(self, same, many):
        """The `many` strongest of those whom only a tie order tells apart."""
        if self.first_tie is None:
            self.first_tie = set(self.elected), set(self.standing)
        return set(self.wish.strongest(same, many))

    def who_goes_out(self, lowest, spare):
        left = self.places - len(self.elected)
        votes, most, together = self.counts[-1], 1, spare
        for many in range(1, len(lowest) - left + 1):
            together += votes[lowest[many - 1]]
            if together < votes[lowest[many]]:
                most = many
        return lowest[:most] if most > 1 else [self.extreme(lowest, min)]

    def take_out(self, options):
        for option in options:
            del self.standing[option]
        if len(self.standing) == self.places - len(self.elected):
            return
        for option in options:
            del self.votes[option]
            for _, ranking, many in self.lying.pop(option):
                self.lay(ranking, many)

    def lay(self, ranking, many):
        """With the next option that stands, if there is one."""
        for option in ranking:
            if option in self.standing:
                self.lying[option].append((len(self.counts), ranking, many))
                self.votes[option] += many
                return

    def hand_on_surplus(self, option):
        surplus = self.counts[-1][option] - self.quota
        self.waiting.remove(option)
        last = max(received for received, _, _ in self.lying[option])
        moving = Counter()
        for received, ranking, many in self.lying[option]:
            if received == last:
                moving[tuple(one for one in ranking if one in self.standing)] += many
        del moving[()]
        if sum(moving.values()) > surplus:
            moving = self.stand_for(moving, surplus, 0)
        for ranking, many in moving.items():
            self.lay(ranking, many)

    def stand_for(self, papers, many, place):
        """`many` of these papers, whose rankings are the same before `place`."""
        groups = {}
        for ranking, number in papers.items():
            groups.setdefault(ranking[place : place + 1], Counter())[ranking] += number
        found = Counter()
        for after, part in self.in_proportion(groups, many).items():
            if part and after:
                found.update(self.stand_for(groups[after], part, place + 1))
            elif part:
                found.update({ranking: part for ranking in groups[after]})
        return found

    def in_proportion(self, groups, many):
        sizes = {after: sum(group.values()) for after, group in groups.items()}
        total = sum(sizes.values())
        parts = {after: size * many // total for after, size in sizes.items()}

        def claim(after):
            before = self.so_far(after[0]) if after else []
            return sizes[after] * many % total, sizes[after], before

        left = many - sum(parts.values())
        ranked = sorted(sizes, key=claim, reverse=True)
        if left and left < len(ranked) and claim(ranked[left - 1]) == claim(ranked[left]):
            same = [one for one in ranked if claim(one) == claim(ranked[left])]
            sure = [one for one in ranked[:left] if one not in same]
            more = self.strongest([one[0] for one in same], left - len(sure))
            ranked = [*sure, *[one for one in same if one[0] in more]]
        for after in ranked[:left]:
            parts[after] += 1
        return parts


class Transferable:
    """What all ways of counting share. ``votes``: option -> votes, in units of the last decimal."""

    def __init__(self, question, rankings):
        self.asked, self.rule = question["parameters"], question["rule"]
        self.rankings, self.standing, self.elected = rankings, ids_of(question), []
        self.places = self.asked["seats"]

    def twin(self):
        other = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (list, dict)):
                setattr(other, name, value.copy())
        return other

    def elect(self, options):
        """Most votes first, level ones in the order of the options."""
        for option in sorted(options, key=lambda option: -self.votes[option]):
            self.standing.remove(option)
            self.elected.append(option)

    def is_over(self):
        left = self.places - len(self.elected)
        if 0 < left < len(self.standing):
            return False
        if left:
            self.elect(list(self.standing))
        return True

    def without_votes(self):
        """An option without a vote goes out at once where all of them will, in any order."""
        empty = [option for option in self.standing if not self.votes[option]]
        return (
            empty[:1] if len(self.standing) - len(empty) >= self.places - len(self.elected) else []
        )


class Gregory(Transferable):
    """Surpluses move on with all ballots of the elected, each worth less."""

    def __init__(self, question, rankings):
        super().__init__(question, rankings)
        self.exactly = self.asked.get("arithmetic") == "exact"
        decimals = {"stv-scottish": 5, "stv-wigm": 4, "stv-rctab": 4}[self.rule]
        self.unit = 1 if self.exactly else 10**decimals
        self.worth = [self.unit] * len(rankings)
        self.at = [ranking[0] for ranking, _ in rankings]
        self.votes = dict.fromkeys(self.standing, 0)
        for ranking, weight in rankings:
            self.votes[ranking[0]] += weight * self.unit
        self.surplus, self.before = [], [dict(self.votes)]
        self.set_quota(sum(weight for _, weight in rankings))

    def set_quota(self, votes):
        name = "droop" if self.rule == "stv-scottish" else self.asked["quota"]
        places, unit = self.places, self.unit
        self.more_than = name == "exact" or (name == "by-rule" and self.exactly)
        if self.more_than:
            self.quota = Fraction(votes * unit, places + 1)
        elif name == "by-rule":
            self.quota = votes * unit // (places + 1) + 1
        elif name == "droop":
            self.quota = (votes // (places + 1) + 1) * unit
        else:
            self.quota = Fraction(votes, places) if self.exactly else votes * unit // places

    def fingerprint(self):
        seen = [tuple(votes.items()) for votes in self.before] if self.looks_back() else []
        above = [option for option in self.surplus if self.votes[option] > self.quota]
        sets = [frozenset(options) for options in (self.standing, self.elected, above)]
        here = {*self.standing, *above}
        lying = [option if option in here else None for option in self.at]
        return (*sets, tuple(lying), tuple(self.worth), tuple(seen))

    def looks_back(self):
        return self.rule == "stv-scottish"

    def to_the_next_tie(self):
        """(level options, whether they go out); no option when the count is over."""
        while True:
            self.elect_by_quota()
            if self.is_over():
                return [], False
            above = [option for option in self.surplus if self.votes[option] > self.quota]
            if above and self.rule == "stv-rctab":
                for option in above:
                    self.take(option, goes_out=False)
                continue
            level = self.level_ones(above)
            if len(level) > 1:
                return level, not above
            self.take(level[0], goes_out=not above)

    def elect_by_quota(self):
        if self.asked.get("mode") == "bottoms-up":
            return
        reached = [
            option
            for option in self.standing
            if self.votes[option] > self.quota
            or (self.votes[option] == self.quota and not self.more_than)
        ]
        self.surplus += reached
        self.elect(reached)

    def level_ones(self, above):
        if not above and self.without_votes():
            return self.without_votes()
        level, pick = (above, max) if above else (self.standing, min)
        stages = self.before[:-1] if self.looks_back() else []
        for votes in [self.votes, *reversed(stages)]:
            extreme = pick(votes[option] for option in level)
            level = [option for option in level if votes[option] == extreme]
        return level

    def take(self, option, goes_out):
        (self.standing if goes_out else self.surplus).remove(option)
        votes, kept = self.votes[option], 0 if goes_out else self.quota
        for number, (ranking, weight) in enumerate(self.rankings):
            if self.at[number] == option:
                worth = self.worth[number]
                if not goes_out:
                    worth = worth * (votes - kept)
                    worth = Fraction(worth) / votes if self.exactly else worth // votes
                self.worth[number] = worth
                later = [other for other in ranking if other in self.standing]
                self.at[number] = later[0] if later else None
                if later:
                    self.votes[later[0]] += weight * worth
        self.votes[option] = kept
        self.before = [*self.before, dict(self.votes)]


class Keeping(Transferable):
    """The elected keep a part of every ballot that reaches them (Meek), or an amount (Warren)."""

    def __init__(self, question, rankings):
        super().__init__(question, rankings)
        self.fine = self.asked.get("arithmetic", "exact") == "exact"
        self.unit = 10**60 if self.fine else 10**9
        self.keep = dict.fromkeys(self.standing, self.unit)
        self.votes = {}

    def fingerprint(self):
        return frozenset(self.standing), frozenset(self.elected), tuple(self.keep.items())

    def to_the_next_tie(self):
        while not self.is_over():
            surplus = self.settle()
            if surplus is None:
                continue
            level = self.without_votes()
            if not level:
                slack = 10**20 if self.fine else surplus
                least = min(self.votes[option] for option in self.standing) + slack
                level = [option for option in self.standing if self.votes[option] <= least]
            if len(level) > 1:
                return level, True
            self.take(level[0], goes_out=True)
        return [], False

    def is_over(self):
        if not self.votes or 0 < len(self.standing) <= self.places - len(self.elected):
            self.distribute()
        return super().is_over()

    def take(self, option, goes_out):
        self.standing.remove(option)
        self.keep[option] = 0

    def settle(self):
        """The surplus left when the parts are found; None as soon as somebody is elected."""
        before = None
        for _ in range(20_000):
            self.distribute()
            enough = self.quota + (10**20 if self.fine else 0)
            reached = [option for option in self.standing if self.votes[option] >= enough]
            if reached:
                self.elect(reached)
                return None
            surplus = sum(max(0, self.votes[option] - self.quota) for option in self.elected)
            if surplus < (10**10 if self.fine else 10**3):
                break
            if before is not None and surplus >= before:
                break
            before = surplus
            for option in self.elected:
                if self.votes[option]:
                    part = up(self.keep[option] * self.quota, self.unit)
                    self.keep[option] = min(self.unit, up(part * self.unit, self.votes[option]))
        return surplus

    def distribute(self):
        ways = Counter()
        for ranking, weight in self.rankings:
            ways[self.way(ranking)] += weight
        self.votes = dict.fromkeys(self.keep, 0)
        for way, weight in ways.items():
            left = self.unit
            for option in way:
                keep = self.keep[option]
                part = min(left, keep) if self.rule == "stv-warren" else up(left * keep, self.unit)
                self.votes[option] += weight * part
                left -= part
        self.quota = sum(self.votes.values()) // (self.places + 1) + (0 if self.fine else 1)

    def way(self, ranking):
        """The options that a ballot reaches: elected ones, and the first one that stands."""
        way = []
        for option in ranking:
            if self.keep[option]:
                way.append(option)
            if option in self.standing:
                break
        return tuple(way)


def up(numerator, denominator):
    """The quotient, rounded up."""
    return -(-numerator // denominator)


def by_shares(question, sums, piles, order):
    """``elected`` are those with a place; who is level may have some, too."""
    places, level = places_of(question, sums, order)
    options = [option for option in ids_of(question) if places[option]]
    elected = sorted(options, key=lambda option: -places[option])
    return elected if order is not None else (elected, set(level))


def places_of(question, sums, order):
    """(option -> places, those level for the places left over)."""
    asked, votes = question["parameters"], sums["votes"]
    places = dict.fromkeys(ids_of(question), 0)
    needed = Fraction(asked["threshold"]) * sum(votes.values())
    going = [option for option in places if votes[option] and votes[option] >= needed]
    if asked["threshold_is"] == "exceeded":
        going = [option for option in going if votes[option] > needed]
    for level in claims(question["rule"], votes, going, places, asked["seats"]):
        left = asked["seats"] - sum(places.values())
        if len(level) > left:
            if order is None and left:
                return places, level
            level = sorted(level, key=order.index)[:left] if left else []
        for option in level:
            places[option] += 1
        if not level:
            break
    return places, []


def claims(rule, votes, going, places, seats):
    """Who is next for a place, those with equal claims together; ``places`` grows meanwhile."""
    if rule.endswith("remainder") and going:
        total = sum(votes[option] for option in going)
        quota = Fraction(total, seats)
        if rule == "droop-remainder":
            quota = max(1, (2 * total + seats + 1) // (2 * seats + 2))
            quota += sum(votes[option] // quota for option in going) > seats
        for option in going:
            places[option] = int(votes[option] // quota)
        yield from levels_by(lambda option: votes[option] % quota, going)
    while going and not rule.endswith("remainder"):
        yield levels_by(lambda option: quotient(rule, votes[option], places[option]), going)[0]


def quotient(rule, votes, places):
    if rule == "dhondt":
        return Fraction(votes, places + 1)
    if rule == "huntington-hill":  # squared; first places come before all others
        return (0, Fraction(votes**2, places * places + places)) if places else (1, votes)
    if rule == "modified-sainte-lague" and not places:
        return Fraction(votes * 10, 14)
    return Fraction(votes, 2 * places + 1)


def closed_lists(question, sums, piles, order):
    """Places for lists, then for the candidates of each; every way that equal lists leave open."""
    parameters, candidates = question["parameters"], candidates_of(question)
    kept, out = sums["votes"], sums["out"]
    ballots = {one: kept[mine[0]] + out[mine[0]] for one, mine in candidates.items()}
    votes = {one: Fraction(ballots[one]) for one in candidates}
    if parameters["votes_of"] == "candidates":
        votes = {
            one: Fraction(sum(kept[option] for option in mine), len(mine))
            for one, mine in candidates.items()
        }
    bar = Fraction(parameters["threshold"]) * sum(ballots.values())
    going = {one: votes[one] for one in candidates if ballots[one] and ballots[one] >= bar}
    if not going:
        return best_of([], 0, order)

    def in_line(one):
        bar = Fraction(parameters["crossed_by"]) * ballots[one]
        return sorted(candidates[one], key=lambda option: out[option] * (out[option] >= bar))

    lines = {one: in_line(one) for one in candidates}
    strength = {
        one: min(map((order or ids_of(question)).index, mine)) for one, mine in candidates.items()
    }

    def elected(places):
        won = sorted(lines, key=lambda one: (-places[one], -votes[one], one))
        return [option for one in won for option in lines[one][: places[one]]]

    in_order = elected(places_of_lists(parameters, going, strength)[0])
    if order is not None:
        return in_order
    sets = [set(elected(places)) for places in places_of_lists(parameters, going, None)]
    return undecided(in_order, set.intersection(*sets), set.union(*sets))


def given_at_first(parameters, going, quota, strength):
    """What lists get before the rest is shared out: one start, or one for each equal first list."""
    seats, shared = parameters["seats"], parameters["shared"]
    if shared == "averages":
        return [Counter()]
    if shared == "remainders":
        return [Counter({one: going[one] // quota for one in going})]
    leaders = [one for one in going if going[one] == max(going.values())]
    if strength:
        leaders = [min(leaders, key=strength.get)]
    return [Counter({one: seats if shared == "first" else (seats + 1) // 2}) for one in leaders]


def places_of_lists(parameters, going, strength):
    """Places by list: with a strength one way, otherwise every one."""
    seats, quota = parameters["seats"], sum(going.values()) / Fraction(parameters["seats"])
    by_remainder = parameters["shared"] == "remainders"
    ways = []
    for before in given_at_first(parameters, going, quota, strength):
        more, left = Counter(), seats - sum(before.values())
        while left:
            claims = {
                one: going[one] - (before[one] + more[one]) * quota
                if by_remainder
                else going[one] / Fraction(more[one] + 1)
                for one in going
            }
            level = [one for one in claims if claims[one] == max(claims.values())]
            if len(level) > left:
                break
            more.update(level)
            left -= len(level)
        chosen = itertools.combinations(level, left) if left else [()]
        if left and strength:
            chosen = [sorted(level, key=strength.get)[:left]]
        ways += [before + more + Counter(some) for some in chosen]
    return ways


def most_votes(question, sums, piles, order):
    """Most votes, or points; who has none, or less than the share that is needed, is left out."""
    asked, votes = question["parameters"], sums["votes"]
    needed = Fraction(asked.get("least_share", "0")) * sums["expressed"]
    options = [option for option in ids_of(question) if votes[option] and votes[option] >= needed]
    return best_of(levels_by(votes.get, options), asked["seats"], order)


def two_round(question, sums, piles, order):
    votes = sums["votes"]
    elected = [option for option in votes if 2 * votes[option] > sum(votes.values())]
    return elected if order is not None else (elected, set())


def second_round(question, sums):
    """The first two, and all who are level with the second; nobody when one has more than half."""
    votes, going = sums["votes"], []
    if not any(votes.values()) or two_round(question, sums, None, ()):
        return []
    for level in levels_by(votes.get, ids_of(question)):
        going += level if len(going) < 2 else []
    return going


def stars(question, sums, piles, order):
    """star is the first place of bloc-star. Of star every runoff that may be is held; of bloc-star
    every order is followed as far as it decides, to a thousand ways."""
    options, seats = ids_of(question), question["parameters"].get("seats", 1)
    if not any(sums["votes"].values()):
        return best_of([], 0, order)
    if order is not None:
        return places_of_stars(sums, options, Wish(order), seats)
    wish = Wish(options)
    in_order = places_of_stars(sums, options, wish, seats)
    if question["rule"] == "star":
        won = {one for pair in runoffs(sums, options) for one in best_of_pair(sums, pair)}
        return undecided(in_order, won if len(won) == 1 else set(), won)
    if not wish.in_the_way:
        return in_order, set()
    found = ends_of_all_ways(
        lambda pairs: places_of_stars(sums, options, Pairs(pairs), seats),
        alike_in_stars(sums, options),
        1_000,
    )
    return undecided(in_order, *(found or (before_ties(sums, options, seats), set(options))))


def before_ties(sums, options, seats):
    certain = set()
    for places in range(1, seats + 1):
        wish = Wish(options)
        elected = places_of_stars(sums, options, wish, places)
        if wish.in_the_way:
            break
        certain = set(elected)
    return certain


def alike_in_stars(sums, options):
    """Groups with the same points, highest numbers, and duels with all others; level among them."""
    groups = []
    for option in options:
        for group in groups:
            if are_alike_in_stars(sums, group[0], option):
                group.append(option)
                break
        else:
            groups.append([option])
    return groups


def are_alike_in_stars(sums, one, other):
    matrix = sums["matrix"]
    pairs = [((one, third), (other, third)) for third in matrix if third not in (one, other)]
    pairs += [((third, one), (third, other)) for third in matrix if third not in (one, other)]
    pairs.append(((one, other), (other, one)))
    same = all(matrix[a][b] == matrix[c][d] for (a, b), (c, d) in pairs)
    return same and all(sums[kind][one] == sums[kind][other] for kind in ("votes", "tops"))


def runoffs(sums, options):
    """Every pair that may meet in the runoff."""
    strengths = {option: strength_for_runoff(sums, option, options) for option in options}
    pair = []
    for level in levels_by(strengths.get, options):
        if len(pair) + len(level) > 2:
            return [[*pair, *rest] for rest in itertools.combinations(level, 2 - len(pair))]
        pair += level
        if len(pair) == 2:
            break
    return [pair]


def best_of_pair(sums, pair):
    """Of the finalists, or of the only one: by their duel, then points, then highest numbers."""
    duel = {
        a: (sum(sums["matrix"][a][b] for b in pair if b != a), sums["votes"][a], sums["tops"][a])
        for a in pair
    }
    return [option for option in pair if duel[option] == max(duel.values())]


def places_of_stars(sums, options, wish, seats):
    """Elected one after the other."""
    left, elected = list(options), []
    while left and len(elected) < seats:
        pairs = runoffs(sums, left)
        pair = set(pairs[0]).intersection(*pairs)
        while len(pair) < len(pairs[0]):
            level = [one for one in left if one not in pair and any(one in two for two in pairs)]
            pair.add(wish.next_of([level]))
        best = best_of_pair(sums, [one for one in left if one in pair])
        winner = best[0] if len(best) == 1 else wish.next_of([best])
        elected.append(winner)
        left.remove(winner)
    return elected


def strength_for_runoff(sums, option, left):
    """Points; then, among those with as many, duels won less duels lost; then highest numbers."""
    votes, matrix = sums["votes"], sums["matrix"]
    balance = 0
    for other in left:
        if other != option and votes[other] == votes[option]:
            mine, theirs = matrix[option][other], matrix[other][option]
            balance += (mine > theirs) - (mine < theirs)
    return votes[option], balance, sums["tops"][option]


def one_by_one(question, sums, piles, order):
    """Options are chosen one after the other: in the order of the options, and, where that met a
    tie, in every way to break it, to 2,000 different stages."""
    if not piles:
        return best_of([], 0, order)
    in_order = STEPS[question["rule"]](question, piles)
    first_tie = None
    while True:
        level = in_order.next_ones()
        if not level:
            break
        if len(level) > 1 and first_tie is None:
            first_tie = in_order.twin()
        in_order.take(min(level, key=(order or ids_of(question)).index))
    rest, places = in_order.left_over()
    rest = sorted(rest, key=(order or ids_of(question)).index)
    elected = in_order.elected + rest[:places]
    if order is not None:
        return elected
    return undecided(elected, *all_steps_from(first_tie or in_order))


def all_steps_from(first_tie):
    ahead, known, certain, possible = [first_tie], set(), [], set()
    while ahead:
        count = ahead.pop()
        level = count.next_ones()
        while len(level) == 1:
            count.take(level[0])
            level = count.next_ones()
        if not level:
            rest, places = count.left_over()
            certain.append(set(count.elected) | set(rest if len(rest) <= places else ()))
            possible |= set(count.elected) | set(rest if places else ())
        for option in level:
            after = count.twin()
            after.take(option)
            if after.fingerprint() not in known:
                known.add(after.fingerprint())
                ahead.append(after)
        if len(known) > 2_000:
            return set(first_tie.elected), set(first_tie.elected) | first_tie.still_possible()
    return set.intersection(*certain), possible


class Thiele:
    """A ballot counts 1 / (1 + how many of its choices are elected)."""

    def __init__(self, question, piles):
        known = {option for _, ticked in piles for option in ticked}
        self.options = [option for option in ids_of(question) if option in known]
        self.unticked = [option for option in ids_of(question) if option not in known]
        if question["parameters"].get("unticked") != "level":
            self.unticked = []
        self.piles, self.elected = piles, []
        self.places = question["parameters"].get("seats", 0)

    def twin(self):
        other = copy.copy(self)
        other.elected = self.elected.copy()
        return other

    def fingerprint(self):
        return frozenset(self.elected)

    def open_ones(self):
        """Who is ticked on some ballot, and not elected."""
        return [option for option in self.options if option not in self.elected]

    def next_ones(self):
        if len(self.elected) == self.places:
            return []
        by_elected = {option: Counter() for option in self.open_ones()}
        for weight, ticked in self.piles:
            has = sum(option in self.elected for option in ticked)
            for option in ticked:
                if option in by_elected:
                    by_elected[option][has] += weight
        votes = {
            option: sum(Fraction(weight, 1 + has) for has, weight in parts.items())
            for option, parts in by_elected.items()
        }
        return levels_by(votes.get, list(votes))[0] if votes else []

    def take(self, option):
        self.elected.append(option)

    def left_over(self):
        """Who is level at last, for how many places."""
        return self.unticked, self.places - len(self.elected)

    def still_possible(self):
        return set(self.open_ones()) | set(self.unticked)


class Burdens(Thiele):
    """Phragmen: whoever is chosen is a burden that the ballots ticking the option share."""

    def __init__(self, question, piles):
        super().__init__(question, piles)
        self.burdens = [Fraction(0)] * len(piles)

    def fingerprint(self):
        return frozenset(self.elected), tuple(self.burdens)

    def burden(self, option):
        """What each of its ballots would bear."""
        by_burden = Counter()
        for number, (weight, ticked) in enumerate(self.piles):
            if option in ticked:
                by_burden[self.burdens[number]] += weight
        together = sum(burden * weight for burden, weight in by_burden.items())
        return (self.cost(option) + together) / Fraction(sum(by_burden.values()))

    def cost(self, option):
        return 1

    def next_ones(self):
        if len(self.elected) == self.places:
            return []
        burdens = {option: self.burden(option) for option in self.open_ones()}
        return levels_by(lambda option: -burdens[option], burdens)[0] if burdens else []

    def take(self, option):
        burden = self.burden(option)
        self.burdens = [
            burden if option in ticked else self.burdens[number]
            for number, (_, ticked) in enumerate(self.piles)
        ]
        self.elected.append(option)


class Purses(Burdens):
    """The same for projects that cost something, within a budget."""

    def __init__(self, question, piles):
        super().__init__(question, piles)
        self.costs, self.budget = costs_of(question), question["parameters"]["budget"]
        self.stops = question["parameters"]["misfit"] == "stop"
        self.limits = limits_of(question)
        self.options = [option for option in self.options if self.costs[option] <= self.budget]

    def open_ones(self):
        """Without those that a limit keeps out."""
        return [
            option
            for option in super().open_ones()
            if is_within(self.limits, [*self.elected, option])
        ]

    def cost(self, option):
        return self.costs[option]

    def fits(self, option):
        return sum(self.costs[one] for one in [*self.elected, option]) <= self.budget

    def next_ones(self):
        burdens = {
            option: self.burden(option)
            for option in self.open_ones()
            if self.stops or self.fits(option)
        }
        level = levels_by(lambda option: -burdens[option], burdens)[0] if burdens else []
        return level if all(map(self.fits, level)) else []

    def left_over(self):
        return [], 0

    def still_possible(self):
        return set(filter(self.fits, self.open_ones()))


class GivenPlaces(Burdens):
    """Every ballot has the same part of the places; then the places left over."""

    def __init__(self, question, piles):
        super().__init__(question, piles)
        every = sum(weight for weight, _ in piles)
        self.money = [Fraction(self.places, every)] * len(piles)
        self.giving, self.level_at_last = True, []
        self.by_ticks = question["parameters"]["completion"] == "greedy"

    def fingerprint(self):
        return self.giving, frozenset(self.elected), tuple(self.money), tuple(self.burdens)

    def part(self, option):
        """The p with the sum of weight x min(money, p) = 1; None if there is too little."""
        purses = Counter()
        for number, (weight, ticked) in enumerate(self.piles):
            if option in ticked:
                purses[self.money[number]] += weight
        heads, missing = sum(purses.values()), Fraction(1)
        for money in sorted(purses):
            if heads * money >= missing:
                return missing / heads
            heads -= purses[money]
            missing -= money * purses[money]
        return None

    def next_ones(self):
        if self.giving:
            parts = {option: self.part(option) for option in self.open_ones()}
            payable = [option for option in parts if parts[option] is not None]
            if payable:
                return levels_by(lambda option: -parts[option], payable)[0]
            self.giving = False
            self.burdens = [-money for money in self.money]
            self.money = []
            if self.by_ticks:
                self.fill_by_ticks()
        return [] if self.by_ticks else super().next_ones()

    def take(self, option):
        if not self.giving:
            return super().take(option)
        part = self.part(option)
        self.money = [
            max(Fraction(0), self.money[number] - part) if option in ticked else self.money[number]
            for number, (_, ticked) in enumerate(self.piles)
        ]
        return self.elected.append(option)

    def fill_by_ticks(self):
        ticks = Counter()
        for weight, ticked in self.piles:
            ticks.update(dict.fromkeys(ticked, weight))
        for level in levels_by(lambda option: ticks[option], self.open_ones() + self.unticked):
            if len(level) > self.places - len(self.elected):
                self.level_at_last = level
                break
            self.elected += level

    def left_over(self):
        if not self.by_ticks:
            return super().left_over()
        return self.level_at_last, self.places - len(self.elected)


STEPS = {
    "committee-seq-pav": Thiele,
    "committee-seq-phragmen": Burdens,
    "committee-equal-shares": GivenPlaces,
    "budget-phragmen": Purses,
}


def committee_av(question, sums, piles, order):
    votes = sums["votes"]
    all_too = question["parameters"]["unticked"] == "level" and any(votes.values())
    ticked = [option for option in ids_of(question) if votes[option] or all_too]
    return best_of(levels_by(votes.get, ticked), question["parameters"]["seats"], order)


def committee_sav(question, sums, piles, order):
    points = {option: Fraction(*both) for option, both in sums["points"].items()}
    all_too = question["parameters"]["unticked"] == "level" and any(points.values())
    ticked = [option for option in ids_of(question) if points[option] or all_too]
    return best_of(levels_by(points.get, ticked), question["parameters"]["seats"], order)


def best_committee(question, sums, piles, order):
    """The best of all sets of as many options as there are places."""
    if not piles or len(ids_of(question)) > SETS[question["rule"]]:
        return best_of([], 0, order)
    votes = votes_of(question, piles)
    levels = levels_by(votes.get, ids_of(question))
    ranked = [option for level in levels for option in level]
    all_too = question["parameters"]["unticked"] == "level"
    search = Search(question, piles, [option for option in ranked if votes[option] or all_too])
    search.go_on(0, frozenset(), search.piles, 0)
    if order is None:
        certain, possible = frozenset.intersection(*search.best), frozenset.union(*search.best)
        return undecided(ranked, certain, possible)
    best = search.best
    for option in order:
        best = [one for one in best if option in one] or best
    return [option for option in ranked if option in best[0]]


class Search:
    """Options are taken or left out, one after the other, most ticked ones first. A way is given up
    when its options and the best of the rest, each taken alone, cannot come to the best worth."""

    def __init__(self, question, piles, options):
        self.options, self.rule = options, question["rule"]
        self.places = min(question["parameters"]["seats"], len(options))
        self.weight = sum(weight for weight, _ in piles)
        self.ballots = [(weight, frozenset(ticked)) for weight, ticked in piles]
        unit = lcm_to(self.places)
        self.shares = [unit // (1 + has) for has in range(self.places)]
        if self.rule != "committee-pav":
            self.shares = [1] + [0] * self.places
        self.piles = Counter()
        for weight, ticked in self.ballots:
            self.piles[ticked, 0] += weight
        self.most, self.best = -1, []

    def go_on(self, place, taken, piles, worth):
        """`piles`: (ticked options still ahead, how many are taken already) -> weight."""
        left = self.places - len(taken)
        if not left:
            self.arrive(taken, worth)
            return
        gains = Counter(dict.fromkeys(self.options[place:], 0))
        for (ahead, has), weight in piles.items():
            for option in ahead:
                gains[option] += weight * self.shares[has]
        if worth + sum(sorted(gains.values())[-left:]) < self.most:
            return
        option, within, without = self.options[place], Counter(), Counter()
        for (ahead, has), weight in piles.items():
            rest = ahead - {option}
            if rest:
                without[rest, has] += weight
                within[rest, has + (option in ahead)] += weight
        self.go_on(place + 1, taken | {option}, within, worth + gains[option])
        if len(self.options) - place > left:
            self.go_on(place + 1, taken, without, worth)

    def arrive(self, taken, worth):
        if worth < self.most:
            return
        if self.rule == "committee-monroe":
            worth = self.spoken_for(taken)
        if worth > self.most:
            self.most, self.best = worth, []
        if worth == self.most:
            self.best.append(taken)

    def spoken_for(self, taken):
        """The most votes that can be given to somebody of the set whom they tick: the largest flow
        from piles to options, each with the same room, and one more for some of them."""
        least, more = divmod(self.weight, self.places)
        room = {("more", "end"): more}
        for option in taken:
            room[("to", option), "end"] = least
            room[("to", option), "more"] = 1
        piles = Counter()
        for weight, ticked in self.ballots:
            piles[ticked & taken] += weight
        for ticked, weight in piles.items():
            for option in ticked:
                room["all", ticked] = weight
                room[ticked, ("to", option)] = weight
        return largest_flow(room)


def lcm_to(number):
    found = 1
    for one in range(2, number + 1):
        found *= Fraction(one, found).numerator
    return found


def largest_flow(room):
    """From "all" to "end", by shortest ways (Edmonds and Karp). `room`: (from, to) -> how much."""
    room, beside, total = dict(room), {}, 0
    for one, other in list(room):
        room.setdefault((other, one), 0)
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    while True:
        way = shortest_way(room, beside)
        if not way:
            return total
        much = min(room[step] for step in way)
        for one, other in way:
            room[one, other] -= much
            room[other, one] += much
        total += much


def shortest_way(room, beside):
    """The steps of a way with room on each of them, the last one first."""
    came, ahead = {"all": None}, ["all"]
    for one in ahead:
        for other in beside.get(one, ()):
            if other not in came and room[one, other]:
                came[other] = one
                ahead.append(other)
    way, one = [], "end"
    while came.get(one) is not None:
        way.append((came[one], one))
        one = came[one]
    return way


def limits_of(question):
    """Beside the budget: for each limit, what each option under it takes, and how much there is."""
    parameters, costs, options = question["parameters"], costs_of(question), ids_of(question)

    def group_of(name):
        groups = parameters[name]
        if not isinstance(groups, list):
            return dict.fromkeys(options, groups)
        return {option: groups[place] for place, option in enumerate(options)}

    limits = []
    if parameters["most_projects"]:
        limits.append((dict.fromkeys(options, 1), parameters["most_projects"]))
    for name, ceilings in (
        ("categories", parameters["category_ceilings"]),
        ("districts", parameters["district_ceilings"]),
    ):
        group = group_of(name)
        for one in set(group.values()):
            ceiling = ceilings[one - 1] if isinstance(ceilings, list) else ceilings
            if ceiling:
                takes = {option: costs[option] for option in options if group[option] == one}
                limits.append((takes, ceiling))
    group = group_of("exclusive")
    for one in {one for one, many in Counter(group.values()).items() if one and many > 1}:
        limits.append(({option: 1 for option in options if group[option] == one}, 1))
    return limits


def is_within(limits, funded):
    return all(sum(takes.get(one, 0) for one in funded) <= most for takes, most in limits)


def budget_greedy(question, sums, piles, order):
    votes, costs = sums["votes"], costs_of(question)
    limits = limits_of(question)
    budget, stop = question["parameters"]["budget"], question["parameters"]["misfit"] == "stop"
    least = question["parameters"]["threshold"]
    options = [option for option in ids_of(question) if votes[option] >= least]
    per_cost = question["parameters"]["by"] == "votes-per-cost"
    levels = levels_by(
        lambda option: Fraction(votes[option], costs[option] if per_cost else 1), options
    )
    if order is not None:
        return greedily(levels, costs, budget, stop, order, limits)
    in_order = greedily(levels, costs, budget, stop, options, limits)
    return undecided(in_order, *greedy_outcomes(levels, costs, budget, stop, limits))


def greedily(levels, costs, budget, stop, order, limits):
    funded = []
    for option in [option for level in levels for option in sorted(level, key=order.index)]:
        if not is_within(limits, [*funded, option]):
            continue
        if costs[option] <= budget:
            budget -= costs[option]
            funded.append(option)
        elif stop:
            break
    return funded


def greedy_outcomes(levels, costs, budget, stop, limits):
    """What is funded in every way of breaking ties, and what in some. Every set of funded projects
    is followed, to 10,000 sets; beyond, whatever would still fit alone into one of them is
    possible."""
    going, ended, followed = {frozenset()}, set(), 0
    all_limits = [*limits, (costs, budget)]
    for number, level in enumerate(levels):
        reached, ready = set(), going
        going = set()
        while ready:
            followed += len(ready)
            if followed > 10_000:
                sets = reached | ready | going | ended
                later = {option for rest in levels[number:] for option in rest}
                fitting = {
                    one
                    for one in later
                    if any(is_within(all_limits, funded | {one}) for funded in sets)
                }
                return frozenset.intersection(*sets), frozenset().union(*sets, fitting)
            reached |= ready
            further = set()
            for funded in ready:
                missing = {one for one in level if is_within(limits, funded | {one})} - funded
                fitting = {one for one in missing if is_within(all_limits, funded | {one})}
                further |= {funded | {option} for option in fitting}
                if len(fitting) < len(missing) and stop:
                    ended.add(funded)
                elif not fitting:
                    going.add(funded)
            ready = further - reached
    outcomes = going | ended
    return frozenset.intersection(*outcomes), frozenset().union(*outcomes)


def budget_knapsack(question, sums, piles, order):
    """The best set: the most worth, then the least cost. Found going back from its sum."""
    votes, costs = sums["votes"], costs_of(question)
    budget, by_money = question["parameters"]["budget"], question["parameters"]["worth"] == "money"
    options = [option for option in ids_of(question) if votes[option] and costs[option] <= budget]
    pairs = {o: (costs[o], votes[o] * (costs[o] if by_money else 1)) for o in options}
    canonical_order = sorted(options, key=pairs.get)
    if sum(worth for _, worth in pairs.values()) >= 2**53:
        return best_of([], 0, order)
    ranked = [option for level in levels_by(votes.get, options) for option in level]
    if limits_of(question):
        return knapsack_within(question, ranked, pairs, order)
    for one in (canonical_order, canonical_order[::-1]):
        growing = sums_within([pairs[option] for option in one], budget)
        if sum(map(len, growing)) > 2_000_000:
            return best_of([], 0, order)
    if order is not None:
        listed = [option for option in order if option in options][::-1]
        funded = preferred(listed, pairs, budget)
        return [option for option in ranked if option in funded]
    return undecided(ranked, *in_best_sets(canonical_order, pairs, budget))


def knapsack_within(question, ranked, pairs, order):
    """With limits: how the count stands is (used of each limit, cost, worth). The best stands are
    followed back from the end, to who was taken on the way to them."""
    limits, budget = limits_of(question), question["parameters"]["budget"]
    numbers = {option: [] for option in ids_of(question)}
    for name in ("categories", "districts", "exclusive"):
        groups = question["parameters"][name]
        for place, found in enumerate(numbers.values()):
            found.append(groups[place] if isinstance(groups, list) else groups)
    row = sorted(ranked, key=lambda option: (numbers[option], pairs[option]))
    stands = stands_of(row, pairs, limits, budget)
    if sum(map(len, stands)) > 100_000:
        return best_of([], 0, order)
    if order is None:
        return undecided(ranked, *taken_on_the_way(row, pairs, limits, stands))
    funded, left_out = [], []
    for option in [option for option in order if option in row]:
        allowed = [one for one in row if one not in left_out]
        inside = stands_of(allowed, pairs, limits, budget, [*funded, option])
        same = inside[-1] and best_stand(inside[-1]) == best_stand(stands[-1])
        (funded if same else left_out).append(option)
    return [option for option in ranked if option in funded]


def best_stand(stands):
    """The most worth, then the least cost."""
    return max((worth, -cost) for _, cost, worth in stands)


def stands_of(row, pairs, limits, budget, taken=()):
    """For each beginning of the row, the stands that no other one beats which has used as much of
    every limit that matters later."""
    found = [{((0,) * len(limits), 0, 0)}]
    for place, option in enumerate(row):
        later = row[place + 1 :]
        after = set()
        for stand in found[-1]:
            both = steps_from(stand, option, pairs, limits, later)
            after.update(both[option in taken :])
        by_used = {}
        for used, cost, worth in after:
            if cost <= budget:
                by_used.setdefault(used, []).append((cost, -worth))
        found.append(set())
        for used, sums in by_used.items():
            most = -1
            for cost, less in sorted(sums):
                if -less > most:
                    most = -less
                    found[-1].add((used, cost, most))
    return found


def steps_from(stand, option, pairs, limits, later):
    """How the count stands without the option, and with it if the limits allow it."""
    used, cost, worth = stand
    more = [used[number] + takes.get(option, 0) for number, (takes, _) in enumerate(limits)]
    found = [(matters_later(used, limits, later), cost, worth)]
    if all(more[number] <= most for number, (_, most) in enumerate(limits)):
        after = matters_later(more, limits, later)
        found.append((after, cost + pairs[option][0], worth + pairs[option][1]))
    return found


def matters_later(used, limits, later):
    return tuple(
        used[number] if any(one in takes for one in later) else 0
        for number, (takes, _) in enumerate(limits)
    )


def taken_on_the_way(row, pairs, limits, stands):
    best = best_stand(stands[-1])
    reached = {one for one in stands[-1] if (one[2], -one[1]) == best}
    certain, possible = set(), set()
    for place in reversed(range(len(row))):
        option, later, before, without = row[place], row[place + 1 :], set(), False
        for stand in stands[place]:
            out, *inside = steps_from(stand, option, pairs, limits, later)
            if out in reached:
                before.add(stand)
                without = True
            if inside and inside[0] in reached:
                before.add(stand)
                possible.add(option)
        certain |= set() if without else {option}
        reached = before
    return certain, possible


def sums_within(projects, budget):
    """For each beginning of the list: cost -> worth, without sums that another one beats."""
    found = [{0: 0}]
    for cost, worth in projects:
        sums = dict(found[-1])
        for had, gained in found[-1].items():
            if had + cost <= budget and sums.get(had + cost, -1) < gained + worth:
                sums[had + cost] = gained + worth
        found.append({})
        most = -1
        for total in sorted(sums):
            if sums[total] > most:
                most = found[-1][total] = sums[total]
    return found


def in_best_sets(options, pairs, budget):
    growing = sums_within([pairs[option] for option in options], budget)
    reached, certain, possible = {max(growing[-1].items())}, set(), set()
    for place in reversed(range(len(options))):
        option, sums = options[place], growing[place]
        cost, worth = pairs[option]
        out = {(c, w) for c, w in reached if sums.get(c) == w}
        inside = {(c - cost, w - worth) for c, w in reached if sums.get(c - cost) == w - worth}
        possible |= {option} if inside else set()
        certain |= {option} if inside and not out else set()
        reached = out | inside
    return certain, possible


def preferred(weakest_first, pairs, budget):
    """Going back from the best sum, the strongest project first: in, if it can be."""
    growing = sums_within([pairs[option] for option in weakest_first], budget)
    (total, gained), funded = max(growing[-1].items()), set()
    for place in reversed(range(len(weakest_first))):
        option, sums = weakest_first[place], growing[place]
        cost, worth = pairs[option]
        if sums.get(total - cost) == gained - worth:
            funded.add(option)
            total, gained = total - cost, gained - worth
    return funded


def budget_equal_shares(question, sums, piles, order):
    options, costs = ids_of(question), costs_of(question)
    shares = EqualShares(question["parameters"], piles, options, costs, limits_of(question))
    if order is not None:
        return shares.count(Wish(order))
    wish = Wish(options)
    in_order = shares.count(wish)
    if not wish.in_the_way:
        return in_order, set()
    return undecided(in_order, *outcomes_of_all_ways(shares, options))


def outcomes_of_all_ways(shares, options):
    alike = {}
    for option in options:
        looks = (shares.costs[option], tuple(shares.supporters[option]))
        looks += tuple(takes.get(option) for takes, _ in shares.limits)
        alike.setdefault(looks, []).append(option)
    most = max(24, min(400, 20_000_000 // max(1, len(shares.baskets) * len(options))))
    found = ends_of_all_ways(lambda pairs: shares.count(Pairs(pairs)), alike.values(), most)
    alone = [one for one in shares.may_follow([]) if shares.costs[one] <= shares.budget]
    return found or (set(), set(alone))


def ends_of_all_ways(counted, groups, most):
    """(certain, possible), or None for more than `most` ways. Each way is a set of pairs (first,
    later). Where these do not say who comes first, the way is given up, and one is tried for each
    that can. `groups`: of options that are alike."""
    twins = {option: group for group in groups for option in group}
    start = {(group[n - 1], group[n]) for group in groups for n in range(1, len(group))}
    ahead, certain, possible = [(start, ())], None, set()
    while ahead:
        before, more = ahead.pop()
        pairs = before.union(more)
        try:
            chosen = set(counted(pairs))
        except Undecided as undecided_yet:
            ahead += [(pairs, more) for more in undecided_yet.choices]
            continue
        most -= 1
        if most < 0:
            return None
        sure = {one for one in chosen if chosen.issuperset(twins[one])}
        certain = sure if certain is None else certain & sure
        possible.update(*(twins[one] for one in chosen))
    return certain, possible


class Undecided(Exception):
    def __init__(self, choices):
        super().__init__()
        self.choices = choices  # each a set of pairs (first, later)


class Wish:
    """A tie order."""

    def __init__(self, order):
        self.order, self.in_the_way = order, False

    def strongest(self, level, many):
        return sorted(level, key=self.order.index)[:many]

    def next_of(self, groups):
        """Who is next of level projects, given in groups of those in each other's way."""
        self.in_the_way = self.in_the_way or any(len(group) > 1 for group in groups)
        return min((one for group in groups for one in group), key=self.order.index)


class Pairs:
    """What is known of a tie order: who comes before whom."""

    def __init__(self, pairs):
        self.later, self.behind = {}, {}
        for first, other in pairs:
            self.later.setdefault(first, set()).add(other)

    def next_of(self, groups):
        for group in groups:
            if len(group) == 1:
                return group[0]
        group = groups[0]
        behind = {one: self.all_behind(one) for one in group}
        free = [one for one in group if not any(one in behind[other] for other in group)]
        if len(free) > 1:
            raise Undecided([{(one, other) for other in group if other != one} for one in free])
        return free[0]

    def strongest(self, level, many):
        """`many` of these, coming before all the others."""
        behind = {one: self.all_behind(one) for one in level}
        choices = list(itertools.islice(beginnings(list(level), many, behind), 1_001))
        if len(choices) > 1:
            raise Undecided(
                [{(one, other) for one in some for other in set(level) - some} for some in choices]
            )
        return choices[0]

    def all_behind(self, option):
        if option not in self.behind:
            later = self.later.get(option, set())
            self.behind[option] = later.union(*map(self.all_behind, later))
        return self.behind[option]


def beginnings(level, many, behind):
    """Every set of `many` that can come before the others; `behind`: who comes after whom."""
    if many in (0, len(level) - 1):
        everybody = frozenset(level)
        last = [one for one in level if not behind[one] & everybody]
        yield from [everybody - {one} for one in last] if many else [frozenset()]
        return
    one = next(one for one in level if not any(one in behind[other] for other in level))
    rest = [other for other in level if other != one]
    for some in beginnings(rest, many - 1, behind):
        yield some | {one}
    rest = [other for other in rest if other not in behind[one]]
    if len(rest) >= many:
        yield from beginnings(rest, many, behind)


class EqualShares:
    def __init__(self, parameters, piles, options, costs, limits):
        self.parameters, self.costs, self.limits = parameters, costs, limits
        self.budget, self.baskets = parameters["budget"], piles
        self.weights = [weight for weight, _ in piles]
        self.supporters = {option: [] for option in options}
        for number, (_, basket) in enumerate(piles):
            for option in basket:
                self.supporters[option].append(number)
        self.votes = {
            option: sum(self.weights[number] for number in supporters)
            for option, supporters in self.supporters.items()
        }

    def count(self, wish):
        """The funded projects, in order of election."""
        if not any(self.votes.values()):
            return []
        funded = self.shared_out(wish)
        return self.compared(funded, wish) if self.parameters["comparison"] != "none" else funded

    def may_follow(self, funded):
        """What has a vote, is not funded, and breaks no limit beside what is funded."""
        return [
            option
            for option, votes in self.votes.items()
            if votes and option not in funded and is_within(self.limits, [*funded, option])
        ]

    def shared_out(self, wish):
        completion, total_weight = self.parameters["completion"], sum(self.weights)
        funded, raised = self.spend(Fraction(self.budget, total_weight), wish), 0
        if completion == "greedy":
            return self.with_most_votes(funded, wish)
        while completion == "add1" and self.may_follow(funded):
            raised += 1
            more = self.spend(Fraction(self.budget, total_weight) + raised, wish)
            if sum(self.costs[option] for option in more) > self.budget:
                break
            funded = more
        return funded

    def compared(self, funded, wish):
        """What votes alone would fund, where more weight gains more from that."""
        instead = self.with_most_votes([], wish)
        asked, balance = (self.parameters["utility"], self.parameters["comparison"]), 0
        by_cost = asked == ("cost", "voters")
        for weight, basket in self.baskets:
            gains = [
                sum(self.costs[one] if by_cost else 1 for one in outcome if one in basket)
                for outcome in (instead, funded)
            ]
            balance += weight * ((gains[0] > gains[1]) - (gains[0] < gains[1]))
        return instead if balance > 0 else funded

    def with_most_votes(self, funded, wish):
        """Also the rest, by most votes, passing over what does not fit the real budget. Projects of
        as many votes are in each other's way unless all of them can be funded."""
        for level in levels_by(self.votes.get, self.may_follow(funded)):
            while True:
                level = [one for one in level if one not in funded and self.fits([*funded, one])]
                if not level:
                    break
                free = self.fits([*funded, *level])
                groups = [[one] for one in level] if free else [level]
                funded = [*funded, wish.next_of(groups)]
        return funded

    def fits(self, funded):
        cost = sum(self.costs[one] for one in funded)
        return cost <= self.budget and is_within(self.limits, funded)

    def spend(self, each, wish):
        """Let every unit of weight start with this much money and buy until nobody can."""
        # Money is kept in whole numbers of parts, `parts` of which make one unit of money.
        self.parts = each.denominator
        self.money = [each.numerator] * len(self.weights)
        funded = []
        prices = dict.fromkeys(self.may_follow(funded), 0)  # at least so much
        while True:
            cheapest, level = None, []
            for option in sorted(prices, key=prices.get):
                if cheapest is not None and prices[option] > cheapest:
                    break  # prices only rise while money is spent
                price = self.price(option)
                if price is None:
                    del prices[option]
                    continue
                prices[option] = price
                if cheapest is None or price < cheapest:
                    cheapest, level = price, []
                if price == cheapest:
                    level.append(option)
            if not level:
                return funded
            bought = wish.next_of(self.in_each_others_way(level, funded))
            self.pay(bought)
            funded.append(bought)
            prices = {one: prices[one] for one in self.may_follow(funded) if one in prices}

    def in_each_others_way(self, level, funded):
        """Groups of level projects that are linked, directly or by others."""
        if len(level) == 1:
            return [level]
        groups = {option: [option] for option in level}
        for link in [*self.linked_by_limits(level, funded), *self.linked_by_ballots(level)]:
            merged = [one for one in level if any(one in groups[other] for other in link)]
            groups.update(dict.fromkeys(merged, merged))
        return [groups[option] for option in level if groups[option][0] == option]

    def linked_by_limits(self, level, funded):
        """A limit that does not hold all that are under it."""
        for takes, most in self.limits:
            under = [one for one in level if one in takes]
            if sum(takes.get(one, 0) for one in [*funded, *under]) > most:
                yield under

    def linked_by_ballots(self, level):
        """A ballot that cannot pay for all that it picks."""
        shares = {option: self.share(option) for option in level}
        picked = {}
        for option in level:
            for number in self.supporters[option]:
                picked.setdefault(number, []).append(option)
        for number, mine in picked.items():
            money = self.money[number]
            if len(mine) > 1 and sum(min(money, shares[one]) for one in mine) > money:
                yield mine

    def price(self, option):
        """What the next choice goes by; None when the supporters cannot pay together."""
        share = self.share(option)
        if share is None:
            return None
        by_cost = self.parameters["utility"] == "cost"
        return share / (self.parts * (self.costs[option] if by_cost else 1))

    def share(self, option):
        """The p with Σ weight × min(money, p) = cost, in parts."""
        money, weights = self.money, self.weights
        payers, missing = self.supporters[option], self.costs[option] * self.parts
        if sum([weights[number] * money[number] for number in payers]) < missing:
            return None
        weight = self.votes[option]
        while True:  # whoever has less than an equal share of what is missing gives all
            poor = [number for number in payers if money[number] * weight < missing]
            if not poor:
                return Fraction(missing, weight)
            payers = [number for number in payers if money[number] * weight >= missing]
            missing -= sum([weights[number] * money[number] for number in poor])
            weight -= sum([weights[number] for number in poor])

    def pay(self, option):
        share = self.share(option)
        finer = share.denominator
        self.parts *= finer
        self.money = [money * finer for money in self.money]
        for number in self.supporters[option]:
            self.money[number] = max(0, self.money[number] - share.numerator)


RULES = {
    "motion": motion,
    "consent": consent,
    "consensus": consensus,
    "gradients": gradients,
    "advice": advice,
    "approval": approval,
    "lot": lot,
    "majority-judgment": majority_judgment,
    "irv": irv,
    "contingent": contingent,
    "schulze": schulze,
    "condorcet": condorcet,
    "copeland": copeland,
    "minimax": minimax,
    "ranked-pairs": ranked_pairs,
    "debian": debian,
    "kemeny": kemeny,
    **dict.fromkeys(BY_LEADING, leading_group),
    "baldwin": baldwin,
    "nanson": nanson,
    "coombs": coombs,
    "bucklin": bucklin,
    "borda": by_points,
    "dowdall": by_points,
    **dict.fromkeys(("plurality", "limited-vote", "cumulative", "quadratic", "score"), most_votes),
    "two-round": two_round,
    "closed-lists": closed_lists,
    "star": stars,
    "bloc-star": stars,
    **dict.fromkeys(STV, by_transfers),
    "stv-irish": whole_papers,
    **dict.fromkeys(BY_SHARES, by_shares),
    "committee-av": committee_av,
    "committee-sav": committee_sav,
    **dict.fromkeys(SETS, best_committee),
    **dict.fromkeys(ONE_BY_ONE, one_by_one),
    "budget-greedy": budget_greedy,
    "budget-knapsack": budget_knapsack,
    "budget-equal-shares": budget_equal_shares,
}


# ---------------------------------------------------------------- the result of a question


def result_of(question, sums, piles, frozen, papers, seed, chair):
    """A question's result from its sums and, where published, its piles of equal ballots."""
    count, options = RULES[question["rule"]], ids_of(question)
    sums = dict(sums, expressed=papers["cast_weight"] - sums["blank"][1])
    elected, tied = count(question, sums, piles, None)
    result = {
        "elected": elected,
        "tied": [option for option in options if option in tied],
        "resolved": None,
    }
    order = tie_order(question, seed, chair) if result["tied"] else None
    if order is not None:
        elected = count(question, sums, piles, order)
        procedure = question["tie"]["procedure"]
        result["resolved"] = {"procedure": procedure, "order": order, "elected": elected}
    result["turnout"] = turnout_of(sums, frozen, papers)
    result["quorum"] = quorum_of(question, frozen, papers)
    result["majority"] = majority_of(question, sums, result)
    if question["rule"] == "two-round":
        result["runoff"] = second_round(question, sums)
    if question["rule"] in BY_SHARES:
        result["seats"] = places_of(question, sums, None)[0]
        if order is not None:
            result["resolved"]["seats"] = places_of(question, sums, order)[0]
    result["verdict"] = verdict_of(question, result)
    return result


def tie_order(question, seed, chair):
    """All options, strongest first; None when nobody breaks the tie, or not yet."""
    procedure, options = question["tie"]["procedure"], ids_of(question)
    if procedure == "earlier":
        return ["against", "for", "abstain"] if question["rule"] == "motion" else options
    if procedure == "lot":
        demand(
            seed is not None,
            f"Question {question['id']}: lots are drawn, and the seed is not there.",
            f"Question {question['id']} : il faut tirer au sort, et la graine manque.",
        )
        return sorted(options, key=lambda option: sha256(f"{seed}:{question['id']}:{option}"))
    if procedure == "chair" and question["id"] in chair:
        return chair[question["id"]]["order"]
    return None


def turnout_of(sums, frozen, papers):
    represented = {}
    if "mandates" in frozen:
        represented["represented"] = papers["represented"]
        represented["represented_weight"] = papers["represented_weight"]
    return {
        **represented,
        "roll": frozen["roll"]["size"],
        "roll_weight": frozen["roll"]["weight"],
        "cast": papers["cast"],
        "cast_weight": papers["cast_weight"],
        "blank": sums["blank"][0],
        "blank_weight": sums["blank"][1],
    }


def comparison(left, right, strict):
    """Two products; beyond what JSON numbers hold they are written as text."""
    as_json = [side if side <= LARGEST else str(side) for side in (left, right)]
    holds = left > right or (left == right and not strict)
    return {"left": as_json[0], "right": as_json[1], "holds": holds}


def quorum_of(question, frozen, papers):
    quorum = question["requirements"]["quorum"]
    if quorum is None:
        return None
    present, roll = papers["cast"], frozen["roll"]["size"]
    if quorum["of"] == "present":
        present -= papers.get("represented", 0)
    if quorum["of"] == "weight":
        present, roll = papers["cast_weight"], frozen["roll"]["weight"]
    return comparison(present * quorum["share"][1], roll * quorum["share"][0], strict=False)


def majority_of(question, sums, result):
    majority = question["requirements"]["majority"]
    if majority is None:
        return None
    votes, turnout = sums["votes"], result["turnout"]
    if question["rule"] == "motion":
        support = votes["for"]
    else:
        support = min([votes[option] for option in winners_of(result)], default=0)
    cast = turnout["cast_weight"] - votes.get("abstain", 0) * (question["rule"] == "motion")
    base = {
        "roll": turnout["roll_weight"],
        "present": turnout["cast_weight"],
        "cast": cast,
        "expressed": cast - turnout["blank_weight"],
    }[majority["base"]]
    share = majority["share"]
    return comparison(support * share[1], base * share[0], majority["strict"])


def winners_of(result):
    return result["resolved"]["elected"] if result["resolved"] else result["elected"]


def verdict_of(question, result):
    winners, majority = winners_of(result), result["majority"]
    if result["turnout"]["cast"] == 0:
        return "nobody_voted"
    if result["quorum"] and not result["quorum"]["holds"]:
        return "no_quorum"
    if question["rule"] == "motion":
        return motion_verdict(question, result)
    if question["rule"] in ADOPTED:
        return "adopted" if winners == [ADOPTED[question["rule"]]] else "rejected"
    if result["tied"] and not result["resolved"]:
        return "tied"
    if not winners:
        return "runoff" if result.get("runoff") else "no_winner"
    return "majority_missed" if majority and not majority["holds"] else "elected"


def motion_verdict(question, result):
    required, majority = question["requirements"]["majority"], result["majority"]
    if required not in (None, {"share": [1, 2], "strict": True, "base": "expressed"}):
        return "adopted" if majority["holds"] else "rejected"
    if result["tied"] and not result["resolved"]:
        return "tied"
    return "adopted" if "for" in winners_of(result) else "rejected"


# ---------------------------------------------------------------- the bundle


def read_bundle(data):
    """The bundle, its frozen round in place of the text, with every fingerprint verified."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("The file is not UTF-8.", "Le fichier n'est pas en UTF-8.") from None
    bundle = read_json(text, "The file" if text else "An empty file")
    shape(isinstance(bundle, dict) and bundle.get("format") == "civic.bundle/1", "format")
    has_keys(
        bundle,
        "bundle",
        "format frozen check_code papers seed chair ballots sums results sha256"
        + (" mandates" if "mandates" in bundle else ""),
    )
    shape(isinstance(bundle["frozen"], str), "frozen")
    demand(
        sha256(bundle["frozen"]) == bundle["check_code"],
        "The check code is not that of the frozen round.",
        "Le code de contrôle n'est pas celui du scrutin figé.",
    )
    bundle["frozen"] = read_round(bundle["frozen"])
    shape(("mandates" in bundle) == ("mandates" in bundle["frozen"]), "mandates")
    check_papers(bundle)
    check_fingerprints(bundle)
    check_seed(bundle)
    check_chair(bundle)
    if "mandates" in bundle:
        check_mandates(bundle)
    return bundle


def check_papers(bundle):
    papers, roll = bundle["papers"], bundle["frozen"]["roll"]
    has_keys(papers, "papers", "cast cast_weight")
    shape(is_whole(papers["cast"]), "papers.cast")
    shape(is_whole(papers["cast_weight"]), "papers.cast_weight")
    demand(
        papers["cast"] <= roll["size"],
        f"{papers['cast']} papers were cast, and the roll has {roll['size']} electors.",
        f"Il y a {papers['cast']} votants, et la liste compte {roll['size']} électeurs.",
    )
    demand(
        papers["cast_weight"] <= roll["weight"],
        f"The papers weigh {papers['cast_weight']}, and the whole roll {roll['weight']}.",
        f"Les votants pèsent {papers['cast_weight']}, et toute la liste {roll['weight']}.",
    )
    shape(papers["cast_weight"] >= papers["cast"], "papers.cast_weight")


def check_fingerprints(bundle):
    published = bundle["frozen"]["publication"]
    if bundle["sums"] is None:  # auditors have the ballots of which others see sums
        published = "ballots"
    withheld = "sums" if published == "ballots" else "ballots"
    shape(bundle[withheld] is None, withheld)
    also = " mandates" if "mandates" in bundle else ""
    has_keys(bundle["sha256"], "sha256", f"{published} chair results" + also)
    questions = " ".join(question["id"] for question in bundle["frozen"]["questions"])
    for part in (published, "chair", "results", *also.split()):
        demand(
            sha256(canonical(bundle[part])) == bundle["sha256"][part],
            f"The fingerprint of {part} is wrong: the file was changed.",
            f"L'empreinte de {part} est fausse : le fichier a été modifié.",
        )
        if part not in ("chair", "mandates"):
            has_keys(bundle[part], part, questions)


def check_seed(bundle):
    seed, commitment = bundle["seed"], bundle["frozen"]["seed"]
    shape(seed is None or is_matching(DIGEST, seed), "seed")
    demand(
        seed is None or sha256(seed) == commitment,
        "The seed of the lots is not the one promised before the vote.",
        "La graine du tirage n'est pas celle promise avant le vote.",
    )


def check_chair(bundle):
    shape(isinstance(bundle["chair"], dict), "chair")
    questions = {question["id"]: question for question in bundle["frozen"]["questions"]}
    for name, decision in bundle["chair"].items():
        question = questions.get(name)
        demand(
            question is not None and question["tie"]["procedure"] == "chair",
            f"The chair does not break ties in {name!r}.",
            f"La présidence ne départage pas {name!r}.",
        )
        has_keys(decision, f"chair.{name}", "order by at reason")
        for key in ("by", "at", "reason"):
            shape(isinstance(decision[key], str), f"chair.{name}.{key}")
        order = decision["order"]
        shape(isinstance(order, list) and all(isinstance(o, str) for o in order), f"chair.{name}")
        shape(sorted(order) == sorted(ids_of(question)), f"chair.{name}.order")


def check_mandates(bundle):
    """The numbers of votes passed on agree with each other, with the papers and, of an open vote,
    with what the ways come to."""
    told, papers = bundle["mandates"], bundle["papers"]
    has_keys(told, "mandates", "given own carried carried_weight lost lost_weight ways")
    for key in ("given", "own", "carried", "carried_weight", "lost_weight"):
        shape(is_whole(told[key]), f"mandates.{key}")
    shape(isinstance(told["lost"], dict), "mandates.lost")
    for reason, number in told["lost"].items():
        shape(is_one_of(reason, "absent circle full") and is_whole(number, 1), "mandates.lost")
    demand(
        told["given"] == told["own"] + told["carried"] + sum(told["lost"].values())
        and told["carried"] < max(papers["cast"], 1)
        and told["carried_weight"] <= papers["cast_weight"],
        "The numbers of votes passed on contradict each other.",
        "Les nombres de pouvoirs se contredisent.",
    )
    shape((told["ways"] is None) == (bundle["frozen"]["disclosure"] == "secret"), "mandates.ways")
    if told["ways"] is not None:
        check_ways(told["ways"])
        counted = followed(told["ways"], **bundle["frozen"]["mandates"])
        demand(
            {**counted, "ways": told["ways"]} == told,
            "The ways of votes passed on come to other numbers.",
            "Les chemins des pouvoirs donnent d'autres nombres.",
        )
    papers["represented"] = told["carried"]
    papers["represented_weight"] = told["carried_weight"]


def check_ways(ways):
    has_keys(ways, "mandates.ways", "weights voted given")
    shape(all(isinstance(part, list) for part in ways.values()), "mandates.ways")
    shape(all(is_whole(weight, 1) for weight in ways["weights"]), "mandates.ways.weights")
    last = len(ways["weights"])
    shape(all(is_whole(one, 1, last) for one in ways["voted"]), "mandates.ways.voted")
    shape(sorted(set(ways["voted"])) == ways["voted"], "mandates.ways.voted")
    for pair in ways["given"]:
        shape(isinstance(pair, list) and len(pair) == 2, "mandates.ways.given")
        shape(all(is_whole(one, 1, last) for one in pair), "mandates.ways.given")
        shape(pair[0] != pair[1], "mandates.ways.given")
    givers = [giver for giver, _holder in ways["given"]]
    shape(len(set(givers)) == len(givers), "mandates.ways.given")


def followed(ways, onward, most):
    """What the mandates come to, in the shape in which it is published."""
    holder_of, voted = dict(ways["given"]), set(ways["voted"])
    loads, carried, lost = Counter(), [], []
    for giver, holder in ways["given"]:
        if giver in voted:
            continue
        seen, here = {giver}, holder
        while onward and here not in voted and here in holder_of and here not in seen:
            seen.add(here)
            here = holder_of[here]
        if here not in voted:
            lost.append((giver, "circle" if here in seen else "absent"))
        elif most is not None and loads[here] >= most:
            lost.append((giver, "full"))
        else:
            loads[here] += 1
            carried.append(giver)
    return {
        "given": len(ways["given"]),
        "own": sum(giver in voted for giver in holder_of),
        "carried": len(carried),
        "carried_weight": sum(ways["weights"][giver - 1] for giver in carried),
        "lost": dict(Counter(reason for _giver, reason in lost)),
        "lost_weight": sum(ways["weights"][giver - 1] for giver, _reason in lost),
    }


def check_weights(bundle):
    """Every paper answers every question: the weights must be the same everywhere."""
    weights = [
        sorted(weight for weight, _ in entries) for entries in (bundle["ballots"] or {}).values()
    ]
    demand(
        all(each == weights[0] for each in weights),
        "The weights of the ballots differ from question to question.",
        "Les poids des bulletins diffèrent d'une question à l'autre.",
    )


def recount(bundle):
    """Question id → its result; None for what cannot be counted from sums."""
    frozen, papers, results = bundle["frozen"], bundle["papers"], {}
    for question in frozen["questions"]:
        name, piles = question["id"], []
        if bundle["ballots"] is None:
            sums = bundle["sums"][name]
            check_sums(question, sums, papers)
        else:
            check_ballots(question, bundle["ballots"][name], papers)
            sums = sums_of(question, bundle["ballots"][name])
            piles = grouped(bundle["ballots"][name])
        results[name] = None
        if bundle["ballots"] is not None or question["rule"] not in COUNTED_FROM_BALLOTS_ALONE:
            seed, chair = bundle["seed"], bundle["chair"]
            results[name] = result_of(question, sums, piles, frozen, papers, seed, chair)
    check_weights(bundle)
    return results


def differences(counted, published):
    """(question, key, as published, as counted) for everything that comes out otherwise."""
    found = []
    for name, result in counted.items():
        if result is None:
            continue
        theirs = published[name] if isinstance(published[name], dict) else {}
        for key in sorted(set(result) | set(theirs)):
            one, other = canonical(theirs.get(key)), canonical(result.get(key))
            if one != other or (key in result) != (key in theirs):
                found.append((name, key, one, other))
    return found


# ---------------------------------------------------------------- words for people

WORDS = {
    "code": ("Check code: {}", "Code de contrôle : {}"),
    "turnout": (
        "Turnout: {cast} of {roll} electors (weight {cast_weight} of {roll_weight}), "
        "{blank} blank (weight {blank_weight})",
        "Participation : {cast} votants sur {roll} électeurs (poids {cast_weight} sur "
        "{roll_weight}), {blank} blancs (poids {blank_weight})",
    ),
    "by_two": (
        "Closing it early, extending or cancelling it took two people.",
        "Le clore avant terme, le prolonger ou l'annuler demandait deux personnes.",
    ),
    "mandates": (
        "Votes passed on: {given}; carried: {carried} (weight {carried_weight}); givers who voted: "
        "{own}; lost: {lost_in_all}",
        "Pouvoirs : {given} ; exercés : {carried} (poids {carried_weight}) ; mandants qui ont voté "
        "eux-mêmes : {own} ; perdus : {lost_in_all}",
    ),
    "quorum": ("Quorum: {}", "Quorum : {}"),
    "majority": ("Majority: {}", "Majorité : {}"),
    "holds": ("{have} of {of}, {asked}: reached", "{have} sur {of}, {asked} : atteint"),
    "missed": ("{have} of {of}, {asked}: missed", "{have} sur {of}, {asked} : non atteint"),
    "least": ("at least {}/{} asked", "il en fallait au moins {}/{}"),
    "more": ("more than {}/{} asked", "il en fallait plus de {}/{}"),
    "winners": ("Chosen: {}", "Choix : {}"),
    "tied": ("Tied: {}", "À égalité : {}"),
    "nobody": ("none", "aucun"),
    "earlier": ("Tie broken by the order of the options: {}", "Départage par l'ordre : {}"),
    "lot": ("Tie broken by lot: {}", "Départage par tirage au sort : {}"),
    "chair": ("Tie broken by the chair: {}", "Départage par la présidence : {}"),
    "verdict": ("Outcome: {}", "Issue : {}"),
    "nobody_voted": ("nobody voted", "personne n'a voté"),
    "no_quorum": ("the quorum was missed", "le quorum n'est pas atteint"),
    "verdict_tied": ("a tie stands", "une égalité demeure"),
    "adopted": ("adopted", "adopté"),
    "rejected": ("rejected", "rejeté"),
    "no_winner": ("nothing is chosen", "aucun choix"),
    "majority_missed": ("the majority was missed", "la majorité n'est pas atteinte"),
    "elected": ("a choice is made", "un choix est fait"),
    "uncountable": (
        "Only sums were published, and this rule cannot be counted again from sums: "
        "ask the scrutineers.",
        "Seules des sommes sont publiées, et cette règle ne se recompte pas à partir de sommes : "
        "adressez-vous aux scrutateurs.",
    ),
    "differs": (
        "DIFFERENT, question {}, {}: published {}, counted {}",
        "DIFFÉRENT, question {}, {} : publié {}, recompté {}",
    ),
    "agrees": (
        "Counted again: every result is as published.",
        "Recompté : chaque résultat est celui qui a été publié.",
    ),
    "agrees_partly": (
        "What could be counted again is as published.",
        "Ce qui a pu être recompté est tel que publié.",
    ),
}


class Speaker:
    """Writes sentences in one language."""

    def __init__(self, language):
        self.language = language

    def word(self, key, *values, **named):
        return WORDS[key][self.language == "fr"].format(*values, **named)

    def say(self, sentence):
        if self.language == "fr":
            sentence = re.sub(" ([:;?!])", "\N{NO-BREAK SPACE}\\1", sentence)
        sys.stdout.write(sentence + "\n")

    def title(self, texts):
        return texts.get(self.language) or next(iter(texts.values()))

    def names(self, question, options):
        titles = {option["id"]: self.title(option["title"]) for option in question["options"]}
        return ", ".join(titles[option] for option in options) or self.word("nobody")

    def compared(self, products, asked):
        """What was multiplied, divided again: 4 of 6, at least 1/2 asked."""
        part, whole = asked["share"]
        return self.word(
            "holds" if products["holds"] else "missed",
            have=int(products["left"]) // whole,
            of=int(products["right"]) // max(part, 1),
            asked=self.word("more" if asked.get("strict") else "least", part, whole),
        )

    def tell(self, question, result):
        self.say(f"\n{question['id']}. {self.title(question['title'])} ({question['rule']})")
        if result is None:
            return self.say("  " + self.word("uncountable"))
        self.say("  " + self.word("turnout", **result["turnout"]))
        for key in ("quorum", "majority"):
            if result[key]:
                asked = question["requirements"][key]
                self.say("  " + self.word(key, self.compared(result[key], asked)))
        self.say("  " + self.word("winners", self.names(question, result["elected"])))
        if result["tied"]:
            self.say("  " + self.word("tied", self.names(question, result["tied"])))
        if result["resolved"]:
            names = self.names(question, result["resolved"]["elected"])
            self.say("  " + self.word(result["resolved"]["procedure"], names))
        verdict = result["verdict"]
        outcome = self.word("verdict_tied" if verdict == "tied" else verdict)
        return self.say("  " + self.word("verdict", outcome))


def arguments():
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    parser = argparse.ArgumentParser(
        description="Count a Civic round again. / Recompter un scrutin Civic."
    )
    parser.add_argument("bundle", help="bundle.json")
    parser.add_argument(
        "--lang", choices=("en", "fr"), default="fr" if spoken.startswith("fr") else "en"
    )
    parser.add_argument(
        "--json", action="store_true", help="the results as counted / les résultats recomptés"
    )
    parser.add_argument(
        "--check-code", action="store_true", help="the check code alone / le code de contrôle seul"
    )
    return parser.parse_args()


def read_file(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        raise Refused(f"{path} cannot be read.", f"{path} ne peut pas être lu.") from None


def main():
    given = arguments()
    speaker = Speaker(given.lang)
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stderr.reconfigure(encoding="utf-8")
    try:
        bundle = read_bundle(read_file(given.bundle))
        counted = recount(bundle)
    except Refused as refusal:
        sys.stderr.write(refusal.sentence[given.lang] + "\n")
        return 2
    wrong = differences(counted, bundle["results"])
    if given.check_code:
        speaker.say(bundle["check_code"])
    elif given.json:
        speaker.say(json.dumps(counted, ensure_ascii=False, indent=2))
    else:
        report(speaker, bundle, counted, wrong)
    if wrong:
        return 1
    return 3 if None in counted.values() else 0


def report(speaker, bundle, counted, wrong):
    speaker.say(speaker.title(bundle["frozen"]["title"]))
    speaker.say(speaker.word("code", bundle["check_code"]))
    if "by_two" in bundle["frozen"]:
        speaker.say(speaker.word("by_two"))
    if "mandates" in bundle:
        lost = sum(bundle["mandates"]["lost"].values())
        speaker.say(speaker.word("mandates", lost_in_all=lost, **bundle["mandates"]))
    for question in bundle["frozen"]["questions"]:
        speaker.tell(question, counted[question["id"]])
    speaker.say("")
    for difference in wrong:
        speaker.say(speaker.word("differs", *difference))
    if not wrong:
        speaker.say(speaker.word("agrees_partly" if None in counted.values() else "agrees"))


if __name__ == "__main__":
    sys.exit(main())
