"""Passkeys (WebAuthn): the device proves that it has the key, and that its owner unlocked it.

Challenges lie in DoorStep, work once and for ten minutes. Origin and relying party come from the
configuration, never from a request. Checking a signature needs no database: no lock is held.

The library is imported where it is used: it is a tenth of what a start imports, and only a server
that somebody enters by a passkey needs it.
"""

import json
from binascii import Error as NoBase64
from collections.abc import Sequence
from contextlib import suppress

from sqlmodel import Session, col, func, select, update

from civic.config import Config
from civic.core.clock import now
from civic.members.models import Member
from civic.sign_in.models import Passkey

MOST = 20
"""Passkeys of one member."""
LARGEST = 20_000
"""Characters of what a device answers."""


class Refused(ValueError):
    """What the device sent proves nothing."""


def of_member(session: Session, member_id: int) -> list[Passkey]:
    found = select(Passkey).where(Passkey.member_id == member_id).order_by(col(Passkey.id))
    return list(session.exec(found))


def any_of(session: Session, member_id: int) -> bool:
    return (
        session.exec(select(Passkey.id).where(Passkey.member_id == member_id)).first() is not None
    )


def options_for_new(
    config: Config, *, member: Member, community: str, known: Sequence[Passkey], challenge: bytes
) -> str:
    """For ``navigator.credentials.create``. The member is known to the device by pseudonym."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers import structs

    made = generate_registration_options(
        rp_id=config.host,
        rp_name=community,
        user_id=member.pseudonym.encode(),
        user_name=member.email or member.name,
        user_display_name=member.name,
        challenge=challenge,
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=key.credential_id) for key in known
        ],
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
    )
    return options_to_json(made)


def options_to_enter(config: Config, *, challenge: bytes) -> str:
    """For ``navigator.credentials.get``. Nobody is named: the device says whose key it is."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    asked = generate_authentication_options(
        rp_id=config.host,
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(asked)


def challenge_in(credential: str) -> bytes:
    """Which challenge the device says it answers. Raises Refused."""
    from webauthn import base64url_to_bytes

    try:
        told = json.loads(base64url_to_bytes(json.loads(credential)["response"]["clientDataJSON"]))
        return base64url_to_bytes(told["challenge"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise Refused from wrong


def verified_new(config: Config, credential: str, *, challenge: bytes) -> Passkey:
    """A passkey that has no owner and no name yet. Raises Refused."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        proven = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=config.host,
            expected_origin=config.base_url,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, IndexError) as wrong:
        raise Refused from wrong
    transports: list[str] = []
    with suppress(KeyError, TypeError):
        transports = [str(one)[:20] for one in json.loads(credential)["response"]["transports"]]
    return Passkey(
        member_id=0, name="", credential_id=proven.credential_id, sign_count=proven.sign_count,
        public_key=proven.credential_public_key, transports=transports[:8],
    )  # fmt: skip


def known(session: Session, credential: str) -> Passkey | None:
    """Whose passkey answers, before anything is believed."""
    from webauthn import base64url_to_bytes

    try:
        id = base64url_to_bytes(json.loads(credential)["rawId"])
    except (ValueError, KeyError, TypeError, AttributeError, NoBase64):
        return None
    return session.exec(select(Passkey).where(Passkey.credential_id == id)).first()


def verify_entry(
    config: Config, passkey: Passkey, credential: str, *, challenge: bytes, owner: str
) -> int:
    """The device's new count. ``owner`` is the pseudonym of the passkey's member. Raises Refused,
    also where the count does not grow: somebody may have copied the key."""
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        proven = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=config.host,
            expected_origin=config.base_url,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
        handle = json.loads(credential)["response"].get("userHandle")
    except (WebAuthnException, ValueError, KeyError, TypeError, IndexError) as wrong:
        raise Refused from wrong
    if handle and base64url_to_bytes(handle) != owner.encode():
        raise Refused
    return proven.new_sign_count


def note_use(session: Session, passkey: Passkey, count: int) -> bool:
    """False when somebody else used the key at the same moment, or it was removed."""
    done = session.exec(
        update(Passkey)
        .where(col(Passkey.id) == passkey.id, col(Passkey.sign_count) == passkey.sign_count)
        .values(sign_count=count, last_used_at=now())
    )
    return done.rowcount == 1


def is_full(session: Session, member_id: int) -> bool:
    count = select(func.count()).select_from(Passkey).where(Passkey.member_id == member_id)
    return session.exec(count).one() >= MOST
