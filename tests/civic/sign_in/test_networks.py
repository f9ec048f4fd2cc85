"""Whose failures are counted together."""

import pytest

from civic.sign_in.limits import network


@pytest.mark.parametrize(
    ("address", "neighbourhood"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:7:1::5", "2001:db8:7::/48"),
        ("2001:db8::5", "2001:db8::/48"),
        (None, "nowhere"),
        ("unix:", "nowhere"),
    ],
)
def test_a_network_is_a_neighbourhood_however_its_address_is_written(address, neighbourhood):
    assert network(address) == neighbourhood
