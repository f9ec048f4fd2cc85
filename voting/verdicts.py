"""What was decided, in words: the headline, ties, and what happens next."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from civic.core.words import number, text_in
from voting import draws, funding, hearing
from voting.candidates import worded
from voting.rules import all_rules
from voting.wording import Question, listed, option_texts, quoted, short_list

Result = Mapping[str, Any]
MOST_TIED = 3


def winners(result: Result) -> list[str]:
    """Ids of the options that came out, ties broken."""
    return list((result["resolved"] or result)["elected"])


def headline(question: Question, result: Result, subject: str = "") -> str:
    """The decision in one line. ``subject``: what a motion is called, where not its question."""
    verdict = result["verdict"]
    if verdict in ("adopted", "rejected"):
        return _motion(question, result, subject or text_in(question["title"]))
    if verdict == "elected":
        return _won(question, result)
    if verdict == "tied":
        texts = option_texts(question)
        if question["rule"] == "motion":
            return gettext("A tie: as many for as against")
        if len(result["tied"]) > MOST_TIED:
            level = len(result["tied"])
            return worded(question, "A tie between %(count)s options", count=number(level))
        tied = listed([quoted(texts[option]) for option in result["tied"]])
        if result["elected"]:
            sure = short_list([texts[option] for option in result["elected"]])
            return gettext("%(names)s; then a tie between %(options)s", names=sure, options=tied)
        return gettext("A tie between %(options)s", options=tied)
    if verdict == "no_winner" and all_rules()[question["rule"]].has_costs:
        return gettext("No project is funded")
    return {
        "nobody_voted": gettext("Nobody voted"),
        "no_quorum": gettext("The quorum is not reached"),
        "runoff": gettext("A second round decides"),
        "no_winner": worded(question, "No option is chosen"),
        "majority_missed": gettext("The required majority is missed"),
    }[verdict]


def answer(question: Question, result: Result) -> str:
    """The same beside the question, which is not said again."""
    verdict = result["verdict"]
    if verdict not in ("adopted", "rejected"):
        return headline(question, result)
    adopted = verdict == "adopted"
    if question["rule"] == "motion" and text_in(question["title"]).rstrip().endswith("?"):
        return gettext("Yes") if adopted else gettext("No")
    return gettext("Adopted") if adopted else gettext("Not adopted")


def _motion(question: Question, result: Result, subject: str) -> str:
    """A question is answered, a text is adopted. A stance is asked for in any words, such as "Do
    you object?", and what is adopted then is no yes to that."""
    adopted, asks = result["verdict"] == "adopted", subject.rstrip().endswith("?")
    if asks and question["rule"] != "motion":
        return answer(question, result)
    if asks:
        yes, no = gettext("Yes to %(question)s"), gettext("No to %(question)s")
        return (yes if adopted else no).replace("%(question)s", quoted(subject.strip()))
    if adopted:
        return gettext("Adopted: %(subject)s", subject=subject)
    return gettext("Not adopted: %(subject)s", subject=subject)


def _won(question: Question, result: Result) -> str:
    texts, won = option_texts(question), winners(result)
    if question["rule"] == "advice":
        return gettext("Advice: %(stance)s", stance=texts[won[0]])
    if "seats" in result:
        places = (result["resolved"] or result)["seats"]
        return short_list([_places(texts[option], places[option]) for option in won])
    if not all_rules()[question["rule"]].has_costs:
        return short_list([texts[option] for option in won])
    costs = {option["id"]: option["cost"] or 0 for option in question["options"]}
    spent = sum(costs[option] for option in won)
    return funding.funded([texts[option] for option in won], spent)


def _places(name: str, places: int) -> str:
    return ngettext(
        "%(name)s: %(count)s place",
        "%(name)s: %(count)s places",
        places,
        name=name,
        count=number(places),
    )


def tie_line(question: Question, result: Result) -> str:
    """How a tie was broken, and for whom; empty where none was."""
    resolved = result["resolved"]
    if not resolved:
        return ""
    if question["rule"] == "lot":
        return draws.line(question, winners(result))
    texts = option_texts(question)
    level = [o for o in result["tied"] if o in texts]
    preferred = [o for o in resolved["elected"] if o in level]
    if "seats" in result:
        preferred = [o for o in level if resolved["seats"][o] > result["seats"][o]]
    values = {
        "options": short_list([quoted(texts[o]) for o in level]),
        "winners": short_list([quoted(texts[o]) for o in preferred]),
    }
    if question["rule"] == "motion" and resolved["procedure"] == "earlier":
        return gettext("Equal votes leave things as they are: the text is not adopted.")
    return {
        "earlier": gettext(
            "%(options)s were level. The rule of this vote says that the first on the list "
            "comes first: %(winners)s.",
            **values,
        ),
        "lot": gettext(
            "%(options)s were level. A lot, fixed before the first ballot and shown in the "
            "file to count again, fell on %(winners)s.",
            **values,
        ),
        "chair": gettext("%(options)s were level. The chair chose %(winners)s.", **values),
    }[resolved["procedure"]]


def blank_line(result: Result) -> str:
    """What became of blank ballots; empty where there are none."""
    blank, cast = result["turnout"]["blank"], result["turnout"]["cast"]
    if not blank:
        return ""
    if blank == cast:
        return gettext("All ballots are blank.")
    return ngettext(
        "%(count)s ballot is blank: it takes part in the vote and chooses nothing.",
        "%(count)s ballots are blank: they take part in the vote and choose nothing.",
        blank,
        count=number(blank),
    )


def next_step(question: Question, result: Result) -> str:
    """What happens now, where the vote alone did not decide."""
    chair = question["tie"]["procedure"] == "chair"
    return str(
        {
            "nobody_voted": gettext("Nothing is decided. The same can be put to the vote again."),
            "rejected": hearing.what_now(question, winners(result)),
            "no_quorum": gettext(
                "Nothing is decided, whatever the count says. A second meeting notice can follow, "
                "with the quorum that the statutes ask for then, if any."
            ),
            "tied": gettext("The chair now breaks the tie, in public and with a reason.")
            if chair
            else gettext(
                "Nothing was agreed on to break this tie. The same can be put to the vote again."
            ),
            "runoff": gettext("The second round opens by itself, for as long as this one lasted."),
            "no_winner": gettext("Nothing is decided. The same can be put to the vote again."),
            "majority_missed": gettext(
                "Nothing is decided: the most voted did not get enough. The question can be put "
                "again."
            ),
        }.get(result["verdict"], "")
    )
