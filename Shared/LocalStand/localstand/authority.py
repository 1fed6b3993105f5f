"""A private certificate authority, by openssl: who it vouches for, as whom, how long."""

import subprocess
from pathlib import Path

from localstand.errors import StandError

DAYS_OF_A_CERTIFICATE = 825


class Authority:
    """Its certificate and key are `ca.pem` and `ca.key` in a folder that only its owner enters."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self.certificate = folder / "ca.pem"
        self._key = folder / "ca.key"

    def prepare(self) -> None:
        if self.certificate.exists() and self._key.exists():
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_key(self._key)
        openssl(
            "req", "-x509", "-new", "-key", str(self._key), "-days", "3650", "-out", str(self.certificate),
            "-subj", f"/CN={self._name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        )  # fmt: skip

    def server(self, file: str, names: str, days: int = DAYS_OF_A_CERTIFICATE) -> tuple[Path, Path]:
        """Certificate and key of a server; `names` as openssl wants them: `DNS:localhost,IP:127.0.0.1`."""
        first = names.split(",")[0].split(":")[1]
        return self._issue(file, first, f"subjectAltName={names}\nextendedKeyUsage=serverAuth\n", days)

    def client(self, file: str, common_name: str, days: int = DAYS_OF_A_CERTIFICATE) -> tuple[Path, Path]:
        """Certificate and key of a program; its common name is its user at the broker."""
        return self._issue(file, common_name, "extendedKeyUsage=clientAuth\n", days)

    def _issue(self, file: str, common_name: str, extensions: str, days: int) -> tuple[Path, Path]:
        certificate, key = self._folder / f"{file}.pem", self._folder / f"{file}.key"
        if certificate.exists() and key.exists():
            return certificate, key
        make_key(key)
        wanted, request = self._folder / f"{file}.ext", self._folder / f"{file}.csr"
        wanted.write_text(f"basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n{extensions}")
        openssl("req", "-new", "-key", str(key), "-subj", f"/CN={common_name}", "-out", str(request))
        openssl(
            "x509", "-req", "-in", str(request), "-CA", str(self.certificate), "-CAkey", str(self._key),
            "-CAcreateserial", "-days", str(days), "-extfile", str(wanted), "-out", str(certificate),
        )  # fmt: skip
        request.unlink()
        wanted.unlink()
        return certificate, key


def make_key(file: Path) -> None:
    file.touch(mode=0o600)
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(file))


def openssl(*arguments: str, data: bytes | None = None) -> bytes:
    done = subprocess.run(["/usr/bin/openssl", *arguments], input=data, capture_output=True)
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise StandError(f"openssl {arguments[0]} failed: {' '.join(reason)}")
    return done.stdout
