"""A web server as it is deployed, reduced to one process on one core."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from bench.cores import SERVER, children, on
from settings import ROOT

PATIENCE = 30.0  # seconds to start


@dataclass(frozen=True)
class Server:
    """Answers on a loopback port."""

    port: int
    process: int

    def processes(self) -> list[int]:
        """The workers."""
        return children(self.process)


@contextmanager
def served(app: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """`app` under our own gunicorn.conf.py."""
    port = _free_port()
    options = ["--config", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    outside = {**os.environ, "WEB_CONCURRENCY": "1", **environment}
    with on(SERVER):
        process = subprocess.Popen([sys.executable, "-m", "gunicorn", *options, app], cwd=ROOT, env=outside)
    try:
        _wait_until_it_answers(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


# gunicorn takes connections before its worker has imported the app, so an answer is waited for
def _wait_until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), PATIENCE) as one:
                one.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
                if one.recv(1):
                    return
        except OSError:
            if time.monotonic() > ends or process.poll() is not None:
                raise
        time.sleep(0.1)
