"""How the web server runs: `gunicorn -c config/gunicorn.py config.wsgi`."""

import gc
import os
import shutil
from pathlib import Path
from typing import Any

from config import env, logs

_data = env.folder("ACCORD_DATA", Path(__file__).resolve().parent.parent / "var")
_metrics = env.folder("PROMETHEUS_MULTIPROC_DIR", _data / "metrics")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics)
_metrics.mkdir(parents=True, exist_ok=True)

bind = f"{env.text('HOST', '127.0.0.1')}:{env.number('PORT', default=8000)}"
worker_class = "gthread"
workers = env.number("WEB_PROCESSES", default=2)
threads = env.number("WEB_THREADS", default=4)
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (memory, not a disk that may hang)
timeout = 30
graceful_timeout = 10
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
# The house decides itself whom it believes about the way here: config/middleware.py.
forwarded_allow_ips = ""
_production = env.text("ACCORD_ENV") == "production"
logconfig_dict = logs.settings(
    form=env.text("LOG_FORM", "json" if _production else "text"), level=env.text("LOG_LEVEL", "INFO").upper()
)


def on_starting(server: Any) -> None:
    """Forget the counts of processes that are no more."""
    shutil.rmtree(_metrics, ignore_errors=True)
    _metrics.mkdir(parents=True, exist_ok=True)


def post_worker_init(worker: Any) -> None:
    """Leave what was loaded at the start alone: the collector need not walk through it again at every turn."""
    gc.collect()
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    """Keep what an ended process has counted, and forget that it lived."""
    from prometheus_client import multiprocess  # reads the folder above when it is imported

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
