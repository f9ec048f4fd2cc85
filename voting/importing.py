"""A closed round with the real ballots of a file, counted and published like any other."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from civic.core import db
from civic.core.clock import now
from civic.spaces.models import Space
from voting.actions import new_question
from voting.actions.closing import store_result
from voting.actions.opening import freeze
from voting.canonical import canonical, fingerprint
from voting.models import CountedBallot, Disclosure, Publication, Round, State
from voting.readers import Election, read
from voting.rules import all_rules

MOST_OPTIONS = 2_000


def import_election(path: Path, *, rule: str, space: str, title: str | None) -> str:
    """A sentence that says what was taken in. Raises Unreadable, ValueError (BadRound too)."""
    election = read(path)
    with db.writing() as session:
        here = session.exec(select(Space).where(Space.title == space)).first()
        if here is None:
            here = Space(title=space)
            session.add(here)
            session.flush()
        name = (title or election.title or path.stem)[:140]
        round = take_in(session, election, rule=rule, space=here, titles={here.language: name})
        number = round.id
    refused = "".join(f"\n  refused: {line}" for line in election.refused[:20])
    count = len(election.ballots)
    return f"Round {number}: {count} ballots counted, {len(election.refused)} refused.{refused}"


def take_in(
    session: Session, election: Election, *, rule: str, space: Space, titles: dict[str, str]
) -> Round:
    """A closed round that is frozen, counted and published as any other. Raises ValueError."""
    if rule not in all_rules():
        raise ValueError(f"There is no rule {rule!r}. The rules are: {', '.join(all_rules())}")
    if election.form == "points":
        raise ValueError("A round takes ballots; this file holds points. Count it: civic tally.")
    question = _question(election, rule, titles, space.language) | {"id": "q1"}
    ids = {
        original: option["id"]
        for original, option in zip(election.options, question["options"], strict=True)
    }
    entries = [[weight, _renamed(choice, ids)] for weight, choice in election.ballots]
    round = Round(
        space_id=space.id,
        titles=titles,
        questions=[question],
        disclosure=Disclosure.SECRET,
        publication=Publication.BALLOTS,
        closes_at=now(),
        opens_at=now() - timedelta(days=1),
        opened_at=now() - timedelta(days=1),
        closed_at=now(),
        state=State.CLOSING,
        imported=True,
    )
    round.space = space
    weight = sum(weight for weight, _ in entries)
    rolled = {"size": len(entries), "weight": weight, "sha256": fingerprint("[]")}
    frozen = freeze(round, rolled=rolled, seed=None, opens_at=round.opened_at or now())
    round.frozen = canonical(frozen)
    round.check_code = fingerprint(round.frozen)
    session.add(round)
    session.flush()
    session.add_all(
        CountedBallot(round_id=round.id, question="q1", place=place, weight=w, choice=choice)
        for place, (w, choice) in enumerate(entries)
    )
    store_result(session, round, frozen=frozen, ballots={"q1": entries}, seed=None, voices={})
    return round


def _question(
    election: Election, rule: str, titles: dict[str, str], language: str
) -> dict[str, Any]:
    known = {parameter.name for parameter in all_rules()[rule].parameters}
    question = new_question(
        title=titles,
        text={language: election.source} if election.source else None,
        rule=rule,
        options=[
            {
                "title": {language: (election.titles.get(option) or option)[:300]},
                "cost": election.costs.get(option),
            }
            for option in election.options
        ],
        parameters={k: v for k, v in election.parameters.items() if k in known},
        form_parameters=election.form_parameters,
    )
    if "budget" in question["form_parameters"]:  # approvals of a file may exceed the budget
        everything = sum(option["cost"] or 0 for option in question["options"])
        question["form_parameters"]["budget"] = everything
    return question


def _renamed(choice: Any, ids: dict[str, str]) -> Any:
    """The same choice with the round's option ids in place of the file's."""
    if choice is None:
        return None
    if isinstance(choice, str):
        return ids[choice]
    if isinstance(choice, dict):
        return {ids[option]: grade for option, grade in choice.items()}
    if choice and isinstance(choice[0], list):
        return [sorted(ids[option] for option in group) for group in choice]
    return sorted(ids[option] for option in choice)
