"""What every answer carries, and what no request may exceed."""

from flask import Flask, abort, g, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)

ALWAYS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)
"""Unless the view says something else."""

KEYS = {"secret", "signed"}
"""Parts of an address that open something by themselves: a mailed link, a feed of one's own. No
cache on the way keeps what is there, and no search engine lists it."""

LONGEST_QUERY = 4_000
LARGEST_FORM = 1024 * 1024
"""Bytes of what is typed; files come besides."""
MOST_PARAMETERS = 100


def init_app(app: Flask, *, proxies: int) -> None:
    """``proxies`` in front are believed about the reader's address and TLS, never about the host;
    without any, X-Forwarded-… is what somebody wrote into a request."""
    if proxies:
        believing = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)
        app.wsgi_app = believing  # type: ignore[method-assign]
    app.config.update(
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=4_000,
    )
    app.before_request(ask_as_a_get)
    app.before_request(refuse_floods)
    app.after_request(add_headers)


def ask_as_a_get() -> None:
    """HEAD is a GET of which only the head is sent: no view may take it for a deed."""
    if request.method == "HEAD":
        request.method = "GET"


def refuse_floods() -> None:
    """Before anything is parsed. NUL can be stored by neither database."""
    query = request.query_string
    if len(query) > LONGEST_QUERY:
        abort(414)
    if query.count(b"&") > MOST_PARAMETERS or b"%00" in query or "\x00" in request.path:
        abort(400)
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = LARGEST_FORM


def add_headers(response: Response) -> Response:
    headers = response.headers
    present = {name.lower() for name, _text in headers}
    headers.extend((name, text) for name, text in ALWAYS if name.lower() not in present)
    if request.endpoint != "static":
        response.vary.update(["Cookie", "Save-Data"])
        is_key = bool(KEYS & set(request.view_args or ()))
        headers.setdefault("Cache-Control", "no-store" if g.get("actor") or is_key else "no-cache")
        if is_key or not (g.get("community") and g.community.open_to_read):
            headers.setdefault("X-Robots-Tag", "noindex, nofollow")
    return response
