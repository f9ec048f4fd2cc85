"""Static files under addresses that change with their content, and the icon sprite."""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, has_request_context, request, url_for
from markupsafe import Markup

STATIC = Path(__file__).parents[2] / "static"
YEAR = 365 * 24 * 3600


@lru_cache(maxsize=64)
def _fingerprint(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:8]


@lru_cache(maxsize=1)
def _icons() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', (STATIC / "icons.svg").read_text()))


def _static_url(name: str, *, plain: bool = False) -> str:
    """``plain``: as the stylesheet asks for it, without the mark of its content."""
    if plain:
        return url_for("static", filename=name)
    return url_for("static", filename=name, v=_fingerprint(name))


def _icon(name: str) -> Markup:
    """An icon beside a word, never instead of one. Raises KeyError for a name not in the sprite."""
    if name not in _icons():
        raise KeyError(f"no icon is called {name}")
    return Markup('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        _static_url("icons.svg"), name
    )


def here() -> dict[str, Any]:
    """For the context of a page: it shows a hundred icons."""
    return _at(request.script_root if has_request_context() else "")


@lru_cache(maxsize=8)
def _at(_mounted_at: str) -> dict[str, Any]:
    """Their addresses depend on where the app is mounted, and on no more."""
    return {"icon": lru_cache(maxsize=512)(_icon), "static_url": lru_cache(64)(_static_url)}


@lru_cache(maxsize=4_096)
def initials(name: str) -> str:
    """Two letters for the round sign beside a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if words[1:] else words)).upper()


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        if "v" in request.args:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        else:
            response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def init_app(app: Flask) -> None:
    app.context_processor(here)
    app.jinja_env.filters["initials"] = initials
    app.after_request(_keep)
