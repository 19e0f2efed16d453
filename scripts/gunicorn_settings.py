"""How gunicorn serves the site: a few processes, threads in each, on 127.0.0.1 behind a proxy if there is one.

The background worker runs beside them, so that the site needs nothing else.
"""

import os
import subprocess
import sys
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
loglevel = "warning"
#: Seconds after which a request that still runs is given up. Prints run in processes of their own.
timeout = 60
#: A worker is replaced after about this many requests, so that a slow leak never matters.
max_requests = 5000
max_requests_jitter = 500


def when_ready(server: Any) -> None:
    """Start the background worker, and tell where the site is, once it answers."""
    # In a session of its own a Ctrl-C does not reach it, so that the server ends it in order.
    server.keeper = subprocess.Popen([sys.executable, "-m", "scripts.keep_worker"], start_new_session=True)
    sys.stderr.write(f"The site is at http://{bind}/ (stop it with Ctrl-C)\n")


def on_exit(server: Any) -> None:
    """End the background worker."""
    keeper = getattr(server, "keeper", None)  # none where the server never got ready
    if keeper is not None:
        keeper.terminate()
        keeper.wait()
