"""Passkeys: added, named, removed; they let in, and nothing that only looks like them does."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from civic.core import db
from civic.core.clock import now
from civic.members.models import Member, MemberState
from civic.sign_in import passkeys
from civic.sign_in.models import DoorStep, Passkey, SignInSession
from civic.sign_in.sessions import FRESH
from tests.civic.sign_in.authenticator import Authenticator, text

PAGE, KEYS = "/sign-in/account/ways-in", "/sign-in/account/passkeys"
OPTIONS = "/sign-in/passkey/options"


@pytest.fixture
def key():
    return Authenticator()


@pytest.fixture
def add(browser):
    def register(key, client=None, name="My phone"):
        client = client or browser("Ben")
        options = client.post(f"{KEYS}/options").get_json()
        return client.post(KEYS, data={"credential": key.create(options), "name": name})

    return register


@pytest.fixture
def enter(browser):
    """Come in with a key; in a browser of one's own."""

    def come(key, client=None, options=None, **changes):
        client = client or browser(None)
        options = options or client.post(OPTIONS).get_json()
        data = {"credential": key.get(options, **changes), "next": "/spaces/"}
        return client.post("/sign-in/passkey", data=data)

    return come


@pytest.fixture
def keys(look):
    return lambda: look(select(Passkey).order_by(Passkey.id))


def test_a_passkey_lets_in_without_anything_to_type(key, add, enter, browser, is_in, look):
    add(key)
    client = browser(None)
    assert enter(key, client).location == "/spaces/"
    assert is_in(client)
    entry = look(select(SignInSession).order_by(SignInSession.id.desc()))[0]
    assert (entry.proof, entry.strong) == ("passkey", True)


def test_the_device_is_told_the_community_and_a_pseudonym(people, browser):
    options = browser("Ben").post(f"{KEYS}/options").get_json()
    assert options["rp"] == {"id": "localhost", "name": "Mill Street"}
    assert options["user"]["id"] == text(people["Ben"].pseudonym.encode())
    chosen = options["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")


def test_whoever_is_at_the_door_is_told_of_nobodys_keys(key, add, browser):
    add(key)
    options = browser(None).post(OPTIONS).get_json()
    assert options.get("allowCredentials", []) == []
    assert options["userVerification"] == "required"


def test_several_each_with_a_name_one_removed(add, enter, browser, keys):
    first, second = Authenticator(), Authenticator()
    add(first, name="Phone")
    add(second, name="Key ring")
    ben = browser("Ben")
    ben.post(f"{KEYS}/{keys()[0].id}/name", data={"name": "Old  phone"})
    assert [key.name for key in keys()] == ["Old phone", "Key ring"]
    ben.post(f"{KEYS}/{keys()[0].id}/remove")
    assert enter(first).status_code == 422
    assert enter(second).status_code == 303


def test_a_device_is_asked_to_add_no_second_key(key, add, browser):
    add(key)
    left_out = browser("Ben").post(f"{KEYS}/options").get_json()["excludeCredentials"]
    assert [one["id"] for one in left_out] == [text(key.credential_id)]


def test_without_a_name_it_has_the_devices(key, add, keys):
    add(key, name="")
    assert keys()[0].name


def test_nobody_touches_anothers_key(key, add, browser, keys):
    add(key)
    ada = browser("Ada")
    assert ada.post(f"{KEYS}/{keys()[0].id}/name", data={"name": "x"}).status_code == 404
    assert ada.post(f"{KEYS}/{keys()[0].id}/remove").status_code == 404
    assert [one.name for one in keys()] == ["My phone"]


def test_a_mail_tells_of_each_change(key, add, browser, keys, mails):
    add(key)
    browser("Ben").post(f"{KEYS}/{keys()[0].id}/remove")
    told = [mail.body for mail in mails()]
    assert ["was added" in told[0], "was removed" in told[1]] == [True, True]


def test_one_key_is_one_members(key, add, browser, keys):
    add(key)
    assert add(key, client=browser("Ada")).status_code == 409
    assert len(keys()) == 1


@pytest.mark.parametrize("what", ["options", "add", "remove"])
def test_an_unlocked_device_that_was_found_changes_no_keys(key, add, browser, keys, at, what):
    add(key)
    client = browser("Ben")
    at(now() + FRESH + timedelta(minutes=1))
    address = {"options": f"{KEYS}/options", "add": KEYS, "remove": f"{KEYS}/{keys()[0].id}/remove"}
    assert "again=1" in client.post(address[what]).location
    assert len(keys()) == 1


def test_a_passkey_is_a_fresh_proof(key, add, enter, browser, at):
    add(key)
    client = browser("Ben")
    at(now() + FRESH + timedelta(minutes=1))
    assert enter(key, client).status_code == 303
    assert client.post(f"{KEYS}/options").status_code == 200


# Refused at the door.


LIES = (
    {"origin": "https://evil.example"},
    {"origin": "http://localhost.evil.example"},
    {"origin": "http://localhost:9999"},
    {"host": "evil.example"},
    {"verifies": False},
)


def test_what_another_site_or_a_mere_touch_gives_is_refused(key, add, enter, look):
    add(key)
    before = len(look(select(SignInSession)))
    for lie in (*LIES, {"credential_id": b"x" * 32}):
        assert enter(replace(key, **lie)).status_code == 422, lie
    assert len(look(select(SignInSession))) == before


def test_such_a_key_is_not_even_added(add, browser, keys):
    ben = browser("Ben")
    for lie in LIES:
        add(Authenticator(**lie), client=ben)
    assert keys() == []


def test_another_keys_signature_is_refused(key, add, enter):
    add(key)
    assert enter(Authenticator(credential_id=key.credential_id)).status_code == 422


def test_a_key_speaks_for_its_owner_only(key, add, enter, people):
    add(key)
    assert enter(key, userHandle=text(people["Ada"].pseudonym.encode())).status_code == 422


def test_an_answer_works_once(key, add, browser):
    add(key)
    client = browser(None)
    answer = {"credential": key.get(client.post(OPTIONS).get_json())}
    assert client.post("/sign-in/passkey", data=answer).status_code == 303
    assert browser(None).post("/sign-in/passkey", data=answer).status_code == 422


def test_a_challenge_is_used_up_by_a_wrong_answer(key, add, enter, browser):
    add(key)
    options = browser(None).post(OPTIONS).get_json()
    assert enter(Authenticator(credential_id=key.credential_id), options=options).status_code == 422
    assert enter(key, options=options).status_code == 422


def test_a_challenge_ends_after_ten_minutes(key, add, enter, browser, at):
    add(key)
    options = browser(None).post(OPTIONS).get_json()
    at(now() + timedelta(minutes=11))
    assert enter(key, options=options).status_code == 422


def test_a_challenge_of_our_own_making_is_none(key, add, enter):
    add(key)
    assert enter(key, options={"challenge": text(b"x" * 32)}).status_code == 422


def test_a_challenge_for_adding_lets_nobody_in_and_the_other_way_round(key, add, enter, browser):
    add(key)
    ben = browser("Ben")
    adding = ben.post(f"{KEYS}/options").get_json()
    assert enter(key, options=adding).status_code == 422
    entering = ben.post(OPTIONS).get_json() | {"user": adding["user"]}
    ben.post(KEYS, data={"credential": Authenticator().create(entering)})
    assert len(passkeys_of(ben)) == 1


def passkeys_of(client):
    return client.get(PAGE).get_data(as_text=True).split('/remove"')[1:]


def test_a_challenge_for_adding_is_its_askers(key, browser, keys):
    adas = browser("Ada").post(f"{KEYS}/options").get_json()
    browser("Ben").post(KEYS, data={"credential": key.create(adas)})
    assert keys() == []


def test_a_copied_key_is_noticed_by_its_count(key, add, enter):
    add(key)
    assert enter(key).status_code == 303
    key.count = 0  # the copy has not seen that
    assert enter(key).status_code == 422


def test_two_uses_at_once_are_one(key, add, keys):
    add(key)
    passkey = keys()[0]
    used = []
    for count in (1, 2):
        with db.writing() as session:
            used.append(passkeys.note_use(session, passkey, count))
    assert used == [True, False]


def test_who_has_left_comes_in_by_no_key(key, add, enter, people):
    add(key)
    with db.writing() as session:
        session.get_one(Member, people["Ben"].id).state = MemberState.LEFT
    assert enter(key).status_code == 422


NONSENSE = [
    "", "x", "{}", "[]", "null", '"a"', '{"response": {}}', "[" * 5_000, "\x00",
    json.dumps({"response": {"clientDataJSON": "e30"}}),
    json.dumps({"response": {"clientDataJSON": text(b'{"challenge": 7}')}}),
    json.dumps({"rawId": 7, "response": {"clientDataJSON": text(b'{"challenge": "AAAA"}')}}),
]  # fmt: skip


def test_nonsense_is_refused_with_a_sentence(people, browser):
    door, ben = browser(None), browser("Ben")
    for sent in NONSENSE:
        answer = door.post("/sign-in/passkey", data={"credential": sent})
        assert answer.status_code == 422, sent[:40]
        assert "not known here" in answer.get_data(as_text=True)
        assert ben.post(KEYS, data={"credential": sent}).status_code == 303, sent[:40]


def test_bent_answers_to_a_real_challenge_are_refused(key, add, enter):
    add(key)
    for name in ("signature", "authenticatorData", "userHandle"):
        for value in ("AAAA", "%", 7, ["x"], {"x": "y"}):
            assert enter(key, **{name: value}).status_code == 422, (name, value)


def test_challenges_from_one_place_have_a_limit(people, browser, monkeypatch, look):
    monkeypatch.setattr("civic.sign_in.limits.PASSKEYS_PER_NETWORK", 3)
    client = browser(None)
    assert [client.post(OPTIONS).status_code for _n in range(4)] == [200, 200, 200, 429]
    assert len(look(select(DoorStep))) == 3


def test_the_door_has_its_other_ways_without_the_script(people, browser):
    page = browser(None).get("/sign-in/").get_data(as_text=True)
    assert "data-passkeys hidden" in page
    assert all(f'action="/sign-in/{door}"' in page for door in ("link", "password", "code"))
