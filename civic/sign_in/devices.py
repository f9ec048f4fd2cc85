"""Devices that people signed in on before: a signed cookie that opens no door by itself, and
keeps strangers' failures from shutting it."""

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

MOST = 8
"""People remembered on one device, the latest ones."""


def known() -> list[int]:
    """Ids of the members who were signed in on this device."""
    try:
        ids = _signer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return []
    return [id for id in ids if isinstance(id, int)] if isinstance(ids, list) else []


def name_for(member_ids: list[int]) -> str | None:
    """What the limits call this device, if one of these members was signed in on it."""
    return request.cookies[_name()] if set(known()) & set(member_ids) else None


def remember(answer: Response, member_id: int) -> None:
    others = [id for id in known() if id != member_id]
    ids = [*others[1 - MOST :], member_id]
    answer.set_cookie(
        _name(), str(_signer().dumps(ids)), max_age=31_536_000, httponly=True, samesite="Lax",
        secure=current_app.config["CIVIC"].secure,
    )  # fmt: skip


def _name() -> str:
    return "__Host-known" if current_app.config["CIVIC"].secure else "known"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known device")
