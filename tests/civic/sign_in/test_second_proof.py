"""Codes from an app, and recovery codes: asked for after the first door, each used once."""

from datetime import timedelta

import pyotp
import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.core.sealing import Unreadable, seal, unseal
from civic.members.models import Member, MemberState
from civic.privacy import ticking
from civic.sign_in import limits
from civic.sign_in.models import DoorStep, RecoveryCode, SecondFactor, SignInSession
from civic.sign_in.sessions import FRESH
from tests.civic.sign_in.conftest import ACCOUNT, CODE

SECOND = "/sign-in/second"


@pytest.fixture
def half_in(browser, ada):
    """A browser that has passed the first door."""

    def come(client=None):
        client = client or browser(None)
        answer = client.post(
            "/sign-in/password",
            data={"email": "ada@example.org", "password": "un petit chat gris dort",
                  "next": "/spaces/"},
        )  # fmt: skip
        return client, answer

    return come


def test_a_password_alone_no_longer_lets_in(set_up, half_in, is_in):
    set_up()
    client, answer = half_in()
    assert answer.location == SECOND
    assert not is_in(client)


def test_a_code_of_the_app_does_and_leads_where_one_was_going(
    set_up, half_in, app_code, is_in, look
):
    secret, _codes = set_up()
    client, _answer = half_in()
    assert client.post(SECOND, data={"code": app_code(secret)}).location == "/spaces/"
    assert is_in(client)
    entry = look(select(SignInSession).order_by(SignInSession.id.desc()))[0]
    assert (entry.proof, entry.strong) == ("password", True)


def test_a_mailed_link_and_a_printed_code_are_asked_for_more_too(
    set_up, browser, people, mails, link_in, is_in
):
    set_up()
    client = browser(None)
    client.post("/sign-in/link", data={"email": "ada@example.org"})
    assert client.post(link_in(mails()[-1])).location == SECOND
    assert not is_in(client)


def test_a_code_works_once(set_up, half_in, app_code):
    secret, _codes = set_up()
    code = app_code(secret)
    first, second = half_in()[0], half_in()[0]
    assert first.post(SECOND, data={"code": code}).status_code == 303
    assert second.post(SECOND, data={"code": code}).status_code == 422


def test_a_code_older_than_the_last_one_is_refused(set_up, half_in, app_code, at):
    secret, _codes = set_up()
    older, newer = app_code(secret), app_code(secret)
    assert half_in()[0].post(SECOND, data={"code": newer}).status_code == 303
    assert half_in()[0].post(SECOND, data={"code": older}).status_code == 422


@pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (30, True), (90, False)])
def test_a_clock_may_be_half_a_minute_wrong(set_up, half_in, app_code, seconds, good):
    secret, _codes = set_up()
    for _period in range(3):
        app_code(secret)
    code = pyotp.TOTP(secret).at(now() + timedelta(seconds=seconds))
    client, _answer = half_in()
    assert (client.post(SECOND, data={"code": code}).status_code == 303) is good


def test_what_is_no_code_is_told(set_up, half_in, is_in):
    set_up()
    client, _answer = half_in()
    for typed in ("", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "x" * 50):
        assert client.post(SECOND, data={"code": typed}).status_code == 422, typed
    assert not is_in(client)


def test_guesses_have_a_limit_that_keeps_nobody_out(set_up, half_in, app_code, browser, at):
    secret, codes = set_up()
    known, _answer = half_in()
    known.post(SECOND, data={"code": app_code(secret)})  # a device that knows Ada
    stranger, _answer = half_in()
    for _guess in range(limits.SECOND_PROOFS):
        assert stranger.post(SECOND, data={"code": "000000"}).status_code == 422
    assert stranger.post(SECOND, data={"code": app_code(secret)}).status_code == 429
    half_in(known)
    assert known.post(SECOND, data={"code": app_code(secret)}).status_code == 303
    assert stranger.post(SECOND, data={"code": codes[0]}).status_code == 303  # Ada elsewhere


def test_half_a_sign_in_ends_after_ten_minutes_and_with_a_new_password(
    set_up, half_in, app_code, browser, at
):
    secret, _codes = set_up()
    client, _answer = half_in()
    browser("Ada").post(f"{ACCOUNT}/password", data={"password": "quatre mots que voici"})
    assert client.post(SECOND, data={"code": app_code(secret)}).location == "/sign-in/"


def test_it_is_no_sign_in_of_itself(set_up, half_in, at, people):
    set_up()
    client, _answer = half_in()
    at(now() + timedelta(minutes=11))
    assert client.get(SECOND).location == "/sign-in/"


def test_who_has_left_meanwhile_stays_out(set_up, half_in, app_code, people):
    secret, _codes = set_up()
    client, _answer = half_in()
    with db.writing() as session:
        session.get_one(Member, people["Ada"].id).state = MemberState.LEFT
    assert client.post(SECOND, data={"code": app_code(secret)}).location == "/sign-in/"


# Recovery codes.


def test_ten_recovery_codes_are_kept_as_hashes(set_up, people, look):
    _secret, codes = set_up()
    assert len(set(codes)) == 10
    assert not set(codes) & set(look(select(RecoveryCode.code_hash)))


def test_a_recovery_code_works_once_and_is_counted(set_up, half_in, mails, browser, is_in):
    _secret, codes = set_up()
    client, _answer = half_in()
    spaced = f"{codes[0][:4].lower()} {codes[0][4:8]}-{codes[0][8:]}"
    assert client.post(SECOND, data={"code": spaced}).status_code == 303
    page = client.get("/").get_data(as_text=True)
    assert f'9 recovery codes are left. <a href="{ACCOUNT}/ways-in">' in page
    assert "was used" in mails()[-1].body
    again, _answer = half_in()
    assert again.post(SECOND, data={"code": codes[0]}).status_code == 422


def test_new_codes_make_the_old_ones_worthless(set_up, half_in, browser):
    _secret, codes = set_up()
    page = browser("Ada").post(f"{ACCOUNT}/second/codes").get_data(as_text=True)
    fresh = ["".join(code) for code in CODE.findall(page)]
    client, _answer = half_in()
    assert client.post(SECOND, data={"code": codes[0]}).status_code == 422
    assert client.post(SECOND, data={"code": fresh[0]}).status_code == 303


def test_anothers_recovery_code_is_refused(set_up, half_in, browser):
    set_up()
    _secret, bens = set_up(browser("Ben"))
    client, _answer = half_in()
    assert client.post(SECOND, data={"code": bens[0]}).status_code == 422


# Setting up.


def test_nothing_is_asked_for_before_a_first_code_was_right(browser, half_in, is_in, ada):
    ada_there = browser("Ada")
    ada_there.post(f"{ACCOUNT}/second/begin")
    assert ada_there.post(f"{ACCOUNT}/second", data={"code": "000000"}).status_code == 422
    client, _answer = half_in()
    assert is_in(client)


def test_the_secret_lies_sealed_and_is_shown_no_more(set_up, look, browser, app):
    secret, _codes = set_up()
    kept = look(select(SecondFactor.secret))[0]
    assert secret.encode() not in kept
    ada = browser("Ada")
    assert ada.get(f"{ACCOUNT}/second").location == f"{ACCOUNT}/ways-in"
    assert ada.get(f"{ACCOUNT}/second/qr.svg").status_code == 404
    with pytest.raises(Unreadable):
        unseal("another key of the house, long enough", kept, about="second_factor:1")
    mine = seal("a key", "a secret", about="second_factor:1")
    with pytest.raises(Unreadable):
        unseal("a key", mine, about="second_factor:2")


def test_the_picture_is_a_plain_drawing(browser, people):
    client = browser("Ada")
    client.post(f"{ACCOUNT}/second/begin")
    answer = client.get(f"{ACCOUNT}/second/qr.svg")
    drawn = answer.get_data(as_text=True)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert "style" not in drawn
    assert "script" not in drawn


def test_switched_off_it_is_asked_for_no_more(set_up, half_in, browser, is_in, look):
    set_up()
    browser("Ada").post(f"{ACCOUNT}/second/off")
    assert look(select(SecondFactor)) == look(select(RecoveryCode)) == []
    assert is_in(half_in()[0])


@pytest.mark.parametrize("deed", ["second/begin", "second", "second/codes", "second/off",
                                  "mailed-links"])  # fmt: skip
def test_an_unlocked_device_that_was_found_changes_nothing(set_up, browser, at, look, deed):
    set_up()
    client = browser("Ada")
    before = look(select(RecoveryCode.code_hash)), look(select(SecondFactor.confirmed_at))
    at(now() + FRESH + timedelta(minutes=1))
    assert "again=1" in client.post(f"{ACCOUNT}/{deed}", data={"links": "off"}).location
    assert before == (look(select(RecoveryCode.code_hash)), look(select(SecondFactor.confirmed_at)))


def test_what_is_over_is_swept(set_up, half_in, look, at):
    set_up()
    half_in()
    at(now() + timedelta(minutes=11))
    ticking.keep_no_longer()
    assert look(select(DoorStep)) == []
