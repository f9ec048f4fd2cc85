"""A closed round with the real ballots of a file, counted and published like any other."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from civic.core import db
from civic.core.clock import now
from civic.spaces.models import Space
from voting.actions import new_question
from voting.actions.closing import store_result
from voting.actions.opening import freeze
from voting.ballots.stance import CUT
from voting.canonical import canonical, fingerprint
from voting.models import CountedBallot, Disclosure, Publication, Round, State
from voting.readers import Election, understood
from voting.readers.run import fitted, value_of
from voting.rules import VotingRule, all_rules

MOST_OPTIONS = 2_000


def import_election(
    path: Path,
    *,
    rule: str,
    space: str,
    title: str | None,
    seats: int | None = None,
    settings: Mapping[str, Any] | None = None,
    question: str | None = None,
    held_on: date | None = None,
) -> str:
    """A sentence that says what was taken in. ``held_on``: the last day of the vote, where the file
    names none. The same file under the same rule in the same space
    is taken in once. Raises Unreadable, ValueError (BadRound too)."""
    raw = path.read_bytes()
    election = understood(raw, path.name, question)
    election.held_on = election.held_on or held_on
    asked = {name: value_of(value) for name, value in (settings or {}).items()}
    told = [sha256(raw).hexdigest(), space, rule, seats, asked, question]
    public_id = fingerprint(canonical(told))[:32]
    with db.writing() as session:
        there = session.exec(select(Round).where(Round.public_id == public_id)).first()
        if there is not None:
            return f"Round {there.id} holds this file already, under this rule: nothing was added."
        here = session.exec(select(Space).where(Space.title == space)).first()
        if here is None:
            here = Space(title=space)
            session.add(here)
            session.flush()
        name = (title or election.title or path.stem)[:140]
        round = take_in(
            session,
            election,
            rule=rule,
            space=here,
            titles={here.language: name},
            seats=seats,
            asked=asked,
            public_id=public_id,
        )
        number = round.id
    refused = "".join(f"\n  refused: {line}" for line in election.refused[:20])
    count = len(election.ballots)
    return f"Round {number}: {count} ballots counted, {len(election.refused)} refused.{refused}"


def take_in(
    session: Session,
    election: Election,
    *,
    rule: str,
    space: Space,
    titles: dict[str, str],
    seats: int | None = None,
    asked: Mapping[str, Any] | None = None,
    public_id: str | None = None,
) -> Round:
    """A closed round that is frozen, counted and published as any other. Ranks left empty, marked
    twice or withdrawn are read first, as ``asked`` says. Raises ValueError."""
    found = _rule_for(election, rule)
    fit, parameters = fitted(election, found, dict(asked or {}), seats)
    question = _question(fit, found, parameters, titles, space.language) | {"id": "q1"}
    ids = {
        original: option["id"]
        for original, option in zip(fit.options, question["options"], strict=True)
    }
    entries: list[list[Any]] = [
        [weight, None if choice is None else _renamed(choice, fit.form, found.form, ids)]
        for weight, choice in fit.ballots
    ]
    weight = sum(weight for weight, _ in entries)
    rolled = {"size": len(entries), "weight": weight, "sha256": fingerprint("[]")}
    round = _closing(space, titles, question, public_id, end=_end_of(election.held_on))
    frozen = freeze(round, rolled=rolled, seed=None, opens_at=round.opened_at or now())
    round.frozen = canonical(frozen)
    round.check_code = fingerprint(round.frozen)
    session.add(round)
    session.flush()
    session.add_all(
        CountedBallot(round_id=round.id, question="q1", place=place, weight=w, choice=choice)
        for place, (w, choice) in enumerate(entries)
    )
    store_result(
        session,
        round,
        frozen=frozen,
        ballots={"q1": entries},
        seed=None,
        voices={},
        currency=election.currency,
    )
    return round


def _end_of(held_on: date | None) -> datetime:
    """Noon of that day, so that it is the same day in most places; now, where nobody knows the day
    or it is not over."""
    if held_on is None:
        return now()
    return min(datetime.combine(held_on, time(12), UTC), now())


def _rule_for(election: Election, rule: str) -> VotingRule:
    """Raises ValueError."""
    if rule not in all_rules():
        raise ValueError(f"There is no rule {rule!r}. The rules are: {', '.join(all_rules())}")
    found = all_rules()[rule]
    if election.sums or election.mandates:
        raise ValueError("A round takes ballots; this file holds others. Count it: civic tally.")
    if election.form == "points" != found.form:
        raise ValueError("A round takes ballots; this file holds points. Count it: civic tally.")
    return found


def _closing(
    space: Space,
    titles: dict[str, str],
    question: dict[str, Any],
    public_id: str | None,
    *,
    end: datetime,
) -> Round:
    """As if it had been open for a day."""
    round = Round(
        space_id=space.id,
        titles=titles,
        questions=[question],
        disclosure=Disclosure.SECRET,
        publication=Publication.BALLOTS,
        closes_at=end,
        opens_at=end - timedelta(days=1),
        opened_at=end - timedelta(days=1),
        closed_at=end,
        state=State.CLOSING,
        imported=True,
    )
    round.public_id = public_id or round.public_id
    round.space = space
    return round


def _question(
    election: Election,
    rule: VotingRule,
    parameters: Mapping[str, Any],
    titles: dict[str, str],
    language: str,
) -> dict[str, Any]:
    question = new_question(
        title=titles,
        text={language: election.source} if election.source else None,
        rule=rule.id,
        options=[
            {
                "title": {language: (election.titles.get(option) or option)[:300]},
                "cost": election.costs.get(option),
            }
            for option in election.options
        ],
        parameters=parameters,
        form_parameters=election.form_parameters if election.form == rule.form else None,
    )
    if "budget" in question["form_parameters"]:  # approvals of a file may exceed the budget
        everything = sum(option["cost"] or 0 for option in question["options"])
        question["form_parameters"]["budget"] = everything
    return question


def _renamed(choice: Any, form: str, wanted: str, ids: Mapping[str, str]) -> Any:
    """A choice of the file's form as one of the rule's form, with the round's option ids in place
    of the file's. Words that stood beside a stance stay in the file."""
    if wanted == "stance":
        return {"stance": ids[choice["stance"] if form == "stance" else choice], "reason": CUT}
    if wanted == "choice":
        return ids[choice[0][0] if form == "ranking" else choice]
    if form == "list":
        return {"list": choice["list"], "out": sorted(ids[option] for option in choice["out"])}
    if isinstance(choice, dict):
        return {ids[option]: grade for option, grade in choice.items()}
    if form == "ranking":
        return [sorted(ids[option] for option in group) for group in choice]
    return sorted(ids[option] for option in choice)
