"""Clients of a server on this machine: a process of its own, so lean that the server is what is
measured. Reads a plan from its input, writes what happened to its output, both JSON.

A plan: ``port``, ``clients`` (each a list of whole HTTP requests, sent in turn over one kept
connection), ``seconds``, ``most`` requests in all, and ``pace``: seconds from the beginning of one
request to that of the next, over all clients; 0: each client asks again when it is answered.
"""

import json
import selectors
import socket
import sys
import time
from collections import deque
from typing import Any


class Client:
    def __init__(self, port: int, requests: list[bytes]) -> None:
        self.port, self.requests, self.turn = port, requests, 0
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.heard = b""
        self.began = 0.0
        self.waits = False

    def ask(self, began: float) -> None:
        self.began, self.heard, self.waits = began, b"", True
        self.socket.sendall(self.requests[self.turn % len(self.requests)])
        self.turn += 1

    def hear(self) -> tuple[int, int] | None:
        """Status and length once the answer is whole. Raises ConnectionError."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError
        self.heard += part
        head, found, body = self.heard.partition(b"\r\n\r\n")
        if not found:
            return None
        lowered = head.lower()
        at = lowered.find(b"content-length:")
        length = int(lowered[at + 15 :].split(b"\r\n", 1)[0]) if at > 0 else 0
        return (int(head[9:12]), length) if len(body) >= length else None

    def again(self) -> None:
        """After the server hung up: on an idle connection, as it may, or on a request."""
        self.waits = False
        self.socket.close()
        self.socket = socket.create_connection(("127.0.0.1", self.port))


def run(plan: dict[str, Any]) -> dict[str, Any]:
    clients = [Client(plan["port"], [r.encode() for r in one]) for one in plan["clients"]]
    selector = selectors.DefaultSelector()
    for client in clients:
        selector.register(client.socket, selectors.EVENT_READ, client)
    pace, most = plan["pace"], plan["most"]
    began = time.perf_counter()
    ends = began + plan["seconds"]
    asked, taken, statuses, lost = 0, [], {}, 0
    idle = deque(clients)
    while True:
        present = time.perf_counter()
        while idle and asked < most and present < ends and began + asked * pace <= present:
            idle.popleft().ask(began + asked * pace if pace else present)
            asked += 1
        if len(idle) == len(clients) and (asked >= most or present >= ends):
            break
        wait = began + asked * pace - present if pace and idle and asked < most else 1.0
        for key, _events in selector.select(max(wait, 0)):
            client = key.data
            try:
                answer = client.hear()
            except ConnectionError:
                if client.waits:
                    lost += 1
                    idle.append(client)
                selector.unregister(client.socket)
                client.again()
                selector.register(client.socket, selectors.EVENT_READ, client)
                continue
            if answer:
                client.waits = False
                taken.append(time.perf_counter() - client.began)
                statuses[answer[0]] = statuses.get(answer[0], 0) + 1
                idle.append(client)
    taken.sort()
    return {
        "seconds": time.perf_counter() - began,
        "answered": len(taken),
        "statuses": statuses,
        "lost": lost,
        "p50": taken[len(taken) // 2] if taken else None,
        "p95": taken[len(taken) * 95 // 100] if taken else None,
        "longest": taken[-1] if taken else None,
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
