"""A vote's life, and what a plain model says of it: who may do what, and what has to come of it.

Each life has a space and people of its own: two who facilitate, five members, and a legal entity
that one of them represents; Kim administers. The model keeps sets and sums, and asks the house only
what stands in its rows.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from sqlmodel import select

from civic.core import db
from civic.core.actor import Actor
from civic.core.audience import Audience
from civic.core.clock import now
from civic.joint.models import JointAct
from civic.members.models import Member, MemberKind
from civic.spaces.models import Membership, Role, Space
from voting import actions
from voting.models import Disclosure, Mandate, Publication, Round, State

FACILITATORS, MEMBERS = ("Fay", "Gus"), ("Ada", "Ben", "Cleo", "Dan", "Eve")
ENTITY = "Mill"
ROLL = (*FACILITATORS, *MEMBERS, ENTITY)
numbers = count(1)
TITLES = [{"title": {"en": name}} for name in ("Trees", "A bench")]


@dataclass
class Life:
    """``two``: what closes, extends or cancels takes two people."""

    people: dict[str, Member]
    secret: bool
    two: bool
    early: bool
    mandates: dict | None
    number: int = field(default_factory=lambda: next(numbers))
    votes: dict[str, list[str]] = field(default_factory=dict)
    here: set[str] = field(default_factory=lambda: {"Kim", *ROLL} - {ENTITY})
    """Who has not left."""
    facilitate: set[str] = field(default_factory=lambda: set(FACILITATORS))
    administer: set[str] = field(default_factory=lambda: {"Kim"})
    representative: str | None = "Ada"
    alone: set[int] = field(default_factory=set)
    """Acts that nobody else could have agreed to when they were asked for."""

    def begin(self):
        """The rows, and the round: open for two days."""
        space = Space(title=f"The yard {self.number}", language="en", audience=Audience.SPACE)
        with db.writing() as session:
            space.acts = list(session.info["registry"].acts)
            session.add(space)
            for name in ROLL:
                kind = MemberKind.ENTITY if name == ENTITY else MemberKind.PERSON
                address = None if name == ENTITY else f"{name.lower()}.{self.number}@example.org"
                one = Member(name=f"{name} {self.number}", kind=kind, email=address)
                session.add(one)
                self.people[self.named(name)] = one
            session.flush()
            self.person(ENTITY).represented_by_id = self.person("Ada").id
            for name in ROLL:
                role = Role.FACILITATOR if name in FACILITATORS else Role.MEMBER
                session.add(
                    Membership(space_id=space.id, member_id=self.person(name).id, role=role)
                )
        self.space_id = space.id
        self.round_id = self._open()
        self.address = f"/votes/{self.round_id}-the-lawn"
        self.frozen = self.round().frozen
        self.closes_at = self.round().closes_at
        return self

    def _open(self):
        fay = Actor(
            id=self.person("Fay").id,
            name="Fay",
            roles_by_space={self.space_id: frozenset({"facilitator"})},
        )
        with db.writing() as session:
            round = actions.draft_round(
                session,
                space=session.get(Space, self.space_id),
                actor=fay,
                titles={"en": "The lawn"},
                questions=[
                    actions.new_question(rule="approval", title={"en": "What?"}, options=TITLES)
                ],
                closes_at=now() + timedelta(days=2),
                disclosure=Disclosure.SECRET if self.secret else Disclosure.OPEN,
                publication=Publication.SUMS
                if self.mandates and self.secret
                else Publication.BALLOTS,
                mandates=self.mandates,
                early_close=self.early,
                by_two=self.two,
            )
            round.smallest_group = 5
        with db.writing() as session:
            actions.open_round(session, round_id=round.id, actor=fay, now=now())
        return round.id

    # ------------------------------------------------------------ what is there

    def named(self, name):
        return name if name in ("Kim", "Zoe") else f"{name} {self.number}"

    def person(self, name):
        return self.people[self.named(name)]

    def name_of(self, member_id):
        return next(name for name in ("Kim", *ROLL) if self.person(name).id == member_id)

    def round(self):
        with db.reading() as session:
            return session.get_one(Round, self.round_id)

    def acts(self):
        with db.reading() as session:
            found = session.exec(select(JointAct).order_by(JointAct.id)).all()
        return [act for act in found if act.details.get("round_id") == self.round_id]

    def held(self):
        """Giver → holder, of the votes that are passed on."""
        with db.reading() as session:
            found = select(Mandate).where(
                Mandate.round_id == self.round_id, Mandate.declined.is_(False)
            )
            kept = session.exec(found).all()
        return {self.name_of(one.giver_id): self.name_of(one.holder_id) for one in kept}

    # ------------------------------------------------------------ what follows from it

    def is_open(self):
        return self.round().state == State.OPEN and now() < self.closes_at

    def acts_for(self, who, elector):
        """Whether somebody may act in an elector's name."""
        mine = who == elector != ENTITY or (elector == ENTITY and who == self.representative)
        return mine and who in self.here

    def leads(self, who):
        return who in self.here & self.facilitate

    def may_agree(self, who):
        return who in self.here & (self.facilitate | self.administer)

    def is_void(self, act):
        """Asked for in a vote that has ended in the meantime."""
        state = self.round().state
        if state == State.CLOSING:
            return not act.details["in_count"]
        return state != State.OPEN or now() >= self.closes_at

    def would_do(self, act):
        """What comes of an act with a second yes, or None."""
        change, later = act.kind.removeprefix("voting."), act.details.get("closes_at")
        asker = self.name_of(act.asked_by_id) if act.asked_by_id else None
        if self.is_void(act) or not self.leads(asker):
            return None
        if change != "cancel" and self.round().state != State.OPEN:
            return None
        return None if later and later <= self.closes_at.isoformat() else change

    def voter(self, elector):
        """Whose ballot counts for an elector; None where nobody's does."""
        held, onward = self.held(), (self.mandates or {}).get("onward")
        steps = len(held) if onward else 1
        while elector not in self.votes and elector in held and steps:
            elector, steps = held[elector], steps - 1
        return elector if elector in self.votes else None

    def entries(self):
        """The choices that have to be counted, carried ones included."""
        voters = [voter for voter in map(self.voter, ROLL) if voter]
        return Counter(tuple(self.votes[voter]) for voter in voters)

    def carried(self):
        return sum(self.voter(one) not in (None, one) for one in ROLL)

    def all_are_heard(self):
        return self.early and all(map(self.voter, ROLL))
