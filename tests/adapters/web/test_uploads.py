"""A form with a file, sent as a browser sends it without a script."""

from dataclasses import replace

import pytest
from aiohttp import ClientResponse, FormData

from adapters.web import uploads
from adapters.web.fields import Help, draw_field
from bot.events import File, Submitted
from bot.ui import Upload
from tests.adapters.web import small_core
from tests.adapters.web.conftest import Browser, forms_of

LIMIT = 1_000
UPLOAD = Upload("file", "A calendar", (".ics", ".csv"), LIMIT, hint="Two months of it")


@pytest.fixture(autouse=True)
def a_form_that_takes_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with_file = replace(small_core.FORM, fields=(*small_core.FORM.fields, UPLOAD))
    monkeypatch.setattr(small_core, "FORM", with_file)


async def open_form(browser: Browser) -> str:
    return (await browser.press("/as/m-ana/home", "Join")).headers["Location"]


async def send(
    browser: Browser, form: str, *files: tuple[str, bytes], **typed: str
) -> ClientResponse:
    hidden = next(f for f in await browser.forms(form) if f.action == form).fields
    data = FormData(default_to_multipart=True)
    for name, value in (hidden | {f"field.{each}": said for each, said in typed.items()}).items():
        data.add_field(name, value)
    for name, content in files:
        data.add_field(name, content, filename="my rota.csv", content_type="text/csv")
    return await browser.post(form, data)


def given(browser: Browser) -> Submitted:
    event = browser.core.events[-1]
    assert isinstance(event, Submitted)
    return event


def test_a_file_field_is_labelled_and_says_what_it_takes() -> None:
    drawn = draw_field(UPLOAD, Help({"file": "Too big"}))
    assert '<label for="field-file">A calendar' in drawn
    assert 'type="file"' in drawn
    assert 'accept=".ics,.csv"' in drawn
    assert 'aria-describedby="error-file hint-file"' in drawn
    assert "Two months of it" in drawn


async def test_only_a_form_with_a_file_is_sent_in_parts(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = 'enctype="multipart/form-data"'
    assert parts in await browser.page(await open_form(browser))
    monkeypatch.setattr(
        small_core, "FORM", replace(small_core.FORM, fields=small_core.FORM.fields[:-1])
    )
    plain = await open_form(browser)
    assert parts not in await browser.page(plain)
    assert (await send(browser, plain, ("field.file", b"x"))).status == 400
    assert not any(isinstance(each, Submitted) for each in browser.core.events)


async def test_what_was_typed_and_the_file_arrive_together(browser: Browser) -> None:
    form = await open_form(browser)
    answer = await send(browser, form, ("field.file", b"date,shift\r\n"), interests="tea\r\nçay")
    assert answer.status == 303
    event = given(browser)
    assert event.filled.one("interests") == "tea\nçay"
    assert event.files == (File("file", 12, b"date,shift\r\n"),)
    assert event.file("file") == event.files[0]
    assert event.file("other") is None


async def test_no_file_chosen_is_no_file(browser: Browser) -> None:
    await send(browser, await open_form(browser), ("field.file", b""), interests="tea")
    assert given(browser).files == ()


@pytest.mark.parametrize("size", [LIMIT + 1, uploads.KEPT + 1, 20_000_000])
async def test_a_file_too_big_comes_empty_and_all_that_was_typed_is_there(
    browser: Browser, size: int
) -> None:
    form = await open_form(browser)
    assert (await send(browser, form, ("field.file", b"x" * size), title="nurse")).status == 303
    assert given(browser).files == (File("file", size, b""),)
    page = await browser.page(form)
    assert 'value="nurse"' in page, "the form is still open, with what was typed"


async def test_a_file_of_no_field_of_the_form_is_left_aside(browser: Browser) -> None:
    form = await open_form(browser)
    await send(browser, form, ("field.other", b"x"), ("file", b"x"), interests="tea")
    assert given(browser).files == ()


async def test_what_is_typed_has_its_own_limit(browser: Browser) -> None:
    form = await open_form(browser)
    answer = await send(browser, form, ("field.file", b"x"), interests="x" * uploads.TEXT_LIMIT)
    assert answer.status == 413
    assert not any(isinstance(each, Submitted) for each in browser.core.events)


async def test_a_body_without_end_is_refused(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "WHOLE_LIMIT", 300_000)
    answer = await send(browser, await open_form(browser), ("field.file", b"x" * 400_000))
    assert answer.status == 413


async def test_parts_that_cannot_be_read_are_refused(browser: Browser) -> None:
    form = await open_form(browser)
    hidden = next(f for f in forms_of(await browser.page(form)) if f.action == form)
    assert hidden.fields
    for body in (
        b"",
        b"--x\r\n",
        b"--x\r\nContent-Disposition: form-data\r\n\r\n\xff\r\n--x--\r\n",
    ):
        answer = await browser.post(
            form, body, **{"Content-Type": "multipart/form-data; boundary=x"}
        )
        assert answer.status == 400
    answer = await browser.post(form, b"x", **{"Content-Type": "multipart/form-data"})
    assert answer.status == 400


async def test_the_same_form_sent_twice_acts_once(browser: Browser) -> None:
    form = await open_form(browser)
    hidden = next(f for f in await browser.forms(form) if f.action == form).fields
    ends = set()
    for _ in range(2):
        data = FormData(default_to_multipart=True)
        for name, value in (hidden | {"field.interests": "tea"}).items():
            data.add_field(name, value)
        data.add_field("field.file", b"x", filename="a.csv")
        ends.add((await browser.post(form, data)).headers["Location"])
    assert len(ends) == 1
    assert sum(isinstance(each, Submitted) for each in browser.core.events) == 1
