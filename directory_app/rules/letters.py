"""Letters in an administrator's own words: what one may hold, how it would look, and back to the original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import mail
from ..errors import NotFound
from ..models import Account, LetterText
from .changes import change
from .samples import ADDRESS, SAMPLES, SAMPLES_OF, emptied, sample

LONGEST_SUBJECT, LONGEST_BODY = 1000, 10_000
FORBIDDEN: tuple[type[nodes.Node], ...] = (
    *(nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Macro, nodes.CallBlock, nodes.Block),
    # A short text could become an endless one.
    *(nodes.Mul, nodes.Pow, nodes.Mod),
)
KIND = "letter"
# What nobody can get in another way than by the letter: with it stands or falls what the letter is for.
NEEDED = (
    *("code", "confirm_page", "confirmation_link", "invite_link", "reset_link"),
    *("appeal", "stop", "addresses.conversation"),
)


@dataclass(frozen=True)
class Text:
    """Subject and body of a letter, as templates or rendered."""

    subject: str
    body: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text: in the subject or the body, in which line of it (0: in none), and what."""

    part: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}" if self.line else self.words


def original(session: Session, name: str) -> Text:
    """A letter as it ships, parted. Raises NotFound."""
    if name not in mail.names():
        raise NotFound(f"letter {name}")
    return _parted(mail.original(name, session.info.get("language", mail.DEFAULT_LANGUAGE)))


def text_of(session: Session, name: str) -> Text:
    """A letter as it is sent now."""
    own = session.get(LetterText, name)
    return Text(own.subject, own.body) if own else original(session, name)


def overview(session: Session) -> list[tuple[str, str, bool]]:
    """Every letter by its name, the subject it has now with samples in it, and whether it is in words of its own."""
    own = {row.name: Text(row.subject, row.body) for row in session.scalars(select(LetterText))}
    return [(name, _subject_line(session, name, own.get(name)), name in own) for name in mail.names()]


def _subject_line(session: Session, name: str, own: Text | None) -> str:
    shipped = original(session, name)
    source = (own or shipped).subject
    depends = any(mail.sandbox().parse(source).find_all(nodes.If))
    shown = preview(session, name, Text(source, "")).subject
    return f"{shown} (or another, depending on what happened)" if depends else shown


def placeholders(session: Session, name: str) -> list[tuple[str, str]]:
    """What a letter may name, each with a sample."""
    shipped = original(session, name)
    found = _names(shipped.subject) | _names(shipped.body)
    samples = _samples(name, shipped)
    return [(one, _short(samples[one])) for one in sorted(found)]


def faults(session: Session, name: str, text: Text) -> list[Fault]:
    """Everything that is wrong with a text in the place of this letter's; empty where it can be sent."""
    shipped = original(session, name)
    known = _names(shipped.subject) | _names(shipped.body)
    reached = _attributes(shipped.subject) | _attributes(shipped.body)
    found = [
        fault
        for part, source in (("subject", text.subject), ("body", text.body))
        for fault in _faults(part, source, known, reached)
    ]
    if found:
        return found
    samples, optional = _samples(name, shipped), _optional(shipped)
    without = {key: emptied(value) if key in optional else value for key, value in samples.items()}
    for part, source in (("subject", text.subject), ("body", text.body)):
        for facts in (samples, without):
            found += _failing(part, source, facts)
    return found[:1] or _missing(shipped, text, samples, without)


def preview(session: Session, name: str, text: Text, **given: Any) -> Text:
    """A letter as it would look, with samples in its places. Call it for a text without faults."""
    facts = {**_samples(name, original(session, name)), **given}
    subject, body = (mail.sandbox().from_string(part).render(**facts) for part in (text.subject, text.body))
    return Text(" ".join(subject.split()), body.lstrip("\n"))


def save_letter(session: Session, name: str, text: Text | None, who: Account, why: str) -> bool:
    """Send this text from now on, or the original again; return whether anything changed. Check the faults before."""
    shipped, before = original(session, name), text_of(session, name)
    after = text or shipped
    if before == after:
        return False
    row = session.get(LetterText, name)
    if after == shipped:
        session.delete(row)
    elif row is None:
        session.add(LetterText(name=name, subject=after.subject, body=after.body))
    else:
        row.subject, row.body = after.subject, after.body
    session.flush()
    change(session, KIND, name, vars(before), vars(after), who, why)
    return True


def _parted(source: str) -> Text:
    """The subject is the first line, or the lines up to the end of a condition that begins in it."""
    lines = source.split("\n")
    for count in range(1, len(lines)):
        subject = "\n".join(lines[:count])
        try:
            mail.sandbox().parse(subject)
        except TemplateSyntaxError:
            continue
        return Text(subject.strip(), "\n".join(lines[count:]).strip())
    return Text(source.strip(), "")


def _faults(part: str, source: str, known: set[str], reached: set[str]) -> Iterator[Fault]:
    try:
        tree = mail.sandbox().parse(source)
        # Before anything compiles it: what is constant is worked out then, however large it becomes.
        if forbidden := list(tree.find_all(FORBIDDEN)):
            for node in forbidden:
                yield Fault(part, node.lineno, "letters have no parts of that kind; write conditions and lists only.")
            return
        mail.sandbox().from_string(source)
    except TemplateSyntaxError as error:
        yield Fault(part, error.lineno, error.message or "cannot be understood.")
        return
    except TemplateError as error:
        yield Fault(part, 1, str(error))
        return
    own = find_undeclared_variables(tree)
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name in own - known:
            yield Fault(part, name.lineno, f"this letter knows no “{name.name}”.")
    for step in tree.find_all(nodes.Getattr):
        if step.attr not in reached:
            yield Fault(part, step.lineno, f"this letter knows no “.{step.attr}”.")


def _failing(part: str, source: str, facts: dict[str, Any]) -> list[Fault]:
    try:
        mail.sandbox().from_string(source).render(**facts)
    except Exception as error:
        line, trace = 1, error.__traceback__
        while trace is not None:
            # The line of the template, which the frame of its compiled code carries.
            line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == "<template>" else line
            trace = trace.tb_next
        return [Fault(part, line, f"{error}.".replace("..", "."))]
    return []


def _missing(shipped: Text, text: Text, *cases: dict[str, Any]) -> list[Fault]:
    """What is needed and stands in the letter as it ships, but not in the other text."""
    kept = set(NEEDED)
    for facts in cases:
        kept -= _shown(shipped, facts) - _shown(text, facts)
    return [
        Fault("body", 0, f"The word {{{{ {name} }}}} is missing: whoever gets this letter cannot go on without it.")
        for name in NEEDED
        if name not in kept
    ]


def _shown(text: Text, facts: dict[str, Any]) -> set[str]:
    """What of the needed a text shows. It is rendered, because a condition that names a word does not show it."""
    marks: dict[str, Any] = {}
    for name in NEEDED:
        whole, _, point = name.partition(".")
        if facts.get(whole):
            marks[whole] = {**facts[whole], point: f"‹{name}›"} if point else f"‹{name}›"
    body = mail.sandbox().from_string(text.body).render(**{**facts, **marks})
    return {name for name in NEEDED if f"‹{name}›" in body}


def _names(source: str) -> set[str]:
    return find_undeclared_variables(mail.sandbox().parse(source))


def _attributes(source: str) -> set[str]:
    return {node.attr for node in mail.sandbox().parse(source).find_all(nodes.Getattr)}


def _samples(letter: str, shipped: Text) -> dict[str, Any]:
    trees = [mail.sandbox().parse(part) for part in (shipped.subject, shipped.body)]
    widths = {
        loop.iter.name: len(loop.target.items)
        for tree in trees
        for loop in tree.find_all(nodes.For)
        if isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Tuple)
    }
    listed = {
        loop.iter.name for tree in trees for loop in tree.find_all(nodes.For) if isinstance(loop.iter, nodes.Name)
    }
    names = {name for tree in trees for name in find_undeclared_variables(tree)}
    made = {name: SAMPLES.get(name, sample(name, widths.get(name, 0))) for name in names}
    # One letter's list may be another one's address.
    made = {name: ADDRESS if isinstance(value, list) and name not in listed else value for name, value in made.items()}
    return {**made, **{name: value for name, value in SAMPLES_OF.get(letter, {}).items() if name in names}}


def _optional(shipped: Text) -> set[str]:
    """Names that a letter asks about before it uses them: there may be nothing behind them."""
    found = set()
    for part in (shipped.subject, shipped.body):
        tree = mail.sandbox().parse(part)
        asked: list[nodes.Node] = [one.test for one in tree.find_all(nodes.If)]
        asked += [one.test for one in tree.find_all(nodes.CondExpr)]
        asked += [one.left for one in tree.find_all(nodes.Or)]
        for test in asked:
            names = [test] if isinstance(test, nodes.Name) else test.find_all(nodes.Name)
            found |= {name.name for name in names}
    return found


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else f"several, each named after a point: {', '.join(value)}"
    if isinstance(value, datetime):
        return f"{value.day} {value:%B %Y}"
    return str(value)
