"""Places, one after the other: for lists by their votes, for people by ticks."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask_babel import gettext, ngettext

from civic.core.words import number
from voting.amounts import points, width
from voting.quotients import quotient
from voting.replay.frames import Frame, Question, Row, Told, frame, names
from voting.wording import list_name, option_texts

MOST_PLACES = 100


def seats(question: Question, told: Told) -> list[Frame]:
    """Votes; then each place with the quotient that took it, or quotas and remainders."""
    texts, votes = option_texts(question), told["steps"][0]["votes"]
    most = max(votes.values(), default=0)
    found = [
        frame(
            gettext("The votes are added up"),
            gettext("Each ballot is a vote for one list."),
            rows=[
                Row(texts[o], number(n), width(n, most))
                for o, n in sorted(votes.items(), key=lambda pair: -pair[1])
            ],
        )
    ]
    have = dict.fromkeys(votes, 0)
    for step in told["steps"][1 : MOST_PLACES + 1]:
        gained = dict(step["full"]) if "full" in step else dict.fromkeys(step["to"], 1)
        have = {option: places + gained.get(option, 0) for option, places in have.items()}
        found.append(
            frame(
                _title(step, sum(have.values())),
                *_said(question, step),
                rows=_places(question, have, gained),
            )
        )
    return found


def _title(step: Mapping[str, Any], places: int) -> str:
    if "full" in step:
        return gettext("A place for each full quota")
    return gettext("Place %(n)s", n=number(places))


def _said(question: Question, step: Mapping[str, Any]) -> list[str]:
    if "full" in step:
        return [
            gettext(
                "One place costs %(n)s votes. Whoever has that often gets as many places.",
                n=points(step["quota"]),
            )
        ]
    options, several = names(question, step["to"]), len(step["to"])
    if "remainder" in step:
        return [
            ngettext(
                "%(options)s has the largest remainder: %(n)s votes.",
                "%(options)s have the largest remainder, each %(n)s votes.",
                several,
                options=options,
                n=points(step["remainder"]),
            )
        ]
    if step["quotient"] is None:
        return [gettext("%(options)s: the first place comes before all others.", options=options)]
    return [
        ngettext(
            "%(options)s has the largest quotient: %(n)s.",
            "%(options)s have the largest quotient: %(n)s.",
            several,
            options=options,
            n=quotient(step),
        )
    ]


def _places(question: Question, have: Mapping[str, int], gained: Mapping[str, int]) -> list[Row]:
    texts, most = option_texts(question), max(have.values(), default=0)
    return [
        Row(
            texts[option],
            number(places),
            width(places - gained.get(option, 0), most),
            won=True,
            gained=number(gained[option]) if gained.get(option) else "",
            gained_width=width(gained.get(option, 0), most),
        )
        for option, places in sorted(have.items(), key=lambda pair: -pair[1])
    ]


def lists(question: Question, told: Told) -> list[Frame]:
    """Ballots of each list, its places, and its candidates from the top down."""
    chart = told["chart"]
    ballots = [
        Row(
            list_name(question, row["list"]),
            number(row["ballots"]),
            width(row["ballots"], chart["of"]),
        )
        for row in chart["rows"]
    ]
    found = [
        frame(
            gettext("The votes are added up"),
            gettext("Each ballot is a vote for one list."),
            rows=ballots,
        )
    ]
    texts = option_texts(question)
    for row in chart["rows"][:MOST_PLACES]:
        found.append(
            frame(
                list_name(question, row["list"]),
                ngettext(
                    "It gets %(count)s place, given from the top of the list down.",
                    "It gets %(count)s places, given from the top of the list down.",
                    row["places"],
                    count=number(row["places"]),
                )
                if row["places"]
                else gettext("It has too few votes for a place."),
                rows=[
                    Row(
                        texts[one["option"]],
                        number(place),
                        won=one["elected"],
                        mark=gettext("elected") if one["elected"] else "",
                    )
                    for place, one in enumerate(row["candidates"], 1)
                ],
            )
        )
    return found


def committee(question: Question, told: Told) -> list[Frame]:
    texts, ticks = option_texts(question), told["steps"][0]["ticks"]
    most, taken, found = max(ticks.values(), default=0), [], []
    for step in told["steps"][1 : MOST_PLACES + 1]:
        option, votes = step["option"], step["votes"]
        taken.append(option)
        if votes is None:
            said = gettext(
                "%(option)s takes a place that was left over.", option=names(question, [option])
            )
        elif Fraction(votes) == ticks[option]:
            said = gettext(
                "%(option)s has the most: %(n)s ballots tick it.",
                option=names(question, [option]),
                n=number(ticks[option]),
            )
        else:
            said = gettext(
                "%(option)s has the most now: %(n)s ballots tick it, and count for %(votes)s, as "
                "some of them have others elected.",
                option=names(question, [option]),
                n=number(ticks[option]),
                votes=points(votes),
            )
        rows = [
            Row(
                texts[o],
                number(n),
                width(n, most),
                won=o in taken,
                mark=gettext("elected") if o in taken else "",
            )
            for o, n in sorted(ticks.items(), key=lambda pair: -pair[1])
        ]
        found.append(frame(gettext("Place %(n)s", n=number(len(taken))), said, rows=rows))
    return [_ticks(question, ticks), *found]


def sets(question: Question, told: Told) -> list[Frame]:
    """The ticks; then what the best set with each option comes to, of all sets that there are."""
    texts, chart, step = option_texts(question), told["chart"], told["steps"][0]
    rows = [row for row in chart["rows"] if row["best"] is not None]
    rows.sort(key=lambda row: -Fraction(row["best"]))
    most = Fraction(rows[0]["best"]) if rows else Fraction(1)
    said = [
        ngettext(
            "There is %(count)s set that fills the places.",
            "There are %(count)s sets that fill the places.",
            step["sets"],
            count=number(step["sets"]),
        ),
        ngettext(
            "%(count)s of them is the best.",
            "%(count)s of them are the best, and equally good.",
            step["best"],
            count=number(step["best"]),
        ),
    ]
    marks = {True: gettext("in some of the best sets"), False: ""}
    compared = [
        Row(
            texts[row["option"]],
            points(row["best"]),
            width(Fraction(row["best"]), most),
            won=row["option"] in told["elected"],
            mark=gettext("elected") if row["option"] in told["elected"] else marks[row["level"]],
        )
        for row in rows
    ]
    meant = gettext("Beside each option: what the best set with it comes to.")
    title = gettext("All sets are compared")
    return [_ticks(question, step["ticks"]), frame(title, *said, meant, rows=compared)]


def _ticks(question: Question, ticks: Mapping[str, int]) -> Frame:
    texts, most = option_texts(question), max(ticks.values(), default=0)
    rows = [
        Row(texts[o], number(n), width(n, most))
        for o, n in sorted(ticks.items(), key=lambda pair: -pair[1])
    ]
    return frame(gettext("The ticks are counted"), rows=rows)
