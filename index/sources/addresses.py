"""Which machines a page may be fetched from: those of the public internet, told by their addresses."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Resolve = Callable[[str, int], list[str]]

_NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that stand for those of IPv4 (RFC 6052)."""

_LOCAL = tuple(map(IPv6Network, ("64:ff9b:1::/48", "fec0::/10", "::/96")))
"""Addresses of one's own network that Python has as global: local translation to IPv4 (RFC 8215), site-local
ones (RFC 3879), and those with one of IPv4 as it was first done (RFC 4291)."""


def is_public(address: str) -> bool:
    """Whether it is no private, loopback, link-local, multicast or reserved one, nor stands for one."""
    try:
        found = ip_address(address)
    except ValueError:  # one of a zone: fe80::1%eth0
        return False
    if isinstance(found, IPv6Address) and any(found in network for network in _LOCAL):
        return False
    meant = (_embedded(found) if isinstance(found, IPv6Address) else None) or found
    return meant.is_global and not meant.is_multicast


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The address of IPv4 that one of IPv6 leads to."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, those to try first at the front.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
