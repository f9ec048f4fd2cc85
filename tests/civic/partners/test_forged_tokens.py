"""Tokens that are not signed as the provider's keys would sign them (security.md 4.2, 20)."""

import hmac
import time
from base64 import urlsafe_b64encode

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey

from civic.partners.protocol import tokens
from civic.partners.protocol.refusals import Reason, Refused

# 20: how it is signed


def unsigned(provider):
    return lambda claims: ".".join(
        [encoded(b'{"alg":"none","typ":"JWT"}'), encoded(str(claims).encode()), ""]
    )


def encoded(part):
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def with_public_key_as_password(provider):
    """Libraries refuse to make it, so it is put together by hand."""

    def signing(claims):
        body = provider.sign(claims).split(".")[1]
        said = encoded(b'{"alg":"HS256","kid":"first"}') + "." + body
        key = provider.first_key.as_pem(private=False)
        return said + "." + encoded(hmac.digest(key, said.encode(), "sha256"))

    return signing


def with_own_key_inside(provider):
    mine = ECKey.generate_key("P-256", {"kid": "mine"})
    return lambda claims: provider.sign(claims, mine, jwk=mine.as_dict(private=False))


def with_a_stranger(provider):
    mine = ECKey.generate_key("P-256", {"kid": "first"})
    return lambda claims: provider.sign(claims, mine)


def with_header(**more):
    registry = jws.JWSRegistry(strict_check_header=False)

    def signing(provider):
        return lambda claims: jwt.encode(
            {"alg": "ES256", "kid": "first", **more}, claims, provider.first_key,
            algorithms=["ES256"], registry=registry,
        )  # fmt: skip

    return signing


def with_crit(provider):
    def signing(claims):
        _head, body, _signature = provider.sign(claims).split(".")
        head = encoded(b'{"alg":"ES256","kid":"first","crit":["exp"],"exp":1}')
        return f"{head}.{body}.{encoded(bytes(64))}"

    return signing


def with_large_header(provider, size):
    def signing(claims):
        _head, body, signature = provider.sign(claims).split(".")
        head = encoded(b'{"alg":"ES256","kid":"' + b"a" * size + b'"}')
        return f"{head}.{body}.{signature}"

    return signing


FORGED = (
    (unsigned, Reason.BAD_ALGORITHM),
    (with_public_key_as_password, Reason.BAD_ALGORITHM),
    (with_own_key_inside, Reason.BAD_HEADER),
    (with_header(jku="http://127.0.0.1/keys"), Reason.BAD_HEADER),
    (with_header(x5u="http://127.0.0.1/keys"), Reason.BAD_HEADER),
    (with_crit, Reason.BAD_HEADER),
    (with_a_stranger, Reason.BAD_SIGNATURE),
    (lambda _provider: lambda _claims: "no.token", Reason.BAD_TOKEN),
    (lambda _provider: lambda _claims: {"a": "dict"}, Reason.BAD_TOKEN),
    (lambda _provider: lambda _claims: "a.b.c", Reason.BAD_TOKEN),
)


def test_a_token_that_is_signed_in_another_way_is_refused(provider, refused):
    for forge, reason in FORGED:
        provider.token = forge(provider)
        refused(reason)


@pytest.mark.parametrize("size", [300_000, 1_000_000])
def test_a_huge_header_is_refused(provider, refused, size):
    """A megabyte is not even read to its end."""
    provider.token = with_large_header(provider, size)
    refused(Reason.TOO_LARGE, status=503)


def test_a_huge_header_costs_nothing(provider):
    token = with_large_header(provider, 1_000_000)({})
    began = time.process_time()
    with pytest.raises(Refused) as refusal:
        tokens.signer(token, (), ("ES256",))
    assert refusal.value.reason is Reason.TOO_LARGE
    assert time.process_time() - began < 0.1
