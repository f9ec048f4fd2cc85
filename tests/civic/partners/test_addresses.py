"""No address inside the house's own network is asked (security.md 4.2, 59)."""

import pytest

from civic.partners.protocol.network import Line, is_public
from civic.partners.protocol.refusals import Reason, Refused


def test_an_address_in_the_house_is_not_asked(browser, app, provider, connection):
    """59: neither at saving nor at any time later; nothing is sent there."""
    app.extensions["providers"].private = False
    shown = browser("Kim").post(f"/connections/{connection.id}/check").text
    assert "an address that is not encrypted" in shown
    assert provider.asked == []


def test_a_name_that_leads_into_the_house_is_refused_after_connecting(provider):
    """59: whatever the name resolved to a moment before. Not a byte is sent."""
    with Line(private=False, seconds=5) as line, pytest.raises(Refused) as refused:
        line.read(provider.issuer.replace("http:", "https:") + "/.well-known/openid-configuration")
    assert refused.value.reason is Reason.NOT_PUBLIC
    assert provider.asked == []


PUBLIC = ("93.184.216.34", "2606:4700::1111")
PRIVATE = (
    *("127.0.0.1", "10.0.0.8", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),
    *("::1", "fd00::1", "fe80::1%eth0", "::ffff:10.0.0.8", "64:ff9b::7f00:1", "2002:7f00:1::"),
)


def test_which_addresses_are_public():
    assert [address for address in (*PUBLIC, *PRIVATE) if is_public(address)] == [*PUBLIC]
