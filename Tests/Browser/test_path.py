"""The whole path of a case, clicked in Chromium as applicant, officer, evaluator and signer."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import ChromiumBrowser, Findings
from demo import first_case
from demo.steps import Steps
from demo.world import APPLICANT, OPERATOR, World
from localstand.stand import Stand
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

REPOSITORY = Path(__file__).resolve().parents[2]
SCREENSHOTS = REPOSITORY / ".layak" / "screenshots"
SCREENS = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    # Chromium's own sandbox refuses to run as root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield browser
        browser.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_everybody_can_walk_the_path_and_no_page_shuts_anybody_out(
    screen: str, chromium: Chromium, tmp_path: Path, stand_directory: Path
) -> None:
    shutil.rmtree(SCREENSHOTS / screen, ignore_errors=True)
    (SCREENSHOTS / screen).mkdir(parents=True)
    findings = Findings(SCREENSHOTS / screen)
    with Stand(stand_directory, REPOSITORY / ".build" / "debug", for_tests=True) as stand:
        world = World(
            stand,
            tmp_path,
            Steps(),
            browser=lambda origin, _: ChromiumBrowser(chromium, origin, SCREENS[screen], findings),
        )
        try:
            world.observe()
            first_case.walk(world)
            anybody = world.browser()
            anybody.get("/")
            assert isinstance(anybody, ChromiumBrowser)
            assert anybody.rows_of(".grid > .card") == ([3] if screen == "desktop" else [1, 1, 1])
            for address in ("/", "/katalog", "/standar/0000", "/standar/6104", "/kepuasan", "/pengaduan", "/daftar"):
                anybody.get(address)
            applicant = world.browser(APPLICANT)
            for address in ("/pengajuan", "/pengajuan/baru", "/kotak-masuk"):
                applicant.get(address)
            applicant.get("/pengajuan").follow(r"/pengajuan/[0-9a-f-]{36}$").must_say("Selesai")
            world.browser(OPERATOR).get("/operator/pesan").must_say("LYK-")
        finally:
            world.close()
    assert not findings.wrong, "\n".join(findings.wrong)
