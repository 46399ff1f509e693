"""Ports for servers of our own on this machine."""

import random
import socket

# Below those that systems give to outgoing connections (Linux from 32768, others from 49152): a client's connection
# would hold the port while its server is started again, and the server could not come back.
FIRST, LAST = 20_000, 29_999
TRIES = 200


def free_port() -> int:
    """A port of the loopback that nobody listens on now, and that no outgoing connection takes by chance."""
    for _ in range(TRIES):
        port = random.SystemRandom().randint(FIRST, LAST)  # not of a seed: those who are started at once differ
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"No port from {FIRST} to {LAST} is free.")
