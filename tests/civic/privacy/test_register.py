"""The register of processing: made from the features and from how the house is set up."""

import pytest

from civic.config import Config
from civic.core.db import session
from civic.organisations.models import Organisation
from civic.privacy import register

ADDRESS = "/my-data/register"


@pytest.mark.parametrize(("name", "code"), [("Ben", 403), ("Fay", 403), ("Kim", 200)])
def test_administrators_read_it(people, browser, name, code):
    assert browser(name).get(ADDRESS).status_code == code


def test_it_names_what_is_kept_for_how_long_and_who_sees_it(people, save, browser):
    save(Organisation(name="The mill", language="en"))
    page = browser("Kim").get(ADDRESS).text
    assert "a file on the server itself" in page or "PostgreSQL on" in page
    for said in (
        "Mill Street",
        "No contact address is set.",
        "none: mail does not leave",
        "The mill",
        "The address begins with http",
        "Organisations that you belong to",
        "E-mails that were sent or given up: 30\u00a0days",
        "The administrators of that organisation and of the community.",
        "What belongs to a vote stays, without a name.",
    ):
        assert said in page, said


def test_it_knows_each_kind_of_personal_data_and_each_clock(program):
    registry = program.extensions["registry"]
    found = register.activities(registry)
    kinds = {kind.column for activity in found for kind in activity.kinds}
    clocks = {clock.name for activity in found for clock in activity.clocks}
    assert register.FURTHER[0] not in [activity.name for activity in found], "each has words"
    assert kinds == set(registry.personal_data)
    assert clocks == set(registry.retention)


def test_it_tells_how_the_house_is_set_up_and_no_secret(people, tmp_path):
    config = Config.for_tests(
        tmp_path / "elsewhere",
        base_url="https://civic.example.org",
        database_url="postgresql+psycopg://civic:hush@db.example.org/civic",
        mail_url="smtp://civic:hush@mail.example.org:587",
    )
    around = register.surroundings(session, config)
    assert around.database == "db.example.org"
    assert around.mail_host == "mail.example.org"
    assert around.is_encrypted
    assert "hush" not in str(around)
