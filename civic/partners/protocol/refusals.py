"""Why a provider's answer was not believed. The reason is a stable word; the page puts it into a
sentence, the journal keeps it."""

from enum import StrEnum


class Reason(StrEnum):
    # The provider cannot be asked.
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    TOO_LARGE = "too_large"
    NOT_PUBLIC = "not_public"
    """Its address leads into a private network."""
    NOT_HTTPS = "not_https"
    REDIRECTS = "redirects"
    BAD_ANSWER = "bad_answer"
    # It is not what the connection says.
    OTHER_ISSUER = "other_issuer"
    INCOMPLETE = "incomplete"
    NO_S256 = "no_s256"
    NO_ALGORITHM = "no_algorithm"
    NO_CLIENT_PROOF = "no_client_proof"
    # The person's way back.
    NOT_YOURS = "not_yours"
    """State unknown, used, too old, or of another browser."""
    MIX_UP = "mix_up"
    DECLINED = "declined"
    NO_CODE = "no_code"
    CODE_REFUSED = "code_refused"
    CLIENT_REFUSED = "client_refused"
    """It does not know us by our client id and secret."""
    # The token.
    NO_ID_TOKEN = "no_id_token"
    BAD_TOKEN = "bad_token"
    BAD_HEADER = "bad_header"
    BAD_ALGORITHM = "bad_algorithm"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_TIME = "wrong_time"
    WRONG_NONCE = "wrong_nonce"
    WRONG_SUBJECT = "wrong_subject"
    WRONG_HASH = "wrong_hash"
    TOO_WEAK = "too_weak"
    NOT_FRESH = "not_fresh"
    BAD_BIRTH_DATE = "bad_birth_date"
    TOO_YOUNG = "too_young"
    # What the house decides.
    REQUIRED_CLAIM = "required_claim"
    OTHER_ORGANISATION = "other_organisation"
    NOT_ACTIVE = "not_active"
    SWITCHED_OFF = "switched_off"
    OFF_FOR_NOW = "off_for_now"
    HELD = "held"
    SECRET_UNREADABLE = "secret_unreadable"
    ALREADY_LINKED = "already_linked"


class Refused(Exception):
    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail
        """For administrators, from a stranger: bounded, shown as text."""
