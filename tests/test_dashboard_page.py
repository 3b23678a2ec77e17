"""The dashboard in a browser: what a user sees and does, with nothing from outside."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("solara", reason="the dashboard needs the extra of its name")
sync = pytest.importorskip("playwright.sync_api", reason="a browser is driven by playwright")

CHECKOUT = Path(__file__).parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 120_000
"""Milliseconds in which the page has to answer, on a machine that does other things as well."""
SETTLED = ".right > .right:not(.stale)"
FREED = f"{SETTLED} [data-part=freed]"
WATCHED = """
import sys

def watch(event, given):
    if event in ("socket.connect", "socket.getaddrinfo"):
        host = given[1][0] if event == "socket.connect" else given[0]
        if host not in ("127.0.0.1", "localhost"):
            print("reached for", host, file=sys.stderr)

sys.addaudithook(watch)
from unburden.__main__ import main
main()
"""
"""The command, which says on stderr what it reaches for on other machines."""
pytestmark = pytest.mark.usefixtures("warm")


def browser_path(playwright: Any) -> str:
    """A Chromium of this machine, else that of playwright; the test is skipped without any."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    path = found or str(playwright.chromium.executable_path)
    if not Path(path).exists():
        pytest.skip("there is no Chromium on this machine")
    return path


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a dashboard, and its process."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", WATCHED, "dashboard", "port=0", "open=false"],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert address is not None, line
    yield address[0], process
    process.kill()
    process.wait()


class Page:
    """A page that is open, and all that went on in it."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.hosts: set[str] = set()
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).netloc))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note)
        page.goto(address)
        self.settle()

    def _note(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def settle(self) -> None:
        """Wait until the answer to what is asked is shown whole."""
        self.page.wait_for_selector(SETTLED)
        self.page.wait_for_selector("[data-state=done]")

    def part(self, name: str) -> Any:
        return self.page.locator(f"{SETTLED} [data-part={name}]")

    def freed(self) -> float:
        return float(self.page.locator(FREED).get_attribute("data-value"))

    def press(self, name: str) -> None:
        """Turn the switch of a lever by the keyboard, from the field before the levers on."""
        self.page.get_by_label("Search", exact=False).first.focus()
        switch = self.page.locator(f".lever-{name} input")
        for _ in range(20):
            self.page.keyboard.press("Tab")
            if switch.evaluate("each => each === document.activeElement"):
                break
        else:
            pytest.fail(f"the switch of {name} is not reached by Tab")
        self.page.keyboard.press("Space")
        self.page.wait_for_selector(".right > .right.stale")
        self.settle()


@pytest.fixture(scope="module")
def opened(served: tuple[str, subprocess.Popen[str]]) -> Iterator[Page]:
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(playwright))
        yield Page(browser.new_page(viewport={"width": 1280, "height": 900}), served[0])
        browser.close()


def test_it_opens_with_a_street_without_levers(opened: Page) -> None:
    assert opened.part("hint").is_visible()
    assert opened.page.locator(FREED).count() == 0
    assert opened.part("tiles").count() == 1
    assert opened.part("tiles").locator("rect").count() == 12
    assert opened.part("table").locator("tbody tr").count() == 3
    assert "3 societies, simulated and not measured" in opened.part("assumed").inner_text()


def test_one_table_frees_hours_and_is_switched_by_the_keyboard(opened: Page) -> None:
    before = opened.part("week").inner_text()
    opened.press("one_table")
    assert opened.freed() > 0
    assert opened.part("tiles").count() == 2
    assert opened.part("table").locator("tbody td:nth-child(2)").all_inner_texts()
    assert opened.part("series").first.locator("polyline").count() == 2
    forms = re.search(r"forms ([\d.]+) → ([\d.]+)", opened.part("week").inner_text())
    assert forms is not None
    assert float(forms[2]) < float(forms[1])
    assert f"forms {forms[1]}" in before
    with_table = opened.freed()
    opened.press("signboard_removal")
    assert opened.freed() > with_table


def test_days_are_played_stepped_and_chosen(opened: Page) -> None:
    page = opened.page
    day = page.get_by_text(re.compile(r"^Day \d+ of 500$")).first
    page.get_by_role("button", name="Reset").click()
    sync.expect(day).to_have_text("Day 1 of 500")
    page.get_by_role("button", name="Step").click()
    sync.expect(day).to_have_text("Day 2 of 500")
    tiles = opened.part("tiles").first.inner_text()
    page.get_by_role("button", name="20", exact=True).click()
    page.get_by_role("button", name="Play").click()
    sync.expect(day).not_to_have_text(re.compile(r"^Day (2|22) "), timeout=PATIENCE)
    page.get_by_role("button", name="Pause").click()
    sync.expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert opened.part("tiles").first.inner_text() != tiles
    page.get_by_role("group", name="Day", exact=True).get_by_role("slider").focus()
    page.keyboard.press("End")
    sync.expect(day).to_have_text("Day 500 of 500")


def test_a_search_finds_a_lever_by_its_chinese_name(opened: Page) -> None:
    field = opened.page.get_by_label("Search", exact=False).first
    field.fill("议事厅")
    sync.expect(opened.page.locator(".lever-deliberation_hall input")).to_be_visible()
    sync.expect(opened.page.locator(".lever-monitoring")).to_have_count(0)
    field.fill("")


def test_a_phone_shows_it_without_scrolling_sideways(opened: Page) -> None:
    opened.page.set_viewport_size({"width": 390, "height": 844})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert opened.page.evaluate(wide) == 0
    opened.page.set_viewport_size({"width": 1280, "height": 900})


def test_nothing_came_from_outside_and_nothing_went_wrong(
    opened: Page, served: tuple[str, subprocess.Popen[str]]
) -> None:
    assert opened.hosts - {""} == {urlsplit(served[0]).netloc}
    assert opened.errors == []


def test_ctrl_c_ends_it_in_one_line_while_days_are_played(
    opened: Page, served: tuple[str, subprocess.Popen[str]]
) -> None:
    _, process = served
    opened.page.get_by_role("button", name="Reset").click()
    opened.page.get_by_role("button", name="1", exact=True).click()
    opened.page.get_by_role("button", name="Play").click()
    opened.page.wait_for_timeout(500)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=PATIENCE / 1000)
    assert told == "unburden: interrupted\n"
    assert process.returncode == 130
