"""The same keys as in keys.mjs, out of the same seeds."""

# mypy: ignore-errors

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

CURVES = {"P-256": (ec.SECP256R1(), 32), "P-384": (ec.SECP384R1(), 48)}


def url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def ed25519_jwk(byte: int) -> dict[str, str]:
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes([byte]) * 32)
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": url64(key.public_key().public_bytes_raw()),
        "d": url64(bytes([byte]) * 32),
    }


def ec_jwk(curve: str, byte: int) -> dict[str, str]:
    kind, size = CURVES[curve]
    point = ec.derive_private_key(int.from_bytes(bytes([byte]) * size), kind).public_key().public_numbers()
    x, y = (url64(number.to_bytes(size)) for number in (point.x, point.y))
    return {"kty": "EC", "crv": curve, "x": x, "y": y, "d": url64(bytes([byte]) * size)}


def rsa_key(seed: str) -> rsa.RSAPrivateKey:
    """2,048 bits: the first primes at and after two numbers that SHA-256 counts out."""

    def prime(text: str) -> int:
        digests = (hashlib.sha256(f"{seed} {text} {i}".encode()).digest() for i in range(4))
        candidate = int.from_bytes(b"".join(digests)) | (3 << 1022) | 1
        while not _is_prime(candidate) or candidate % 65537 == 1:
            candidate += 2
        return candidate

    p, q = sorted((prime("p"), prime("q")), reverse=True)
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public).private_key()


def _is_prime(number: int) -> bool:
    """Miller-Rabin with fixed bases: enough for keys that guard nothing."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if number % base == 0:
            return number == base
        value = pow(base, odd, number)
        if value not in (1, number - 1) and not any(
            (value := value * value % number) == number - 1 for _ in range(twos - 1)
        ):
            return False
    return True
