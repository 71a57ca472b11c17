"""A Word file taken apart, and whether it is sound: by the rules of the format, and by what it refers to."""

import io
import zipfile
from collections import Counter
from posixpath import normpath

from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml
from openxml_audit import OpenXmlValidator

from meaning_word import text_of

ID, VALUE, NAME = qn("w:id"), qn("w:val"), qn("w:name")
_RELATION = f"{{{nsmap['r']}}}"


class Word:
    """A Word file taken apart: ``parts`` are its files, and ``xml`` those that are XML, by name."""

    def __init__(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
            self.times = {entry.date_time for entry in archive.infolist()}
        written = {name: part for name, part in self.parts.items() if name.endswith((".xml", ".rels"))}
        self.xml = {name: parse_xml(part) for name, part in written.items()}
        self.body = self.xml["word/document.xml"][0]
        self.styles = {
            style.get(qn("w:styleId")): style.find(qn("w:name")).get(VALUE)
            for style in self.xml["word/styles.xml"].findall(qn("w:style"))
        }

    def all(self, *tags, part="word/document.xml"):
        return list(self.xml[part].iter(*map(qn, tags)))

    def paragraphs(self, style):
        """The paragraphs of the body in the style of this name."""
        return [found for found in self.all("w:p") if self.styles.get(found.style or "") == style]

    def relations(self, part):
        """The relations of a part: their targets by id."""
        folder, _, name = part.rpartition("/")
        found = self.xml.get(f"{folder}/_rels/{name}.rels", ())
        return {relation.get("Id"): relation for relation in found}

    def texts(self):
        """The words of each paragraph."""
        return [text_of(found) for found in self.all("w:p")]

    def packed(self):
        """The file again, with its XML as it is now."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, part in self.parts.items():
                archive.writestr(name, serialize_part_xml(self.xml[name]) if name in self.xml else part)
        return packed.getvalue()


def faults(content, tmp_path):
    """What the rules of the format say against the file, as Microsoft's own validator reads them."""
    (tmp_path / "rapport.docx").write_bytes(content)
    return [str(error) for error in OpenXmlValidator().validate(tmp_path / "rapport.docx").errors]


def dangling(word):
    """What the file refers to and does not have, and what is there twice and may be there once."""
    return [*_lost_relations(word), *_lost_references(word), *_twice(word)]


def _lost_relations(word):
    for name, root in word.xml.items():
        relations, folder = word.relations(name), name.rpartition("/")[0]
        asked = {value for element in root.iter() for key, value in element.attrib.items() if key.startswith(_RELATION)}
        yield from (f"{name}: {relation}" for relation in asked - relations.keys())
        inner = {r.get("Target") for r in relations.values() if r.get("TargetMode") != "External"}
        yield from (f"{name}: {target}" for target in inner if normpath(f"{folder}/{target}") not in word.parts)


def _lost_references(word):
    styles = {
        found.get(VALUE) for part in word.xml for found in word.all("w:pStyle", "w:rStyle", "w:tblStyle", part=part)
    }
    yield from (f"style {style}" for style in styles - word.styles.keys())
    lists = {found.get(qn("w:numId")) for found in word.all("w:num", part="word/numbering.xml")}
    yield from (f"list {found.get(VALUE)}" for found in word.all("w:numId") if found.get(VALUE) not in lists)
    written = word.all("w:footnote", part="word/footnotes.xml") if "word/footnotes.xml" in word.parts else ()
    notes = {found.get(ID) for found in written}
    yield from (f"note {found.get(ID)}" for found in word.all("w:footnoteReference") if found.get(ID) not in notes)
    anchors = {found.get(qn("w:anchor")) for found in word.all("w:hyperlink")} - {None}
    yield from (f"anchor {anchor}" for anchor in anchors - {found.get(NAME) for found in word.all("w:bookmarkStart")})


def _twice(word):
    once = [("drawing", found.get("id")) for part in word.xml for found in word.all("wp:docPr", part=part)]
    once += [
        (kind, found.get(key))
        for kind, key in (("bookmark", ID), ("bookmark", NAME))
        for found in word.all("w:bookmarkStart")
    ]
    once += [("note", found.get(ID)) for found in word.all("w:footnoteReference")]
    yield from (f"twice: {thing}" for thing, times in Counter(once).items() if times > 1)
