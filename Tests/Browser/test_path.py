"""The whole path of a case, clicked in Chromium as applicant, officer, evaluator and signer."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chromium import ChromiumBrowser, Findings
from demo import first_case
from demo.browser import Browser
from demo.password import set_by_mail
from demo.steps import Steps
from demo.world import APPLICANT, OPERATOR, World, address_in
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
            for address in (
                "/",
                "/katalog",
                "/standar/0000",
                "/standar/6104",
                "/kalender",
                "/kepuasan",
                "/pengaduan",
                "/daftar",
            ):
                anybody.get(address)
            applicant = world.browser(APPLICANT)
            for address in ("/pengajuan", "/pengajuan/baru", "/kotak-masuk"):
                applicant.get(address)
            applicant.get("/pengajuan").follow(r"/pengajuan/[0-9a-f-]{36}$").must_say("Selesai")
            register_and_confirm(world)
            set_by_mail(world, world.browser(), NEWCOMER, "sandi baru sesudah lupa")
            enter_saves_a_block(applicant)
            world.browser(OPERATOR).get("/operator/pesan").must_say("LYK-")
        finally:
            world.close()
    assert not findings.wrong, "\n".join(findings.wrong)


NEWCOMER = "pendaftar@dinas.example"


def register_and_confirm(world: World) -> None:
    """Somebody makes an account, may go on at once, and confirms the address by the link in the mail."""
    newcomer = world.browser()
    form = newcomer.get("/daftar").form(r"/daftar$")
    form.fill("nama", "Ratna Sari").fill("instansi", "Dinas Contoh").fill("email", NEWCOMER)
    form.fill("sandi", "kata sandi pendaftar").submit().must_say("belum dikonfirmasi")
    newcomer.get("/pengajuan").form(r"/daftar/konfirmasi$").submit().must_say("Tautan baru sedang dikirim")
    link = address_in(world.mail(NEWCOMER, "/daftar/konfirmasi/"), r"/daftar/konfirmasi/[\w-]+")
    elsewhere = world.browser()
    elsewhere.get(link).must_say("Masuk dahulu")
    page = newcomer.get(link).must_say(NEWCOMER).form(r"/daftar/konfirmasi/").submit()
    page.must_say("sudah dikonfirmasi")
    assert not newcomer.get("/pengajuan").says("belum dikonfirmasi")
    assert newcomer.get("/masuk/sandi/bukan-tautan").says("Minta tautan baru")


def enter_saves_a_block(applicant: Browser) -> None:
    """Also where a block has buttons of its own before the one that saves: rows to add, regions to show."""
    assert isinstance(applicant, ChromiumBrowser)
    first = applicant.get("/pengajuan/baru").form(r"/pengajuan/baru$").submit().path
    tried = set()
    for address in sorted({urlsplit(link).path for link in applicant.get(first).links(r"/blok/[^/]+$")} | {first}):
        applicant.get(address)
        for button in ("tambah-baris", "wilayah"):
            if button in tried or not applicant.has(f'main button[value="{button}"]'):
                continue
            if not applicant.has('main form[action*="/blok/"] input.input:not([type="file"])'):
                continue
            assert applicant.press_enter('main form[action*="/blok/"] input.input:not([type="file"])') != address, (
                f"Enter in {address} pressed {button!r}: the page came back"
            )
            tried.add(button)
            applicant.get(address)
    assert tried, "no block has a button of its own before the one that saves"
