"""Two partners: Zoe looks after the people of the mill, Ben is one of them; Ada looks after the
people of the bakery, Fay is one of them."""

import pytest

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
