"""Every page as everybody: reading changes no row, and no way of asking opens another door."""

import re
from pathlib import Path

import pytest

from tests.sizes import QUICK, size, some
from tests.world import changed, routes

EVERYBODY = (None, "Zoe", "Oli", "Ben", "Ada", "Fay", "Lou", "Kim")


def listed(file: Path) -> dict[str, list[str]]:
    """Of each address, with its number, what everybody is answered."""
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    split = [line.rsplit(None, len(EVERYBODY)) for line in lines]
    return {address: cells for address, *cells in split}


STEP = size(3, soak=1, quick=4)
"""Where an address has three rows or more, each person tries every third of them, and another
person another third; `make soak` tries all. In a check each person tries every fourth address, and
another person another fourth."""


def is_tried(rule: str, number: int, place: int, *, of: int) -> bool:
    if QUICK:
        return (len(rule) + number + place) % STEP == 0
    return of < STEP or (number + place) % STEP == 0


EXPECTED = listed(Path(__file__).with_name("routes.txt"))
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


def test_no_page_changes_a_row(app, browser, addresses, rows, statements):
    """One house, and eight people who open each of its pages."""
    clients = {name: browser(name) for name in EVERYBODY}
    before, found, answers = rows(), {}, {}
    asked = [(rule, addresses(rule)) for rule in routes(app, "GET")]
    all_rows = [(rule, of, each) for rule, of in asked for each in enumerate(of, 1)]
    for place, (name, client) in enumerate(clients.items()):
        addresses_seen, opened = set(), 0
        for rule, of, (number, address) in all_rows:
            line = f"{rule.rule} {number}"
            if line in EXPECTED and not is_tried(rule.rule, number, place, of=len(of)):
                answers.setdefault(line, []).append(EXPECTED[line][place])
                continue
            statements.clear()
            with client.get(f"{address}?_method=POST", headers=OVERRIDES) as page:
                answer, seen = page.status_code, set(ADDRESS.findall(page.get_data()))
            if not address.startswith("/sign-in/"):  # links that were mailed to somebody
                addresses_seen |= seen
            answers.setdefault(line, []).append(str(answer))
            assert answer < 500, (name, address)
            opened += answer == 200
            if done := deeds(statements):
                found[name, address] = done
        assert opened > size(20, soak=20) // (1 if name else 4)
        if name != "Kim":
            own = EXAMPLE | {f"{name}@example.org".lower().encode()}
            assert addresses_seen <= own | MAY_SEE.get(name, set())
    assert found == {}
    assert changed(before, rows()) <= MAY_NOTE
    lacking = differences(answers, EXPECTED)
    assert not lacking, "tests/routes.txt, after a look at each cell:\n" + "\n".join(lacking)


def differences(answers: dict[str, list[str]], expected: dict[str, list[str]]) -> list[str]:
    """The lines that a list lacks, as it would have them after a look at each cell; and those of
    addresses that are gone."""
    lacking = [
        f"{address:<85} {' '.join(codes)}"
        for address, codes in answers.items()
        if expected.get(address) != codes
    ]
    return lacking + [f"{address} is gone" for address in expected if address not in answers]


@pytest.mark.thorough
@pytest.mark.parametrize("name", [None, "Ben", "Kim"], ids=str)
def test_no_other_way_of_asking_opens_a_door(app, browser, addresses, rows, name):
    """HEAD, OPTIONS, capitals, an encoded or a further slash, htmx: as a GET, or not at all."""
    client, before, found, tried = browser(name), rows(), [], set()
    place = EVERYBODY.index(name)
    for rule in routes(app, "GET"):
        there = addresses(rule)
        for number, address in enumerate(there, 1):
            if not is_tried(rule.rule, number, place, of=len(there)):
                continue
            usual = code(client, "GET", address)
            seen = {
                "HEAD": code(client, "HEAD", address),
                "htmx": code(client, "GET", address, headers={"HX-Request": "true"}),
            }
            found += [(how, address, usual, got) for how, got in seen.items() if got != usual]
            if usual >= 300 and rule.rule not in tried:
                tried.add(rule.rule)
                others = (address.upper(), address.replace("/", "%2F", 2), address + "/")
                found += [other for other in others if code(client, "GET", other) < 300]
            assert code(client, "OPTIONS", address) in (200, usual)
    assert found == []
    assert changed(before, rows()) <= MAY_NOTE


def test_a_deed_is_never_done_by_a_get(app, browser, addresses, rows):
    """Signing out, unsubscribing, supporting: their addresses answer a GET with a page or not."""
    forms = [rule for rule in routes(app, "POST") if "GET" not in rule.methods]
    there = [address for rule in forms for address in addresses(rule)]
    clients = {name: browser(name) for name in (None, "Fay", "Kim")}
    before = rows()
    for turn, (name, client) in enumerate(clients.items()):
        for address in some(there, turn):
            assert asked(client, address) < 500, (name, address)
    assert changed(before, rows()) <= MAY_NOTE
