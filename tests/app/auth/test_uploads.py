"""Files on their way in: who may send them, how much, and that what nobody wants any more is freed."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

MB = 1024 * 1024


def test_a_thousand_files_of_strangers_leave_the_memory_where_it_was(guarded):
    """With a session of their own, another's, or none: refused before a byte is kept; 20 MB is noise."""
    stranger = guarded.browser(None)
    victim = guarded.browser("evaluator@example.org")
    with stranger.window(), victim.window():
        stranger.upload(b"x")
        before = guarded.megabytes()
        content = b"x" * MB
        for number in range(1000):
            session = (stranger.session_id, victim.session_id, "no-session")[number % 3]
            assert stranger.upload(content, session=session, number=number) == 401
        assert guarded.megabytes() - before < 20


def test_windows_that_strangers_open_and_leave_leave_nothing(brief):
    """Each is a session of the server, gone seconds after its window is closed."""
    for _ in range(20):
        with brief.browser(None).window():
            pass
    time.sleep(6)  # the two seconds of `brief`, the look that follows them, and as much again
    before = brief.megabytes()
    for _ in range(200):
        with brief.browser(None).window():
            pass
    for _ in range(200):
        time.sleep(0.2)
        if brief.megabytes() - before < 20:
            return
    pytest.fail(f"{brief.megabytes() - before:.0f} MB are still held")


def test_a_reader_sends_files_to_their_own_window_only(guarded):
    """An evaluator's file is not put into a lead's window, nor taken from it."""
    evaluator, lead, member = (guarded.browser(f"{role}@example.org") for role in ("evaluator", "lead", "member"))
    with evaluator.window(), lead.window(), member.window():
        assert member.upload(b"x") == 204
        assert lead.upload(b"x") == 204
        assert evaluator.upload(b"x") == 204
        assert evaluator.upload(b"x", session=lead.session_id) == 403
        assert lead.upload(b"x", session=evaluator.session_id) == 403
        assert lead.upload(b"x", session=member.session_id) == 403
        address = f"/_stcore/upload_file/{lead.session_id}/file-0"
        assert evaluator.http.delete(address, headers={"X-Xsrftoken": evaluator.xsrf()}).status_code == 403
    assert lead.upload(b"x") in {400, 403}  # the window is closed


def test_an_upload_without_the_pages_token_is_refused(guarded):
    """Another site's page has the cookie sent along, but not the token."""
    evaluator = guarded.browser("evaluator@example.org")
    with evaluator.window():
        address = f"/_stcore/upload_file/{evaluator.session_id}/file-0"
        assert evaluator.http.put(address, files={"file": ("a.csv", b"x")}).status_code == 403


def chunks(megabytes: int):
    """A form with a file of this size, sent without saying how long it is."""
    yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    for _ in range(megabytes):
        yield b"x" * MB
    yield b"\r\n--b--\r\n"


@pytest.mark.parametrize(("email", "megabytes"), [("lead@example.org", 51), ("evaluator@example.org", 201)])
def test_a_file_over_the_limit_is_cut_off_while_it_arrives(guarded, email, megabytes):
    """50 MB for who verifies, 200 for who loads, counted and not taken from a header."""
    browser = guarded.browser(email)
    headers = {"X-Xsrftoken": browser.xsrf(), "Content-Type": "multipart/form-data; boundary=b"}
    with browser.window():
        address = f"/_stcore/upload_file/{browser.session_id}/big"
        answer = browser.http.put(address, content=chunks(megabytes), headers=headers)
        assert answer.status_code == 413
        assert browser.upload(b"x") == 204


def test_files_together_are_limited_over_all_windows_of_a_reader(guarded):
    """120 MB for a lead, in however many windows and requests at once; freed by taking one back."""
    one, other = guarded.browser("lead@example.org"), guarded.browser("lead@example.org")
    with one.window(), other.window():
        content = b"x" * (45 * MB)
        assert one.upload(content, number=1) == 204
        assert other.upload(content, number=2) == 204
        assert one.upload(content, number=3) == 413
        taken = f"/_stcore/upload_file/{other.session_id}/file-2"
        assert other.http.delete(taken, headers={"X-Xsrftoken": other.xsrf()}).status_code == 204
        statuses = []

        def send(number: int) -> None:
            statuses.append(one.upload(content, number=number))

        threads = [threading.Thread(target=send, args=(number,)) for number in (3, 4, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses.count(204) <= 1
        assert set(statuses) <= {204, 413}


def test_many_small_files_are_limited_too(guarded):
    """A hundred at once."""
    lead = guarded.browser("lead@example.org")
    with lead.window():
        statuses = [lead.upload(b"x", number=number) for number in range(102)]
        assert statuses.count(204) <= 100
        assert statuses[-1] == 413


def test_an_ended_sign_in_uploads_no_more(guarded):
    """Signed out at its address, with the window still open."""
    browser = guarded.browser("evaluator@example.org")
    with browser.window():
        assert browser.upload(b"x") == 204
        copied = dict(browser.http.cookies)
        with httpx.Client(base_url=guarded.address, cookies=copied) as other:
            other.get("/auth/logout")
        assert browser.upload(b"x") == 401


def test_an_account_that_is_taken_away_uploads_no_more(guarded):
    """Removed while the window is open."""
    browser = guarded.browser("evaluator@example.org")
    kept = guarded.accounts.read_text("utf-8")
    with browser.window():
        try:
            guarded.accounts.write_text("", "utf-8")
            assert browser.upload(b"x") in {401, 403}
        finally:
            guarded.accounts.write_text(kept, "utf-8")


def test_what_a_closed_window_left_is_freed(brief):
    """Streamlit would keep the bytes for good; here they go with the session, seconds after its time."""
    evaluator = brief.browser("evaluator@example.org")
    with evaluator.window():
        before = brief.megabytes()
        assert evaluator.upload(b"x" * (150 * MB)) == 204
        assert brief.megabytes() - before > 100  # what earlier windows left may go meanwhile
    for _ in range(200):
        time.sleep(0.2)
        if brief.megabytes() - before < 20:
            return
    pytest.fail(f"{brief.megabytes() - before:.0f} MB are still held")
