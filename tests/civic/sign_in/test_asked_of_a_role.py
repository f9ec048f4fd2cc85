"""A second proof that the settings ask of a role."""

from datetime import timedelta

import pytest
from sqlmodel import select

from civic.community.models import Community
from civic.core import db
from civic.core.clock import now
from civic.sign_in.models import SecondFactor
from civic.sign_in.sessions import GRACE
from tests.civic.sign_in.conftest import ACCOUNT


@pytest.fixture
def ask_of(app, people):
    def ask(*roles, since=None):
        with db.writing() as session:
            community = session.get_one(Community, 1)
            community.second_proof_for = list(roles)
            community.second_proof_since = since or now()

    return ask


def test_settings_ask_it_of_a_role_and_give_time(browser, people, look):
    data = {"name": "Mill Street", "default_language": "en", "both_languages": "y", "hue": "0",
            "time_zone": "Europe/Paris", "sign_up": "closed",
            "proofs_facilitators": "y"}  # fmt: skip
    assert browser("Kim").post("/settings", data=data).status_code == 303
    community = look(select(Community))[0]
    assert community.second_proof_for == ["facilitators"]
    assert now() - community.second_proof_since < timedelta(minutes=1)


def test_within_the_time_everything_is_open_and_the_page_says_until_when(ask_of, browser, garden):
    ask_of("facilitators")
    assert "Set it up now" in browser("Fay").get("/spaces/").get_data(as_text=True)
    assert "Set it up now" not in browser("Ben").get("/spaces/").get_data(as_text=True)


def test_after_it_the_set_up_comes_first_and_nobody_is_locked_out(
    ask_of, browser, garden, app_code, set_up
):
    ask_of("facilitators", since=now() - GRACE - timedelta(days=1))
    fay = browser("Fay")
    for address in ("/", "/spaces/", f"/spaces/{garden.id}-the-garden"):
        assert fay.get(address).location == f"{ACCOUNT}/ways-in"
    assert fay.post("/votes/1/cast").status_code in (303, 404)
    assert fay.get(f"{ACCOUNT}/ways-in").status_code == 200
    set_up(fay)
    assert fay.get("/spaces/").status_code == 200


@pytest.mark.parametrize(
    ("role", "held_back"),
    [("administrators", ["Kim"]), ("facilitators", ["Fay"]), ("members", ["Ben", "Fay", "Kim"])],
)
def test_it_is_asked_of_that_role_only(ask_of, browser, garden, role, held_back):
    ask_of(role, since=now() - GRACE - timedelta(days=1))
    found = [who for who in ("Ben", "Fay", "Kim") if browser(who).get("/").status_code == 303]
    assert found == held_back


def test_whose_role_asks_for_it_does_not_switch_it_off(ask_of, set_up, browser, look):
    set_up()
    ask_of("members")
    browser("Ada").post(f"{ACCOUNT}/second/off")
    assert len(look(select(SecondFactor))) == 1
