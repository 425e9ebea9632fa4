"""The package's one page: every lesson typeset beforehand, so that it can be read even without a script."""

from __future__ import annotations

from html import escape
from typing import Any

from markdown_it import MarkdownIt

from training_modules.content import Activity, Course, Source
from training_modules.figures import as_address, parts_of
from vanthu.i18n import current_language, translate

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing but the package's own files is fetched or run, whatever a course says."""


def page(course: Course, activities: tuple[Activity, ...], words: dict[str, Any]) -> str:
    sections = "\n".join(_section(course, activity, words) for activity in activities)
    language = current_language()
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{escape(course.title)}</title>
<link rel="stylesheet" href="course.css">
</head>
<body>
<a class="skip" href="#content">{escape(words["skip"])}</a>
<header>
<p class="course">{escape(course.title)}</p>
<p class="progress" role="status"></p>
<progress class="bar" max="{len(activities)}" value="0" aria-hidden="true"></progress>
<p class="notice" role="alert" hidden></p>
</header>
<div class="sheet">
<nav aria-label="{escape(words["contents"])}">
<details open><summary>{escape(words["contents"])}</summary><ol class="parts"></ol></details>
</nav>
<main id="content">
<section data-part="intro" lang="vi">
<h1 tabindex="-1">{escape(course.title)}</h1>
<p class="lead">{escape(course.summary)}</p>
{markdown(course.body)}
<div class="moves"></div>
</section>
{sections}
</main>
</div>
<script src="data.js"></script>
<script src="grading.js"></script>
<script src="runtime.js"></script>
<script src="fields.js"></script>
<script src="course.js"></script>
</body>
</html>
"""


def _section(course: Course, activity: Activity, words: dict[str, Any]) -> str:
    minutes = words["minutes"].format(count=activity.minutes)
    sources = "".join(_source(course.sources[key]) for key in activity.sources if key in course.sources)
    told = ""
    if sources:
        summary = escape(words["sources"])
        told = f"<details class='sources'><summary>{summary}</summary><ul>{sources}</ul></details>"
    return f"""<section data-part="{escape(activity.id)}" class="{activity.kind}" lang="vi">
<h2 tabindex="-1">{escape(activity.title)}</h2>
<p class="meta">{escape(minutes)}</p>
<div class="guide">
{_with_figures(activity)}
</div>
{told}
<div class="work"></div>
<div class="moves"></div>
</section>"""


def _source(source: Source) -> str:
    name = " · ".join(part for part in (source.reference_number, source.title) if part)
    article = translate("Điều {number}").format(number=source.article) if source.article else ""
    clause = translate("khoản {number}").format(number=source.clause) if source.clause else ""
    place = ", ".join(part for part in (clause, article) if part)
    told = f"{place[:1].upper()}{place[1:]}: {source.substance}" if place else source.substance
    return f"<li><b>{escape(name)}</b><br>{escape(told)}</li>"


def _with_figures(activity: Activity) -> str:
    parts = []
    for part in parts_of(activity.body, activity.figures):
        if isinstance(part, str):
            parts.append(markdown(part))
            continue
        words, drawing = escape(part[0]), as_address(part[1])
        caption = f"<figcaption aria-hidden='true'>{words}</figcaption>"  # the same words are read once
        parts.append(f"<figure><img src='{drawing}' alt='{words}'>{caption}</figure>")
    return "\n".join(parts)


def markdown(text: str) -> str:
    """Course text as HTML. HTML and script in it come out as the signs they are written with; pictures and
    links from elsewhere as their words, since the package fetches nothing."""
    typeset = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    tokens = typeset.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"  # the part's own heading stands above
        for inner in token.children or ():
            if inner.type in {"link_open", "link_close"}:
                inner.tag, inner.attrs = "span", {}
    html = typeset.renderer.render(tokens, typeset.options, {})
    table = "<div class='table' tabindex='0'><table>"
    return str(html).replace("<table>", table).replace("</table>", "</table></div>")
