"""Pictures to bake into, and keys as PEM."""

# mypy: ignore-errors

import struct
import zlib

from cryptography.hazmat.primitives import serialization


def pem(key: object) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_pem(key: object) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def picture(red: int) -> bytes:
    """A PNG of 90 by 90 points in one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([red, 90, 60]) * 90) * 90
    head = struct.pack(">IIBBBBB", 90, 90, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90" width="90" height="90">'
    b'<circle cx="45" cy="45" r="40" fill="#785a3c"/></svg>'
)
