"""Two partner organisations of the demo, with people and doors of their own: no door is open, so
that the demo asks nobody outside."""

from datetime import timedelta

from civic.core import sealing
from civic.core.actor import Actor
from civic.joint import actions as joint
from civic.members.models import CommunityRole, Member
from civic.organisations import actions, people
from civic.organisations.models import Organisation
from civic.partners import asking, connecting
from civic.partners.protocol.client import Identity
from civic.partners.rules import Kind, Rule
from civic.partners.views.going import SECRET
from civic.seeds.village import Village, at
from civic.sign_in import granting

TOWN = {
    "name": "Mairie de San Antonio",
    "about": "La mairie participe avec les agents de quatre services : voirie, écoles, espaces "
    "verts et vie associative.\n\nElle **répond aux propositions** du quartier et dit ce qu’elle "
    "peut faire, quand, et pour combien.",
    "belonging": "Être agent de la mairie. Demandez votre invitation à la direction de la vie "
    "associative.",
    "language": "fr",
    "site": "https://mairie.demo.example",
}
UNIVERSITY = {
    "name": "Mill Lane University",
    "about": "Students and teachers of urban studies. We count birds, measure noise, and bring "
    "**figures** to the neighbourhood’s debates.",
    "belonging": "Be enrolled or teach here. Ask the urban studies office for an invitation.",
    "language": "en",
    "site": "https://university.demo.example",
}


def bring(village: Village) -> None:
    karim = Actor(id=village.people["Karim"].id, name="Karim Belaïd", is_admin=True)
    with at(village.days(-40)):
        town = _take_in(village, karim, TOWN, "mairie.demo.example")
        university = _take_in(village, karim, UNIVERSITY, "university.demo.example")
        _settle(village, karim, town, "Mireille", ("Paul", "Marc", "Alice", "Denis", "Samir"))
        _settle(village, karim, university, "Emma", ("Tom", "Jonas", "Maya", "Rose"))
        village.garden.organisation_id = university.id
        village.session.add(village.garden)
        _connect_town(village, town)
        _connect_university(village, university)


def ask_for_two(village: Village) -> None:
    """Claire asks for something to which Karim may agree."""
    claire, ines = village.administering("Claire"), village.people["Inès"]
    with at(village.days(-1)):
        granting.ask(village.session, actor=claire, member=ines, role=CommunityRole.AUDITOR)


def _connect_town(village: Village, town: Organisation) -> None:
    """Prepared and tried, with rules; nobody comes in by it, and nothing is asked of anybody."""
    session, karim, space = village.session, village.administering("Karim"), village.quarter.id
    about = {
        "organisation_id": town.id, "profile": "openid", "client_id": "civic",
        "issuer": "https://connexion.mairie.demo.example",
    }  # fmt: skip
    key = session.info["config"].secret_key
    terms = {"label": "Agents", "secret": sealing.seal(key, "a secret of the demo", about=SECRET)}
    connection = connecting.prepare(session, actor=karim, about=about, terms=terms)
    rules = [
        Rule(kind=Kind.REQUIRED, claim="groups", value="participation"),
        Rule(kind=Kind.CATEGORY, claim="service"),
        Rule(kind=Kind.ROLE, claim="groups", value="agents", space_id=space, role="member"),
        Rule(kind=Kind.VOTE, claim="groups", value="titulaires"),
    ]
    draft = connecting.rule(session, actor=karim, connection=connection, rules=rules)
    connecting.note_test(session, actor=karim, terms=draft, names_s256=True)
    claims = {
        "name": "Karim Belaïd", "email": "karim@mairie.demo.example", "email_verified": True,
        "service": "Vie associative", "groups": ["participation", "agents"],
    }  # fmt: skip
    with at(village.days(-1)):  # they are kept for a week only
        asking.keep_claims(
            session, connection_id=connection.id, account_id=None, member_id=karim.id, key=key,
            identity=Identity(subject="karim", claims=claims),
        )  # fmt: skip


def _connect_university(village: Village, university: Organisation) -> None:
    """In force for a while, then switched off: its page says since when, and how it goes on."""
    session, karim = village.session, village.administering("Karim")
    about = {
        "organisation_id": university.id, "profile": "openid", "client_id": "civic",
        "issuer": "https://sso.university.demo.example",
    }  # fmt: skip
    key = session.info["config"].secret_key
    terms = {"label": "Students", "secret": sealing.seal(key, "a secret of the demo", about=SECRET)}
    connection = connecting.prepare(session, actor=karim, about=about, terms=terms)
    draft = connecting.rule(session, actor=karim, connection=connection, rules=[])
    connecting.note_test(session, actor=karim, terms=draft, names_s256=True)
    act = connecting.ask(session, actor=karim, terms=draft)
    joint.agree(session, actor=village.administering("Claire"), act=act)
    with at(village.days(-2)):
        connecting.switch_off(session, actor=karim, connection=connection)


def _take_in(village: Village, karim: Actor, words: dict[str, str], domain: str) -> Organisation:
    return actions.take_in(village.session, actor=karim, values=words, domains=[domain])


def _settle(
    village: Village, karim: Actor, organisation: Organisation, keeper: str, names: tuple[str, ...]
) -> None:
    for place, name in enumerate((keeper, *names)):
        member: Member = village.people[name]
        membership = people.admit(
            village.session, organisation_id=organisation.id, member=member, brought_in=place > 2
        )
        membership.is_listed = place % 3 != 2
    actions.name_administrator(
        village.session,
        organisation=organisation,
        actor=karim,
        member=village.people[keeper],
        until=village.today + timedelta(days=200),
    )
