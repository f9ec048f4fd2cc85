"""Rules that compare every two options: all duels, then the path that decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext

from civic.core.words import number
from voting.amounts import width
from voting.replay import rankings
from voting.replay.frames import Frame, Question, Row, Told, frame, names
from voting.wording import listed, option_texts, quoted

MOST_PAIRS = 60
Pair = tuple[str, str]


def duels(question: Question, told: Told) -> list[Frame]:
    """All duels first; then the path that decided, by what the rule noted of it."""
    steps = told["steps"]
    options, table = steps[0]["options"], steps[0]["duels"]
    texts = option_texts(question)
    size = range(len(options))
    pairs = [(a, b) for a in size for b in size if a != b and (table[a][b], -a) > (table[b][a], -b)]
    pairs.sort(key=lambda pair: (-table[pair[0]][pair[1]], pair))
    rows = [
        Row(
            gettext("%(a)s against %(b)s", a=texts[options[a]], b=texts[options[b]]),
            gettext("%(a)s to %(b)s", a=number(table[a][b]), b=number(table[b][a])),
            width(table[a][b], table[a][b] + table[b][a]),
            won=table[a][b] > table[b][a],
        )
        for a, b in pairs
    ]
    first = frame(
        gettext("Every two options are compared"),
        gettext(
            "For each pair: how many ballots place the one higher, and how many the other. The "
            "winner of the pair stands first."
        ),
        rows=rows,
        line="50%",
    )
    noted = {name: value for step in steps[1:] for name, value in step.items()}
    for name, tell in PATHS.items():
        if name in noted:
            return [first, *tell(question, told, options, table, noted)]
    return [first, _all_won(question, told, options, table)]


def _all_won(
    question: Question, told: Told, options: Sequence[str], table: Sequence[Sequence[int]]
) -> Frame:
    """Whoever wins against each other one; else nobody."""
    return frame(
        gettext("Who wins every duel?"),
        _is_elected(question, told) or gettext("Nobody wins every duel."),
        rows=_won_rows(question, told["elected"], options, table),
    )


def _won_rows(
    question: Question,
    marked: Sequence[str],
    options: Sequence[str],
    table: Sequence[Sequence[int]],
) -> list[Row]:
    """How many duels each option wins."""
    texts, size = option_texts(question), range(len(options))
    won = {options[a]: sum(table[a][b] > table[b][a] for b in size) for a in size}
    return [
        Row(
            texts[o],
            gettext("%(n)s of %(all)s", n=number(n), all=number(len(options) - 1)),
            width(n, len(options) - 1),
            won=o in marked,
        )
        for o, n in sorted(won.items(), key=lambda pair: -pair[1])
    ]


def _is_elected(question: Question, told: Told) -> str:
    chosen = told["elected"]
    if not chosen:
        return ""
    return ngettext(
        "%(options)s wins.", "%(options)s win.", len(chosen), options=names(question, chosen)
    )


def _held(
    question: Question, told: Told, options: Sequence[str], table: Any, noted: Mapping[str, Any]
) -> list[Frame]:
    """Ranked pairs: the clearest duels are held fast, one after the other."""
    texts, found = option_texts(question), []
    place = {option: column for column, option in enumerate(options)}

    def strength(pair: Pair) -> int:
        """As the rule measured it; the clearest comes first."""
        a, b = place[pair[0]], place[pair[1]]
        margins = question["parameters"]["measure"] != "winning-votes"
        return -int(table[a][b] - table[b][a] if margins else table[a][b])

    held: list[Pair] = sorted(((a, b) for a, b in noted["held"]), key=strength)
    for n, (a, b) in enumerate(held[:MOST_PAIRS], 1):
        left, right = table[place[a]][place[b]], table[place[b]][place[a]]
        found.append(
            frame(
                gettext("Duel %(n)s is held fast", n=number(n)),
                gettext(
                    "%(a)s stands above %(b)s, by %(left)s to %(right)s. It contradicts no duel "
                    "that is clearer.",
                    a=quoted(texts[a]),
                    b=quoted(texts[b]),
                    left=number(left),
                    right=number(right),
                ),
            )
        )
    dropped = [
        (a, b)
        for a in options
        for b in options
        if table[place[a]][place[b]] > table[place[b]][place[a]] and (a, b) not in held
    ]
    if dropped:
        rows = [
            Row(
                gettext("%(a)s against %(b)s", a=texts[a], b=texts[b]),
                gettext(
                    "%(a)s to %(b)s",
                    a=number(table[place[a]][place[b]]),
                    b=number(table[place[b]][place[a]]),
                ),
            )
            for a, b in dropped
        ]
        said = gettext("These duels would close a circle with clearer ones: they are set aside.")
        found.append(frame(gettext("What is set aside"), said, rows=rows))
    return [*found, frame(gettext("Who stands at the top?"), _is_elected(question, told))]


def _paths(
    question: Question, told: Told, options: Sequence[str], table: Any, noted: Mapping[str, Any]
) -> list[Frame]:
    """Schulze: the strongest path from the winner to each other option, and back."""
    texts, paths = option_texts(question), noted["paths"]
    found = []
    for winner in told["elected"] or [group[0] for group in told["ranking"][:1]]:
        top = options.index(winner)
        rows = [
            Row(
                gettext("%(a)s against %(b)s", a=texts[winner], b=texts[other]),
                gettext("%(a)s to %(b)s", a=number(paths[top][b]), b=number(paths[b][top])),
                width(paths[top][b], max(paths[top][b] + paths[b][top], 1)),
                won=paths[top][b] > paths[b][top],
            )
            for b, other in enumerate(options)
            if b != top
        ]
        said = gettext(
            "Whoever beats somebody who beats a third has a path to the third. A path is as strong "
            "as the weakest duel on it; the stronger path wins."
        )
        found.append(
            frame(gettext("The paths from %(option)s", option=texts[winner]), said, rows=rows)
        )
    return [*found, frame(gettext("Who is beaten by nobody?"), _is_elected(question, told))]


def _worst(
    question: Question, told: Told, options: Sequence[str], table: Any, noted: Mapping[str, Any]
) -> list[Frame]:
    texts, worst = option_texts(question), noted["worst"]
    most = max(worst.values(), default=0)
    rows = [
        Row(texts[o], number(bad), width(max(bad, 0), most or 1), won=o in told["elected"])
        for o, bad in sorted(worst.items(), key=lambda pair: pair[1])
    ]
    said = gettext("Each option is measured by its worst duel; the smallest number is best.")
    return [frame(gettext("The worst duel of each"), said, _is_elected(question, told), rows=rows)]


def _balance(
    question: Question, told: Told, options: Sequence[str], table: Any, noted: Mapping[str, Any]
) -> list[Frame]:
    texts = option_texts(question)
    rows = [
        Row(
            texts[o],
            gettext("won: %(won)s; less those lost: %(sum)s", won=number(noted["won"][o]), sum=n),
            won=o in told["elected"],
        )
        for o, n in sorted(noted["balance"].items(), key=lambda pair: -pair[1])
    ]
    said = gettext("Duels won, less duels lost: the largest number is best.")
    return [frame(gettext("The duels are added up"), said, _is_elected(question, told), rows=rows)]


def _dropped(
    question: Question, told: Told, options: Sequence[str], table: Any, noted: Mapping[str, Any]
) -> list[Frame]:
    """Debian: who is strong enough against the default, then the duels among those left."""
    weak, minor = noted["dropped"]["quorum"], noted["dropped"]["majority"]
    none = gettext("Nobody drops out.")
    found = [
        frame(
            gettext("Enough votes above the default?"),
            gettext("Too few: %(options)s.", options=names(question, weak)) if weak else none,
        ),
        frame(
            gettext("Majority against the default?"),
            gettext("Without it: %(options)s.", options=names(question, minor)) if minor else none,
        ),
    ]
    for n, left_out in enumerate(noted.get("left_out", ()), 1):
        pairs = [
            gettext("%(a)s against %(b)s", a=names(question, [a]), b=names(question, [b]))
            for a, b in left_out
        ]
        said = gettext(
            "Duels run in a circle; the weakest are left out: %(duels)s.", duels=listed(pairs)
        )
        found.append(frame(gettext("Circle %(n)s is opened", n=number(n)), said))
    return [*found, frame(gettext("Who is beaten by nobody left?"), _is_elected(question, told))]


def _orders(
    question: Question, told: Told, options: Sequence[str], table: Any, noted: Mapping[str, Any]
) -> list[Frame]:
    """Kemeny: what the best order with each option first comes to."""
    texts, first, many = option_texts(question), noted["first"], noted["orders"]
    most = max(first.values())
    rows = [
        Row(texts[o], number(n), width(n, most), won=o in told["elected"])
        for o, n in sorted(first.items(), key=lambda pair: -pair[1])
    ]
    meant = gettext(
        "Beside each option: how often the best order that has it first places one of two options "
        "above the other as a ballot does."
    )
    best = ngettext(
        "%(count)s order comes to the most.",
        "%(count)s orders come to the most, equally good.",
        many,
        count=number(many),
    )
    title = gettext("All orders are compared")
    return [frame(title, meant, best, _is_elected(question, told), rows=rows)]


def _rounds(
    question: Question, told: Told, options: Sequence[str], table: Any, noted: Mapping[str, Any]
) -> list[Frame]:
    """Duels say who leads; among these the weakest goes out, round by round."""
    leads = list(noted["rounds"][0]["votes"])
    said = gettext(
        "No option wins each of its duels. The smallest group whose members each win against "
        "everybody outside it: %(options)s. All others are set aside.",
        options=names(question, leads),
    )
    everybody = gettext("No option wins each of its duels, and no smaller group leads: all stay.")
    first = frame(
        gettext("Who leads?"),
        said if len(leads) < len(options) else everybody,
        gettext("Beside each option: how many of its duels it wins."),
        rows=_won_rows(question, leads, options, table),
    )
    return [first, *rankings.rounds(question, told)]


PATHS = {
    "rounds": _rounds,
    "first": _orders,
    "held": _held,
    "paths": _paths,
    "worst": _worst,
    "balance": _balance,
    "dropped": _dropped,
}
"""By what a rule notes beside its duels."""
