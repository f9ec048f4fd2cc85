"""What each form answers to whom (deeds.txt beside this file); a refusal changes nothing."""

from pathlib import Path

from tests.test_reading_changes_nothing import EVERYBODY, differences, is_tried, listed
from tests.world import changed, routes

DEEDS = listed(Path(__file__).with_name("deeds.txt"))
COUNTED = {"refusal_count", "attempts"}
"""Refusals and attempts are counted, without who it was."""


def answer(client, address) -> str:
    """403 and 404; 303 to the door for visitors; ok for whatever the deed itself decides."""
    given = client.post(address)
    to_the_door = given.status_code == 303 and given.location.startswith("/sign-in/?")
    return str(given.status_code) if given.status_code in (403, 404) or to_the_door else "ok"


def test_whoever_is_refused_is_told_so_and_changes_nothing(app, browser, addresses, rows):
    """Eight people in one house at every form of it. Those whom the list lets in are left out:
    what they do then is the matter of each feature's tests."""
    clients = {name: browser(name) for name in EVERYBODY}
    before, answers = rows(), {}
    for rule in routes(app, "POST"):
        there = addresses(rule)
        for number, address in enumerate(there, 1):
            line = f"{rule.rule} {number}"
            expected = DEEDS.get(line, [""] * len(EVERYBODY))
            answers[line] = [
                answer(clients[name], address)
                if not cell or (cell != "ok" and is_tried(rule.rule, number, place, of=len(there)))
                else cell
                for place, (name, cell) in enumerate(zip(EVERYBODY, expected, strict=True))
            ]
    lacking = differences(answers, DEEDS)
    assert not lacking, "tests/deeds.txt, after a look at each cell:\n" + "\n".join(lacking)
    assert changed(before, rows()) <= COUNTED
