"""One conversation with a provider: bounded in time and size, led nowhere else.

Nothing a provider does may hold a worker for long, fill the memory, or have us knock at doors
inside the host's own network (SSRF): redirects are not followed, and the address at the other end
is checked after the connection is made, so that a name that resolves differently the second time
deceives nobody.
"""

import socket
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from threading import Timer
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from civic.partners.protocol.refusals import Reason, Refused

TO_CONNECT = 3.0
LARGEST = 512 * 1024
"""Bytes of one answer. The largest key sets in use have some 20 KB."""


class Line(OAuth2Session):  # type: ignore[misc]
    """Authlib's client on a line that hangs up by itself. Use it once, in a ``with`` block.

    ``private``: providers in the host's own network are allowed, and plain HTTP with them.
    """

    def __init__(self, *, private: bool, seconds: float, **client: Any) -> None:
        super().__init__(**client)
        self.private = private
        self.ends = monotonic() + seconds
        self.trust_env = False  # no proxy and no .netrc decides whom we talk to
        self.adapter = _Adapter(private)
        self.mount("https://", self.adapter)
        self.mount("http://", self.adapter)

    def request(self, method: str, url: str, **options: Any) -> Response:
        """Raises Refused."""
        if urlsplit(url).scheme != "https" and not self.private:
            raise Refused(Reason.NOT_HTTPS)
        left = self.ends - monotonic()
        if left <= 0:
            raise Refused(Reason.UNREACHABLE)
        options |= {"timeout": (min(TO_CONNECT, left), left), "allow_redirects": False}
        headers = {**(options.pop("headers", None) or {}), "Accept-Encoding": "identity"}
        watch = Timer(left, self.adapter.hang_up)  # a timeout of requests restarts at each byte
        watch.daemon = True
        watch.start()
        try:
            answer = super().request(method, url, headers=headers, stream=True, **options)
            return self._whole(answer)
        except (RequestException, HTTPError, OSError, UnicodeError) as failed:
            raise Refused(_reason(failed)) from failed
        finally:
            watch.cancel()

    def read(self, url: str) -> Any:
        """JSON from an address without a token. Raises Refused."""
        return self.in_json(self.request("GET", url, withhold_token=True))

    @staticmethod
    def in_json(answer: Response) -> dict[str, Any]:
        """Raises Refused when it is no JSON object, or an answer that says no."""
        if answer.status_code >= 400:
            raise Refused(Reason.BAD_ANSWER, f"HTTP {answer.status_code}")
        try:
            found = answer.json()
        except (ValueError, RecursionError) as broken:
            raise Refused(Reason.BAD_ANSWER) from broken
        if not isinstance(found, dict):
            raise Refused(Reason.BAD_ANSWER)
        return found

    def _whole(self, answer: Response) -> Response:
        if 300 <= answer.status_code < 400:
            raise Refused(Reason.REDIRECTS)
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise Refused(Reason.BAD_ANSWER)  # asked for plain: what unpacks may fill the memory
        read = bytearray()
        for piece in answer.iter_content(16 * 1024):
            read += piece
            if len(read) > LARGEST:
                answer.close()
                raise Refused(Reason.TOO_LARGE)
        answer._content = bytes(read)
        if answer.status_code >= 500:
            raise Refused(Reason.UNREACHABLE, f"HTTP {answer.status_code}")
        return answer


class _NotPublic(OSError):
    pass


def is_public(address: str) -> bool:
    """Whether an IP address is on the public Internet, even if it is wrapped in another one."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if inner or ip.packed[:12] == bytes.fromhex("0064ff9b0000000000000000"):
            ip = inner or ip_address(ip.packed[12:])
    return ip.is_global and not ip.is_multicast


class _Adapter(HTTPAdapter):
    def __init__(self, private: bool) -> None:
        self.lines: list[socket.socket] = []
        self.private = private
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        plain, safe = _connections(self)
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": safe}

    def watch(self, connected: socket.socket) -> socket.socket:
        if not self.private and not is_public(connected.getpeername()[0]):
            connected.close()
            raise _NotPublic
        self.lines.append(connected.dup())  # TLS takes the socket itself along
        return connected

    def hang_up(self) -> None:
        for line in self.lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        for line in self.lines:
            line.close()


def _connections(adapter: _Adapter) -> tuple[type[HTTPConnectionPool], type[HTTPSConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return adapter.watch(super()._new_conn())

    class Safe(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return adapter.watch(super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = Safe

    return PlainPool, SafePool


def _reason(failed: BaseException) -> Reason:
    """requests wraps what happened several times."""
    seen: BaseException | None = failed
    for _depth in range(8):
        if isinstance(seen, _NotPublic):
            return Reason.NOT_PUBLIC
        inner = [part for part in getattr(seen, "args", ()) if isinstance(part, BaseException)]
        seen = getattr(seen, "reason", None) or (inner[0] if inner else None)
        if not isinstance(seen, BaseException):
            break
    return Reason.UNREACHABLE
