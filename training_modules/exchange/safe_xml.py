"""XML from strangers: nothing outside the text is ever read, and nothing in it is ever unfolded."""

from __future__ import annotations

from lxml import etree

from training_modules.exchange.types import QuestionFileUnreadable


class XmlBroken(QuestionFileUnreadable):
    """Not well formed, or with a document type of its own; `line` is where."""

    message = "Không đọc được tệp câu hỏi này: dòng {line} không đúng dạng XML."

    def __init__(self, line: int) -> None:
        super().__init__(line=line)
        self.line = line


def parse(data: bytes) -> etree._Element:
    """The root of an XML file. Raises `XmlBroken`.

    A document type is refused whole: entities are the way to read other files and to fill the memory, and no
    format of questions needs one.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise XmlBroken(error.lineno or 1) from error
    except ValueError as error:
        raise XmlBroken(1) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlBroken(1)
    return root


def local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
