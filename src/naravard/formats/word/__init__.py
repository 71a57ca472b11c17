"""The paper as a Word document: real styles, captions, lists, notes and tables, to paste from or to go on writing in."""

from naravard.formats.word.paper import word_from_document
from naravard.formats.word.template import TemplateError

__all__ = ["TemplateError", "word_from_document"]
