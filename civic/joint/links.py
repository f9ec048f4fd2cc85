"""An address in a mail that can stop one act, and do nothing else: whoever is told that their
account will be reopened may have no other way to say no."""

from flask import current_app
from itsdangerous import URLSafeSerializer

from civic.core.web import base_url


def stop_address(act_id: int) -> str:
    return f"{base_url()}/acts-of-two/stop/{_signer().dumps(act_id)}"


def read_stop(signed: str) -> int:
    """The act's number. Raises itsdangerous.BadSignature."""
    return int(_signer().loads(signed))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="stop an act of two")
