"""The stand's own certificate authority, its certificate for loopback, and the keys of the tokens. All by openssl."""

import base64
import os
import subprocess
from pathlib import Path

from localstand.errors import StandError
from localstand.secrets_file import Secrets


class Certificates:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.authority = folder / "ca.pem"
        self.certificate = folder / "server.pem"
        self.key = folder / "server.key"

    def prepare(self) -> None:
        if all(file.exists() for file in (self.authority, self.certificate, self.key)):
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        authority_key = self._folder / "ca.key"
        names = self._folder / "names.ext"
        names.write_text(
            "subjectAltName=DNS:localhost,IP:127.0.0.1\n"
            "basicConstraints=critical,CA:FALSE\n"
            "keyUsage=critical,digitalSignature\n"
            "extendedKeyUsage=serverAuth\n"
        )
        for key in (authority_key, self.key):
            openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(key))
            key.chmod(0o600)
        openssl(
            "req", "-x509", "-new", "-key", str(authority_key), "-days", "3650", "-out", str(self.authority),
            "-subj", "/CN=Layak local stand", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        )  # fmt: skip
        request = self._folder / "server.csr"
        openssl("req", "-new", "-key", str(self.key), "-subj", "/CN=localhost", "-out", str(request))
        openssl(
            "x509", "-req", "-in", str(request), "-CA", str(self.authority), "-CAkey", str(authority_key),
            "-CAcreateserial", "-days", "825", "-extfile", str(names), "-out", str(self.certificate),
        )  # fmt: skip
        request.unlink()
        names.unlink()


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


def openssl(*arguments: str, data: bytes | None = None) -> bytes:
    done = subprocess.run(["/usr/bin/openssl", *arguments], input=data, capture_output=True)
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise StandError(f"openssl {arguments[0]} failed: {' '.join(reason)}")
    return done.stdout
