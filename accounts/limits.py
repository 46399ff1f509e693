"""How often somebody may try: counted in the cache, by address or network. Without a cache nobody is kept out."""

import hashlib
from ipaddress import ip_address, ip_network

from django.core.cache import cache


def network_of(address: str) -> str:
    """The network that an address counts with: 24 bits of IPv4, 64 of IPv6; the address itself if it is neither."""
    try:
        bits = 24 if ip_address(address).version == 4 else 64
    except ValueError:
        return address
    return str(ip_network(f"{address}/{bits}", strict=False))


def mailbox_of(address: str) -> str:
    """The mailbox that an address counts with: what stands behind a plus sign is read in the same one."""
    name, _at, house = address.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{house}"


def spend(*, what: str, who: str, most: int, seconds: int) -> bool:
    """Count one try; whether it is still within `most` in so many seconds."""
    key = _key(what, who)
    if cache.add(key, 1, seconds):
        return most > 0
    try:
        return int(cache.incr(key) or 0) <= most
    except ValueError:  # it ran out between the two
        return True


def is_spent(*, what: str, who: str, most: int) -> bool:
    """Whether `most` tries were counted already; counts none."""
    return int(cache.get(_key(what, who)) or 0) >= most


def _key(what: str, who: str) -> str:
    return f"limit:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
