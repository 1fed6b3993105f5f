"""The stand's own certificate authority, the certificates of its servers and programs, and the keys of the tokens."""

import base64
import os
from pathlib import Path

from localstand.authority import Authority, openssl
from localstand.secrets_file import Secrets


class Certificates:
    def __init__(self, folder: Path) -> None:
        self._authority = Authority(folder, "Layak local stand")
        self.authority = self._authority.certificate
        # Of the front door and of the mail server.
        self.certificate = folder / "server.pem"
        self.key = folder / "server.key"

    def prepare(self) -> None:
        self._authority.prepare()
        self._authority.server("server", "DNS:localhost,IP:127.0.0.1")

    def of_server(self, name: str) -> tuple[Path, Path]:
        """Certificate and key of the broker or the database. They are named, never numbered: librabbitmq would not know
        an address in a certificate."""
        self.prepare()
        return self._authority.server(name, "DNS:localhost")

    def of_program(self, user: str) -> tuple[Path, Path]:
        """Certificate and key with which a program proves which user of the broker it is."""
        self.prepare()
        return self._authority.client(f"program-{user}", user)


def token_keys(secrets: Secrets) -> tuple[str, str]:
    """The private and the public Ed25519 key of the sign-in tokens: 32 bytes each, base64."""

    def make() -> str:
        return base64.b64encode(openssl("genpkey", "-algorithm", "ed25519", "-outform", "DER")).decode()

    pkcs8 = base64.b64decode(secrets.get("token.key", make))
    public = openssl("pkey", "-inform", "DER", "-pubout", "-outform", "DER", data=pkcs8)
    # In both encodings the raw key is the last 32 bytes.
    return base64.b64encode(pkcs8[-32:]).decode(), base64.b64encode(public[-32:]).decode()


def link_key(secrets: Secrets) -> str:
    return secrets.get("link.key", lambda: base64.b64encode(os.urandom(32)).decode())
