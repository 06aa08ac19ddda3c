"""Many callers at once: each of 32 connections sends its next request when it has heard the last answer."""

import gc
import re
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CONNECTIONS = 32
SILENCE = 10.0  # seconds without any answer at all

Call = Sequence[bytes]  # its requests, in order
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


class NotAnswered(Exception):
    """A request was refused, or got no answer."""


@dataclass
class Round:
    """What came of it. `busy`: the part of the time the load itself was at work; near 1 it is too slow."""

    seconds: float = 0.0
    busy: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Turns a second."""
        return len(self.waits) / self.seconds


@dataclass
class _Line:
    socket: socket.socket
    requests: Iterator[bytes]
    sent: float = 0.0
    heard: bytes = b""


def played(port: int, calls: Sequence[Call]) -> Round:
    """Plays all calls, each on one connection; raises NotAnswered."""
    gc.collect()
    gc.disable()
    try:
        return _played(port, iter(calls))
    finally:
        gc.enable()


def _played(port: int, calls: Iterator[Call]) -> Round:
    result = Round()
    with selectors.DefaultSelector() as selector:
        lines = [_Line(socket.create_connection(("127.0.0.1", port)), iter(())) for _ in range(CONNECTIONS)]
        began, worked = time.perf_counter(), time.process_time()
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            _ask(line, calls, selector)
        while selector.get_map():
            _hear(selector, calls, result)
        result.seconds = time.perf_counter() - began
        result.busy = (time.process_time() - worked) / result.seconds
    return result


def _hear(selector: selectors.BaseSelector, calls: Iterator[Call], result: Round) -> None:
    ready = selector.select(SILENCE)
    if not ready:
        raise NotAnswered(f"no answer for {SILENCE:.0f} seconds")
    for key, _ in ready:
        line: _Line = key.data
        piece = line.socket.recv(65536)
        line.heard += piece
        if not piece or not line.heard.startswith(b"HTTP/1.1 200 "):
            raise NotAnswered(line.heard[:200].decode("latin-1"))
        if _is_whole(line.heard):
            result.waits.append(time.perf_counter() - line.sent)
            _ask(line, calls, selector)


def _is_whole(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return length is not None and len(body) >= int(length[1])


def _ask(line: _Line, calls: Iterator[Call], selector: selectors.BaseSelector) -> None:
    request = next(line.requests, None)
    if request is None:
        line.requests = iter(next(calls, ()))
        request = next(line.requests, None)
    if request is None:
        selector.unregister(line.socket)
        line.socket.close()
        return
    line.heard, line.sent = b"", time.perf_counter()
    line.socket.sendall(request)
