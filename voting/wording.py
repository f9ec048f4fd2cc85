"""Results in words: from message ids with numbers to sentences in the reader's language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from babel.lists import format_list
from babel.numbers import format_percent
from flask import g
from flask_babel import gettext, ngettext

from civic.core.words import N_, colon, money, number, spoken, text_in
from voting.amounts import points
from voting.ballots import Option, Problem, whole
from voting.ballots.lists import members
from voting.ballots.points import cost
from voting.candidates import worded
from voting.faults import PROBLEMS
from voting.rules import Sentence, all_rules
from voting.scales import GRADES

Question = Mapping[str, Any]

CENTS = {"part", "raised"}
MOST_NAMES = 6
MONEY = {"cost", "budget", "left", "lacked", "together", "over"}


def grade(question: Question, value: int) -> str:
    """The word of a grade; below the worst one: no answer."""
    if value < 0:
        return gettext("no answer")
    scale = GRADES.get(question["form_parameters"].get("grades", 6))
    return gettext(scale[value]) if scale else str(value + 1)


def option_texts(question: Question) -> dict[str, str]:
    """Titles of options in the reader's language; those that a rule fixes are translated."""
    fixed, wanted = dict(all_rules()[question["rule"]].options or ()), spoken()
    return {
        option["id"]: gettext(fixed[option["id"]])
        if option["id"] in fixed
        else text_in(option["title"], wanted)
        for option in question["options"]
    }


def reasons(question: Question, said: Iterable[Sequence[Any]]) -> list[str]:
    """Why it came out so, one sentence each."""
    known = all_rules()[question["rule"]].sentences
    texts = option_texts(question)
    return [
        _sentence(question, known[name], _values(question, numbers, texts), numbers)
        for name, numbers in said
    ]


def _sentence(
    question: Question,
    sentence: str | Sentence,
    values: Mapping[str, Any],
    numbers: Mapping[str, Any],
) -> str:
    if isinstance(sentence, Sentence):
        return ngettext(sentence.one, sentence.many, numbers["count"], **values)
    return worded(question, sentence, **values)


def _values(
    question: Question, numbers: Mapping[str, Any], texts: Mapping[str, str]
) -> dict[str, Any]:
    costs = all_rules()[question["rule"]].has_costs
    spoken: dict[str, Callable[[Any], str]] = {
        "grade": lambda value: grade(question, value),
        "points": points,
        "chain": lambda value: " > ".join(quoted(texts[one]) for one in value),
        **dict.fromkeys(("option", "other"), lambda value: quoted(texts[value])),
        **dict.fromkeys(
            ("options", "others"), lambda value: short_list([quoted(texts[one]) for one in value])
        ),
        "list": lambda value: list_name(question, value),
        "lists": lambda value: listed([list_name(question, one) for one in value]),
        **dict.fromkeys(CENTS if costs else (), cash_cents),
        **dict.fromkeys(MONEY if costs else (), cash),
    }
    return {name: spoken.get(name, number)(value) for name, value in numbers.items()}


def lists(question: Question) -> list[tuple[int, list[Mapping[str, Any]]]]:
    """Lists by their numbers, with the options that are their candidates."""
    by_id = {option["id"]: option for option in question["options"]}
    candidates = [Option(id) for id in by_id]
    found = members(candidates, question["form_parameters"])
    return [(one, [by_id[id] for id in ids]) for one, ids in found.items()]


def list_name(question: Question, number_of_list: int) -> str:
    """What a list of candidates is called."""
    names = question["parameters"].get("names")
    if names:
        return quoted(names[number_of_list - 1])
    return gettext("List %(number)s", number=number(number_of_list))


def quoted(text: str) -> str:
    return f"«\N{NO-BREAK SPACE}{text}\N{NO-BREAK SPACE}»" if in_french() else f"“{text}”"


def in_french() -> bool:
    return spoken() == "fr"


def listed(texts: Sequence[str]) -> str:
    return _listed(tuple(texts), spoken())


@lru_cache(maxsize=1_024)
def _listed(texts: tuple[str, ...], locale: str) -> str:
    return str(format_list(list(texts), locale=locale))


def names(texts: Mapping[str, str], ids: Iterable[str]) -> str:
    """Options by their titles, in one phrase."""
    return listed([texts[option] for option in ids])


def short_list(texts: Sequence[str]) -> str:
    """The first of many, and how many more there are."""
    if len(texts) <= MOST_NAMES + 1:
        return listed(texts)
    more = len(texts) - MOST_NAMES
    others = ngettext("%(count)s more", "%(count)s more", more, count=number(more))
    return listed([*texts[:MOST_NAMES], others])


def cash(amount: int) -> str:
    """Whole units of the money in which the costs of the vote on the page are written."""
    return money(amount * 100, _currency())


def cash_cents(cents: int) -> str:
    return money(cents, _currency())


def _currency() -> str:
    """That of the file that a vote was taken in from, else the community's."""
    own = g.community.currency if g.get("community") else "EUR"
    return str(g.get("vote_currency") or own)


def problem(question: Question, found: Problem) -> str:
    values = {
        name: cash(value) if name in MONEY else number(value)
        for name, value in found.numbers.items()
    }
    sentence = PROBLEMS.get(found.code, PROBLEMS["unknown_option"])
    return worded(question, sentence, **values)


def faulty(found: Iterable[Problem]) -> dict[str, Problem]:
    """Problems that belong to one option, by its id."""
    return {one.option: one for one in found if one.option}


def choice(question: Question, chosen: Any) -> list[str]:
    """A choice in words, line by line, for the check page."""
    texts = option_texts(question)
    if chosen is None:
        return [gettext("Blank: you take part and choose nothing.")]
    if question["form"] == "choice":
        return [texts[chosen]]
    if question["form"] == "list":
        out = [texts[option] for option in texts if option in chosen["out"]]
        crossed = [gettext("Crossed out: %(names)s", names=listed(out))] if out else []
        return [list_name(question, chosen["list"]), *crossed]
    if question["form"] == "stance":
        said = chosen["reason"]
        return [texts[chosen["stance"]]] + ([quoted(said)] if said else [])
    if question["form"] == "grades":
        missing = [o for o in texts if o not in chosen]
        lines = [f"{texts[o]}{colon()}{grade(question, chosen[o])}" for o in texts if o in chosen]
        return lines + [f"{texts[o]}{colon()}{no_answer(question)}" for o in missing]
    if question["form"] in ("score", "points"):
        return [
            ngettext(
                "%(option)s: %(num)s point", "%(option)s: %(num)s points", chosen.get(o, 0),
                option=text,
            )
            for o, text in texts.items()
        ]  # fmt: skip
    if question["form"] == "ranking":
        ranked = {option for group in chosen for option in group}
        left = [text for option, text in texts.items() if option not in ranked]
        lines = [
            f"{place}. " + listed([texts[o] for o in group])
            for place, group in enumerate(chosen, 1)
        ]
        return lines + ([gettext("Not ranked: %(names)s", names=listed(left))] if left else [])
    return [texts[option] for option in texts if option in chosen]


def points_spent(question: Question, sent: Mapping[str, str], prefix: str) -> int:
    """What the points that a page sent cost together, as far as they can be read."""
    given = [whole(sent.get(f"{prefix}points-{o['id']}", "")) or 0 for o in question["options"]]
    return cost({str(place): n for place, n in enumerate(given)}, question["form_parameters"])


def missing_grade(question: Question) -> str:
    """What a missing grade does, as the rule of the question says."""
    return {
        "lowest": gettext("counts as lower than the worst grade"),
        "worst": gettext("counts as “%(grade)s”", grade=grade(question, 0)),
        "excluded": worded(question, "does not count for this option"),
    }[question["parameters"].get("blank", "excluded")]


def no_answer(question: Question) -> str:
    """The same on the check page."""
    return gettext("no grade, %(effect)s", effect=missing_grade(question))


SHARES: dict[tuple[int, int], tuple[str, str]] = {
    (1, 2): (N_("more than half"), N_("at least half")),
    (1, 3): (N_("more than a third"), N_("at least a third")),
    (2, 3): (N_("more than two thirds"), N_("at least two thirds")),
    (1, 4): (N_("more than a quarter"), N_("at least a quarter")),
    (3, 4): (N_("more than three quarters"), N_("at least three quarters")),
    (1, 5): (N_("more than a fifth"), N_("at least a fifth")),
    (1, 1): (N_("more than all"), N_("all")),
}


def share_words(share: Sequence[int], *, strict: bool) -> str:
    """More than half, at least two thirds, at least 35 %."""
    part = Fraction(*share)
    known = SHARES.get(part.as_integer_ratio())
    if known:
        return gettext(known[0] if strict else known[1])
    exact = 100 % part.denominator == 0
    text = percent(part) if exact else f"{part.numerator}/{part.denominator}"
    more, least = gettext("more than %(n)s", n=text), gettext("at least %(n)s", n=text)
    return more if strict else least


def percent(part: Fraction, *, decimals: bool = True) -> str:
    """Rounded, to one decimal at most."""
    pattern = "#,##0.#" if decimals else "#,##0"
    sign = "\N{NO-BREAK SPACE}%" if in_french() else "%"
    return format_percent(float(part), pattern + sign, locale=spoken())


def base_words(base: str) -> str:
    return {
        "roll": gettext("all who may vote"),
        "present": gettext("all votes present or represented"),
        "cast": gettext("the votes cast, without abstentions"),
        "expressed": gettext("the votes expressed, without blank ones and abstentions"),
    }[base]


def requirements(question: Question) -> list[str]:
    """What is required, in words, before the vote."""
    required = question["requirements"]
    lines = []
    if required["quorum"]:
        share = share_words(required["quorum"]["share"], strict=False)
        lines.append(
            {
                "roll": gettext(
                    "Quorum: %(share)s of those who may vote must take part.", share=share
                ),
                "present": gettext(
                    "Quorum: %(share)s of those who may vote must take part themselves.",
                    share=share,
                ),
                "weight": gettext(
                    "Quorum: %(share)s of all votes must be represented.", share=share
                ),
            }[required["quorum"]["of"]]
        )
    if required["majority"]:
        a, b = required["majority"]["share"]
        strict, base = required["majority"]["strict"], base_words(required["majority"]["base"])
        share = share_words([a, b], strict=strict)
        lines.append(gettext("Majority: %(share)s of %(base)s.", share=share, base=base))
    if required["threshold"]:
        needed = number(required["threshold"])
        lines.append(worded(question, "An option needs %(n)s approvals at least.", n=needed))
    tie = TIES[question["tie"]["procedure"]]
    lines.append(worded(question, tie))
    return lines


TIES = {
    "nobody": N_("If options are level, nobody breaks the tie: the result says so."),
    "earlier": N_("If options are level, the one that stands first on the list wins."),
    "lot": N_("If options are level, a lot decides whose seed was fixed before the vote."),
    "chair": N_("If options are level, the chair decides, in public and with a reason."),
}
