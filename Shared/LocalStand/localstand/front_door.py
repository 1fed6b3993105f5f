"""Caddy before the services: one origin, TLS by the stand's own authority. The paths stand in `routes.caddy`."""

from pathlib import Path

from localstand.certificates import Certificates
from localstand.children import Child
from localstand.console import step
from localstand.ports import Ports
from localstand.waiting import accepts, until

FILES = Path(__file__).resolve().parents[1]


class FrontDoor:
    def __init__(self, stand: Path, ports: Ports, certificates: Certificates, upstreams: dict[str, str]) -> None:
        self._home = stand / "caddy"
        self.port = ports.get("front_door")
        self.child = Child(
            "The front door",
            ["/usr/bin/caddy", "run", "--config", str(FILES / "Caddyfile"), "--adapter", "caddyfile"],
            stand=stand,
            log=stand / "log" / "caddy.log",
            env={f"LAYAK_{service.upper()}": address for service, address in upstreams.items()}
            | {
                "LAYAK_PORT": str(self.port),
                "LAYAK_CERTIFICATE": str(certificates.certificate),
                "LAYAK_CERTIFICATE_KEY": str(certificates.key),
                "LAYAK_ROUTES": str(FILES / "routes.caddy"),
                "LAYAK_CADDY_STORAGE": str(self._home / "storage"),
                "HOME": str(self._home),
                "XDG_DATA_HOME": str(self._home),
                "XDG_CONFIG_HOME": str(self._home),
            },
            grace=10,
        )

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def start(self) -> None:
        with step("Starting the front door"):
            self.child.start()
            until(lambda: accepts(self.port), self.child, within=30)
