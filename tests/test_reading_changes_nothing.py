"""Every page as everybody: reading changes no row, and no way of asking opens another door."""

import re
from pathlib import Path

import pytest

from tests.world import changed, routes

EVERYBODY = (None, "Zoe", "Oli", "Ben", "Ada", "Fay", "Lou", "Kim")
EXPECTED = {
    line.rsplit(None, len(EVERYBODY))[0]: line.split()[-len(EVERYBODY) :]
    for line in Path(__file__).with_name("routes.txt").read_text().splitlines()
    if line and not line.startswith("#")
}
MAY_NOTE = {"thread_seen"}
"""The tables that a GET writes in: "seen until" of a debate, at most every five minutes."""
OVERRIDES = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE"}


ADDRESS = re.compile(rb"[a-z0-9.]+@example\.org")
EXAMPLE = {b"amina@example.org"}
MAY_SEE = {"Zoe": {b"ben@example.org"}}
"""Whose address somebody sees besides their own: Zoe looks after the people of the mill."""


def asked(client, address):
    return code(client, "GET", f"{address}?_method=POST", headers=OVERRIDES)


def code(client, method, address, **how):
    with client.open(address, method=method, **how) as answer:  # a file is closed again
        return answer.status_code


def deeds(statements):
    """The statements that write, but for those that may."""
    words = [statement.split() for statement in statements]
    return [w[:3] for w in words if w[0] in ("INSERT", "UPDATE", "DELETE") and w[2] not in MAY_NOTE]


@pytest.mark.parametrize("name", EVERYBODY, ids=str)
def test_no_page_changes_a_row(app, browser, addresses, rows, name, statements):
    client, before, found, opened, answers = browser(name), rows(), {}, 0, {}
    addresses_seen: set[bytes] = set()
    for rule in routes(app, "GET"):
        for number, address in enumerate(addresses(rule), 1):
            statements.clear()
            with client.get(f"{address}?_method=POST", headers=OVERRIDES) as page:
                answer, seen = page.status_code, set(ADDRESS.findall(page.get_data()))
            if not address.startswith("/sign-in/"):  # links that were mailed to somebody
                addresses_seen |= seen
            answers[f"{rule.rule} {number}"] = str(answer)
            assert answer < 500, address
            opened += answer == 200
            if done := deeds(statements):
                found[address] = done
    assert found == {}
    assert changed(before, rows()) <= MAY_NOTE
    assert opened > (20 if name else 5)
    if name != "Kim":
        own = EXAMPLE | {f"{name}@example.org".lower().encode()}
        assert addresses_seen <= own | MAY_SEE.get(name, set())
    expected = {line: codes[EVERYBODY.index(name)] for line, codes in EXPECTED.items()}
    assert {line: answers.get(line) for line in expected} == expected


@pytest.mark.parametrize("name", [None, "Ben", "Kim"], ids=str)
def test_no_other_way_of_asking_opens_a_door(app, browser, addresses, rows, name):
    """HEAD, OPTIONS, capitals, an encoded or a further slash, htmx: as a GET, or not at all."""
    client, before, found = browser(name), rows(), []
    for rule in routes(app, "GET"):
        for address in addresses(rule):
            usual = code(client, "GET", address)
            seen = {
                "HEAD": code(client, "HEAD", address),
                "htmx": code(client, "GET", address, headers={"HX-Request": "true"}),
            }
            found += [(how, address, usual, got) for how, got in seen.items() if got != usual]
            if usual >= 300:
                others = (address.upper(), address.replace("/", "%2F", 2), address + "/")
                found += [other for other in others if code(client, "GET", other) < 300]
            assert code(client, "OPTIONS", address) == 200
    assert found == []
    assert changed(before, rows()) <= MAY_NOTE


@pytest.mark.parametrize("name", [None, "Fay", "Kim"], ids=str)
def test_a_deed_is_never_done_by_a_get(app, browser, addresses, rows, name):
    """Signing out, unsubscribing, supporting: their addresses answer a GET with a page or not."""
    client, before = browser(name), rows()
    for rule in routes(app, "POST"):
        if "GET" not in rule.methods:
            for address in addresses(rule):
                assert asked(client, address) < 500, address
    assert changed(before, rows()) <= MAY_NOTE
