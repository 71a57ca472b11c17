"""Every code a finding may have, with how bad it is and how it is mended. The handbook's list is made from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from naravard.model import Finding, Severity

Gathered = Literal["cell", "column", "file"]

SHOWN = 60
"""How much of a long value a message quotes."""


@dataclass(frozen=True)
class Rule:
    """One kind of mistake. ``summary`` says what is wrong and ``remedy`` how to mend it, in Swedish, for the handbook.

    ``message`` is a template in whole Swedish sentences that ends with the remedy; its fields are given to ``finding``.
    ``{where}`` becomes the place, ``{shown}`` the value cut to a readable length, ``{remedy}`` the remedy and ``{hint}``
    a suggestion if there is one. ``gathered`` says whether each cell is told of, or the first in its column or file.
    """

    code: str
    severity: Severity
    summary: str
    remedy: str
    message: str
    gathered: Gathered = "cell"


RULES: dict[str, Rule] = {}


def finding(code: str, *, file: str, sheet: str = "", row: int | None = None, column: str = "", letter: str = "",
            value: str = "", **words: Any) -> Finding:  # fmt: skip
    """A finding of a known kind at a place; ``words`` fill the rule's message (so do value, row, column and letter)."""
    rule = RULES[code]
    # A file's name may hold bytes that are no letters, which cannot be written out again.
    file, value = (text.encode("utf-8", "replace").decode() for text in (file, value[:200]))
    fields = {
        "file": file,
        "sheet": sheet,
        "row": row,
        "column": column,
        "letter": letter,
        "value": value,
        "shown": shown(value),
        "where": _place(row, column, letter),
        "remedy": rule.remedy,
        "hint": "",
        **words,
    }
    message = rule.message.format(**fields)
    return Finding(code, rule.severity, message, file, sheet, row, column, letter, value)


def shown(value: str) -> str:
    """A value as a message quotes it: on one line, with what cannot be seen spelt out, and not too long."""
    tidy = value.replace("\r\n", "¶").replace("\n", "¶").replace("\r", "¶")
    seen = "".join(sign if sign.isprintable() or sign in "\u00a0\u202f" else f"[U+{ord(sign):04X}]" for sign in tidy)
    return seen if len(seen) <= SHOWN else f"{seen[: SHOWN - 1]}…"


def _place(row: int | None, column: str, letter: str) -> str:
    """``på rad 3, kolumn D (status)``."""
    at_column = f"kolumn {letter} ({column})" if column and letter else f"kolumnen {column}" if column else ""
    if row is None:
        return f"i {at_column}" if at_column else "i filen"
    return f"på rad {row}, {at_column}" if at_column else f"på rad {row}"


def _add(severity: Severity, code: str, summary: str, remedy: str, message: str, gathered: Gathered = "cell") -> None:
    RULES[code] = Rule(code, severity, summary, remedy, message, gathered)


def _note(code: str, summary: str, remedy: str, message: str, gathered: Gathered = "cell") -> None:
    _add(Severity.NOTE, code, summary, remedy, message, gathered)


def _warn(code: str, summary: str, remedy: str, message: str, gathered: Gathered = "cell") -> None:
    _add(Severity.WARN, code, summary, remedy, message, gathered)


def _error(code: str, summary: str, remedy: str, message: str, gathered: Gathered = "cell") -> None:
    _add(Severity.ERROR, code, summary, remedy, message, gathered)


def _refuse(code: str, summary: str, remedy: str, message: str, gathered: Gathered = "cell") -> None:
    _add(Severity.REFUSE, code, summary, remedy, message, gathered)


# The folder ----------------------------------------------------------------------------------------------------------

_refuse(
    "no-plan",
    "Mappen saknar plan.toml.",
    "Lägg plan.toml i mappen. ’naravard new MAPP’ gör en ny mapp med en färdig mall.",
    "Filen plan.toml saknas i mappen. {remedy}",
)
_warn(
    "extra-file",
    "En fil i mappen hör inte till någon tabell och läses inte.",
    "Byt filens namn om den ska läsas, eller flytta den ur mappen.",
    "Filen '{shown}' läses inte, för namnet hör inte till någon tabell.{hint} {remedy}",
)
_warn(
    "extra-folder",
    "En mapp är inte en termin och läses inte.",
    "Byt mappens namn till en termin om den ska läsas, till exempel HT2023.",
    "Mappen '{shown}' läses inte, för namnet är ingen termin. {remedy}",
)
_warn(
    "misplaced-file",
    "En tabell ligger på fel ställe och läses inte.",
    "Flytta filen: det som gäller hela projektet ligger bredvid plan.toml, det som rapporteras ligger i terminens mapp.",
    "Filen '{shown}' läses inte här. Tabellen hör hemma {home}. {remedy}",
)
_error(
    "duplicate-file",
    "Samma tabell finns i två filer.",
    "Behåll en av filerna och flytta den andra ur mappen.",
    "Filerna '{other}' och '{shown}' är samma tabell, och det går inte att veta vilken som gäller. {remedy}",
)
_error(
    "duplicate-term",
    "Samma termin finns två gånger, till exempel både som mapp och som arbetsbok.",
    "Behåll antingen mappen eller arbetsboken och flytta den andra ur projektets mapp.",
    "Terminen {term} finns två gånger: '{other}' och '{shown}'. {remedy}",
)
_warn(
    "term-outside-plan",
    "En termin ligger utanför projektets tid enligt plan.toml.",
    "Ändra terminens namn, eller första och sista termin i plan.toml.",
    "Terminen {value} ligger utanför projektets tid, {first}–{last} enligt plan.toml. {remedy}",
)
_warn(
    "lock-file",
    "En arbetsbok är öppen i Excel eller LibreOffice.",
    "Spara och stäng den och kontrollera igen.",
    "Filen '{opened}' verkar vara öppen på någons dator, för låsfilen '{shown}' finns. Det som inte är sparat läses inte. "
    "{remedy}",
)
_warn(
    "conflict-copy",
    "En fil ser ut som en kopia som Windows, OneDrive eller e-posten har gjort.",
    "Jämför med originalet, behåll den som gäller och ta bort den andra.",
    "Filen '{shown}' ser ut som en kopia av '{original}' och läses inte. {remedy}",
)
_refuse(
    "format-unsupported",
    "Filen är i ett format som inte läses.",
    "Öppna filen i Excel och spara den som .xlsx, eller som ’CSV UTF-8 (kommaavgränsad)’.",
    "Filen är i formatet {value}. Bara .csv och .xlsx läses. {remedy}",
)
_refuse(
    "symlink",
    "Filen är en länk som leder ut ur datamappen.",
    "Lägg själva filen i mappen i stället för länken.",
    "Filen är en länk som leder ut ur datamappen eller ingenstans, och läses inte. {remedy}",
)
_refuse(
    "not-a-file",
    "Det som har en tabells namn är ingen vanlig fil.",
    "Lägg en vanlig fil med det namnet i mappen.",
    "'{file}' är ingen vanlig fil utan en mapp, ett rör eller en enhet, och läses inte. {remedy}",
)
_refuse(
    "broken-file",
    "Filen är skadad eller går inte att öppna.",
    "Hämta en hel kopia av filen, eller öppna den i Excel och spara om den.",
    "Filen går inte att läsa. {why}. {remedy}",
)
_refuse(
    "too-large",
    "Filen, tabellen eller raden är större än vad som läses.",
    "Ta bort det som inte hör till tabellen, eller dela upp den.",
    "Filen är för stor: {value}. Gränsen är {limit}. {remedy}",
)
_refuse(
    "empty-file",
    "Filen är tom.",
    "Fyll i filen och spara den, eller ta bort den om det inte finns något att rapportera.",
    "Filen är tom: där finns ingenting att läsa. {remedy}",
)
_error(
    "no-snapshot",
    "Uttaget ur Kolada som plan.toml pekar ut går inte att läsa.",
    "Rätta [jamforelse] eller kommunkoden i plan.toml, eller hämta uttaget på nytt.",
    "Uttaget ur Kolada, '{shown}', går inte att läsa: {why}. {remedy}",
)

# The plan ------------------------------------------------------------------------------------------------------------

_refuse(
    "bad-toml",
    "plan.toml går inte att läsa: ett citattecken, en klammer eller ett likhetstecken är fel.",
    'Skriv varje rad som nyckel = "text", med nyckeln utan å, ä och ö.',
    "plan.toml går inte att läsa{at}: {why}. {remedy}",
)
_error(
    "unknown-key",
    "En nyckel i plan.toml är okänd.",
    "Rätta nyckelns namn eller ta bort raden.",
    "Nyckeln '{shown}' {where} i plan.toml är okänd.{hint} {remedy}",
)
_error(
    "missing-key",
    "En nyckel som måste finnas saknas i plan.toml.",
    "Lägg till nyckeln.",
    "Nyckeln '{column}' saknas i plan.toml{section}. Där ska stå: {wanted} {remedy}",
)
_error(
    "bad-value",
    "Ett värde i plan.toml har fel form.",
    "Skriv om värdet så.",
    "'{shown}' på rad {row} i plan.toml (nyckeln {column}) går inte att använda. Där ska stå: {wanted} {remedy}",
)

_error(
    "closed-changed",
    "En fil i en stängd termin är inte som när terminen stängdes.",
    "Lägg tillbaka filen som den var, eller öppna terminen med naravard reopen och ange skälet.",
    "Terminen {term} stängdes {day}, men filen {what}. {remedy}",
    "file",
)
_refuse(
    "closings-broken",
    "Filen stangda_terminer.json, som visar vilka terminer som är stängda, går inte att läsa.",
    "Hämta tillbaka filen från en säkerhetskopia. Den ska inte ändras för hand.",
    "stangda_terminer.json går inte att läsa, så det går inte att veta vilka terminer som är stängda. {remedy}",
    "file",
)

_note(
    "not-filled-in",
    "Något i plan.toml är inte ifyllt än.",
    "Skriv det rätta mellan citattecknen.",
    "'{shown}' {where} i plan.toml står kvar sedan mallen gjordes och är inte ifyllt än. {remedy}",
)

# The bytes -----------------------------------------------------------------------------------------------------------

_note(
    "encoding-cp1252",
    "Filen är sparad i Windows-1252 och inte i UTF-8.",
    "Inget behöver göras. Spara gärna som ’CSV UTF-8 (kommaavgränsad)’ nästa gång.",
    "Filen är sparad i Windows-1252 (’CSV (kommaavgränsad)’ i Excel) och har lästs så. {remedy}",
)
_note(
    "encoding-utf16",
    "Filen är sparad i UTF-16 och inte i UTF-8.",
    "Inget behöver göras. Spara gärna som ’CSV UTF-8 (kommaavgränsad)’ nästa gång.",
    "Filen är sparad i UTF-16 (’Unicode-text’ i Excel) och har lästs så. {remedy}",
)
_refuse(
    "encoding-unknown",
    "Det går inte att veta med vilken teckenuppsättning filen är sparad.",
    "Öppna filen i Excel och spara den som ’CSV UTF-8 (kommaavgränsad)’. Se efter att å, ä och ö är rätt.",
    "Filens teckenuppsättning är okänd: den är varken UTF-8, UTF-16 eller Windows-1252. {why} {remedy}",
)
_refuse(
    "encoding-mixed",
    "Filen är delvis UTF-8 och delvis Windows-1252.",
    "Öppna filen, skriv om å, ä och ö där de är fel och spara hela filen som ’CSV UTF-8 (kommaavgränsad)’.",
    "Filen blandar två teckenuppsättningar: rad {first} är sparad i {one}, men rad {row} i {another}. "
    "Det händer när rader har klistrats in från en annan fil. {remedy}",
)
_error(
    "mojibake",
    "Text har förvanskats: å, ä och ö har blivit andra tecken.",
    "Skriv om texten, eller spara om filen från originalet som ’CSV UTF-8 (kommaavgränsad)’.",
    "'{shown}' {where} ser ut att ha förvanskats på vägen, så att å, ä eller ö har blivit andra tecken.{hint} {remedy}",
)
_note(
    "unicode-nfd",
    "Å, ä och ö är skrivna som två tecken vardera (vanligt från Mac).",
    "Inget behöver göras.",
    "I filen är å, ä eller ö skrivna som två tecken vardera, först {where}: '{shown}'. De har lästs som vanliga å, ä och ö. "
    "{remedy}",
    "file",
)
_error(
    "control-character",
    "En cell innehåller ett styrtecken.",
    "Skriv om cellen för hand, utan att klistra in.",
    "'{shown}' {where} innehåller ett osynligt styrtecken ({sign}). {remedy}",
)
_warn(
    "bidi-control",
    "En cell innehåller tecken som ändrar skrivriktningen.",
    "Skriv om cellen för hand, och se efter att texten är vad ni menar.",
    "'{shown}' {where} innehåller osynliga tecken som vänder på skrivriktningen ({sign}). De har tagits bort. {remedy}",
)
_note(
    "invisible-character",
    "En cell innehåller osynliga tecken, till exempel mjuka bindestreck.",
    "Inget behöver göras.",
    "Texten '{shown}' {where} innehåller osynliga tecken ({sign}). De har tagits bort. {remedy}",
)

# The table in the text -----------------------------------------------------------------------------------------------

_note(
    "delimiter-comma",
    "Kolumnerna är skilda med komma och inte med semikolon.",
    "Inget behöver göras. Svensk Excel skiljer kolumner med semikolon.",
    "Kolumnerna är skilda med komma i stället för semikolon och har lästs så. {remedy}",
)
_note(
    "delimiter-tab",
    "Kolumnerna är skilda med tabb och inte med semikolon.",
    "Inget behöver göras. Svensk Excel skiljer kolumner med semikolon.",
    "Kolumnerna är skilda med tabb i stället för semikolon och har lästs så. {remedy}",
)
_note(
    "excel-sep-line",
    "Filens första rad är en anvisning till Excel om skiljetecknet, till exempel sep=;.",
    "Inget behöver göras.",
    "Filen börjar med '{value}', en anvisning till Excel. Den har följts och räknas inte som rad. {remedy}",
)
_note(
    "eol-cr",
    "Raderna slutar på ett ovanligt sätt (gammal Mac, eller dubbla radslut).",
    "Inget behöver göras.",
    "Raderna i filen slutar på ett ovanligt sätt ({value}) och har lästs så. {remedy}",
)
_error(
    "one-column",
    "Tabellen har bara en kolumn: kolumnerna är inte skilda med semikolon.",
    "Spara filen från Excel som ’CSV UTF-8 (kommaavgränsad)’, som i svensk Excel skiljer kolumnerna med semikolon.",
    "Rad {row} har bara en kolumn: '{shown}'.{hint} Kolumnerna ska vara skilda med semikolon. {remedy}",
)
_error(
    "merge-conflict",
    "Filen innehåller märken efter en sammanslagning i git som inte är avslutad.",
    "Välj vilka rader som gäller och ta bort raderna som börjar med <<<<<<<, ======= och >>>>>>>.",
    "Rad {row} är ett märke efter en oavslutad sammanslagning i git: '{shown}'. {remedy}",
)
_error(
    "unclosed-quote",
    "Ett citattecken öppnas men stängs inte, så att rader sväljs.",
    "Sätt ut det citattecken som saknas, eller ta bort det som är för mycket.",
    'Ett citattecken (") som öppnas på rad {row} är inte stängt, eller följs av text där semikolon ska stå. '
    "Därför går raderna från rad {row} inte att läsa. {remedy}",
)
_error(
    "missing-cell",
    "En rad har färre celler än rubrikraden.",
    "Fyll i det som saknas, eller sätt ut semikolon för de tomma cellerna. Se efter att raden inte är avklippt.",
    "Rad {row} har {count} celler men rubrikraden har {wanted}. Från och med kolumnen '{column}' saknas allt. {remedy}",
)
_error(
    "extra-cell",
    "En rad har fler celler än rubrikraden.",
    'Sätt citattecken (") runt text som innehåller skiljetecken, eller ta bort det som är för mycket.',
    "Rad {row} har {count} celler men rubrikraden har {wanted}. Raden slutar med '{shown}'. "
    "Troligen står skiljetecknet {delimiter} inne i en cell. {remedy}",
)
_warn(
    "short-row",
    "En rad saknar de sista, frivilliga cellerna.",
    "Se efter att inget semikolon saknas inne i raden.",
    "Rad {row} slutar före kolumnen '{column}'. Det som saknas är frivilligt och har lästs som tomt. {remedy}",
)
_note(
    "blank-row",
    "Det finns tomma rader i tabellen.",
    "Inget behöver göras. Ta gärna bort raderna.",
    "{rows} och har hoppats över. {remedy}",
)
_error(
    "total-row",
    "En summarad står i tabellen och skulle räknas som en post till.",
    "Ta bort raden: summor räknas ut i papperen.",
    "Rad {row} ser ut som en summarad: '{shown}'. Den skulle räknas dubbelt. {remedy}",
)
_error(
    "stray-row",
    "En rad är ingen post: bara en enda cell är ifylld.",
    "Ta bort raden, eller fyll i resten av den.",
    "Rad {row} är ingen post: bara kolumn {letter} är ifylld, med '{shown}'. {remedy}",
)
_error(
    "repeated-header",
    "Rubrikraden står en gång till inne i tabellen.",
    "Ta bort raden, och se efter att samma poster inte står två gånger.",
    "Rad {row} är rubrikraden en gång till. Det händer när två filer har klistrats ihop. {remedy}",
)

# The headings --------------------------------------------------------------------------------------------------------

_error(
    "no-header",
    "Första raden är inte rubrikraden.",
    "Låt rad 1 vara rubrikraden, utan titel ovanför.",
    "Rad {row} är inte rubrikraden: där står '{shown}'.{hint} {remedy}",
)
_note(
    "header-normalised",
    "En rubrik är skriven lite annorlunda men känns igen.",
    "Inget behöver göras.",
    "Rubriken '{shown}' i kolumn {letter} har lästs som '{wanted}'. {remedy}",
    "file",
)
_error(
    "missing-column",
    "En kolumn som måste finnas saknas.",
    "Lägg till kolumnen med den rubriken, eller rätta rubrikens stavning.",
    "Kolumnen '{column}' saknas.{hint} {remedy}",
)
_warn(
    "extra-column",
    "En kolumn är okänd och läses inte.",
    "Rätta rubriken om kolumnen ska läsas, eller ta bort den.",
    "Kolumn {letter}, '{shown}', är okänd och läses inte.{hint} {remedy}",
)
_error(
    "duplicate-column",
    "Samma rubrik står på två kolumner.",
    "Behåll en av kolumnerna, eller rätta den ena rubriken.",
    "Kolumn {letter} har samma rubrik som kolumn {other}: '{shown}'. Det går inte att veta vilken som gäller. {remedy}",
)
_error(
    "wrong-table",
    "Filen innehåller en annan tabell än namnet säger.",
    "Byt filens namn, eller lägg rätt tabell i den.",
    "Rubrikerna är inte de som hör till tabellen {table} utan till tabellen {other}. {remedy}",
)
_note(
    "no-rows",
    "Tabellen har rubriker men är inte ifylld än.",
    "Fyll i tabellen, eller ta bort den om det inte finns något att rapportera.",
    "Tabellen har en rubrikrad men inga rader. {remedy}",
)

# The cells -----------------------------------------------------------------------------------------------------------

_error(
    "missing-value",
    "En cell som måste fyllas i är tom.",
    "Fyll i cellen.",
    "Cellen {where} är tom. Där ska stå: {wanted} {remedy}",
)
_note(
    "trimmed",
    "En cell börjar eller slutar med blanksteg.",
    "Inget behöver göras.",
    "'{shown}' {where} börjar eller slutar med blanksteg. De har tagits bort. {remedy}",
)
_note(
    "case-normalised",
    "Ett id eller ett ord ur en lista är skrivet med andra versaler än i listan.",
    "Inget behöver göras.",
    "'{shown}' {where} har lästs som '{wanted}'. {remedy}",
)
_note(
    "name-normalised",
    "Ett tema, en målgrupp eller en aktör är skriven på ett annat sätt än i sin egen tabell.",
    "Inget behöver göras.",
    "'{shown}' {where} har lästs som '{wanted}', som det är skrivet i tabellen {table}. {remedy}",
    "column",
)
_note(
    "duplicate-item",
    "Samma sak står två gånger i en cell.",
    "Inget behöver göras.",
    "'{item}' står två gånger i cellen {where}, '{shown}'. Det räknas en gång. {remedy}",
)
_error(
    "too-long",
    "En cell har mer text än vad som läses.",
    "Korta texten. En längre redogörelse hör hemma i en bilaga.",
    "Texten {where} har {length} tecken, och gränsen är {limit}. Den börjar '{shown}'. {remedy}",
)
_error(
    "personal-number",
    "En cell innehåller något som ser ut som ett personnummer.",
    "Ta bort personnumret. Personuppgifter får inte finnas i underlaget.",
    "Cellen {where} innehåller något som ser ut som ett personnummer ({value}; de sista siffrorna visas inte). {remedy}",
)
_warn(
    "contact-details",
    "En cell innehåller en e-postadress.",
    "Skriv en roll eller en funktion i stället för en person.",
    "'{shown}' {where} innehåller en e-postadress. {remedy}",
)
_warn(
    "formula-text",
    "En text börjar som en formel.",
    "Se efter vad som skulle stå i cellen. Texten visas som den är skriven.",
    "'{shown}' {where} börjar som en formel men är text, och har lästs som text. {remedy}",
)
_warn(
    "markup-text",
    "En text innehåller HTML eller annan kod.",
    "Se efter vad som skulle stå i cellen. Texten visas som den är skriven.",
    "'{shown}' {where} innehåller något som ser ut som kod ({sign}) och har lästs som vanlig text. {remedy}",
)
_error(
    "unknown-status",
    "Ett statusord finns inte i listan.",
    "Skriv ett av de tillåtna orden.",
    "Status '{shown}' {where} är okänd. Tillåtna: {allowed}.{hint} {remedy}",
)
_error(
    "unknown-word",
    "Ett ord finns inte i kolumnens lista.",
    "Skriv ett av de tillåtna orden.",
    "'{shown}' {where} är okänt. Tillåtna: {allowed}.{hint} {remedy}",
)
_error(
    "bad-id",
    "Ett id har fel form.",
    "Skriv bokstäver (A–Z) och sedan siffror, till exempel A01 eller PM1, utan blanksteg och andra tecken.",
    "'{shown}' {where} är inget id.{hint} {remedy}",
)
_error(
    "id-as-number",
    "Ett id är ett tal, så att inledande nollor kan ha försvunnit.",
    "Sätt en bokstav före siffrorna, till exempel A1, här och där posten nämns.",
    "'{shown}' {where} är ett tal och inget id: 1, 01 och 001 går inte att hålla isär. {remedy}",
)
_note(
    "number-normalised",
    "Ett tal är skrivet med blanksteg mellan tusental eller med långt minustecken.",
    "Inget behöver göras.",
    "'{shown}' {where} har lästs som talet {read}. {remedy}",
    "column",
)
_note(
    "number-as-text",
    "Ett tal är sparat som text i Excel.",
    "Inget behöver göras. Formatera gärna kolumnen som tal.",
    "'{shown}' {where} är sparat som text i Excel och har lästs som talet {read}. {remedy}",
    "column",
)
_error(
    "ambiguous-number",
    "Ett tal är skrivet med punkt, så att det kan betyda flera saker.",
    "Skriv decimaler med komma och tusental med blanksteg eller inget alls.",
    "'{shown}' {where} kan betyda flera tal.{hint} {remedy}",
)
_error(
    "not-a-number",
    "En cell i en talkolumn innehåller inget tal.",
    "Skriv bara talet, med siffror, och lägg förbehåll i kommentaren.",
    "'{shown}' {where} är inget tal.{hint} {remedy}",
)
_error(
    "precision",
    "Ett tal har fler siffror eller decimaler än vad kolumnen kan hålla.",
    "Skriv talet med färre siffror eller decimaler.",
    "'{shown}' {where} har fler siffror eller decimaler än vad som kan stå där: {wanted}. {remedy}",
)
_error(
    "unit",
    "Ett tal är skrivet med enhet.",
    "Skriv bara talet. Enheten framgår av kolumnen.",
    "'{shown}' {where} är ett tal med enhet ({unit}).{hint} {remedy}",
)
_error(
    "missing-marker",
    "Ett tecken eller ord står där ett tal ska stå: det kan betyda noll eller att uppgift saknas.",
    "Skriv 0 om värdet är noll. Lämna cellen tom om uppgiften saknas.",
    "'{shown}' {where} är inget tal. Betyder det noll, eller att uppgiften saknas?{hint} {remedy}",
)
_error(
    "excel-error",
    "En cell innehåller ett fel från Excel.",
    "Rätta formeln i Excel, eller skriv in värdet.",
    "'{shown}' {where} är ett felvärde från Excel. {remedy}",
)
_error(
    "out-of-range",
    "Ett tal är mindre eller större än vad som är möjligt i kolumnen.",
    "Rätta talet.",
    "'{shown}' {where} är utanför det tillåtna: {wanted}. {remedy}",
)
_error(
    "bad-date",
    "Ett datum har fel form eller finns inte i kalendern.",
    "Skriv datumet som ÅÅÅÅ-MM-DD.",
    "'{shown}' {where} är inget datum på formen {form}.{hint} {remedy}",
)
_error(
    "bad-term",
    "En termin har fel form.",
    "Skriv terminen som VT2023 eller HT2023.",
    "'{shown}' {where} är ingen termin. {remedy}",
)
_error(
    "bad-period",
    "En period är varken en termin eller ett år.",
    "Skriv en termin (HT2023) eller ett år (2024).",
    "'{shown}' {where} är varken en termin eller ett år. {remedy}",
)
_note(
    "time-dropped",
    "Ett klockslag står efter datumet.",
    "Inget behöver göras.",
    "'{shown}' {where} har ett klockslag, och har lästs som datumet {read}. {remedy}",
)
_error(
    "wrong-type",
    "En cell i Excel är av fel slag, till exempel ett datum där det ska stå text.",
    "Formatera om cellen i Excel och skriv in värdet på nytt.",
    "'{shown}' {where} är {kind} i Excel, men där ska stå {wanted}. {remedy}",
)

# Between records -----------------------------------------------------------------------------------------------------

_error(
    "duplicate-id",
    "Samma post står två gånger i tabellen.",
    "Ge den ena ett annat id, eller ta bort den.",
    "'{shown}' {where} står redan på rad {first}. {remedy}",
)
_error(
    "unknown-reference",
    "En hänvisning leder till något som inte finns.",
    "Rätta hänvisningen, eller lägg till posten i den tabell som den hör till.",
    "'{shown}' {where} finns inte i tabellen {tables}.{hint} {remedy}",
)
_error(
    "end-before-start",
    "Ett slut ligger före sin början.",
    "Rätta det ena datumet.",
    "'{shown}' {where} ligger före {start_heading} {start}. {remedy}",
)
_error(
    "date-out-of-range",
    "Ett datum ligger långt utanför projektets tid.",
    "Rätta datumet, eller projektets första och sista termin i plan.toml.",
    "'{shown}' {where} ligger utanför {first}–{last}, som är projektets tid med ett års marginal. {remedy}",
)
_warn(
    "negative",
    "Ett belopp eller ett antal är negativt.",
    "Se efter att tecknet är rätt.",
    "'{shown}' {where} är negativt. {remedy}",
)
_warn(
    "implausible",
    "Ett värde är orimligt.",
    "Se efter att talet och enheten är rätt.",
    "'{shown}' {where} är orimligt: {why}. {remedy}",
)
_warn(
    "magnitude",
    "Ett belopp är ungefär tusen gånger större eller mindre än terminen före.",
    "Se efter om beloppet är i kronor eller i tusental kronor.",
    "'{shown}' {where} är ungefär tusen gånger {compared} än {before} i terminen {term}. {remedy}",
)
_warn(
    "share-mismatch",
    "Ett värde stämmer inte med sin täljare och nämnare, med de decimaler som visas.",
    "Se efter vilket av talen som är fel.",
    "'{shown}' {where} stämmer inte med täljare {numerator} och nämnare {denominator}, som ger {expected}. {remedy}",
)
_error(
    "person-count",
    "Antal personer motsäger varandra, så att de inte går att skydda.",
    "Se efter vilket av talen som är fel. Undergrupper får inte överlappa varandra.",
    "'{shown}' {where} kan inte stämma: {why}. {remedy}",
)
_warn(
    "status-date",
    "En aktivitets status går inte ihop med dess datum.",
    "Rätta statusen eller datumen. Det som inte blev klart i tid är försenat, om planerat slut inte har flyttats.",
    "'{shown}' {where} går inte ihop med datumen: {why}. {remedy}",
)
_note(
    "no-actual-end",
    "En genomförd aktivitet saknar verkligt slut.",
    "Fyll i dagen då arbetet var klart, så räknas förseningen ut.",
    "Cellen {where} är tom fast aktiviteten är genomförd. {remedy}",
)
_warn(
    "outcome-falls",
    "Ett utfall är lägre än terminen före, fast det räknas från starten.",
    "Se efter att utfallet är allt som har använts från starten, och inte bara terminens.",
    "{shown} {unit} {where} är lägre än terminen före, {before}. {remedy}",
)

# The workbook --------------------------------------------------------------------------------------------------------

_refuse(
    "encrypted",
    "Arbetsboken är skyddad med lösenord.",
    "Öppna filen i Excel, ta bort lösenordet under Arkiv > Info > Skydda arbetsbok > Kryptera med lösenord, och spara.",
    "Filen är krypterad med lösenord och går inte att läsa. {remedy}",
)
_refuse(
    "zip-member-name",
    "Arbetsboken innehåller en del med ett namn som Excel aldrig ger.",
    "Öppna originalet i Excel och spara det som en ny .xlsx. Fråga den som skickade filen, om den kommer utifrån.",
    "Arbetsboken innehåller en del med det otillåtna namnet '{shown}'. Excel skriver inga sådana. {remedy}",
)
_refuse(
    "zip-ratio",
    "Arbetsboken är liten men packar upp till något orimligt stort.",
    "Öppna originalet i Excel, kopiera bara det ifyllda till en ny arbetsbok och spara den.",
    "Filen är på {packed} kB men blir {value} när den packas upp, mer än 100 gånger så mycket, och läses därför inte. {remedy}",
)
_refuse(
    "xml-entity",
    "Arbetsboken innehåller XML som kan hämta andra filer eller växa utan gräns.",
    "Öppna originalet i Excel och spara det som en ny .xlsx. Fråga den som skickade filen, om den kommer utifrån.",
    "Delen '{shown}' i arbetsboken har en dokumenttyp (DOCTYPE), som Excel aldrig skriver. {remedy}",
)
_refuse(
    "macro",
    "Arbetsboken innehåller makron.",
    "Öppna filen i Excel och spara den som ’Excel-arbetsbok (*.xlsx)’, utan makron.",
    "Arbetsboken innehåller makron, alltså program, och läses därför inte. {remedy}",
)
_warn(
    "external-link",
    "Arbetsboken hämtar värden från en annan fil eller tjänst.",
    "Ersätt med värden: kopiera cellerna och välj Klistra in special > Värden. Bryt länken under Data > Redigera länkar.",
    "Arbetsboken hämtar värden från en annan fil eller tjänst, {where}: '{shown}'. Inget har hämtats; de senast sparade "
    "värdena har lästs. {remedy}",
)
_note(
    "sheet-name",
    "Ett blad heter inte precis som tabellen men känns igen.",
    "Inget behöver göras.",
    "Bladet '{shown}' har lästs som tabellen {expected}. {remedy}",
)
_warn(
    "extra-sheet",
    "Ett blad hör inte till någon tabell och läses inte.",
    "Byt bladets namn om det ska läsas, eller ta bort det.",
    "Bladet '{shown}' läses inte, för namnet hör inte till någon tabell. Blad som kan läsas här: {expected}. {remedy}",
)
_error(
    "duplicate-sheet",
    "Två blad är samma tabell.",
    "Samla raderna på ett av bladen och ta bort det andra.",
    "Bladen '{other}' och '{shown}' är båda tabellen {table}, och det går inte att veta vilket som gäller. {remedy}",
)
_error(
    "no-sheets",
    "Inget blad i arbetsboken går att läsa.",
    "Ge bladen namn som i mallen. ’naravard new MAPP’ gör en ny mall.",
    "Inget ifyllt blad i arbetsboken hör till någon tabell. Blad som kan läsas här: {expected}. {remedy}",
)
_warn(
    "hidden",
    "Blad, rader eller kolumner är dolda, eller ett filter är på.",
    "Ta fram det dolda och se efter att det stämmer. Ta bort det som inte gäller.",
    "{what}. {show}, och se efter att det som stod dolt stämmer.",
)
_error(
    "merged-cells",
    "Celler är sammanfogade, så att bara den första har ett värde.",
    "Dela cellerna igen, med samma knapp som sammanfogar, och fyll i varje cell.",
    "Cellerna {range} är sammanfogade: bara den första har ett värde ('{shown}'), och de andra är tomma. {remedy}",
)
_warn(
    "formula",
    "Ett värde kommer ur en formel.",
    "Se efter att värdet är rätt. Vill ni låsa det: kopiera cellen och välj Klistra in special > Värden.",
    "{range} ({column}) innehåller en formel, ={formula}. Det värde som är sparat i filen har lästs, först '{shown}'. {remedy}",
)
_error(
    "formula-no-value",
    "En formel har inget sparat värde.",
    "Öppna filen i Excel, låt den räkna (F9) och spara, eller skriv in värdet i stället för formeln.",
    "Formeln '{shown}' {where} har inget sparat värde, så det går inte att veta vad den ger. {remedy}",
)
_error(
    "number-format",
    "Cellens talformat visar ett annat tal än det som är sparat, till exempel procent eller tkr.",
    "Skriv in talet i kolumnens enhet och välj talformatet Tal eller Allmänt.",
    "Cellen {where} visar '{as_shown}' men innehåller talet {value}. Det går inte att veta vilket som är menat. {remedy}",
)
_warn(
    "meaning-in-format",
    "Något kan vara sagt med överstrykning, färg eller en kommentar, som inte läses.",
    "Skriv det i en kolumn i stället, till exempel status eller kommentar. Ta bort rader som inte gäller.",
    "{what}. Sådant läses inte: värdena har lästs som vanligt. {remedy}",
)

# The analyst's texts.
_warn(
    "unknown-heading",
    "En rubrik i texter.md har ingen plats i papperen.",
    "Använd en av rubrikerna, annars visas inte texten.",
    "Rubriken '{shown}' {where} i texter.md har ingen plats i papperen. Tillåtna: {allowed}.{hint} {remedy}",
)
_warn(
    "text-without-heading",
    "Text i texter.md står före den första rubriken.",
    "Sätt en rubrik över texten, till exempel # Analys.",
    "'{shown}' {where} i texter.md står före den första rubriken och visas inte. {remedy}",
    "file",
)
