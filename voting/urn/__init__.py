"""The urn: who took part and what was cast, never in one row of a secret round.

A secret ballot is kept sealed, under a name that cannot be derived from its voter's number alone:
both take the round's key, which is kept outside the database. So somebody who reads the database,
its log or any number of copies learns who voted but not what, and somebody who can write to it
cannot put a ballot in. Nothing is hidden from somebody who holds both database and key while the
round is open.
"""

import hmac
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, delete, select

from civic.core import db, sealing
from voting.ballots import all_forms
from voting.canonical import canonical
from voting.models import (
    BallotBegun,
    CountedBallot,
    Disclosure,
    Elector,
    KeyDebt,
    Mandate,
    OpenBallot,
    Participation,
    Round,
    UrnScrub,
    UrnSlot,
)
from voting.urn import keys
from voting.voters import Poll

Paper = Mapping[str, Any]
"""Question -> choice; None is blank."""
Kept = Callable[[str, Any], Any]
BYTES = 4
"""Of one sign in UTF-8 at most; JSON's own escapes of a text are shorter."""


def put(session: Session, *, round: Poll, member_id: int, weight: int, paper: Paper) -> None:
    """One paper per elector: a later one takes the place of the earlier one. Two statements.

    Raises KeyMissing: a secret ballot that nobody could take back or count is not taken.
    """
    own = {"round_id": round.id, "member_id": member_id}
    if round.disclosure == Disclosure.SECRET:
        key = _key(session, round)
        name = slot(key, round_id=round.id, member_id=member_id)
        text = _padded({"paper": dict(paper), "weight": weight}, _size(round.frozen))
        row = {"round_id": round.id, "slot": name, "payload": _sealed(key, text, round.id, name)}
        _upsert(session, UrnSlot, row, changes=("payload",))
    else:
        row = own | {"ballot": dict(paper), "draft": None}
        _upsert(session, OpenBallot, row, changes=("ballot", "draft"))
    _upsert(session, Participation, own, changes=())


def slot(key: keys.RoundKey, *, round_id: int, member_id: int) -> str:
    return hmac.digest(key.naming, f"{round_id}:{member_id}".encode(), "sha256").hex()


def begin(session: Session, *, round_id: int, member_id: int) -> None:
    """Remember that a ballot was looked at, and nothing else."""
    _upsert(session, BallotBegun, {"round_id": round_id, "member_id": member_id}, changes=())


def keep_draft(session: Session, *, round_id: int, member_id: int, paper: Paper) -> None:
    """Of an open round only."""
    row = {"round_id": round_id, "member_id": member_id, "draft": dict(paper)}
    _upsert(session, OpenBallot, row, changes=("draft",))


def empty(
    session: Session,
    round: Round,
    questions: Sequence[str],
    *,
    kept: Kept,
    carried: Mapping[int, Sequence[int]],
) -> dict[str, list[list[Any]]]:
    """All ballots by question, each question's shuffled on its own, written as counted ballots;
    the slots are gone. ``kept`` sees a question and a choice, once a paper, and returns what stays
    of it. ``carried``: whose paper counts for others, too, with the weight of each of those: it is
    counted once for everybody, so that no weight tells whose it is. The key is owed from here on:
    ``pay_key_debts`` destroys it after the commit. Raises KeyMissing."""
    papers = _papers(session, round, carried)
    counted: dict[str, list[list[Any]]] = {}
    for question in questions:
        choices = [(weights, kept(question, paper.get(question))) for weights, paper in papers]
        entries: list[list[Any]] = [
            [weight, choice] for weights, choice in choices for weight in weights
        ]
        secrets.SystemRandom().shuffle(entries)
        counted[question] = entries
        about = {"round_id": round.id, "question": question}
        rows = [
            about | {"place": place, "weight": weight, "choice": choice}
            for place, (weight, choice) in enumerate(entries)
        ]
        if rows:
            session.execute(insert(CountedBallot), rows)
    session.exec(delete(UrnSlot).where(col(UrnSlot.round_id) == round.id))
    session.exec(delete(BallotBegun).where(col(BallotBegun.round_id) == round.id))
    session.add_all([KeyDebt(round_id=round.id), UrnScrub(round_id=round.id)])
    return counted


def discard(session: Session, round: Round) -> None:
    """Of a cancelled round: nothing is counted, nothing is kept."""
    for table in (UrnSlot, OpenBallot, BallotBegun, Participation, Mandate):
        session.exec(delete(table).where(col(table.round_id) == round.id))
    session.add_all([KeyDebt(round_id=round.id), UrnScrub(round_id=round.id)])


def _papers(
    session: Session, round: Round, carried: Mapping[int, Sequence[int]]
) -> list[tuple[list[int], Paper]]:
    """Each paper with the weights that it counts for: its elector's, then those of others."""
    if round.disclosure == Disclosure.OPEN:
        rows = session.exec(
            select(Elector.member_id, Elector.weight, OpenBallot.ballot)
            .join(
                OpenBallot,
                (col(OpenBallot.round_id) == Elector.round_id)
                & (col(OpenBallot.member_id) == Elector.member_id),
            )
            .where(Elector.round_id == round.id, col(OpenBallot.ballot).is_not(None))
        )
        return [([weight, *carried.get(id, ())], ballot or {}) for id, weight, ballot in rows]
    lying = select(UrnSlot.slot, UrnSlot.payload).where(UrnSlot.round_id == round.id)
    slots = session.exec(lying).all()
    if not slots:
        return []
    key = _key(session, round)
    others = {
        slot(key, round_id=round.id, member_id=carrier): weights
        for carrier, weights in carried.items()
    }
    opened = [
        (name, json.loads(_unsealed(key, payload, round.id, name))) for name, payload in slots
    ]
    return [([one["weight"], *others.get(name, ())], one["paper"]) for name, one in opened]


def _key(session: Session, round: Round | Poll) -> keys.RoundKey:
    """Raises KeyMissing."""
    return keys.read(session.info["config"].key_folder, round.id)


def _sealed(key: keys.RoundKey, text: str, round_id: int, name: str) -> str:
    if key.sealing is None:
        return text
    sealed = sealing.seal_with(key.sealing, text, about=_belongs_to(round_id, name))
    return b64encode(sealed).decode()


def _unsealed(key: keys.RoundKey, payload: str, round_id: int, name: str) -> str:
    """Raises Unreadable."""
    if key.sealing is None:
        return payload
    about = _belongs_to(round_id, name)
    return sealing.unseal_with(key.sealing, b64decode(payload), about=about)


def _belongs_to(round_id: int, name: str) -> str:
    """So that a ballot opens in its own slot only."""
    return f"ballot:{round_id}:{name}"


@lru_cache(maxsize=256)
def _size(frozen: str) -> int:
    """Room for the largest paper of a round, in bytes: an id has 40 characters at most, and
    words as many as their form allows."""
    questions = json.loads(frozen)["questions"]
    words = sum(all_forms()[question["form"]].longest_text for question in questions)
    return 128 + BYTES * words + sum(64 * (1 + len(question["options"])) for question in questions)


def _padded(content: Any, size: int) -> str:
    """Canonical JSON, padded with spaces to ``size`` bytes of UTF-8, whatever it says."""
    text = canonical(content)
    room = size - len(text.encode())
    assert room >= 0, "a paper is larger than its round allows"
    return text + " " * room


def _upsert(
    session: Session, table: Any, row: Mapping[str, Any], *, changes: tuple[str, ...]
) -> None:
    """Insert, or change in place."""
    connection = session.connection()
    written = _insert(connection.dialect.name, table.__table__, tuple(row), changes)
    connection.execute(written, dict(row))


@cache
def _insert(dialect: str, table: Any, given: tuple[str, ...], changes: tuple[str, ...]) -> Any:
    """Put together once for each table and what changes in it."""
    added = db.insert_of(dialect, table).values({name: bindparam(name) for name in given})
    keyed = [column.name for column in table.primary_key]
    if not changes:
        return added.on_conflict_do_nothing(index_elements=keyed)
    changed = {name: added.excluded[name] for name in changes}
    return added.on_conflict_do_update(index_elements=keyed, set_=changed)
