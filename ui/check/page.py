"""Draws the page of one certificate, and the one that asks for a code. Every text is escaped here."""

from __future__ import annotations

import secrets
from datetime import date
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from training_modules.certificates.codes import shown
from training_modules.certificates.views import Certificate, Finished, RestedOn, Score, Standing
from ui.forms import retry_after
from ui.plain_parts import alert, language_switch
from vanthu.certificate_files.badge import CHECK_PATH as PATH
from vanthu.errors import VanthuError
from vanthu.i18n import SOURCE_LANGUAGE, current_language, translate

HERE = Path(__file__).parent
PAGE = Template((HERE / "page.html").read_text(encoding="utf-8"))
STYLE = (HERE / "page.css").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def ask(fault: VanthuError | None = None) -> HTMLResponse:
    """The page with a box for the code; after a fault with what is wrong, the same for every code."""
    described = ' aria-describedby="alert"' if fault else ""
    note = escape(translate("Mã gồm 20 chữ cái và chữ số, in cạnh hình QR trên chứng nhận."))
    body = (
        f'<section class="ask"><h1>{escape(translate("Tra cứu chứng nhận"))}</h1>'
        f"{alert(fault)}<p>{note}</p>"
        f'<form method="get" action="{PATH}">'
        f'<label for="ma">{escape(translate("Mã tra cứu"))}</label>'
        '<input id="ma" name="ma" type="text" maxlength="60" required autocomplete="off" '
        'autocapitalize="characters" spellcheck="false"'
        f"{described}>"
        f"<button type='submit'>{escape(translate('Tra cứu'))}</button></form></section>"
    )
    status = fault.http_status if fault else 200
    return _page(translate("Tra cứu chứng nhận"), body, PATH, status, retry_after(fault) if fault else None)


def certificate(told: Certificate) -> HTMLResponse:
    """The whole frozen record, and what has become of it."""
    first, second = told.title, told.title_en
    if current_language() != SOURCE_LANGUAGE and second:
        first, second = second, first
    number = translate("Chứng nhận số {number}").format(number=told.number)
    other = f'<p class="other">{escape(second)}</p>' if second != first else ""
    body = (
        f'<article>{_state(told)}<div class="told">'
        f'<p class="lead">{escape(translate("Cấp cho"))}</p><h1>{escape(told.holder)}</h1>'
        f'<p class="unit">{escape(told.unit)}</p><p class="lead">{escape(_achieved(told))}</p>'
        f'<p class="course">{escape(first)}</p>{other}'
        f"<dl>{''.join(_facts(told))}</dl>"
        f"{_list(translate('Kết quả'), [_score(each) for each in told.scores])}"
        f"{_list(translate('Các khoá học của chương trình'), [_course(each) for each in told.programme])}"
        f"{_sources(told)}"
        f"<footer><p>{escape(translate('Vân tay của bản ghi (SHA-256)'))}</p>"
        f"<p><code>{told.record_sha256}</code></p></footer></div></article>"
        f'<p class="again"><a href="{PATH}">{escape(translate("Tra cứu chứng nhận khác"))}</a></p>'
    )
    return _page(number, body, f"{PATH}/{shown(told.code)}")


def _page(
    heading: str, body: str, path: str, status: int = 200, headers: dict[str, str] | None = None
) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    page = PAGE.substitute(
        language=current_language(),
        title=escape(f"{heading} · {translate('Văn thư')}"),
        what=escape(translate("Tra cứu chứng nhận đào tạo")),
        nonce=nonce,
        style=STYLE,
        switch=language_switch(path),
        body=body,
    )
    told = {
        "Content-Security-Policy": POLICY.format(nonce=nonce),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }
    return HTMLResponse(page, status, headers=told | (headers or {}))


def _state(told: Certificate) -> str:
    if not told.sound:
        return _banner(
            "stop",
            translate("Bản ghi của chứng nhận này không còn nguyên vẹn, không dùng làm căn cứ được."),
            translate("Liên hệ đơn vị cấp chứng nhận."),
        )
    match told.standing:
        case Standing.REVOKED:
            said = translate("Đã bị thu hồi ngày {day}").format(day=_day(told.revoked_on))
            return _banner("stop", said, translate("Lý do: {reason}").format(reason=told.reason))
        case Standing.SUPERSEDED:
            said = translate("Đã được thay ngày {day} bằng chứng nhận số {number}").format(
                day=_day(told.superseded_on), number=told.superseded_by
            )
            return _banner("warn", said, translate("Họ tên hoặc đơn vị trên chứng nhận này đã được sửa."))
        case Standing.EXPIRED:
            said = translate("Đã hết thời hạn từ sau ngày {day}").format(day=_day(told.valid_until))
            return _banner("warn", said, *_changes(told))
    if told.changed:
        return _banner("warn", translate("Còn hiệu lực, nhưng căn cứ đã thay đổi"), *_changes(told))
    said = translate("Còn hiệu lực")
    return _banner("good", said, translate("Bản ghi nguyên vẹn, đúng như khi được cấp."))


def _changes(told: Certificate) -> list[str]:
    if not told.changed:
        return []
    said = translate(
        "{count} văn bản làm căn cứ đã thay đổi sau ngày cấp chứng nhận; xem ở danh sách bên dưới."
    )
    return [said.format(count=told.changed)]


def _banner(kind: str, *lines: str) -> str:
    return f'<div class="state {kind}" id="state">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</div>'


def _achieved(told: Certificate) -> str:
    if told.programme:
        return translate("đã hoàn thành chương trình")
    return translate("đã hoàn thành khoá học")


def _facts(told: Certificate) -> list[str]:
    until = _day(told.valid_until) if told.valid_until else translate("Không thời hạn")
    facts = [
        (translate("Số"), told.number),
        (translate("Ngày cấp"), _day(told.issued_on)),
        (translate("Có giá trị đến hết ngày"), until),
        (translate("Bản của khoá học"), str(told.edition)),
        (translate("Nơi cấp"), told.issuer),
        (translate("Mã tra cứu"), shown(told.code)),
    ]
    if told.supersedes:
        facts.append((translate("Thay chứng nhận số"), told.supersedes))
    code = shown(told.code)
    return [
        f"<div{' class=code' if value == code else ''}><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in facts
    ]


def _score(score: Score) -> str:
    kind = translate("Kiểm tra") if score.kind == "quiz" else translate("Luyện tập")
    told = translate("đúng {correct}/{total}, cần {needed}").format(
        correct=score.correct, total=score.total, needed=score.needed
    )
    return _row(kind if score.title == kind else f"{kind}: {score.title}", told)


def _course(each: Finished) -> str:
    title = each.title if current_language() == SOURCE_LANGUAGE or not each.title_en else each.title_en
    said = translate("hoàn thành ngày {day}").format(day=_day(each.finished_on)) if each.finished_on else ""
    number = translate("Chứng nhận số {number}").format(number=each.number) if each.number else ""
    return _row(title, said, number)


def _sources(told: Certificate) -> str:
    """Each text once, with its places; of restricted ones only how many there are."""
    heading = translate("Các văn bản làm căn cứ của nội dung đã học")
    texts: dict[tuple[str | None, str, date | None], list[RestedOn]] = {}
    for source in told.sources:
        texts.setdefault((source.reference_number, source.title, source.issue_date), []).append(source)
    notes = []
    if told.restricted:
        said = translate("Ngoài ra có {count} căn cứ chỉ người được cấp quyền mới được biết.")
        notes.append(said.format(count=told.restricted))
    if not all(source.followed or source.changed for source in told.sources):
        said = translate("Với văn bản không có ghi chú bên cạnh, nơi cấp không theo dõi thay đổi.")
        notes.append(said)
    rows = "".join(_text(places) for places in texts.values())
    below = "".join(f'<p class="small">{escape(note)}</p>' for note in notes)
    return f"<h2>{escape(heading)}</h2><ul>{rows}</ul>{below}" if rows or below else ""


def _text(places: list[RestedOn]) -> str:
    first = places[0]
    name = " · ".join(part for part in (first.reference_number, first.title) if part)
    dated = f" ({_day(first.issue_date)})" if first.issue_date else ""
    said = "; ".join(where for each in places if (where := _place(each)))
    if changed := [each for each in places if each.changed]:
        where = "; ".join(place for each in changed if (place := _place(each)))
        words = translate("Đã thay đổi sau ngày cấp")
        told = f"{words}: {where}" if where and len(places) > 1 else words
        return _row(name + dated, told, said, "changed")
    held = translate("Chưa ghi nhận thay đổi") if any(each.followed for each in places) else ""
    return _row(name + dated, held, said)


def _place(source: RestedOn) -> str:
    article = translate("Điều {number}").format(number=source.article) if source.article else ""
    clause = translate("khoản {number}").format(number=source.clause) if source.clause else ""
    return " ".join(part for part in (clause, article) if part)


def _list(heading: str, rows: list[str]) -> str:
    return f"<h2>{escape(heading)}</h2><ul>{''.join(rows)}</ul>" if rows else ""


def _row(name: str, side: str, below: str = "", kind: str = "") -> str:
    small = f'<p class="small">{escape(below[:1].upper() + below[1:])}</p>' if below else ""
    return f'<li><div><p>{escape(name)}</p>{small}</div><p class="side {kind}">{escape(side)}</p></li>'


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
