"""The demo community: bilingual, alive, made through the same actions as everything else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlmodel import Session, select

from civic.community.models import Community, SignUp
from civic.config import DEMO_ACCOUNTS, DEMO_PASSWORD
from civic.core import clock, db
from civic.core.actor import Actor
from civic.core.audience import Audience
from civic.members.models import CommunityRole, Member
from civic.members.queries import anybody
from civic.sign_in import passwords
from civic.sign_in.models import Account
from civic.spaces import actions as spaces
from civic.spaces.models import Membership, Phase, Role, Space, SpaceKind
from proposals import actions as proposals
from proposals.models import Proposal, Verdict
from voting import actions as voting
from voting.models import Disclosure

PASSWORD, ACCOUNTS = DEMO_PASSWORD, DEMO_ACCOUNTS
PEOPLE = (
    "Amina Diallo", "Nadia Roche", "Karim Belaïd", "Mireille Aubry", "Léo Marchetti", "Inès Haddad",
    "Tom Baker", "Sophie Laurent", "Youssef Amrani", "Claire Fontaine", "Jonas Weber",
    "Awa Traoré", "Paul Girard", "Lina Costa", "Marc Petit", "Emma Clarke", "Hugo Bernard",
    "Fatou Ndiaye", "Alice Moreau", "Samir Khelifi", "Rose Whitaker", "Denis Leroy", "Maya Singh",
    "Olivier Blanc",
)  # fmt: skip


def is_inhabited() -> bool:
    with db.reading() as session:
        return anybody(session)


def demo(app: Flask) -> None:
    """One transaction: interrupted, it leaves an empty house that can be filled again."""
    stored = passwords.store(PASSWORD)
    with db.writing() as session:
        _Demo(session, stored).fill()
    with db.writing() as session:
        voting.pay_key_debts(session)
    del app


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    """The house's clock stands at ``moment`` inside the block."""
    before = clock.read
    clock.read = lambda: moment
    try:
        yield
    finally:
        clock.read = before


class _Demo:
    def __init__(self, session: Session, stored: str) -> None:
        self.session, self.stored = session, stored
        self.today = datetime.now(UTC).replace(hour=18, minute=0, second=0, microsecond=0)
        self.chance = Random(2026)  # the same demo everywhere
        self.roles: dict[int, dict[int, str]] = {}
        self.people: dict[str, Member] = {}

    def fill(self) -> None:
        with _at(self._days(-60)):
            self._found()
        self.quarter = self._space(
            "Quartier San Antonio : vivre ensemble",
            "Tout ce que nous décidons pour le quartier : propositions, débats et votes.",
            "fr",
            threshold=6,
        )
        self.garden = self._space(
            "The community garden",
            "What we grow, who waters, and how we share the shed.",
            "en",
            threshold=4,
        )
        self._proposals()
        self._closed_rounds()
        self._open_rounds()

    def _days(self, days: float) -> datetime:
        return self.today + timedelta(days=days)

    def _found(self) -> None:
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
                paid_up_until=self._days(200).date() if place % 5 else None,
            )
            self.session.add(member)
            self.people[name.split()[0]] = member
        self.people["Karim"].role = CommunityRole.ADMINISTRATOR
        self.session.flush()
        for name in ("Amina", "Nadia", "Karim"):
            self.people[name].email_confirmed_at = self._days(-60)
            account = Account(member_id=self.people[name].id, password=self.stored)
            self.session.add(account)

    def _space(self, title: str, purpose: str, language: str, *, threshold: int) -> Space:
        karim = Actor(id=self.people["Karim"].id, name="Karim Belaïd", is_admin=True)
        with _at(self._days(-55)):
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
            acts = [str(act) for act in self.session.info["registry"].acts]
            title = "Tout est ouvert" if language == "fr" else "Everything is open"
            spaces.plan(
                self.session, space=space, actor=karim, phases=[{"title": title, "acts": acts}]
            )
            phase = self.session.exec(select(Phase).where(Phase.space_id == space.id)).one()
            spaces.enter(self.session, space=space, phase=phase, actor=karim)
        return space

    def _as(self, name: str) -> Actor:
        role = "facilitator" if name == "Nadia" else "member"
        both = {space: frozenset({role}) for space in self.roles}
        member = self.people[name]
        return Actor(id=member.id, name=member.name, roles_by_space=both)

    def _propose(
        self,
        space: Space,
        who: str,
        day: int,
        title: str,
        body: str,
        tags: list[str],
        supports: int,
    ) -> Proposal:
        with _at(self._days(day)):
            proposal = proposals.write(
                self.session,
                space=space,
                actor=self._as(who),
                title=title,
                body=body,
                language=space.language,
                tags=tags,
            )
            proposals.publish(self.session, proposal=proposal, actor=self._as(who))
        others = [name for name in self.people if name not in (who, "Karim")]
        for place, name in enumerate(self.chance.sample(others, supports)):
            with _at(self._days(day + 1 + place / 4)):
                proposals.support(self.session, proposal=proposal, actor=self._as(name))
        return proposal

    def _proposals(self) -> None:
        quarter, garden = self.quarter, self.garden
        self.compost = self._propose(
            quarter, "Amina", -40, "Installer trois composteurs collectifs au square des Lilas",
            "**Nous proposons d’installer trois composteurs de 800 litres à l’entrée du square**, "
            "ouverts tous les jours et gérés par une équipe de douze habitants.\n\n"
            "Un tiers de nos poubelles est fait d’épluchures. La métropole fournit le matériel et "
            "la formation.\n\n### Ce que nous demandons\n\n- 350 € pour le broyat et l’outillage ;\n"
            "- douze volontaires formés avant mars ;\n- un bilan public au bout de six mois.",
            ["déchets", "espaces verts"], 14,
        )  # fmt: skip
        with _at(self._days(-20)):
            proposals.edit(
                self.session,
                proposal=self.compost,
                actor=self._as("Amina"),
                title=self.compost.title,
                body=self.compost.body.replace("à l’entrée du square", "à l’entrée sud du square"),
                tags=["déchets", "espaces verts"],
                note="L’entrée nord est sous les fenêtres du 14.",
                based_on=1,
            )
        self._propose(
            quarter, "Mireille", -6, "Une banque d’outils au centre social",
            "Perceuse, échelle, décolleuse : chacun en a besoin deux fois par an. Mettons-les en "
            "commun au centre social, avec un carnet de prêt.", ["partage"], 4,
        )  # fmt: skip
        self._propose(
            quarter, "Léo", -12, "Ouvrir le local à vélos de la rue Baudin le dimanche",
            "Le local est fermé le dimanche, le seul jour où l’on a le temps de réparer.", ["vélo"], 5,
        )  # fmt: skip
        bench = self._propose(
            quarter, "Sophie", -45, "Trois bancs à l’ombre rue du Moulin",
            "Entre l’arrêt de bus et la pharmacie, aucun endroit où s’asseoir.", ["espace public"], 9,
        )  # fmt: skip
        with _at(self._days(-10)):
            proposals.answer(
                self.session,
                proposal=bench,
                actor=self._as("Nadia"),
                body="La voirie pose **deux bancs** en mars et étudie le troisième.",
            )
            proposals.decide(
                self.session, proposal=bench, actor=self._as("Nadia"), verdict=Verdict.ADOPTED
            )
        noise = self._propose(
            quarter, "Hugo", -30, "Interdire les livraisons avant huit heures",
            "Les camions réveillent toute la rue.", ["bruit"], 3,
        )  # fmt: skip
        with _at(self._days(-25)):
            proposals.withdraw(
                self.session,
                proposal=noise,
                actor=self._as("Hugo"),
                reason="Les commerçants ont accepté de livrer après sept heures et demie.",
            )
        self._propose(
            garden, "Tom", -15, "Collect rainwater from the shed roof",
            "A barrel and ten metres of gutter would water the tomatoes all summer.", ["water"], 7,
        )  # fmt: skip
        self._propose(
            garden, "Emma", -4, "A shared herb bed by the gate",
            "Thyme, mint, chives: planted once, picked by everybody.", ["herbs"], 2,
        )  # fmt: skip
        with _at(self._days(-1)):
            proposals.write(
                self.session,
                space=quarter,
                actor=self._as("Amina"),
                title="Une fête de quartier en juin",
                body="À compléter : date, lieu, musique.",
                language="fr",
                tags=["fête"],
            )

    def _round(
        self,
        space: Space,
        titles: dict[str, str],
        questions: list[dict[str, Any]],
        *,
        opened: float,
        closes: float,
        disclosure: Disclosure = Disclosure.SECRET,
        voters: int,
        close: bool,
    ) -> None:
        nadia = self._as("Nadia")
        with _at(self._days(opened)):
            round = voting.draft_round(
                self.session,
                space=space,
                actor=nadia,
                titles=titles,
                questions=questions,
                closes_at=self._days(closes),
                disclosure=disclosure,
            )
            voting.open_round(self.session, round_id=round.id, actor=nadia, now=clock.now())
        for name in self.chance.sample([n for n in self.people if n != "Amina"], voters):
            with _at(self._days(opened + 0.5)):
                voting.cast(
                    self.session,
                    round_id=round.id,
                    actor=self._as(name),
                    elector_id=self.people[name].id,
                    paper={question["id"]: self._choice(question) for question in round.questions},
                    now=clock.now(),
                )
        if close:
            with _at(self._days(closes)):
                voting.close(self.session, round_id=round.id, actor=None, now=clock.now())
                voting.finish(self.session, round_id=round.id)

    def _choice(self, question: dict[str, Any]) -> Any:
        """Somebody's opinion: earlier options please a little more; one in twelve votes blank."""
        if self.chance.random() < 1 / 12:
            return None
        ids = [option["id"] for option in question["options"]]
        liking = {id: self.chance.random() + 0.35 / (place + 1) for place, id in enumerate(ids)}
        ranked = sorted(ids, key=lambda id: -liking[id])
        form = question["form"]
        if form == "choice":
            return self.chance.choices(ids, weights=[6, 3, 1])[0]
        if form == "grades":
            return {id: min(int(liking[id] * 5), 5) for id in ids}
        if form == "ranking":
            return [[id] for id in ranked[: self.chance.randint(2, len(ids))]]
        if form == "basket":
            costs = {option["id"]: option["cost"] for option in question["options"]}
            picked, left = [], question["form_parameters"]["budget"]
            for id in ranked[:4]:
                if costs[id] <= left:
                    picked.append(id)
                    left -= costs[id]
            return sorted(picked)
        return sorted(id for id in ids if liking[id] > 0.55) or [ranked[0]]

    def _question(
        self, rule: str, fr: str, en: str, options: list[tuple[str, str, int]], **more: Any
    ) -> dict[str, Any]:
        return voting.new_question(
            title={"fr": fr, "en": en},
            rule=rule,
            options=[{"title": {"fr": f, "en": e}, "cost": cost or None} for f, e, cost in options],
            **more,
        )

    def _closed_rounds(self) -> None:
        half = {
            "quorum": {"share": [1, 3], "of": "roll"},
            "majority": {"share": [1, 2], "strict": True, "base": "expressed"},
        }
        self._round(
            self.quarter,
            {"fr": "Adopter la charte d’accueil", "en": "Adopt the welcome charter"},
            [self._question("motion", "Adoptez-vous la charte d’accueil des nouveaux habitants ?", "Do you adopt the charter to welcome new residents?", [], requirements=half)],
            opened=-30, closes=-23, voters=19, close=True,
        )  # fmt: skip
        projects = [
            ("Six arbres place du Marché", "Six trees on the market square", 9_000),
            ("Aire de jeux rue Baudin", "A playground in Baudin street", 24_000),
            ("Atelier vélo", "A bicycle workshop", 6_500),
            ("Boîtes à livres", "Book boxes", 1_800),
            ("Éclairage du passage", "Light in the passage", 12_000),
            ("Fresque de l’école", "A mural at the school", 4_200),
        ]
        self._round(
            self.quarter,
            {"fr": "Budget participatif 2026", "en": "Participatory budget 2026"},
            [self._question("budget-equal-shares", "Quels projets financer ?", "Which projects shall we fund?", projects, parameters={"budget": 36_000})],
            opened=-28, closes=-14, voters=21, close=True,
        )  # fmt: skip
        self._round(
            self.garden,
            {"fr": "Que planter au printemps ?", "en": "What do we plant in spring?"},
            [self._question("irv", "Que planter d’abord ?", "What do we plant first?", [("Tomates", "Tomatoes", 0), ("Courges", "Squash", 0), ("Haricots", "Beans", 0), ("Fleurs", "Flowers", 0)])],
            opened=-20, closes=-13, voters=20, close=True,
        )  # fmt: skip

    def _open_rounds(self) -> None:
        compost = [
            ("Trois composteurs collectifs", "Three shared composters", 0),
            ("Collecte en porte-à-porte", "Door-to-door collection", 0),
            ("Bornes de la métropole", "The city’s own bins", 0),
            ("Ne rien changer cette année", "Change nothing this year", 0),
        ]
        dates = [
            ("Samedi 20 juin", "Saturday 20 June", 0),
            ("Dimanche 21 juin", "Sunday 21 June", 0),
            ("Samedi 27 juin", "Saturday 27 June", 0),
        ]
        projects = [
            ("Serre partagée", "A shared greenhouse", 2_400),
            ("Ruches", "Beehives", 900),
            ("Outils pour enfants", "Tools for children", 300),
            ("Récupérateur d’eau", "Rainwater tank", 700),
        ]
        for place, (space, fr, en, rule, options, more) in enumerate(
            [
                (self.quarter, "Quel dispositif pour les biodéchets ?", "What shall we do with food waste?", "majority-judgment", compost, {}),
                (self.quarter, "Quand faire la fête de quartier ?", "When shall we hold the street party?", "approval", dates, {}),
                (self.quarter, "Qui nous représente au conseil ?", "Who speaks for us at the council?", "schulze", [("Inès Haddad", "Inès Haddad", 0), ("Marc Petit", "Marc Petit", 0), ("Rose Whitaker", "Rose Whitaker", 0)], {}),
                (self.quarter, "Quel nom pour le square ?", "What shall the square be called?", "irv", [("Square des Lilas", "Lilac Square", 0), ("Square Rosa Parks", "Rosa Parks Square", 0), ("Square du Moulin", "Mill Square", 0)], {}),
                (self.garden, "Budget du jardin", "The garden’s budget", "budget-greedy", projects, {"parameters": {"budget": 3_000}}),
                (self.garden, "Partager autrement le budget ?", "Share the budget another way?", "budget-equal-shares", projects, {"parameters": {"budget": 3_000}}),
            ]
        ):  # fmt: skip
            self._round(
                space,
                {"fr": fr, "en": en},
                [self._question(rule, fr, en, options, **more)],
                opened=-3 + place / 10,
                closes=4 + place,
                voters=9 + place,
                close=False,
            )
        self._round(
            self.garden,
            {"fr": "Interdire les pesticides au jardin", "en": "Ban pesticides from the garden"},
            [self._question("motion", "Interdire tout pesticide au jardin ?", "Ban all pesticides from the garden?", [])],
            opened=-2, closes=6, voters=8, close=False, disclosure=Disclosure.OPEN,
        )  # fmt: skip
