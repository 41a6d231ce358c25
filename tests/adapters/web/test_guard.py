"""Who may ask, what every answer carries, and how trouble is told."""

import re
from html.parser import HTMLParser

import pytest
from structlog.testing import capture_logs

from adapters.web.guard import is_this_machine
from tests.adapters.web.conftest import Browser


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "[::1]:80", "127.9.9.9"]
)
def test_names_of_this_machine(host: str) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8765",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.7",
        "0.0.0.0",
        "[::]:80",
        "127.0.0.1:x",
        "user@127.0.0.1:1@evil.example",
        "[",
    ],
)
def test_other_names(host: str) -> None:
    assert not is_this_machine(host)


async def test_a_name_that_was_made_to_resolve_here_is_refused(browser: Browser) -> None:
    answer = await browser.get("/", headers={"Host": "evil.example"})
    assert answer.status == 421
    assert "Ana" not in await answer.text()


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
        "",
    ],
)
async def test_a_form_on_another_page_changes_nothing(browser: Browser, origin: str) -> None:
    port = browser.client.port
    fields = {"event": "event-12345", "words": "meet"}
    answer = await browser.post("/as/m-ana/say", fields, Origin=origin.format(port=port))
    assert answer.status == 403
    assert browser.core.events == []


async def test_a_post_of_unknown_origin_is_refused(browser: Browser) -> None:
    fields = {"event": "event-12345", "words": "meet"}
    answer = await browser.client.post("/as/m-ana/say", data=fields)
    assert answer.status == 403
    kept = await browser.client.post(
        "/as/m-ana/say", data=fields, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert kept.status == 200
    assert len(browser.core.events) == 1


@pytest.mark.parametrize(
    "path", ["/", "/as/m-ana", "/nowhere", "/static/pages.css", "/interests?q=a", "/as/nobody"]
)
async def test_every_answer_forbids_what_it_does_not_need(browser: Browser, path: str) -> None:
    headers = (await browser.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


class Asked(HTMLParser):
    """What a page asks a browser to fetch, send or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        names = ("href", "src", "srcset", "action", "formaction", "data-news")
        self.addresses += [said[name] or "" for name in names if name in said]
        self.inline += [name for name in said if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not said.get("src")):
            self.inline.append(tag)


async def test_pages_need_no_other_site_and_nothing_inline(browser: Browser) -> None:
    await browser.say("m-ana", "meet")
    for path in ("/", "/as/m-ana", "/as/m-ana/home", "/round", "/nowhere"):
        asked = Asked(await (await browser.get(path)).text())
        assert len(asked.addresses) > 4
        assert [a for a in asked.addresses if not re.match(r"/(?![/\\])|#", a)] == []
        assert asked.inline == []


async def test_an_address_that_is_nowhere_is_told_with_a_way_back(browser: Browser) -> None:
    answer = await browser.get("/nowhere")
    page = await answer.text()
    assert answer.status == 404
    assert "There is nothing here" in page
    assert 'href="/"' in page


async def test_an_unknown_member_is_told_with_a_way_back(browser: Browser) -> None:
    for path in ("/as/nobody", "/as/nobody/home", "/as/nobody/news?after=0"):
        answer = await browser.get(path)
        assert answer.status == 404
        assert "I do not know that member" in await answer.text()


async def test_a_bug_is_told_with_its_number_and_logged_without_words(browser: Browser) -> None:
    with capture_logs() as logs:
        answer = await browser.post("/as/m-ana/say", {"event": "event-boom-1", "words": "boom"})
    page = await answer.text()
    assert answer.status == 500
    assert "event-boom-1" in page
    (entry,) = logs
    assert entry["event"] == "web.failed"
    assert (entry["id"], entry["fault"]) == ("event-boom-1", "RuntimeError")
    assert any("small_core.py" in frame for frame in entry["trace"])
    assert "secret" not in str(entry)
    assert "m-ana" not in str(entry)
    assert "secret" not in page


async def test_a_body_too_large_is_refused(browser: Browser) -> None:
    answer = await browser.post("/as/m-ana/say", {"event": "event-12345", "words": "x" * 200_000})
    assert answer.status == 413
    assert "too much" in await answer.text()
    assert browser.core.events == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"event": "event-12345"}', "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"event=event-12345&words=hi", "text/plain"),
        (b"event=event-12345&words=hi", "application/x-www-form-urlencoded; charset=martian"),
        (b"words=hi", "application/x-www-form-urlencoded"),
        (b"event=short&words=hi", "application/x-www-form-urlencoded"),
        (b"event=%3Cscript%3Ealert&words=hi", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    ],
)
async def test_what_is_not_one_of_our_forms_is_refused(
    browser: Browser, body: bytes, kind: str
) -> None:
    answer = await browser.post("/as/m-ana/say", body, **{"Content-Type": kind})
    assert answer.status == 400
    assert browser.core.events == []


async def test_the_wrong_method_is_told(browser: Browser) -> None:
    assert (await browser.get("/as/m-ana/say")).status == 405
    assert (await browser.post("/", {})).status == 405
