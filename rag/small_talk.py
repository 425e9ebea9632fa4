"""What people type that asks the library nothing: a greeting, thanks, "bạn là ai?"; and a fitting reply.

The whole line must be small talk: "chào bạn, thời hạn báo cáo là bao lâu?" is a question.
"""

from __future__ import annotations

import re

from vanthu.i18n import translate
from vanthu.text import fold

_WHOM = (
    r"(?: (?:ban|anh|chi|em|bac|co|chu|ong|ba|tro ly|ad|admin|bot|moi nguoi|ca nha|he thong|a|nhe|oi)){0,4}"
)
_GREETING = re.compile(
    rf"(?:(?:em |toi |minh )?(?:xin )?(?:kinh )?chao(?: buoi (?:sang|trua|chieu|toi))?{_WHOM}|hello|hi|hey"
    rf"|alo|good (?:morning|afternoon|evening))(?: (?:ban|bot|there|you))?"
)
_THANKS = re.compile(
    rf"(?:da )?(?:(?:toi |em |minh )?(?:xin |rat )?(?:cam on|cam ta|da ta)(?: (?:rat )?nhieu)?{_WHOM}"
    rf"(?: nhieu)?"
    rf"|thanks?(?: you| a lot| so much)?|tks|ok(?:e|ay|i)?{_WHOM}|vang{_WHOM}|da{_WHOM}|duoc roi|hieu roi"
    rf"|tot(?: lam| qua)?"
    rf"|hay(?: lam| qua)?|tam biet{_WHOM}|bye(?: bye)?)"
)
_WHO = re.compile(
    r"(?:(?:ban|em|may|ai day|he thong(?: nay)?)(?: (?:nay))? "
    r"(?:la (?:ai|gi|may hay nguoi|nguoi hay may)|ten (?:la )?gi|(?:co the )?(?:lam|giup)(?: toi| minh)?"
    r"(?: duoc)?(?: nhung)? gi|dung de lam gi|hoat dong (?:the nao|ra sao))(?: vay| the| a| day| nhi)?"
    r"|who are you|what are you|what can you do|help|tro giup|(?:hay )?giup (?:toi|minh|em)(?: voi)?"
    r"|test|thu)"
)
_AT_MOST = 60
"""Characters of small talk."""


def reply(question: str) -> str | None:
    """The reply to small talk in the current language; None where something is asked of the library."""
    if len(question) > _AT_MOST:
        return None
    plain = " ".join(re.findall(r"\w+", fold(question)))
    if _GREETING.fullmatch(plain) or _WHO.fullmatch(plain):
        return translate(
            "Tôi là trợ lý tra cứu văn bản, một hệ thống trí tuệ nhân tạo. Tôi tìm trong các văn bản bạn "
            "được xem, trích nguyên văn câu trả lời và chỉ rõ nơi nêu. Hãy hỏi về nội dung một văn bản."
        )
    if _THANKS.fullmatch(plain):
        return translate("Rất vui được giúp. Hãy hỏi tiếp khi cần tra cứu văn bản.")
    return None
