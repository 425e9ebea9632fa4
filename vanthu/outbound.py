"""Connections to the addresses an installation names: language model, Qdrant server, identity provider.

Nothing else is ever fetched. Addresses are checked when a connection is made, after the name was resolved,
and the connection goes to exactly the address that was checked: a name that resolves differently the next
moment (DNS rebinding) gains nothing. Redirects are not followed, proxies of the environment not used.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx
import psutil

from vanthu.errors import VanthuError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

METADATA = frozenset(
    map(ip_address, ("169.254.169.254", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"))
)
"""Where clouds hand out a machine's own credentials; some lie outside the link-local ranges."""
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_PORTS = {"http": 80, "https": 443}


class AddressRefused(VanthuError):
    code = "address_refused"
    message = "Không kết nối tới {host}: địa chỉ này nằm ngoài phạm vi cho phép."
    remedy = "Kiểm tra lại địa chỉ dịch vụ trong cấu hình máy chủ."


def allowed(url: str, *, own_network_only: bool) -> bool:
    """Whether a connection to `url` would be made now. Asks the resolver; a name it does not know is not.

    `own_network_only`: this host itself and the private networks its interfaces stand in, nothing else.
    """
    try:
        _checked(httpx.URL(url), own_network_only=own_network_only)
    except (AddressRefused, OSError, httpx.InvalidURL):
        return False
    return True


def client(own_network_only: Callable[[], bool], *, timeout_s: float) -> httpx.Client:
    """A client that connects to allowed addresses only. The rule is asked anew at each request."""
    return httpx.Client(
        transport=CheckedTransport(own_network_only),
        timeout=timeout_s,
        follow_redirects=False,
        trust_env=False,
    )


class CheckedTransport(httpx.BaseTransport):
    """Resolves and checks the host itself, then connects to the address it has checked.

    TLS still asks for, and checks, the certificate of the name.
    """

    def __init__(self, own_network_only: Callable[[], bool]) -> None:
        self._own_network_only = own_network_only
        self._within = httpx.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        addresses = _checked(request.url, own_network_only=self._own_network_only())
        for address in addresses[:-1]:
            try:
                return self._send(request, address)
            except httpx.ConnectError:
                continue  # nothing was sent yet; a name may have an address of each family
        return self._send(request, addresses[-1])

    def _send(self, request: httpx.Request, address: Address) -> httpx.Response:
        return self._within.handle_request(
            httpx.Request(
                request.method,
                request.url.copy_with(host=str(address)),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": request.url.host},
            )
        )

    def close(self) -> None:
        self._within.close()


def _checked(url: httpx.URL, *, own_network_only: bool) -> list[Address]:
    """The addresses of `url`'s host. Raises `AddressRefused` if even one of them may not be met."""
    port = url.port or _PORTS.get(url.scheme)
    if port is None or not url.host:
        raise AddressRefused(host=url.host or url.scheme)
    found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))
    networks = own_networks() if own_network_only else None
    for address in addresses:
        met = _meant(address)
        outside = networks is not None and not any(met in network for network in networks)
        if outside or _never(met):
            raise AddressRefused(host=url.host)
    return addresses


def _never(address: Address) -> bool:
    """Addresses at which no service stands, or one that must not be asked."""
    if address.is_loopback:  # Python counts ::1 among the reserved
        return False
    return (
        address in METADATA
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or address.is_reserved
    )


def own_networks() -> list[Network]:
    """Loopback, and the private networks that this host's interfaces stand in."""
    networks: list[Network] = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
    for entries in psutil.net_if_addrs().values():
        for entry in entries:
            if entry.family not in {socket.AF_INET, socket.AF_INET6} or not entry.netmask:
                continue
            address = entry.address.partition("%")[0]
            bits = int(ip_address(entry.netmask)).bit_count()
            network = ip_network(f"{address}/{bits}", strict=False)
            if network.is_private and not network.is_link_local:
                networks.append(network)
    return networks


def _meant(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one that stands for it (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, IPv4Address):
        return address
    if any(address in network for network in _NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)
