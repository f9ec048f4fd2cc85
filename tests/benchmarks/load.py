"""Clients of a server on this machine: a process of its own, so lean that the server is what is
measured. Reads a plan from its input, writes what happened to its output, both JSON.

A plan: ``port``, ``clients`` (each a list of whole HTTP requests, sent in turn over one kept
connection), ``seconds``, ``most`` requests in all, and ``pace``: seconds from the beginning of one
request to that of the next, over all clients, each request once; 0: each client asks again when it
is answered.
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

    def next(self) -> bytes:
        self.turn += 1
        return self.requests[(self.turn - 1) % len(self.requests)]

    def ask(self, began: float, request: bytes) -> None:
        self.began, self.heard, self.waits = began, b"", True
        self.socket.sendall(request)

    def hear(self) -> int | None:
        """The status, once the answer is whole. Raises ConnectionError."""
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
        return int(head[9:12]) if len(body) >= length else None

    def again(self) -> None:
        """After the server hung up: on an idle connection, as it may, or on a request."""
        self.waits = False
        self.socket.close()
        self.socket = socket.create_connection(("127.0.0.1", self.port))


class Run:
    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.clients = [Client(plan["port"], [r.encode() for r in one]) for one in plan["clients"]]
        self.idle = deque(self.clients)
        self.each_once = deque(request for one in self.clients for request in one.requests)
        self.selector = selectors.DefaultSelector()
        for client in self.clients:
            self.selector.register(client.socket, selectors.EVENT_READ, client)
        self.asked, self.lost = 0, 0
        self.taken: list[float] = []
        self.statuses: dict[int, int] = {}
        self.began = time.perf_counter()

    def go(self) -> dict[str, Any]:
        while True:
            present = time.perf_counter()
            over = self.asked >= self.plan["most"] or present >= self.began + self.plan["seconds"]
            if over and len(self.idle) == len(self.clients):
                return self.told()
            while not over and self.idle and self.due() <= present:
                client = self.idle.popleft()
                if self.plan["pace"]:
                    client.ask(self.due(), self.each_once.popleft())
                else:
                    client.ask(present, client.next())
                self.asked += 1
                over = self.asked >= self.plan["most"]
            paced = self.plan["pace"] and self.idle and not over
            for key, _events in self.selector.select(max(self.due() - present, 0) if paced else 1):
                self.hear(key.data)

    def due(self) -> float:
        return float(self.began + self.asked * self.plan["pace"])

    def hear(self, client: Client) -> None:
        try:
            answer = client.hear()
        except ConnectionError:
            if client.waits:
                self.lost += 1
                self.idle.append(client)
            self.selector.unregister(client.socket)
            client.again()
            self.selector.register(client.socket, selectors.EVENT_READ, client)
            return
        if answer:
            client.waits = False
            self.taken.append(time.perf_counter() - client.began)
            self.statuses[answer] = self.statuses.get(answer, 0) + 1
            self.idle.append(client)

    def told(self) -> dict[str, Any]:
        seconds = time.perf_counter() - self.began
        self.taken.sort()
        places = {"p50": 0.5, "p95": 0.95, "longest": 1}
        last = len(self.taken) - 1
        return {
            "seconds": seconds,
            "answered": len(self.taken),
            "statuses": self.statuses,
            "lost": self.lost,
        } | {name: self.taken[int(last * place)] for name, place in places.items() if last >= 0}


if __name__ == "__main__":
    json.dump(Run(json.load(sys.stdin)).go(), sys.stdout)
