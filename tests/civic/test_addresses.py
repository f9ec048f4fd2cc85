"""The short way to an address leads where Flask's own leads."""

import pytest
from flask import url_for
from werkzeug.exceptions import NotFound

from civic.core.addresses import Addresses, Key, row_number


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("home.show", {}),
        ("home.show", {"_external": True}),
        ("proposals.show", {"key": Key(7, "plant-trees")}),
        ("proposals.show", {"key": Key(7, "plant-trees"), "_anchor": "c12"}),
        ("proposals.index", {"tag": "d’été & d’hiver?/#", "stage": None, "mine": 1}),
        ("proposals.index", {"tag": ["a", "b"]}),
        ("deliberation.permalink", {"key": Key(7, "plant-trees"), "comment_id": 12}),
        ("deliberation.thread", {"key": Key(7, "x"), "root": 5, "after": "3"}),
        ("deliberation.arguments", {"key": Key(7, "x"), "side": "for"}),
        ("community.legal", {"page": "terms"}),
        ("static", {"filename": "style.css", "v": "12"}),
    ],
)
@pytest.mark.parametrize("mounted_at", ["", "/town"])
def test_an_address_is_the_one_that_flask_makes(program, endpoint, values, mounted_at):
    with program.test_request_context("/", environ_overrides={"SCRIPT_NAME": mounted_at}):
        short = Addresses(program).here()["url_for"]
        assert short(endpoint, **values) == url_for(endpoint, **values)


@pytest.mark.parametrize(
    "typed",
    ["_external=1&_scheme=javascript", "_method=POST", "_anchor=x", "key=7", "key=7-a&key=8"],
)
def test_what_is_typed_behind_an_old_address_does_not_bend_the_new_one(garden, browser, typed):
    answer = browser("Ben").get(f"/spaces/{garden.id}-as-it-was-called?after=3&{typed}")
    assert answer.status_code == 302
    assert answer.location == f"/spaces/{garden.id}-the-garden?after=3"


@pytest.mark.parametrize("address", ["/proposals/{}", "/proposals/{}-trees", "/members/{}"])
def test_an_address_holds_no_number_that_no_row_can_have(program, address):
    urls = program.url_map.bind("")
    assert urls.match(address.format(2**31 - 1))
    with pytest.raises(NotFound):
        urls.match(address.format(2**31))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7", 7),
        ("2147483647", 2**31 - 1),
        ("2147483648", 0),
        ("²", 0),
        ("-1", 0),
        ("", 0),
        ("x", 0),
    ],
)
def test_the_number_of_a_row_is_one_that_a_row_can_have(typed, read):
    assert row_number(typed) == read
