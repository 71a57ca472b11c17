"""plan.toml: one class a section. A field's alias is the key, as it is written for a reader."""

from __future__ import annotations

from typing import Literal

from naravard.model.record import Frozen, column
from naravard.model.values import Citation
from naravard.terms import Division, Term, TermCalendar


class ProjectFrame(Frozen):
    """The section ``[projekt]`` of plan.toml: what the project is."""

    name: str = column("namn", "Projektets namn.")
    purpose: str | None = column("syfte", "Projektets syfte i en mening.", default=None)
    municipality: str = column("kommun", "Kommunens namn, till exempel Lekebergs kommun.")
    area: str = column("kommunkod", "Fyra siffror, till exempel 1814.", pattern=r"^\d{4}$")
    board: str = column("nämnd", "Den nämnd som får papperen.", default="Kommunstyrelsen")
    first_term: Term = column("första termin", "Projektets första termin.")
    last_term: Term = column("sista termin", "Projektets sista termin.")
    example: bool = column("exempeldata", "true om allt är påhittat.", default=False)
    cited: tuple[Citation, ...] = column("källa", "Id ur kallor, och stället i den.", default=())


class Matter(Frozen):
    """The section ``[ärende]``: the matter in the municipality's register."""

    case_number: str | None = column("dnr", "Diarienummer, som det står.", default=None)
    name: str | None = column("ärendemening", "Ärendets rubrik.", default=None)
    cited: tuple[Citation, ...] = column("källa", "Id ur kallor, och stället i den.", default=())


class Comparison(Frozen):
    """The section ``[jämförelse]``: the snapshot of Kolada and whom to compare with."""

    snapshot: str = column("uttag", "Mappen med uttaget ur Kolada, räknat från plan.toml.")
    county: str | None = column("länets kommuner", "Koladas grupp-id.", default=None)
    peers: str | None = column("liknande kommuner", "Koladas grupp-id.", default=None)


class Calendar(Frozen):
    """The section ``[kalender]``: what the year is divided into, and when half-years begin, as MM-DD."""

    division: Division = column("indelning", "halvår, tertial eller kvartal.", default=Division.HALF_YEARS)
    spring: str = column("vt börjar", "MM-DD, för halvår.", default="01-01", pattern=r"^\d\d-\d\d$")
    autumn: str = column("ht börjar", "MM-DD, för halvår.", default="07-01", pattern=r"^\d\d-\d\d$")

    @property
    def days(self) -> TermCalendar:
        """When each term begins and ends."""
        spring, autumn = ((int(text[:2]), int(text[3:])) for text in (self.spring, self.autumn))
        return TermCalendar(spring, autumn, self.division)


class Appearance(Frozen):
    """The section ``[utseende]``: the municipality's own look."""

    colour: str | None = column("färg", "Försättsbladets och rubrikernas färg, till exempel #0a3a47.", default=None)
    accent: str | None = column("accentfärg", "Länkarnas och linjernas färg, till exempel #0f4c5c.", default=None)
    logo: str | None = column("logotyp", "Filen med logotypen, SVG eller PNG, räknat från plan.toml.", default=None)
    logo_text: str | None = column("logotypens text", "Vad logotypen visar, för den som inte ser den.", default=None)


class OpenData(Frozen):
    """The section ``[öppna data]``: where the papers are published, and whom a reader of the data asks."""

    address: str | None = column(
        "adress",
        "Webbadressen till mappen där projektets papper publiceras, till exempel https://www.kommunen.se/naravard/.",
        default=None,
    )
    contact: str | None = column(
        "kontakt", "En funktionsbrevlåda, till exempel oppnadata@kommunen.se; aldrig en persons adress.", default=None
    )


class Memo(Frozen):
    """The section ``[tjänsteskrivelse]``: the headings of the official's memo, in order, and who signs it, by role."""

    headings: tuple[str, ...] = column(
        "rubriker",
        "Rubrikerna i ordning, skilda med komma.",
        default=("Sammanfattning av ärendet", "Ärende", "Förslag till beslut"),
    )
    signed_by: tuple[str, ...] = column("undertecknas av", "Roller, aldrig personnamn.", default=())


class Plan(Frozen):
    """plan.toml: the frame of the project. Keys are the aliases without å, ä, ö, with ``_`` for a blank."""

    project: ProjectFrame = column("projekt", "Vad projektet är. Skrivs ut på papperens första sida.")
    matter: Matter = column("ärende", "Ärendet i kommunens diarium.", default=Matter())
    comparison: Comparison | None = column("jämförelse", default=None)
    calendar: Calendar = column(
        "kalender",
        "Vad året delas in i. Halvår kan börja andra dagar än kalenderns, månad och dag.",
        default=Calendar(),
    )
    memo: Memo = column(
        "tjänsteskrivelse", "Tjänsteskrivelsens rubriker, och vem som undertecknar den.", default=Memo()
    )
    appearance: Appearance = column(
        "utseende", "Kommunens egna färger och logotyp. Tomt: naravards egna.", default=Appearance()
    )
    open_data: OpenData = column(
        "öppna data",
        "Var papperens öppna data publiceras, för den som ska hitta dem på dataportal.se.",
        default=OpenData(),
    )
    format: Literal[1] = column("format", "Versionen av formatet.", default=1)


SECTIONS: dict[str, type[Frozen]] = {
    "project": ProjectFrame, "matter": Matter, "comparison": Comparison, "calendar": Calendar, "memo": Memo,
    "appearance": Appearance, "open_data": OpenData,
}  # fmt: skip
"""What each section of the plan is, by its field."""
