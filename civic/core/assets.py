"""Static files under addresses that change with their content, and the icon sprite."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, url_for

STATIC = Path(__file__).parents[2] / "static"


@lru_cache(maxsize=64)
def _fingerprint(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    return url_for("static", filename=name, v=_fingerprint(name))


def init_app(app: Flask) -> None:
    app.jinja_env.globals["static_url"] = static_url
