"""The open data described for dataportal.se: what DCAT-AP-SE asks for, the same bytes each time, and what plan.toml may say."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from rdflib import DCTERMS, FOAF, RDF, BNode, Graph, Literal, Namespace, URIRef

from cells import typed
from every_paper import document as paper
from naravard import prose
from naravard.document import Column, Cover, Document, Paragraph, Publication, Table, block_from_json
from naravard.formats.exports import Settings, exports
from naravard.formats.soundness import faults_of_file
from naravard.reading.project import read_project
from test_open_data import COVER, table

DATA = Path(__file__).parents[1] / "data"
SPDX, VCARD = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://www.w3.org/2006/vcard/ns#")
SERVED = "https://data.exempelby.example/naravard/HT2023/uppfoljning/dcat.rdf"
GIVEN = Publication(
    "https://data.exempelby.example/naravard/",
    "HT2023",
    "oppnadata@exempelby.example",
    "9999",
    ("2023-07-01", "2023-12-31"),
)
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own does not know DatasetSeries, which is new in DCAT 3
FREE = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")
MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCAT.dataset),
    DCAT.DatasetSeries: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.distribution, DCAT.theme),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS.license, DCTERMS["format"]),
    FOAF.Agent: (FOAF.name,),
    VCARD.Organization: (VCARD.fn, VCARD.hasEmail),
}
"""What each thing must have: the mandatory properties of DCAT-AP-SE 3.0.1, and those that we promise."""


def made(*tables, given=GIVEN, **changes):
    return Document("Terminsuppföljning", replace(COVER, publication=given, **changes), tables)


def described(document):
    """The files of the open data by name, and the graph of their description as it is read where it is served."""
    files = dict(exports(document, "uppfoljning", ("csv",), Settings()))
    content = files["uppfoljning/dcat.rdf"]
    assert list(faults_of_file("uppfoljning/dcat.rdf", content)) == []
    return files, Graph().parse(data=content, format="xml", publicID=SERVED)


def addresses(content):
    """Every address in the file as it is written."""
    names = {f"{{{RDF}}}{name}" for name in ("about", "resource")}
    return [
        value for element in ElementTree.fromstring(content).iter() for key, value in element.items() if key in names
    ]


@pytest.mark.parametrize("project", ["exempel", "lekeberg"])
def test_a_real_paper_is_described_with_all_that_the_profile_demands(project):
    document = paper("uppfoljning", project, "HT2023")
    given = replace(document.cover.publication, address=GIVEN.address, contact=GIVEN.contact)
    files, graph = described(replace(document, cover=replace(document.cover, publication=given)))
    for kind, wanted in MANDATORY.items():
        things = list(graph.subjects(RDF.type, kind))
        assert things, kind
        for thing in things:
            assert not isinstance(thing, BNode)
            for name in wanted:
                assert (thing, name, None) in graph, (thing, name)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == len(tables)
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    assert graph.value(catalogue, DCTERMS.license) == FREE
    listed = set(graph.objects(catalogue, DCAT.dataset))
    assert listed == {*graph.subjects(RDF.type, DCAT.Dataset), *graph.subjects(RDF.type, DCAT.DatasetSeries)}
    named = {urljoin(SERVED, name.removeprefix("uppfoljning/")) for name in files if name.endswith(".csv")}
    assert {str(address) for address in graph.objects(None, DCAT.downloadURL)} == named


def test_each_distribution_is_the_file_that_lies_beside_it():
    files, graph = described(made(table((typed("A"), typed("5", 5.0))), table((typed("B"),), name="annan")))
    for thing in graph.subjects(RDF.type, DCAT.Distribution):
        content = files["uppfoljning/" + str(graph.value(thing, DCAT.downloadURL)).rpartition("/")[2]]
        assert graph.value(thing, DCAT.byteSize).value == len(content)
        checksum = graph.value(thing, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()


def test_with_an_address_every_address_in_the_file_is_absolute_as_dataportal_demands():
    files, _ = described(made(table((typed("A"),))))
    assert all(
        address.startswith(("http://", "https://", "mailto:")) for address in addresses(files["uppfoljning/dcat.rdf"])
    )
    assert "relativa" not in files["uppfoljning/dcat.rdf"].decode()


def test_without_an_address_the_description_is_relative_and_says_so():
    files, graph = described(made(table((typed("A"),)), given=replace(GIVEN, address="", contact="")))
    content = files["uppfoljning/dcat.rdf"].decode()
    assert "Adresserna är relativa." in content
    assert "adress under [oppna_data]" in content
    assert "dcat.rdf#katalog" in addresses(content)
    assert "data.exempelby.example" not in content
    assert not list(graph.subjects(RDF.type, VCARD.Organization))
    assert str(next(graph.objects(None, DCAT.downloadURL))) == urljoin(SERVED, "tabell-01-mal-per-ar.csv")


def test_two_papers_of_a_project_name_the_same_publisher_and_contact():
    _, one = described(made(table((typed("A"),))))
    _, other = described(made(table((typed("A"),)), given=replace(GIVEN, folder="VT2023")))
    for kind in (FOAF.Agent, VCARD.Organization):
        assert set(one.subjects(RDF.type, kind)) == set(other.subjects(RDF.type, kind))
    assert not set(one.subjects(RDF.type, DCAT.Dataset)) & set(other.subjects(RDF.type, DCAT.Dataset))


def test_the_term_the_area_and_the_marks_follow_every_table():
    _, graph = described(made(table((typed("A"),))))
    for thing in (*graph.subjects(RDF.type, DCAT.Dataset), *graph.subjects(RDF.type, DCAT.DatasetSeries)):
        period = graph.value(thing, DCTERMS.temporal)
        assert [str(graph.value(period, name)) for name in (DCAT.startDate, DCAT.endDate)] == [
            "2023-07-01",
            "2023-12-31",
        ]
        assert graph.value(graph.value(thing, DCTERMS.spatial), DCTERMS.identifier) == Literal("9999")
        assert str(graph.value(thing, DCTERMS.title)).endswith("(Exempeldata, UTKAST)")


def test_figures_from_kolada_are_under_its_terms_and_the_rest_is_free():
    _, graph = described(made(table((typed("A"),), source="Källa: Kolada (N1)."), table((typed("B"),), name="egen")))
    licences = {
        str(thing)[-8:]: graph.value(thing, DCTERMS.license) for thing in graph.subjects(RDF.type, DCAT.Distribution)
    }
    assert licences["egen-csv"] == FREE
    assert "Källa: Kolada" in str(graph.value(licences["r-ar-csv"], DCTERMS.description))


def test_hostile_text_is_read_back_as_it_was_written():
    evil = """</dcterms:title><x a="1">&amp; ]]> ' å"""
    _, graph = described(made(table((typed("A"),), caption=evil), organisation=evil))
    (thing,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(graph.value(thing, DCTERMS.title)) == f"{evil} (Exempeldata, UTKAST)"
    assert str(next(graph.objects(None, FOAF.name))) == evil


def test_two_exports_are_the_same_bytes():
    document = made(table((typed("A"), typed("saknas", None, "muted"))))
    assert described(document)[0] == described(replace(document))[0]


def test_a_paper_without_tables_has_no_description():
    assert dict(exports(made(Paragraph.plain("Text.")), "uppfoljning", ("csv",), Settings())) == {}


def test_a_description_that_is_cut_off_is_not_published():
    content = described(made(table((typed("A"),), columns=(Column("Mål"),))))[0]["uppfoljning/dcat.rdf"]
    assert list(faults_of_file("u/dcat.rdf", content[:-9])) == ["u/dcat.rdf är skadad"]
    assert list(faults_of_file("u/dcat.rdf", b"<html/>")) == ["u/dcat.rdf är inte RDF/XML"]


def test_a_cover_travels_with_its_publication():
    cover = Cover("Exempelby kommun", "Hösten", "2023-12-31", publication=GIVEN)
    assert block_from_json(cover.to_json()) == cover


@pytest.fixture
def plan(tmp_path):
    """Reads the sample project with this section added to its plan."""
    shutil.copytree(DATA / "exempel", tmp_path / "exempel")

    def read(section):
        before = (DATA / "exempel" / "plan.toml").read_text(encoding="utf-8")
        (tmp_path / "exempel" / "plan.toml").write_text(before + section, encoding="utf-8")
        return read_project(tmp_path / "exempel")

    return read


def test_plan_toml_says_where_the_data_are_published_and_whom_to_ask(plan):
    section = (
        '\n[oppna_data]\nadress = "https://www.exempelby.example/naravard"\nkontakt = "oppnadata@exempelby.example"\n'
    )
    project, findings = plan(section)
    given = prose.cover(project, "HT2023").publication
    assert (given.address, given.folder) == ("https://www.exempelby.example/naravard/", "HT2023")
    assert (given.contact, given.area, given.period) == ("oppnadata@exempelby.example", "9999", GIVEN.period)
    assert not [found for found in findings if found.code == "contact-details"], "a mailbox is what is asked for"


def test_a_plan_that_says_nothing_of_it_gives_no_address(plan):
    given = prose.cover(plan("")[0], "HT2023").publication
    assert (given.address, given.contact) == ("", "")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("adress", "www.exempelby.example", "till exempel https://"),
        ("adress", "https://exempelby.example/?id=1", "till exempel https://"),
        ("adress", "https://exempelby.example/öppna data/", "till exempel https://"),
        ("kontakt", "öppna data-gruppen", "En funktionsbrevlåda"),
        ("kontakt", "exempelby.example", "En funktionsbrevlåda"),
    ],
)
def test_an_address_or_a_mailbox_that_cannot_be_used_is_refused_with_its_key(plan, key, value, words):
    project, findings = plan(f'\n[oppna_data]\n{key} = "{value}"\n')
    assert project is None
    wrong = [found for found in findings if found.severity.stops_a_report]
    assert [(found.code, found.column) for found in wrong] == [("bad-value", key)]
    assert words in wrong[0].message
