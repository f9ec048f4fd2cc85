"""Results in words: from message ids with numbers to sentences in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from babel.lists import format_list
from flask import g
from flask_babel import get_locale, gettext, ngettext

from civic.core.words import N_, money, number, text_in
from voting.amounts import points
from voting.ballots import Problem
from voting.rules import Sentence, all_rules

Question = Mapping[str, Any]

GRADES: dict[int, tuple[str, ...]] = {
    3: (N_("Bad"), N_("Passable"), N_("Good")),
    4: (N_("To be rejected"), N_("Insufficient"), N_("Good"), N_("Excellent")),
    5: (N_("To be rejected"), N_("Insufficient"), N_("Passable"), N_("Good"), N_("Excellent")),
    6: (
        N_("To be rejected"),
        N_("Insufficient"),
        N_("Passable"),
        N_("Good"),
        N_("Very good"),
        N_("Excellent"),
    ),
    7: (
        N_("To be rejected"),
        N_("Insufficient"),
        N_("Passable"),
        N_("Rather good"),
        N_("Good"),
        N_("Very good"),
        N_("Excellent"),
    ),
}
PROBLEMS = {
    "nothing_chosen": N_("Choose something, or vote blank."),
    "blank_and_more": N_("You chose something and blank. Keep one of the two."),
    "more_than_one": N_("Choose one option only."),
    "unknown_option": N_("One of the options does not belong to this vote. Choose again."),
    "option_twice": N_("An option stands there twice. Choose again."),
    "not_in_order": N_("This could not be read. Choose again."),
    "too_long": N_("This could not be read. Choose again."),
    "too_many": N_("You chose %(chosen)s; %(max)s are allowed at most. Take some away."),
    "too_few": N_("You chose %(chosen)s; %(min)s are needed at least. Add some."),
    "unknown_grade": N_("This grade is not on the scale. Choose another one."),
    "unknown_rank": N_("A rank could not be read. Put the options in order again."),
    "rank_skipped": N_("A rank is missing. Put the options in order again."),
    "rank_shared": N_("Two options share a rank. Put one before the other."),
    "two_rankings": N_("This could not be read. Put the options in order again."),
    "over_budget": N_("Your basket is %(over)s over the budget of %(budget)s. Take something out."),
}
MONEY = {"cost", "budget", "left", "lacked", "together", "over"}


def grade(question: Question, value: int) -> str:
    """The word of a grade; below the worst one: no answer."""
    if value < 0:
        return gettext("no answer")
    scale = GRADES.get(question["form_parameters"].get("grades", 6))
    return gettext(scale[value]) if scale else str(value + 1)


def option_texts(question: Question) -> dict[str, str]:
    """Titles of options in the reader's language; those that a rule fixes are translated."""
    fixed = dict(all_rules()[question["rule"]].options or ())
    return {
        option["id"]: gettext(fixed[option["id"]])
        if option["id"] in fixed
        else text_in(option["title"])
        for option in question["options"]
    }


def reasons(question: Question, said: Iterable[Sequence[Any]]) -> list[str]:
    """Why it came out so, one sentence each."""
    known = all_rules()[question["rule"]].sentences
    texts = option_texts(question)
    return [
        _sentence(known[name], _values(question, numbers, texts), numbers) for name, numbers in said
    ]


def _sentence(
    sentence: str | Sentence, values: Mapping[str, Any], numbers: Mapping[str, Any]
) -> str:
    if isinstance(sentence, Sentence):
        return str(ngettext(sentence.one, sentence.many, numbers["count"], **values))
    return str(gettext(sentence, **values))


def _values(
    question: Question, numbers: Mapping[str, Any], texts: Mapping[str, str]
) -> dict[str, Any]:
    costs = all_rules()[question["rule"]].has_costs
    found: dict[str, Any] = {}
    for name, value in numbers.items():
        if name in ("option", "other"):
            found[name] = _quoted(texts[value])
        elif name == "options":
            found[name] = listed([_quoted(texts[one]) for one in value])
        elif name == "grade":
            found[name] = grade(question, value)
        elif name == "points":
            found[name] = points(value)
        elif name in MONEY and costs:
            found[name] = cash(value)
        else:
            found[name] = number(value)
    return found


def _quoted(text: str) -> str:
    return f"« {text} »" if str(get_locale()) == "fr" else f"“{text}”"


def listed(texts: Sequence[str]) -> str:
    return str(format_list(list(texts), locale=str(get_locale() or "en")))


def names(texts: Mapping[str, str], ids: Iterable[str]) -> str:
    """Options by their titles, in one phrase."""
    return listed([texts[option] for option in ids])


def cash(amount: int) -> str:
    """Whole units of the community's money."""
    return money(amount * 100, g.community.currency if g.get("community") else "EUR")


def problem(found: Problem) -> str:
    values = {
        name: cash(value) if name in MONEY else number(value)
        for name, value in found.numbers.items()
    }
    return str(gettext(PROBLEMS.get(found.code, PROBLEMS["unknown_option"]), **values))


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
    if question["form"] == "grades":
        missing = [o for o in texts if o not in chosen]
        lines = [f"{texts[o]}: {grade(question, chosen[o])}" for o in texts if o in chosen]
        return lines + [f"{texts[o]}: {no_answer(question)}" for o in missing]
    if question["form"] == "ranking":
        ranked = {option for group in chosen for option in group}
        left = [text for option, text in texts.items() if option not in ranked]
        lines = [
            f"{place}. " + listed([texts[o] for o in group])
            for place, group in enumerate(chosen, 1)
        ]
        return lines + ([gettext("Not ranked: %(names)s", names=listed(left))] if left else [])
    return [texts[option] for option in texts if option in chosen]


def missing_grade(question: Question) -> str:
    """What a missing grade does, as the rule of the question says."""
    return {
        "lowest": gettext("counts as lower than the worst grade"),
        "worst": gettext("counts as “%(grade)s”", grade=grade(question, 0)),
        "excluded": gettext("does not count for this option"),
    }[question["parameters"].get("blank", "excluded")]


def no_answer(question: Question) -> str:
    """The same on the check page."""
    return gettext("no grade, %(effect)s", effect=missing_grade(question))


def headline(question: Question, result: Mapping[str, Any]) -> str:
    """The decision in one line."""
    texts = option_texts(question)
    won = (result["resolved"] or result)["elected"]
    names = listed([texts[option] for option in won]) if won else ""
    tied = listed([_quoted(texts[option]) for option in result["tied"]]) if result["tied"] else ""
    return {
        "nobody_voted": gettext("Nobody voted"),
        "no_quorum": gettext("The quorum is not reached"),
        "tied": gettext("A tie between %(options)s", options=tied),
        "adopted": gettext("Adopted"),
        "rejected": gettext("Not adopted"),
        "no_winner": gettext("No option is chosen"),
        "majority_missed": gettext("The required majority is missed"),
        "elected": names,
    }[result["verdict"]]


def next_step(question: Question, result: Mapping[str, Any]) -> str:
    """What happens now, where the vote alone did not decide."""
    chair = question["tie"]["procedure"] == "chair"
    return {
        "nobody_voted": gettext("The vote can be copied and opened again."),
        "no_quorum": gettext(
            "Nothing is decided. The vote can be copied and opened again, as the statutes provide."
        ),
        "tied": gettext("The chair now breaks the tie, in public and with a reason.")
        if chair
        else gettext(
            "Nothing was agreed on to break this tie. The vote can be copied and repeated."
        ),
        "no_winner": gettext("Nothing is decided."),
        "majority_missed": gettext("Nothing is decided: more were needed than voted for it."),
    }.get(result["verdict"], "")


def requirement_lines(question: Question, result: Mapping[str, Any]) -> list[str]:
    """Quorum and majority with their arithmetic."""
    lines = []
    turnout, required = result["turnout"], question["requirements"]
    if result["quorum"]:
        a, b = required["quorum"]["share"]
        heads = required["quorum"]["of"] == "roll"
        cast = turnout["cast"] if heads else turnout["cast_weight"]
        roll = turnout["roll"] if heads else turnout["roll_weight"]
        lines.append(
            gettext(
                "Quorum of %(a)s/%(b)s: %(cast)s × %(b)s = %(left)s, needed %(roll)s × %(a)s = "
                "%(right)s. %(verdict)s",
                a=a, b=b, cast=number(cast), roll=number(roll),
                left=_whole(result["quorum"]["left"]), right=_whole(result["quorum"]["right"]),
                verdict=_reached(result["quorum"]),
            )
        )  # fmt: skip
    if result["majority"]:
        a, b = required["majority"]["share"]
        lines.append(
            gettext(
                "Majority of %(a)s/%(b)s of %(base)s: %(left)s against %(right)s. %(verdict)s",
                a=a, b=b, base=base_words(required["majority"]["base"]),
                left=_whole(result["majority"]["left"]), right=_whole(result["majority"]["right"]),
                verdict=_reached(result["majority"]),
            )
        )  # fmt: skip
    return lines


def _whole(value: int | str) -> str:
    """Very large products travel as text."""
    return number(int(value))


def _reached(comparison: Mapping[str, Any]) -> str:
    return str(gettext("Reached.") if comparison["holds"] else gettext("Not reached."))


def base_words(base: str) -> str:
    return {
        "roll": gettext("all who may vote"),
        "present": gettext("all who took part"),
        "cast": gettext("the votes cast, without abstentions"),
        "expressed": gettext("the votes expressed, without blank ones and abstentions"),
    }[base]


def requirements(question: Question) -> list[str]:
    """What is required, in words, before the vote."""
    required = question["requirements"]
    lines = []
    if required["quorum"]:
        a, b = required["quorum"]["share"]
        lines.append(gettext("Quorum: %(a)s/%(b)s of those who may vote must take part.", a=a, b=b))
    if required["majority"]:
        a, b = required["majority"]["share"]
        base = base_words(required["majority"]["base"])
        more = gettext("More than %(a)s/%(b)s of %(base)s is needed.", a=a, b=b, base=base)
        least = gettext("At least %(a)s/%(b)s of %(base)s is needed.", a=a, b=b, base=base)
        lines.append(more if required["majority"]["strict"] else least)
    if required["threshold"]:
        lines.append(
            gettext("An option needs %(n)s approvals at least.", n=number(required["threshold"]))
        )
    lines.append(TIES[question["tie"]["procedure"]])
    return [gettext(line) for line in lines]


TIES = {
    "nobody": N_("If options are level, the tie stands."),
    "earlier": N_("If options are level, the one that stands first on the list wins."),
    "lot": N_("If options are level, a lot decides whose seed was fixed before the vote."),
    "chair": N_("If options are level, the chair decides, in public and with a reason."),
}
