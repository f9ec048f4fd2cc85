"""Budgets: one project after the other, and what is left of the money."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext

from civic.core.words import number
from voting.amounts import width
from voting.replay.frames import Frame, Question, Row, Told, frame, names
from voting.wording import cash, cash_cents, option_texts

MOST_PROJECTS = 100


def budget(question: Question, told: Told) -> list[Frame]:
    """By what the rule notes: what each voter paid, or whether each project still fitted."""
    steps, chart = told["steps"], told["chart"]
    texts = option_texts(question)
    votes = {row["option"]: row["votes"] for row in chart["rows"]}
    most = max(votes.values(), default=0)
    first = frame(
        gettext("The votes are added up"),
        gettext("There is %(budget)s for all projects.", budget=cash(chart["budget"])),
        rows=[
            Row(texts[o], number(n), width(n, most))
            for o, n in sorted(votes.items(), key=lambda pair: -pair[1])
        ],
    )
    bought = [step for step in steps if "supporters" in step]
    if "start" in steps[0]:
        cents = round(100 * steps[0]["start"][0] / steps[0]["start"][1])
        shares = frame(
            gettext("The money is shared out"),
            gettext("Each voter may decide on %(part)s in the end.", part=cash_cents(cents)),
        )
        return [first, shares, *_paid(question, told, bought, together=True)]
    if bought:
        return [first, *_paid(question, told, bought, together=False)]
    if told["ranking"]:
        return [first, *_one_by_one(question, told)]
    return [first, _set(question, told)]


def _paid(
    question: Question, told: Told, bought: Sequence[dict[str, Any]], *, together: bool
) -> list[Frame]:
    left, found, taken = told["chart"]["budget"], [], []
    for n, step in enumerate(bought[:MOST_PROJECTS], 1):
        left -= step["cost"]
        taken.append(step["option"])
        if together:
            said = ngettext(
                "%(option)s costs %(cost)s. Its %(count)s voter pays %(part)s at most.",
                "%(option)s costs %(cost)s. Its %(count)s voters pay %(part)s at most, each.",
                step["supporters"],
                option=names(question, [step["option"]]),
                cost=cash(step["cost"]),
                count=number(step["supporters"]),
                part=cash_cents(step["cents"]),
            )
        else:
            said = gettext(
                "%(option)s costs %(cost)s. Its voters have gathered that when everybody has been "
                "given %(part)s.",
                option=names(question, [step["option"]]),
                cost=cash(step["cost"]),
                part=cash_cents(step["cents"]),
            )
        found.append(
            frame(
                gettext("Project %(n)s is funded", n=number(n)),
                said,
                _left(left),
                rows=_so_far(question, told, taken),
            )
        )
    return found


def _one_by_one(question: Question, told: Told) -> list[Frame]:
    """In the order of the count; what does not fit is passed over, or ends it."""
    costs = {row["option"]: row["cost"] for row in told["chart"]["rows"]}
    left, found, taken = told["chart"]["budget"], [], []
    for option in [o for group in told["ranking"] for o in group][:MOST_PROJECTS]:
        name, cost = names(question, [option]), cash(costs[option])
        if option in told["elected"]:
            left -= costs[option]
            taken.append(option)
            title, said = (
                gettext("It fits"),
                gettext("%(option)s is next. It costs %(cost)s.", option=name, cost=cost),
            )
        else:
            title, said = (
                gettext("It is not funded"),
                gettext(
                    "%(option)s is next. It costs %(cost)s, and %(left)s is left.",
                    option=name,
                    cost=cost,
                    left=cash(left),
                ),
            )
        found.append(frame(title, said, _left(left), rows=_so_far(question, told, taken)))
    return found


def _set(question: Question, told: Told) -> Frame:
    """All sets of projects are compared at once."""
    chosen = list(told["elected"])
    return frame(
        gettext("Every way to spend the money is compared"),
        gettext("The projects that have the most votes together are funded."),
        _left(told["chart"]["budget"] - told["chart"]["cost"]),
        rows=_so_far(question, told, chosen),
    )


def _left(left: int) -> str:
    return gettext("Left: %(left)s.", left=cash(left))


def _so_far(question: Question, told: Told, taken: Sequence[str]) -> list[Row]:
    texts, whole = option_texts(question), told["chart"]["budget"]
    costs = {row["option"]: row["cost"] for row in told["chart"]["rows"]}
    return [
        Row(texts[o], cash(costs[o]), width(costs[o], whole), won=True, mark=gettext("funded"))
        for o in taken
    ]
