"""Khoá học in Giảng dạy: written, checked, told apart, published; and what a learner sees of editions."""

from __future__ import annotations

import re

import pytest

from access.principal import Principal
from access.roles import Role
from tests.ui.conftest import PASSWORD
from tests.ui.web_pages import text
from training_modules.editions.bank_text import free_id, without
from training_modules.editions.sources_text import LABELS, cards_of
from training_modules.editions.writing import mark_of
from training_modules.files import MAIN

COURSE = "phan-loai-truoc-khi-dan"
LESSON = "1-mot-lan-dan.md"
BANK = "ngan-hang-cau-hoi.yaml"


@pytest.fixture
def giang(house) -> Principal:
    return house.services.accounts.add("giang", "Vũ Giang", "XA-A", [Role.TRAINER], PASSWORD)[0]


@pytest.fixture
def hai(house) -> Principal:
    return house.services.accounts.add("hai", "Đỗ Hai", "XA-A", [Role.TRAINER], PASSWORD)[0]


@pytest.fixture
def trainee(house) -> Principal:
    return house.services.accounts.add("thuha", "Lê Thu Hà", "XA-A", [Role.TRAINEE], PASSWORD)[0]


def at_file(open_page, person: Principal, draft: int, file: str = LESSON):
    """The file as it is, for who knows how to write one."""
    app = open_page(person, "teach", ban=str(draft))
    app.button(key=f"open-part-{file}").click().run()
    views = [each for each in app.segmented_control if each.key == f"part-view-{draft}-{file}"]
    return views[0].select("Xem tệp").run() if views else app


def typed(app):
    return next(each for each in app.text_area if each.key.startswith("text-"))


def test_a_trainer_writes_sends_and_another_publishes(house, open_page, giang, hai, trainee):
    training, workshop = house.services.training, house.services.editions
    training.finish_lesson(COURSE, "mot-lan-dan", trainee)
    app = open_page(giang, "teach")
    assert "Phân loại trước khi dán" in text(app)
    app.button(key=f"draft-{COURSE}").click().run()
    draft = workshop.draft(COURSE, giang)
    assert f"open-part-{LESSON}" in [each.key for each in app.button], "the page opened the draft"
    assert "1. Một lần dán, nội dung đi đâu" in text(app)
    app = at_file(open_page, giang, draft)
    typed(app).input(typed(app).value + "\nCâu mới soạn.\n").run()
    assert "Câu mới soạn" in [each.value for each in app.markdown][-1], "the preview follows"
    assert "Chưa lưu" in text(app)
    app.button(key="save-file").click().run()
    assert "Câu mới soạn" in workshop.edition(draft, giang).files[LESSON]
    app.button(key="all-parts").click().run()
    app.button(key=f"send-{draft}").click().run()
    assert "một giảng viên chưa sửa gì trong bản này công bố" in text(app)
    assert app.button(key=f"publish-{draft}").disabled
    app = open_page(hai, "teach", ban=str(draft))
    app.button(key=f"publish-{draft}").click().run()
    assert "đã công bố" in text(app)

    said = text(open_page(trainee, "learn", khoa=COURSE, bai="mot-lan-dan"))
    assert "Câu mới soạn" not in said
    app = open_page(trainee, "learn", khoa=COURSE)
    assert "Chuyển sang bản mới" in text(app)
    app.button(key="go-over").click().run()
    assert "Chuyển sang bản mới" not in text(app)
    assert "Câu mới soạn" in text(open_page(trainee, "learn", khoa=COURSE, bai="mot-lan-dan"))


def test_published_text_is_there_to_be_read_and_a_first_edition_has_nothing_before_it(
    house, open_page, giang
):
    courses = house.services.editions.courses(giang)
    published = next(line for line in courses if line.id == COURSE).offered.id
    app = at_file(open_page, giang, published)
    (shown,) = re.findall("<pre class='vt-source'.*?</pre>", text(app), re.DOTALL)
    assert "tabindex='0'" in shown
    assert "## Một buổi chiều ở văn phòng" in shown
    assert not [field for field in app.text_area if field.disabled], "grey text is not read"
    app = open_page(giang, "teach", ban=str(published))
    app.segmented_control(key=f"edition-part-{published}").select("So với bản đang dùng").run()
    assert "chưa có bản trước để so" in text(app)
    assert "tệp mới" not in text(app)


def test_of_two_at_one_file_the_second_is_told_and_loses_nothing(house, open_page, giang, hai):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    app = at_file(open_page, hai, draft)
    typed(app).input(typed(app).value + "\nCâu của Hai.\n").run()
    before = workshop.edition(draft, giang).files[LESSON]
    workshop.save(draft, LESSON, before + "\nCâu của Giang.\n", giang, seen=mark_of(before))
    app.button(key="save-file").click().run()
    said = text(app)
    assert "Vũ Giang đã lưu tệp này" in "".join(each.value for each in app.warning)
    assert "Câu của Giang" in said
    assert "Câu của Hai" in typed(app).value
    assert "Câu của Hai" not in workshop.edition(draft, giang).files[LESSON]
    app.button(key="keep-mine").click().run()
    assert "Câu của Hai" in workshop.edition(draft, giang).files[LESSON]


def test_faults_are_named_by_file_and_line_and_what_is_unsaved_outlives_a_look_elsewhere(
    house, open_page, giang
):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    bank = workshop.edition(draft, giang).files["ngan-hang-cau-hoi.yaml"]
    workshop.save(
        draft, "ngan-hang-cau-hoi.yaml", bank.replace("key: [d]", "key: []", 1), giang, seen=mark_of(bank)
    )
    assert "ngan-hang-cau-hoi.yaml, dòng" in text(open_page(giang, "teach", ban=str(draft)))
    app = at_file(open_page, giang, draft)
    typed(app).input("---\nid: x\nkind lesson\n---\n").run()
    assert "không đọc được dòng 3" in "".join(each.value for each in app.warning)
    app.button(key="all-parts").click().run()
    app.button(key=f"open-part-{LESSON}").click().run()
    app.segmented_control(key=f"part-view-{draft}-{LESSON}").select("Xem tệp").run()
    assert typed(app).value == "---\nid: x\nkind lesson\n---\n"
    app.button(key="all-parts").click().run()
    app.button(key=f"send-{draft}").click().run()
    assert "còn 1 lỗi" in "".join(each.value for each in app.error)


def test_a_file_of_questions_is_taken_once_and_each_one_left_out_is_named_as_its_writer_names_it(
    house, open_page, giang
):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    app = open_page(giang, "teach", ban=str(draft))
    app.segmented_control(key=f"edition-part-{draft}").select("Câu hỏi").run()
    gift = "::Một tháng::Hai {=1 ~2\n\nCâu mới nhập {=đúng ~sai}\n"
    app.file_uploader[0].upload("hoi.gift", gift.encode(), "text/plain").run()
    app.button(key="bring").click().run()
    said = text(app)
    assert "Đã thêm 1 câu" in said
    assert "câu Một tháng không có phần đáp án" in said
    assert not [each for each in app.button if each.key == "bring"], "the same file is not offered again"
    stems = [each.values["stem"] for each in workshop.questions(draft, "ngan-hang-cau-hoi.yaml", giang)]
    assert stems.count("Câu mới nhập") == 1


def test_a_question_is_added_by_form(house, open_page, giang):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    file = "ngan-hang-cau-hoi.yaml"
    count = len(workshop.questions(draft, file, giang))
    app = open_page(giang, "teach", ban=str(draft))
    app.segmented_control(key=f"edition-part-{draft}").select("Câu hỏi").run()
    app.button(key="question-new").click().run()
    for start, words in (
        ("question-stem-", "Câu hỏi mới?"),
        ("question-lines-", "Sai\n* Đúng"),
        ("question-why-", "Vì thế là đúng."),
    ):
        next(each for each in app.text_area if each.key.startswith(start)).input(words)
    next(each for each in app.button if each.label == "Lưu câu hỏi").click().run()
    entries = workshop.questions(draft, file, giang)
    assert len(entries) == count + 1
    assert entries[-1].values["options"] == {"a": "Sai", "b": "Đúng"}
    assert entries[-1].values["key"] == ["b"]
    assert workshop.check(draft, giang) == []


def test_html_in_a_draft_is_shown_as_text(house, open_page, giang):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    for file, before in workshop.edition(draft, giang).files.items():
        after = before.replace("title: ", f"title: {evil}").replace("stem: ", f"stem: {evil}")
        after = after if file.endswith(".yaml") else after + evil
        workshop.save(draft, file, after, giang, seen=mark_of(before))
    for file in (LESSON, "luyen-tap.md", "hinh-ba-cau-hoi.svg"):
        _shown_as_text(open_page(giang, "teach", ban=str(draft), phan=file))
    app = open_page(giang, "teach", ban=str(draft))
    _shown_as_text(app)
    for chosen in ("Câu hỏi", "So với bản đang dùng"):
        _shown_as_text(app.segmented_control(key=f"edition-part-{draft}").select(chosen).run())


def _shown_as_text(app) -> None:
    drawn = [each.value for each in app.markdown if each.allow_html]
    drawn += [str(each.proto.body) for each in app.get("html")]
    assert "alert(1)" in text(app)
    assert not [body for body in drawn if "<script>alert" in body or "<img src=x" in body]


def field(app, name: str):
    every = [*app.text_input, *app.text_area, *app.number_input, *app.multiselect]
    return next(each for each in every if each.key.startswith(f"head-{name}-"))


def save(app) -> None:
    next(each for each in app.button if each.label == "Lưu").click().run()


def test_a_course_is_made_and_changed_by_forms_alone(house, open_page, giang):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)

    def files() -> dict[str, str]:
        return workshop.edition(draft, giang).files

    before = files()
    app = open_page(giang, "teach", ban=str(draft))
    app.button(key="open-part-course.md").click().run()
    field(app, "title").input("Phân loại: nghĩ trước")
    field(app, "minutes").set_value(25)
    field(app, "requires").select("ai-lam-duoc-gi")
    save(app)
    assert not app.error
    assert "title: 'Phân loại: nghĩ trước'" in files()[MAIN]
    assert "requires: [ai-lam-duoc-gi]" in files()[MAIN] or "- ai-lam-duoc-gi" in files()[MAIN]
    assert files()[MAIN].split("---\n", 2)[2] == before[MAIN].split("---\n", 2)[2]
    field(app, "title").input(" ")
    save(app)
    assert "Chưa lưu: 1 mục cần điền lại." in text(app)
    app.button(key="all-parts").click().run()

    app.text_input(key=f"lesson-title-{draft}").input("Bài của tôi").run()
    app.button(key=f"lesson-add-{draft}").click().run()
    assert "Bài của tôi" in text(app)
    typed(app).input("Chữ của bài.\n").run()
    app.button(key="save-file").click().run()
    (new,) = files().keys() - before.keys()
    assert files()[new].endswith("---\nChữ của bài.\n")
    app.button(key="all-parts").click().run()
    app.button(key=f"move--1-{new}").click().run()
    assert "4. Bài của tôi" in text(app)
    assert workshop.check(draft, giang) == []


def test_who_saves_a_form_second_is_told_and_chooses(house, open_page, giang, hai):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    app = open_page(hai, "teach", ban=str(draft), phan=MAIN)
    text_ = workshop.edition(draft, giang).files[MAIN]
    workshop.save(draft, MAIN, text_.replace("minutes: 20", "minutes: 33"), giang, seen=mark_of(text_))
    field(app, "minutes").set_value(21)
    save(app)
    assert "vừa được người khác sửa" in "".join(each.value for each in app.error)
    assert field(app, "minutes").value == 21
    app.button(key="head-theirs").click().run()
    assert field(app, "minutes").value == 33


def open_questions(house, open_page, person: Principal, draft: int):
    """A bank of two questions: what is tested here does not hang on how many there are."""
    workshop = house.services.editions
    before = after = workshop.edition(draft, person).files[BANK]
    for each in workshop.questions(draft, BANK, person)[2:]:
        after = without(after, BANK, each.id)
    workshop.save(draft, BANK, after, person, seen=mark_of(before))
    app = open_page(person, "teach", ban=str(draft))
    return app.segmented_control(key=f"edition-part-{draft}").select("Câu hỏi").run()


def area(app, start: str):
    return next(each for each in app.text_area if each.key.startswith(start))


def press(app, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()


def test_of_two_at_one_question_the_second_is_told_and_loses_nothing(house, open_page, giang, hai):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    app = open_questions(house, open_page, hai, draft)
    first = dict(workshop.questions(draft, BANK, giang)[0].values)
    app.button(key=f"question-0-{first['id']}").click().run()
    area(app, "question-stem-").input("Câu của Hai?")
    theirs = {**first, "stem": "Câu của Giang?"}
    workshop.put_question(draft, BANK, theirs, giang, replacing=first)
    press(app, "Lưu câu hỏi")
    assert "vừa được người khác sửa" in "".join(each.value for each in app.error)
    assert area(app, "question-stem-").value == "Câu của Hai?"
    assert workshop.questions(draft, BANK, giang)[0].values["stem"] == "Câu của Giang?"
    app.button(key="question-theirs").click().run()
    assert area(app, "question-stem-").value == "Câu của Giang?"
    workshop.remove_question(draft, BANK, theirs, giang)
    area(app, "question-stem-").input("Câu đang viết")
    press(app, "Lưu câu hỏi")
    assert "bị người khác bỏ" in "".join(each.value for each in app.warning)
    assert area(app, "question-stem-").value == "Câu đang viết"


def test_two_new_questions_written_at_once_are_both_kept(house, open_page, giang, hai):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    app = open_questions(house, open_page, hai, draft)
    before = workshop.questions(draft, BANK, giang)
    app.button(key="question-new").click().run()
    for start, words in (("stem", "Câu của Hai?"), ("lines", "Sai\n* Đúng"), ("why", "Vì thế.")):
        area(app, f"question-{start}-").input(words)
    theirs = {**before[0].values, "id": free_id({each.id for each in before}), "stem": "Câu của Giang?"}
    workshop.put_question(draft, BANK, theirs, giang)
    press(app, "Lưu câu hỏi")
    after = workshop.questions(draft, BANK, giang)[len(before) :]
    assert [each.values["stem"] for each in after] == ["Câu của Giang?", "Câu của Hai?"]
    assert len({each.id for each in after}) == 2


def test_of_two_at_one_source_the_second_is_told_and_loses_nothing(house, open_page, giang, hai):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    key, card = next(iter(cards_of(workshop.edition(draft, giang).files).items()))
    app = open_page(hai, "teach", ban=str(draft), phan=MAIN)
    app.segmented_control(key=f"part-view-{draft}-{MAIN}").select("Các căn cứ").run()
    app.button(key=f"source-edit-{key}").click().run()
    area(app, "source-substance-").input("Lời của Hai.")
    told = {name: card.get(name) for name in LABELS}
    workshop.put_source(draft, {**told, "substance": "Lời của Giang."}, giang, key=key, opened=card)
    press(app, "Lưu căn cứ")
    assert "vừa được người khác sửa" in "".join(each.value for each in app.error)
    assert area(app, "source-substance-").value == "Lời của Hai."
    app.button(key="source-theirs").click().run()
    assert area(app, "source-substance-").value == "Lời của Giang."


def test_what_another_wrote_since_is_not_taken_out_unseen(house, open_page, giang, hai):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    app = open_page(hai, "teach", ban=str(draft), phan=LESSON)
    before = workshop.edition(draft, giang).files[LESSON]
    workshop.save(draft, LESSON, before + "\nCâu của Giang.\n", giang, seen=mark_of(before))
    app.button(key=f"remove-{draft}-{LESSON}").click().run()
    assert "Mở lại để xem bản mới" in "".join(each.value for each in app.error)
    assert LESSON in workshop.edition(draft, giang).files
    app.button(key="all-parts").click().run()
    app.button(key=f"open-part-{LESSON}").click().run()
    app.button(key=f"remove-{draft}-{LESSON}").click().run()
    assert LESSON not in workshop.edition(draft, giang).files


def test_a_source_is_added_by_form(house, open_page, giang):
    workshop = house.services.editions
    draft = workshop.draft(COURSE, giang)
    app = open_page(giang, "teach", ban=str(draft), phan=MAIN)
    app.segmented_control(key=f"part-view-{draft}-{MAIN}").select("Các căn cứ").run()
    app.button(key="source-new").click().run()
    for name, words in (("reference_number", "01/2026/NĐ-CP"), ("title", "Nghị định mẫu"), ("article", "3")):
        next(each for each in app.text_input if each.key.startswith(f"source-{name}-")).input(words)
    next(each for each in app.text_area if each.key.startswith("source-substance-")).input("Nội dung.")
    next(each for each in app.button if each.label == "Lưu căn cứ").click().run()
    assert not app.error
    assert "01-2026-nd-cp-3:" in workshop.edition(draft, giang).files[MAIN]
    assert "01/2026/NĐ-CP, Điều 3" in text(app)


def test_who_does_not_teach_sees_no_workshop(open_page, trainee):
    app = open_page(trainee, "teach", ban="1")
    assert "không được giao việc này" in "".join(each.value for each in app.error)
