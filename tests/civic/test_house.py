"""The floor: pages read, deeds write, refusals are pages."""

import pytest
from sqlalchemy.exc import InternalError, OperationalError, ProgrammingError

from civic.core import db
from civic.members.models import Member


def test_a_page_cannot_write(app):
    with db.reading() as session:
        session.add(Member(name="Sly"))
        with pytest.raises((OperationalError, ProgrammingError, InternalError)):
            session.flush()


def test_a_visitor_is_led_to_the_door(browser, garden):
    answer = browser(None).get(f"/spaces/{garden.id}-the-garden")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in/?next=")


def test_what_one_may_not_see_does_not_exist(browser, garden):
    assert browser("Zoe").get(f"/spaces/{garden.id}-the-garden").status_code == 404
    assert browser("Zoe").get("/spaces/999-the-garden").status_code == 404
    assert browser("Ben").get(f"/spaces/{garden.id}-the-garden").status_code == 200


def test_an_old_address_leads_to_the_present_one(browser, garden):
    answer = browser("Ben").get(f"/spaces/{garden.id}-the-yard?page=2")
    assert (answer.status_code, answer.location) == (302, f"/spaces/{garden.id}-the-garden?page=2")
