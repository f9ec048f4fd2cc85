"""What pages say of votes that are passed on."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from civic.core.words import number
from voting.mandates import Given, Held
from voting.models import Disclosure, Fate, Round
from voting.wording import listed


def rule(mandates: Mapping[str, Any] | None) -> str:
    """Whether a member may pass their vote on, and to whom."""
    if mandates is None:
        return gettext("Nobody votes for anybody else.")
    most = mandates["most"]
    if not mandates["onward"]:
        return ngettext(
            "Whoever cannot take part may let another voter vote for them. Nobody votes for "
            "more than %(count)s other person.",
            "Whoever cannot take part may let another voter vote for them. Nobody votes for "
            "more than %(count)s others.",
            most,
            count=number(most),
        )
    passed = gettext("A vote may be passed on to another voter, and by them to somebody else.")
    if most is None:
        return str(passed)
    limit = ngettext(
        "Nobody votes for more than %(count)s other person.",
        "Nobody votes for more than %(count)s others.",
        most,
        count=number(most),
    )
    return f"{passed} {limit}"


def held(held: Held) -> str:
    """For whom a ballot counts, too."""
    names, times = _names(held), number(held.heads + 1)
    if held.heads == 1:
        return gettext(
            "You also vote for %(names)s: your ballot counts %(n)s times. If they vote "
            "themselves, their own vote counts.",
            names=names,
            n=times,
        )
    return gettext(
        "You also vote for %(names)s: your ballot counts %(n)s times. If one of them votes, "
        "that person's own vote counts.",
        names=names,
        n=times,
    )


def goes_on(held: Held, holder: str) -> str:
    """Whose votes go on to somebody with one's own."""
    return gettext(
        "%(names)s passed their vote on to you, and it goes on to %(holder)s with your own, "
        "unless you vote yourself.",
        names=_names(held),
        holder=holder,
    )


def shows(held: Held) -> str:
    """What the totals of a secret vote tell of a ballot that counts several times."""
    return gettext(
        "Your ballot counts several times, and totals can show it: an option with fewer than "
        "%(n)s votes is not the one you chose. Whoever knows for how many you vote can work "
        "that out.",
        n=number(held.heads + 1),
    )


def _names(held: Held) -> str:
    names = [name for _id, name in held.givers]
    more = held.heads - len(names)
    if more:
        names.append(ngettext("%(n)s other person", "%(n)s other people", more, n=number(more)))
    return listed(names)


def fate(given: Given, round: Round) -> str:
    """What became of a vote passed on, once it is counted. In open votes the one at the end of the
    way is named, whoever that is."""
    assert round.mandates is not None
    if given.declined:
        return gettext("%(name)s declined, so nobody voted for you.", name=given.holder)
    if given.fate == Fate.OWN:
        return gettext(
            "You voted yourself: your own vote counted, and not that of %(name)s for you.",
            name=given.holder,
        )
    if given.fate == Fate.ABSENT:
        if not round.mandates["onward"]:
            lost = gettext("Your vote was lost: neither you nor %(name)s voted.", name=given.holder)
            return str(lost)
        return gettext(
            "Your vote was lost: neither you voted nor anybody to whom it was passed on, from "
            "%(name)s onwards.",
            name=given.holder,
        )
    if given.carrier == given.holder or round.disclosure == Disclosure.OPEN:
        return gettext("Your vote was counted: %(name)s voted for you.", name=given.carrier)
    return gettext("Your vote was counted, passed on by %(name)s.", name=given.holder)


def voter(name: str, carried: Held | None) -> str:
    """A name beside a choice, with those for whom it was made, too."""
    if carried is None:
        return name
    return gettext("%(name)s, also for %(others)s", name=name, others=_names(carried))


def outcome(mandates: Mapping[str, Any]) -> list[str]:
    """What became of all of them, a sentence for each number that is not 0."""
    given, carried, own = mandates["given"], mandates["carried"], mandates["own"]
    lost = sum(mandates["lost"].values())
    if not given:
        return [gettext("Nobody passed their vote on.")]
    lines = [
        ngettext("%(n)s vote was passed on.", "%(n)s votes were passed on.", given, n=number(given))
    ]
    if carried:
        lines.append(
            ngettext("%(n)s was cast by its holder.", "%(n)s were cast by their holders.",
                     carried, n=number(carried))
        )  # fmt: skip
    if own:
        lines.append(
            ngettext("%(n)s of these members voted themselves, and that counted.",
                     "%(n)s of these members voted themselves, and that counted.",
                     own, n=number(own))
        )  # fmt: skip
    if lost:
        lines.append(
            ngettext("%(n)s was lost: its holder did not vote.",
                     "%(n)s were lost: their holders did not vote.", lost, n=number(lost))
        )  # fmt: skip
    return [str(line) for line in lines]
