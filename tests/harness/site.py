"""A whole site in processes of its own, for tests in a browser and for tests of operations."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from config.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Site:
    """A site on a port of its own, with its data in a folder of its own."""

    folder: Path
    demo: bool = True
    load: bool = False
    parts: str = "all"
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    sink_port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Where the site answers."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes: nothing of the test run's own settings."""
        mine = ("ACCORD_", "DATABASE_", "REDIS_", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "PROMETHEUS_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ACCORD_DATA": str(self.folder),
            "ACCORD_DEMO": "1" if self.demo else "0",
            "ACCORD_LOAD_DEMO": "1" if self.load else "0",
            "ACCORD_PARTS": self.parts,
            "PORT": str(self.port),
            "MAIL_SINK_PORT": str(self.sink_port),
            "PYTHONUNBUFFERED": "1",
            **self.extra,
        }

    @property
    def said(self) -> str:
        """All that its processes have written."""
        return (self.folder / "said.log").read_text(encoding="utf-8", errors="replace")

    def manage(self, *arguments: str, timeout: float = 300) -> str:
        """Run a management command on the site's data and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=timeout, check=False,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def python(self, code: str) -> str:
        """Run lines of Python with the site's models at hand and return what they printed."""
        return self.manage("shell", "--no-imports", "-c", code)

    def start(self, *, within: float = 300) -> "Site":
        """Start the site and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "said.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.run"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )
        until = time.monotonic() + within
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError(f"The site ended with {self.process.returncode}:\n{self.said}")
            if self.answers():
                return self
            time.sleep(0.1)
        self.stop()
        raise AssertionError(f"The site did not answer within {within} s:\n{self.said}")

    def answers(self, path: str = "/healthz") -> bool:
        """Whether the page answers 200."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """Stop all its processes, by the group that they were started in."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(60)
