"""Rules that add up once: votes, points, stances, grades; and the draw."""

from flask_babel import gettext, ngettext

from civic.core.words import number
from voting import pictures
from voting.amounts import width
from voting.replay.frames import Frame, Question, Row, Told, frame, names
from voting.wording import grade, option_texts

MOST_OPTIONS = 60


def bars(question: Question, told: Told) -> list[Frame]:
    chart = told["chart"]
    rows = [
        Row(row["text"], row["value"], row["width"], won=row["won"])
        for row in pictures.bars(question, chart, told["elected"])
    ]
    if chart.get("unit") == "points":
        title = gettext("The points are added up")
        said = gettext("All points that ballots give to an option are one sum.")
    else:
        title = gettext("The votes are added up")
        said = gettext("Each ballot adds its votes to what it chooses.")
    return [frame(title, said, rows=rows)]


def stances(question: Question, told: Told) -> list[Frame]:
    rows = [
        Row(row["text"], row["value"], row["width"])
        for row in pictures.bars(question, told["chart"], ())
    ]
    said = gettext("Each ballot stands on one side, with its reason where one is needed.")
    return [frame(gettext("The stances are counted"), said, rows=rows)]


def points(question: Question, told: Told) -> list[Frame]:
    rows = [
        Row(row["text"], row["value"], row["width"], won=row["won"])
        for row in pictures.points(question, told["chart"], told["elected"])
    ]
    if told["chart"].get("by") == "ticks":
        said = gettext("Each ballot shares one point equally among all that it ticks.")
    else:
        said = gettext("A rank is worth points; all points that an option gets are one sum.")
    return [frame(gettext("The points are added up"), said, rows=rows)]


def grades(question: Question, told: Told) -> list[Frame]:
    """For each option: from the best grade down until more than half of the ballots are passed."""
    texts, chart, found = option_texts(question), told["chart"], []
    levels = question["form_parameters"]["grades"]
    for row in chart["rows"][:MOST_OPTIONS]:
        tally = [*row["tally"], *[0] * (levels + 1 - len(row["tally"]))]
        total, passed, rows = sum(tally), 0, []
        for level in range(levels - 1, -2, -1):
            before, passed = passed, passed + tally[level + 1]
            middle = 2 * before < total <= 2 * passed
            if tally[level + 1] or level >= 0:
                rows.append(
                    Row(
                        grade(question, level),
                        gettext(
                            "%(n)s, together %(sum)s",
                            n=number(tally[level + 1]),
                            sum=number(passed),
                        ),
                        width(passed, total),
                        won=middle,
                        mark=gettext("the middle") if middle else "",
                    )
                )
        said = gettext(
            "Its grades are laid in a row, the best first. The one that brings them to half of "
            "%(of)s ballots is its middle grade.",
            of=number(total),
        )
        found.append(frame(texts[row["option"]], said, rows=rows, line="50%"))
    order = [option for group in told["ranking"] for option in group]
    compared = gettext(
        "The best middle grade stands first; where two are the same, the ballots above and below "
        "it decide."
    )
    rows = [Row(texts[o], number(n), won=o in told["elected"]) for n, o in enumerate(order, 1)]
    return [*found, frame(gettext("The middle grades are compared"), compared, rows=rows)]


def draw(question: Question, told: Told) -> list[Frame]:
    texts, rows = option_texts(question), told["chart"]["rows"]
    ticks = told["steps"][0]["votes"]
    most = max(ticks.values(), default=0)
    accepted = [
        Row(texts[o], number(votes), width(votes, most))
        for o, votes in sorted(ticks.items(), key=lambda pair: -pair[1])
    ]
    taking = [row["option"] for row in rows]
    return [
        frame(
            gettext("Acceptances are counted"),
            ngettext(
                "%(count)s takes part in the draw.",
                "%(count)s take part in the draw.",
                len(taking),
                count=number(len(taking)),
            ),
            rows=accepted,
        ),
        frame(
            gettext("The lots are drawn"),
            gettext("The seed was fixed before the first ballot: its codes give the order.")
            if told["elected"]
            else "",
            gettext("Drawn: %(options)s.", options=names(question, told["elected"]))
            if told["elected"]
            else gettext("Nobody is drawn yet."),
        ),
    ]
