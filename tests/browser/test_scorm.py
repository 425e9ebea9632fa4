"""A course played in another learning system, both editions: what it recorded, and going on where one was."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.scorm_player import Player, playing
from tests.browser.test_accessibility import RULES
from tests.training_modules.test_items import ITEMS
from training_modules.content import Activity, Course
from training_modules.items import Item, kind_of
from training_modules.items.choice import TRUE_FALSE
from training_modules.scorm.contents import as_data
from training_modules.scorm.manifest import Edition
from training_modules.scorm.package import CLIENT, scorm_package

CHOICES = (("allow", "Được dán"), ("refuse", "Không dán"))
SNIPPETS = tuple(
    Item(name, "single", stem, CHOICES, (key,), "Vì độ mật.", None)
    for name, stem, key in (("t1", "Văn bản đã công bố", "allow"), ("t2", "Văn bản mật", "refuse"))
)
ABC = (("a", "Một"), ("b", "Hai"), ("c", "Ba"))
QUESTIONS = (
    Item("c1", "single", "Chọn một", ABC, ("b",), "Vì vậy.", None),
    Item("c2", "multiple", "Chọn nhiều", ABC, ("a", "c"), "Vì vậy.", None),
    Item("c3", "true_false", "Đúng hay sai", TRUE_FALSE, ("false",), "Vì vậy.", None),
    *(replace(item, id=f"i{n}") for n, item in enumerate(ITEMS)),
)
BY_STEM = {re.sub(r"\[(\d)\]", r"(\1) ……", item.stem): item for item in (*SNIPPETS, *QUESTIONS)}
COURSE = Course(
    *("thu", 1, 1, "Khoá học thử", "A course", "Tóm tắt.", "Summary.", "Cán bộ", 5, "Mở đầu."),
    activities=(
        Activity(
            "bai", "lesson", "Bài đọc", 2, "# Điều\n\n<script>window.bad=1</script> **đậm** [ra](http://x.vn)"
        ),
        Activity("luyen", "drill", "Luyện tập", 2, "", (), SNIPPETS, 2, 2, one_leak_fails=True),
        Activity("thi", "quiz", "Kiểm tra", 2, "", (), QUESTIONS, len(QUESTIONS), 7),
    ),
)
PATIENCE_S = 30.0


def until(true: Callable[[], bool]) -> None:
    """What leaves with a page that is being closed arrives a moment later."""
    ends = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)


def press(within: FrameLocator | Locator, name: str) -> None:
    within.get_by_role("button", name=name, exact=True).locator("visible=true").click()


def answer(content: FrameLocator, n: int, total: int, *, wrong: bool = False) -> None:
    """The question that stands there, answered right; `wrong` chooses another option."""
    expect(content.locator(".where:visible")).to_have_text(f"Câu {n}/{total}")
    field = content.locator("fieldset:visible")
    item = BY_STEM[field.locator("legend").inner_text()]
    words = dict(item.options)
    if item.kind in {"single", "multiple", "true_false"}:
        right = [code for code, _ in item.options if (code in item.key) != wrong]
        for code in right:
            field.get_by_label(words[code], exact=True).focus()
            field.page.keyboard.press("Space")
    elif item.kind == "ordering":
        for place, code in enumerate(item.key):
            steps = field.locator("li span").all_inner_texts()
            for _ in range(steps.index(words[code]) - place):
                field.get_by_role("button", name=f"Chuyển lên: {words[code]}").click()
    elif item.kind == "matching":
        targets = dict(item.targets)
        for pair in item.key:
            left, _, right_code = pair.partition("=")
            field.get_by_label(words[left]).select_option(targets[right_code])
    else:
        forms = item.key or [each[0] for each in item.accepted]
        for box, form in zip(field.locator("input").all(), forms, strict=True):
            box.fill(form)


def take(content: FrameLocator, total: int, first: int = 1, *, wrong: bool = False) -> None:
    for n in range(first, total + 1):
        answer(content, n, total, wrong=wrong)
        press(content, "Câu sau" if n < total else "Nộp bài")


def open_player(window: Page, address: str) -> FrameLocator:
    window.goto(address)
    content = window.frame_locator("#content")
    expect(content.locator("html.running")).to_be_attached()
    return content


def leave(window: Page, player: Player) -> None:
    before = len(player.records)
    assert window.evaluate("window.faults") == []
    window.goto("about:blank")
    until(lambda: len(player.records) > before)


def study(window: Page, address: str, player: Player, read: Callable[[], dict[str, Any]]) -> None:
    """From the first page to the last, with a failed drill, and a quiz that is left and gone on with."""
    content = open_player(window, address)
    press(content, "Bắt đầu học")
    expect(content.get_by_role("heading", name="Bài đọc")).to_be_focused()
    expect(content.locator("section.lesson strong")).to_have_text("đậm")
    assert window.frames[1].evaluate("[window.bad, document.querySelector('section a')]") == [None, None]
    press(content, "Đã đọc xong, sang phần sau")
    press(content, "Bắt đầu làm")
    take(content, 2, wrong=True)
    expect(content.locator(".verdict:visible")).to_contain_text("Chưa đạt")
    expect(content.locator(".verdict:visible")).to_contain_text("Có 1 câu làm lộ thông tin.")
    press(content, "Làm lại")
    take(content, 2)
    expect(content.locator(".verdict:visible")).to_contain_text("2/2 câu đúng")
    press(content, "Sang phần sau")
    press(content, "Bắt đầu làm")
    total = len(QUESTIONS)
    for n in range(1, 4):
        answer(content, n, total)
        press(content, "Câu sau")
    width = window.frames[1].evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
    leave(window, player)
    assert read()["status"] == "incomplete"
    assert read()["location"] == "thi"
    content = open_player(window, address)
    expect(content.locator(".progress")).to_have_text("Đã hoàn thành 2/3 phần")
    take(content, total, first=4)
    expect(content.locator(".verdict:visible")).to_contain_text("Bạn đã hoàn thành khoá học.")
    leave(window, player)


def test_scorm_12_on_a_phone(browser: Browser) -> None:
    edition: Edition = "scorm12"
    with playing(scorm_package(COURSE, edition), edition) as (address, player):
        window = browser.new_page(viewport={"width": NARROW[0], "height": NARROW[1]})

        def read() -> dict[str, Any]:
            core = player.cmi["core"]
            return {"status": core["lesson_status"], "location": core["lesson_location"]}

        study(window, address, player, read)
        core = player.cmi["core"]
        assert (core["lesson_status"], core["score"]["raw"], core["exit"]) == ("passed", "100", "suspend")
        assert core["session_time"].startswith("00:00:")
        assert len(player.cmi["suspend_data"]) <= 4096
        told = [list(record["cmi"]["interactions"].values()) for record in player.records]
        quiz = {each["id"]: each for each in max(told, key=len) if each["id"].startswith("thi-")}
        assert {name: each["result"] for name, each in quiz.items()} == dict.fromkeys(quiz, "correct")
        assert quiz["thi-c2-1"]["student_response"] == "a,c"
        assert quiz["thi-i3-1"]["student_response"] == "1800"
        window.close()


def test_scorm_2004_at_a_desk(browser: Browser) -> None:
    edition: Edition = "scorm2004"
    with playing(scorm_package(COURSE, edition), edition) as (address, player):
        window = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
        study(
            window,
            address,
            player,
            lambda: {"status": player.cmi["completion_status"], "location": player.cmi["location"]},
        )
        cmi = player.cmi
        assert (cmi["completion_status"], cmi["success_status"]) == ("completed", "passed")
        assert (float(cmi["score"]["scaled"]), float(cmi["progress_measure"])) == (1.0, 1.0)
        assert cmi["session_time"].startswith("PT0H0M")
        quiz = [each for each in cmi["interactions"].values() if each["id"].startswith("thi-")]
        told = {each["id"]: each["learner_response"] for each in quiz}
        assert len(told) == len(QUESTIONS)
        assert (told["thi-c2-1"], told["thi-c3-1"]) == ("a[,]c", "false")
        assert told["thi-i1-1"] == "a[.]1[,]b[.]2"
        window.close()


def test_what_is_kept_fits_into_what_systems_keep(browser: Browser) -> None:
    """SCORM 1.2 promises 4,096 characters: of more, the longest open answers are asked anew after a break."""
    many = tuple(replace(QUESTIONS[-1], id=f"m{n}", stem=f"Câu hỏi {n}") for n in range(30))
    quiz = replace(COURSE.activities[2], items=many, draw=30)
    course = replace(COURSE, activities=(*COURSE.activities[:2], quiz))
    tried = {
        "seed": 1,
        "drawn": list(range(30)),
        "now": 0,
        "over": False,
        "count": 0,
        "seen": list(range(30)),
    }
    tried["answers"] = [[""], *([f"chữ {n} ".ljust(115, "x")] for n in range(1, 30))]
    stamp = as_data(course, course.activities, {}, "scorm12")["stamp"]
    kept = {"v": stamp, "done": [0, 1], "tries": {"2": tried}, "at": "thi"}
    with playing(scorm_package(course, "scorm12"), "scorm12") as (address, player):
        player.records.append(
            {"cmi": {"suspend_data": json.dumps(kept, separators=(",", ":"), ensure_ascii=False)}}
        )
        assert len(player.cmi["suspend_data"]) <= 4096
        window = browser.new_page()
        content = open_player(window, address)
        content.locator("fieldset:visible input").fill("đ" * 200)
        leave(window, player)
        after = json.loads(player.cmi["suspend_data"])["tries"]["2"]
        assert len(player.cmi["suspend_data"]) <= 4096
        assert sum(bool(each) for each in after["answers"]) >= 28
        window.close()


def test_the_package_sets_no_barrier(browser: Browser) -> None:
    """WCAG 2.2 AA as far as axe can tell, opened on its own: it says that nothing is recorded."""
    with playing(scorm_package(COURSE, "scorm12"), "scorm12") as (address, _):
        window = browser.new_page(viewport={"width": NARROW[0], "height": NARROW[1]})
        window.goto(f"{address}course/index.html")
        expect(window.locator(".notice")).to_contain_text("ngoài hệ thống học tập")
        page: Any = window.locator("body")
        assert barriers(window) == []
        for step in ("Bắt đầu học", "Đã đọc xong, sang phần sau", "Bắt đầu làm"):
            press(page, step)
            assert barriers(window) == [], step
        press(page, "Nộp bài")
        assert barriers(window) == []
        press(page, "Vẫn nộp bài")
        expect(window.locator(".verdict")).to_be_focused()
        assert barriers(window) == []
        window.close()


def barriers(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response
    assert found["passes"], "axe looked at nothing"
    return [f"{each['id']}: {node['html'][:200]}" for each in found["violations"] for node in each["nodes"]]


GIVEN = {
    "numeric": ["1.800", "1800", "1 800", "1.800,5", "1.801", "1,8", "1.800 nhiệm vụ", "x", "-1.800"],
    "short_text": [
        *("không được chuyển giao", "Không được, chuyển giao.", "khong duoc chuyen giao", "được chuyển giao"),
        *("không duoc chuyển giao", "chuyển giao", "", "không được  chuyển  giao ạ"),
    ],
}


def test_the_package_grades_as_the_server_does(browser: Browser) -> None:
    """But for slips of the keys, which only the server forgives."""
    items = as_data(COURSE, COURSE.activities, {}, "scorm12")["activities"][2]["items"]
    hoa = replace(ITEMS[-1], accepted=(("hoà bình", "thuỷ lợi"),))
    window = browser.new_page()
    window.add_script_tag(path=CLIENT / "grading.js")

    def graded(item: dict[str, Any], given: list[str]) -> bool:
        told = window.evaluate("([item, given]) => VanthuGrading.isRight(item, given)", [item, given])
        return bool(told)

    for question, item in zip(QUESTIONS, items, strict=True):
        for words in GIVEN.get(question.kind, ()):
            assert graded(item, [words]) == (kind_of(question).share(question, [words]) == 1.0), words
    for words in ("hòa bình", "HOÀ BÌNH", "hoa binh", "thủy lợi", "thuy loi", "hoạ bình"):
        typed = {"kind": "short_text", "accepted": json.loads(json.dumps(hoa.accepted))}
        assert graded(typed, [words]) == (kind_of(hoa).share(hoa, [words]) == 1.0), words
    window.close()
