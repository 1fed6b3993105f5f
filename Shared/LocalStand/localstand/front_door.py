"""Caddy before the services: one origin, TLS by the stand's own authority. Which path goes where is decided here."""

from pathlib import Path

from localstand.certificates import Certificates
from localstand.children import Child
from localstand.console import step
from localstand.ports import Ports
from localstand.waiting import accepts, until

# What is named here leaves Intake, which serves the rest.
ROUTES = {
    "review": [
        "/petugas", "/petugas/*", "/pengesahan", "/pengesahan/*", "/surat/*", "/verifikasi", "/verifikasi/*",
        "/api/v1/cases/*", "/api/v1/letters/*",
    ],
    "notify": ["/kotak-masuk", "/kotak-masuk/*", "/operator/pesan", "/operator/pesan/*"],
    "rating": [
        "/penilaian/*", "/kepuasan", "/kepuasan/*", "/pengaduan", "/pengaduan/*", "/api/v1/complaints",
        "/api/v1/complaints/*",
    ],
}  # fmt: skip


def caddyfile(port: int, upstreams: dict[str, str], certificates: Certificates | None, storage: str) -> str:
    lines = [
        "{",
        "\tadmin off",
        "\tauto_https off",
        f"\tstorage file_system {storage}",
        "\tdefault_bind 127.0.0.1",
        "\tservers {",
        "\t\tprotocols h1 h2",
        "\t}",
        "}",
        f"https://localhost:{port}, https://127.0.0.1:{port} {{",
    ]
    if certificates is not None:
        lines.append(f"\ttls {certificates.certificate} {certificates.key}")
    # Health, metrics and readiness of the services are for the machine's own network, not for the world.
    lines += ["\t@inside path /health /health/* /metrics", "\trespond @inside 404"]
    for service, paths in ROUTES.items():
        lines += [f"\t@{service} path {' '.join(paths)}", f"\thandle @{service} {{"]
        lines += [f"\t\treverse_proxy {upstreams[service]}", "\t}"]
    lines += ["\thandle {", f"\t\treverse_proxy {upstreams['intake']}", "\t}", "}"]
    return "\n".join(lines) + "\n"


class FrontDoor:
    def __init__(self, stand: Path, ports: Ports, certificates: Certificates, upstreams: dict[str, str]) -> None:
        self._home = stand / "caddy"
        self._certificates = certificates
        self._upstreams = upstreams
        self.port = ports.get("front_door")
        self.child = Child(
            "The front door",
            ["/usr/bin/caddy", "run", "--config", str(self._home / "Caddyfile"), "--adapter", "caddyfile"],
            stand=stand,
            log=stand / "log" / "caddy.log",
            env={
                "HOME": str(self._home), "XDG_DATA_HOME": str(self._home), "XDG_CONFIG_HOME": str(self._home),
            },
            grace=10,
        )  # fmt: skip

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def start(self) -> None:
        self._home.mkdir(exist_ok=True)
        text = caddyfile(self.port, self._upstreams, self._certificates, str(self._home / "storage"))
        (self._home / "Caddyfile").write_text(text)
        with step("Starting the front door"):
            self.child.start()
            until(lambda: accepts(self.port), self.child, within=30)
