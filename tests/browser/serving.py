"""A static host on this machine that answers as public ones do: HTTPS, gzip, folders, a page for what is missing."""

from __future__ import annotations

import contextlib
import gzip
import mimetypes
import socket
import ssl
import threading
from collections.abc import Iterator
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.adapters.tls_server import Authority

# Of the system's own table nothing is used, so that every machine serves the same.
TYPES = mimetypes.MimeTypes(filenames=())
COMPRESSED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")


class Host(ThreadingHTTPServer):
    """Serves one folder under one name; `switch` is what makes a browser come here when it means that name."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, site: Path, name: str, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site, self.name, self.context = site, name, context

    @property
    def switches(self) -> tuple[str, ...]:
        """For the browser: this name is here, no other name is anywhere, and its certificate will do."""
        rules = f"MAP {self.name} 127.0.0.1:{self.server_address[1]}, MAP * ~NOTFOUND"
        return (f"--host-resolver-rules={rules}", "--ignore-certificate-errors")

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In the connection's own thread: browsers open some that they then don't use, or close at once."""
        with contextlib.suppress(OSError), self.context.wrap_socket(request, server_side=True) as line:
            _Handler(line, client_address, self)

    def shutdown_request(self, request: Any) -> None:
        """Closed already, with its TLS."""
        if isinstance(request, socket.socket):
            request.close()


class _Handler(BaseHTTPRequestHandler):
    server: Host
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.server.site / path.lstrip("/")
        if file.is_dir() and not path.endswith("/"):
            return self._answer(301, b"", "text/html; charset=utf-8", Location=f"{path}/")
        if file.is_dir():
            file /= "index.html"
        inside = file.resolve().is_relative_to(self.server.site.resolve())
        status, file = (200, file) if inside and file.is_file() else (404, self.server.site / "404.html")
        return self._answer(status, *compressed(file))

    def _answer(self, status: int, body: bytes, kind: str, **more: str) -> None:
        coded = {"Content-Encoding": "gzip"} if body.startswith(b"\x1f\x8b") else {}
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **coded, **more}.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@lru_cache(maxsize=512)
def compressed(file: Path) -> tuple[bytes, str]:
    """The file as a host sends it, and its type."""
    kind = TYPES.guess_type(file.name)[0] or "application/octet-stream"
    kind = "text/javascript" if kind == "application/javascript" else kind
    data = file.read_bytes()
    if kind.startswith(COMPRESSED):
        return gzip.compress(data, 9, mtime=0), f"{kind}; charset=utf-8"
    return data, kind


@contextlib.contextmanager
def hosted(site: Path, name: str, folder: Path) -> Iterator[Host]:
    """The host, for as long as the `with` lasts; its certificate is kept in `folder`."""
    with Host(site, name, Authority(folder).server_context(name)) as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()
