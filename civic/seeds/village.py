"""The people of the demo, its spaces, and the hands with which things are done there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import floor
from secrets import SystemRandom

from sqlmodel import Session, select

from civic.community.models import Community, SignUp
from civic.core import clock
from civic.core.actor import Actor
from civic.core.audience import Audience
from civic.members.models import CommunityRole, Member
from civic.sign_in.models import Account
from civic.spaces import actions as spaces
from civic.spaces.models import Membership, Phase, Role, Space, SpaceKind

PEOPLE = (
    "Amina Diallo", "Nadia Roche", "Karim Belaïd", "Mireille Aubry", "Léo Marchetti", "Inès Haddad",
    "Tom Baker", "Sophie Laurent", "Youssef Amrani", "Claire Fontaine", "Jonas Weber",
    "Awa Traoré", "Paul Girard", "Lina Costa", "Marc Petit", "Emma Clarke", "Hugo Bernard",
    "Fatou Ndiaye", "Alice Moreau", "Samir Khelifi", "Rose Whitaker", "Denis Leroy", "Maya Singh",
    "Olivier Blanc",
)  # fmt: skip

WAKING, EVENING = 14.5, 4.5
"""Hours: of a day, and of them those after 6 pm."""


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The house's clock stands at ``moment`` inside the block."""
    before = clock.read
    clock.read = lambda: moment
    try:
        yield
    finally:
        clock.read = before


class Village:
    """Everything that the demo is made of, in one writing transaction."""

    def __init__(self, session: Session, stored: str) -> None:
        self.session, self.stored = session, stored
        evening = clock.now().replace(hour=18, minute=0, second=0, microsecond=0)
        self.today = evening if evening <= clock.now() else evening - timedelta(days=1)
        self.chance = SystemRandom()
        self.roles: dict[int, dict[int, str]] = {}
        self.people: dict[str, Member] = {}

    def settle(self) -> None:
        with at(self.days(-60)):
            self.found()
        self.quarter = self.space(
            "Quartier San Antonio : vivre ensemble",
            "Tout ce que nous décidons pour le quartier : propositions, débats et votes.",
            "fr",
            threshold=6,
        )
        self.garden = self.space(
            "The community garden",
            "What we grow, who waters, and how we share the shed.",
            "en",
            threshold=4,
        )

    def days(self, days: float) -> datetime:
        """Nobody acts at night: the parts of a day, from 6 pm on, skip from 10.30 pm to 8 am."""
        whole = floor(days)
        hours = (days - whole) * WAKING
        night = 24 - WAKING if hours >= EVENING else 0
        return self.today + timedelta(days=whole, hours=hours + night)

    def found(self) -> None:
        self.session.add(
            Community(
                name="Quartier San Antonio",
                tagline={"fr": "Association d’habitants", "en": "A residents’ association"},
                member_noun={"fr": "habitants", "en": "residents"},
                facilitator_noun={"fr": "équipe d’animation", "en": "facilitation team"},
                languages=["fr", "en"],
                contact="contact@demo.example",
                sign_up=SignUp.OPEN,
                open_to_read=True,
            )
        )
        for place, name in enumerate(PEOPLE):
            member = Member(
                name=name,
                email=f"{name.split()[0].casefold()}@demo.example".replace("é", "e").replace(
                    "è", "e"
                ),
                locale="en" if place in (6, 10, 15, 20, 22) else "fr",
                college="Habitants" if place % 3 else "Commerçants",
                paid_up_until=self.days(200).date() if place % 5 else None,
            )
            self.session.add(member)
            self.people[name.split()[0]] = member
        for name in ("Karim", "Claire"):
            self.people[name].role = CommunityRole.ADMINISTRATOR
        self.session.flush()
        for name in ("Amina", "Nadia", "Karim", "Claire"):
            self.people[name].email_confirmed_at = self.days(-60)
            account = Account(member_id=self.people[name].id, password=self.stored)
            self.session.add(account)

    def space(
        self, title: str, purpose: str, language: str, *, threshold: int, archive: bool = False
    ) -> Space:
        """Where everything is open; or, in an archive, nothing."""
        karim = Actor(id=self.people["Karim"].id, name="Karim Belaïd", is_admin=True)
        with at(self.days(-55)):
            space = spaces.create(
                self.session,
                actor=karim,
                values={
                    "title": title,
                    "purpose": purpose,
                    "language": language,
                    "kind": SpaceKind.ASSEMBLY if language == "fr" else SpaceKind.WORKING_GROUP,
                    "audience": Audience.INTERNET,
                    "support_threshold": threshold,
                },
            )
            self.roles[space.id] = {}
            for name, member in self.people.items():
                if name == "Karim":
                    continue
                role = Role.FACILITATOR if name == "Nadia" else Role.MEMBER
                self.session.add(Membership(space_id=space.id, member_id=member.id, role=role))
            acts = [] if archive else [str(act) for act in self.session.info["registry"].acts]
            title = "Tout est ouvert" if language == "fr" else "Everything is open"
            title = "À lire" if archive else title
            spaces.plan(
                self.session, space=space, actor=karim, phases=[{"title": title, "acts": acts}]
            )
            phase = self.session.exec(select(Phase).where(Phase.space_id == space.id)).one()
            spaces.enter(self.session, space=space, phase=phase, actor=karim)
        return space

    def administering(self, name: str) -> Actor:
        return Actor(id=self.people[name].id, name=self.people[name].name, is_admin=True)

    def acting(self, name: str) -> Actor:
        role = "facilitator" if name == "Nadia" else "member"
        both = {space: frozenset({role}) for space in self.roles}
        member = self.people[name]
        return Actor(id=member.id, name=member.name, roles_by_space=both)
