"""The ledger's page before headless Chromium: axe-core, widths and schemes; the exit status 1 when something is wrong.

    ledger_page.py URL GATEWAY KEY [PICTURES]

Fills the form in as a person would and looks at what comes: at 320, 390 and 1280 px, light and dark.
"""
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
from letters import accessibility
from playwright.sync_api import sync_playwright

url, gateway, key = sys.argv[1:4]
pictures = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else None
chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
axe, wrong = accessibility.axe_source(), []


def look(page, name):
    for violation in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]:
        where = violation["nodes"][0]["html"][:120]
        wrong.append(f"{name}: axe {violation['impact']} {violation['id']}: {where}")
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        wrong.append(f"{name}: the page is {over} px too wide")
    if pictures:
        page.screenshot(path=pictures / f"ledger-{name}.png", full_page=True)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    for width in (320, 390, 1280):
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
            page = context.new_page()
            page.goto(url + "/ledger")
            page.add_script_tag(content=axe)
            look(page, f"form-{width}-{scheme}")
            page.get_by_label("Gateway").fill(gateway)
            page.get_by_label("API key").fill(key)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            if "wrong" not in page.title() or key in page.url:
                wrong.append(f"{width}-{scheme}: the answer is {page.title()!r} at {page.url}")
            page.add_script_tag(content=axe)
            look(page, f"result-{width}-{scheme}")
            context.close()
    browser.close()
print("\n".join(sorted(set(wrong))))
sys.exit(1 if wrong else 0)
