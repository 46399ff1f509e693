"""A secret key for a machine of one's own: made once, kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path


def kept_in(path: Path) -> str:
    """The key in the file; made when there is none. Safe when several processes start at once."""
    made = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        made.unlink()
    return path.read_text(encoding="ascii").strip()
