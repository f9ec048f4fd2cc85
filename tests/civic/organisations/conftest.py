"""Two partners: Zoe looks after the people of the mill, Ben is one of them; Ada looks after the
people of the bakery, Fay is one of them."""

import pytest
from sqlmodel import select

from civic.members.models import Member
from civic.organisations.models import (
    Organisation,
    OrganisationMembership,
    OrganisationRole,
)

KEEPER = OrganisationRole.ADMINISTRATOR


@pytest.fixture
def found_partner(save, people):
    def found(name, *, keeper, member, **values):
        organisation = save(Organisation(name=name, language="en", **values))
        rows = {keeper: KEEPER, member: OrganisationRole.MEMBER}
        save(
            *(
                OrganisationMembership(
                    organisation_id=organisation.id, member_id=people[one].id, role=role
                )
                for one, role in rows.items()
            )
        )
        return organisation

    return found


@pytest.fixture
def mill(found_partner):
    return found_partner("The mill", keeper="Zoe", member="Ben", about="We **grind**.")


@pytest.fixture
def bakery(found_partner, mill):
    return found_partner("The bakery", keeper="Ada", member="Fay")


HERE = "/organisations/1-the-mill/people"


@pytest.fixture
def invite(mill, browser):
    def send(addresses="Ida Noé <ida@example.org>", by="Zoe"):
        return browser(by).post(f"{HERE}/invite", data={"addresses": addresses})

    return send


@pytest.fixture
def ida(invite, browser, mails, link_in, look):
    """Came to the community by the mill's invitation."""
    invite()
    browser(None).post(link_in(mails()[0]), data={"name": "Ida Noé"})
    return look(select(Member).where(Member.name == "Ida Noé"))[0]


def belonging(look, member):
    found = select(OrganisationMembership).where(OrganisationMembership.member_id == member.id)
    return look(found)[0]
