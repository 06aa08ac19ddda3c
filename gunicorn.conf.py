"""How gunicorn serves the line; each choice with its reason. Numbers: docs/decisions/ and bench/."""

import gc
import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
# A turn is mostly Python, with a few short waits for SQL. Threads hide the waits but contend for the interpreter: two
# a process answered a third more turns than four, with better tails (bench/turns.py). Processes use the cores.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 2
# The carrier keeps connections open; without this they would all stay with the worker that was first.
reuse_port = True
# Loading takes a second or two: once, before the workers are there, so that none listens without answering.
preload_app = True
keepalive = 65
# A caller waits at most 15 seconds for an answer, and our own waits end after two: a worker silent for 20 is stuck.
timeout = 20
graceful_timeout = 10
# No access log: the application writes one line for what matters, without callers' data.
accesslog = None
# The signature is made from PUBLIC_BASE_URL, so nothing a proxy says about itself is believed.
forwarded_allow_ips = ""
# One control socket in the home folder would be shared by all installations of a user; nobody here uses it.
control_socket_disable = True


def pre_fork(server, worker):
    """What was loaded stays: looking through it for garbage would hold up a turn for a third of a second."""
    gc.freeze()


def post_worker_init(worker):
    """Threads do not survive the fork: each worker process asks for itself what is published."""
    hotline = worker.wsgi.extensions.get("hotline")  # bench/ serves other applications for comparison
    if hotline:
        hotline.follow()
