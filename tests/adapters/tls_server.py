"""A web server on this machine that speaks TLS and answers with any bytes, however odd, and its own authority."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# What to do with a connection whose request has been read.
Answer = bytes | Callable[[Any], None]
LONG_AGO, FAR_OFF = datetime.datetime(2020, 1, 1), datetime.datetime(2090, 1, 1)


class Authority:
    """Signs certificates; believed by those who take its `context`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Authority")])
        own = _certificate(self._name, self._name, self._key.public_key(), LONG_AGO, FAR_OFF)
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        usage = dict.fromkeys(USES, False) | {"key_cert_sign": True}
        own = own.add_extension(x509.KeyUsage(**usage), critical=True)
        self._own = own.sign(self._key, hashes.SHA256())

    def context(self) -> ssl.SSLContext:
        """A client's context that believes this authority alone."""
        pem = self._own.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def server_context(
        self, *names: str, begins: datetime.datetime = LONG_AGO, ends: datetime.datetime = FAR_OFF
    ) -> ssl.SSLContext:
        """The context of a server whose certificate is for these names and IP addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test Server")])
        made = _certificate(subject, self._name, key.public_key(), begins, ends)
        made = made.add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        signed = made.add_extension(issuer, critical=False).sign(self._key, hashes.SHA256())
        file = self._folder / f"{signed.serial_number}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + signed.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


USES = (
    "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
    " encipher_only decipher_only"
).split()


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    begins: datetime.datetime,
    ends: datetime.datetime,
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number(), begins, ends)
    return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


class Server(socketserver.ThreadingTCPServer):
    """Answers each path as `answers` says; `asked` holds the requests' heads, as they came."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.context = context
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Handler(socketserver.BaseRequestHandler):
    server: Server

    def handle(self) -> None:
        # A client that goes away in the midst of it is what many tests are about.
        with contextlib.suppress(OSError), self.server.context.wrap_socket(self.request, server_side=True) as line:
            head = b""
            while b"\r\n\r\n" not in head and (part := line.recv(65_536)):
                head += part
            self.server.asked.append(head.decode("ascii"))
            path = head.split(b" ")[1].decode("ascii") if b" " in head else ""
            answer = self.server.answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            if isinstance(answer, bytes):
                line.sendall(answer)
            else:
                answer(line)
            with contextlib.suppress(OSError):
                line.unwrap()


@contextlib.contextmanager
def serving(context: ssl.SSLContext) -> Iterator[Server]:
    """The server, for as long as the `with` lasts."""
    with Server(context) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
