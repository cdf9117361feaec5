"""Nobody but the page of the one who began it is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `app` is not installed")

from served import COOKIE, ORIGIN, TOKEN, Page, example

QUESTION = {"changes": [], "strategies": ["balanced"]}


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(example(tmp_path, "two_sectors"), tmp_path)


@pytest.mark.parametrize("path", ["/", "/about", "/static/serve.js", "/report/x/y", "/nothing"])
def test_without_the_token_nothing_is_answered(page: Page, path: str) -> None:
    answer = page.client.get(path)
    assert answer.status_code == 403
    assert "optimiser serve" in answer.text


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "a", TOKEN.upper(), "%00", "é"])
def test_another_token_opens_nothing(page: Page, token: str) -> None:
    answer = page.client.get("/", params={"token": token})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_questions_need_the_cookie(page: Page) -> None:
    answer = page.client.post("/solve", json=QUESTION, headers={"origin": ORIGIN})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "cookie", [f"{COOKIE}=wrong", f"{COOKIE}=", "plan-optimiser-8001=" + TOKEN, "=;=", f"{COOKIE}"]
)
def test_another_cookie_opens_nothing(page: Page, cookie: str) -> None:
    assert page.client.get("/about", headers={"cookie": cookie}).status_code == 403


@pytest.mark.quick
def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_cannot_use(page: Page) -> None:
    answer = page.client.get(f"/?token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))
    assert page.client.get("/").status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1.evil.example:8000", "localhost.evil:8000", "10.0.0.1:8000", ""],
)
def test_a_name_that_is_not_this_machine_s_is_refused(page: Page, host: str) -> None:
    """A site may have its name point here; the browser then takes this program for that site."""
    page.enter()
    headers = {"host": host, "cookie": f"{COOKIE}={TOKEN}"}
    assert page.client.get("/about", headers=headers).status_code == 421
    assert page.client.get(f"/?token={TOKEN}", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://127.0.0.1:8001", "https://127.0.0.1:8000", "http://localhost:8000", None],
)
def test_what_the_page_of_another_site_asks_is_refused(page: Page, origin: str | None) -> None:
    page.enter()
    headers = {} if origin is None else {"origin": origin}
    assert page.client.post("/solve", json=QUESTION, headers=headers).status_code == 403


def test_what_another_site_embeds_is_refused(page: Page) -> None:
    page.enter()
    for site, code in (("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)):
        assert page.client.get("/about", headers={"sec-fetch-site": site}).status_code == code
    assert page.client.get("/about", headers={"origin": "http://evil.example"}).status_code == 403
    # the address may be followed from wherever it was printed
    assert page.client.get(f"/?token={TOKEN}", headers={"sec-fetch-site": "cross-site"}).status_code == 303


@pytest.mark.parametrize(
    ("body", "headers", "code"),
    [
        (b"{}", {"content-type": "text/plain"}, 415),
        (b"{}", {"content-type": "application/x-www-form-urlencoded"}, 415),
        (b" " * 1_000_001, {"content-type": "application/json"}, 413),
        (b"{", {"content-type": "application/json"}, 422),
        (b"[]", {"content-type": "application/json"}, 422),
        (b'{"changes": [], "strategies": NaN}', {"content-type": "application/json"}, 422),
        (b"[" * 200_000, {"content-type": "application/json"}, 422),
        (b"\xff\xfe", {"content-type": "application/json"}, 422),
        (b'{"changes": [], "strategies": "balanced"}', {"content-type": "application/json"}, 422),
        (b'{"changes": [{"sheet": 1}], "strategies": []}', {"content-type": "application/json"}, 422),
    ],
)
def test_what_is_no_question_is_refused(page: Page, body: bytes, headers: dict[str, str], code: int) -> None:
    page.enter()
    answer = page.client.post("/solve", content=body, headers={"origin": ORIGIN, **headers})
    assert answer.status_code == code


def test_a_question_without_a_length_is_refused(page: Page) -> None:
    page.enter()
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    assert page.client.post("/solve", content=iter([b"{}"]), headers=headers).status_code == 411


def test_nothing_runs_that_is_not_a_file_of_the_page(page: Page) -> None:
    page.enter()
    for path in ("/", "/about", "/static/serve.js", "/static/html.css", "/static/nothing"):
        headers = page.client.get(path).headers
        rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == rules["style-src"] == "'self'"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    html = page.client.get("/").text
    assert "<script>" not in html
    assert "style=" not in html
    assert " onclick" not in html


def test_no_file_but_those_of_the_page_is_served(page: Page) -> None:
    page.enter()
    for name in ("..%2f..%2fpyproject.toml", "__init__.py", "index.html", "%2fetc%2fpasswd"):
        assert page.client.get(f"/static/{name}").status_code == 404
