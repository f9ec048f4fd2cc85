"""Two partner organisations of the demo, with people of their own."""

from datetime import timedelta

from civic.core.actor import Actor
from civic.members.models import Member
from civic.organisations import actions, people
from civic.organisations.models import Organisation
from civic.seeds.village import Village, at

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
