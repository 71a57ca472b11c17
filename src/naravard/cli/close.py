"""``naravard close`` and ``naravard reopen``: a term's files sealed after approval, and unsealed with a reason."""

from __future__ import annotations

import argparse

from naravard.cli.arguments import EXPORT, Refusal, folder_of, project_in, say, term_of


def close(given: argparse.Namespace) -> int:
    """``naravard close``: seal the term's files."""
    from datetime import date

    from naravard.closing import close_term
    from naravard.labels import counted

    project = project_in(given.data)
    term = term_of(project.terms, given)
    if term in project.closed:
        raise Refusal(f"{term} är redan stängd. Öppna den med naravard reopen {term} --reason '…' om den ska ändras.")
    decision = _line("--decision", given.decision)
    try:
        event = close_term(given.data, term, date=date.today().isoformat(), reason=decision)
    except OSError as error:
        raise Refusal(f"stängningen kunde inte sparas i {given.data}: {error.strerror}.", EXPORT) from error
    print(f"{term} är stängd med {counted(len(event.files), 'fil', 'filer')}.")
    say(f"Gör om papperen utan märket UTKAST: naravard report {term} --data {given.data}")
    return 0


def reopen(given: argparse.Namespace) -> int:
    """``naravard reopen``: take the seal off, with a reason."""
    from datetime import date

    from naravard import closing
    from naravard.terms import Term

    folder_of(given.data)
    reason = _line("--reason", given.reason)
    if len(reason) < 5:
        raise Refusal("skriv med --reason varför terminen öppnas, till exempel --reason 'fel antal i A04'.")
    # The project is not read: its files may differ from those that were sealed, and that is why it is opened.
    try:
        term = Term.parse(given.term)
        closed = closing.closed(closing.events(given.data))
    except ValueError:
        raise Refusal(f"{given.term!r} är ingen termin, eller så är {closing.FILE} skadad.") from None
    if term not in closed:
        raise Refusal(f"{term} är inte stängd. Stängda terminer: {', '.join(map(str, sorted(closed))) or 'inga'}.")
    try:
        closing.reopen_term(given.data, term, date=date.today().isoformat(), reason=reason)
    except OSError as error:
        raise Refusal(f"öppningen kunde inte sparas i {given.data}: {error.strerror}.", EXPORT) from error
    print(f"{term} är öppen. Skälet är sparat: {reason}")
    return 0


def _line(option: str, given: str) -> str:
    """What was written after an option, on one line: it is kept in the project, and stands in its papers."""
    from unicodedata import category

    line = " ".join(given.split())
    if unseen := [sign for sign in line if category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn")]:
        raise Refusal(
            f"texten efter {option} har ett tecken som inte syns (U+{ord(unseen[0]):04X}). Skriv den på nytt."
        )
    return line
