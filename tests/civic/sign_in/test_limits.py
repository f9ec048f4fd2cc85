"""Guessing has limits, which keep no owner out."""

from datetime import timedelta

from civic.core.clock import now
from civic.sign_in import limits
from tests.civic.sign_in.conftest import ask
from tests.sizes import size


def test_a_hundred_wrong_passwords_are_stopped_and_the_owner_still_gets_in(
    browser, ada, try_password, is_in
):
    owner = browser(None)
    try_password(owner)
    owner.post("/sign-in/out")
    stranger = browser(None)
    stranger.set_cookie("known", "1")
    codes = [
        try_password(stranger, password=f"wrong number {n}").status_code
        for n in range(size(20, 100, quick=20))
    ]
    assert codes[: limits.PASSWORDS_PER_ACCOUNT] == [422] * limits.PASSWORDS_PER_ACCOUNT
    assert set(codes[limits.PASSWORDS_PER_ACCOUNT :]) == {429}
    assert try_password(stranger).status_code == 429
    assert try_password(owner).status_code == 303
    assert is_in(owner)


def test_a_known_device_may_not_guess_for_ever_either(browser, ada, try_password):
    client = browser(None)
    try_password(client)
    client.post("/sign-in/out")
    codes = [try_password(client, password="wrong, and wrong again").status_code for _ in range(12)]
    assert codes[-1] == 429


def test_a_device_is_known_for_its_own_people_only(browser, ada, people, try_password):
    client = browser(None)
    try_password(client)
    client.post("/sign-in/out")
    codes = [
        try_password(client, "ben@example.org", "wrong, and wrong again").status_code
        for _number in range(limits.PASSWORDS_PER_ACCOUNT + 1)
    ]
    assert codes[-1] == 429


def test_one_password_tried_on_many_accounts_is_stopped(browser, people, try_password, monkeypatch):
    monkeypatch.setattr(limits, "PASSWORDS_IN_ALL", size(30, 500))
    codes = [
        try_password(
            browser(None), f"somebody{n}@example.org", "motdepasse du jour",
            environ_overrides={"REMOTE_ADDR": f"198.{n % 200}.{n // 200}.9"},
        ).status_code
        for n in range(limits.PASSWORDS_IN_ALL + 1)
    ]  # fmt: skip
    assert codes[-1] == 429


def test_a_full_hall_signs_in_from_one_network(browser, ada, try_password, monkeypatch):
    monkeypatch.setattr(limits, "PASSWORDS_PER_NETWORK", size(6, 60))
    for _number in range(limits.PASSWORDS_PER_NETWORK + 5):
        assert try_password(browser(None)).status_code == 303


def test_two_hundred_people_in_one_hall_are_sent_their_links(browser, people, mails):
    assert limits.LINKS_PER_NETWORK > 200
    client, guests = browser(None), size(20, 200)
    codes = [ask(client, f"guest{n}@example.org").status_code for n in range(guests)]
    assert codes == [303] * guests
    ask(client, "ben@example.org")
    assert len(mails()) == 1


def test_a_lock_ends_by_itself(browser, ada, try_password, at):
    for _number in range(limits.PASSWORDS_PER_ACCOUNT + 1):
        try_password(browser(None), password="wrong, and wrong again")
    assert try_password(browser(None)).status_code == 429
    at(now() + limits.WINDOW + timedelta(seconds=1))
    assert try_password(browser(None)).status_code == 303


def test_a_mailbox_is_not_flooded(browser, people, mails):
    for _number in range(limits.LINKS_PER_ADDRESS + 3):
        last = ask(browser(None))
    assert last.status_code == 429
    assert len(mails()) == limits.LINKS_PER_ADDRESS
