"""What each job does, and how it stands, in plain words for administrators."""

from __future__ import annotations

DOES = {
    "mail": "Sends letters that wait.",
    "forgetting": "Deletes private letters, and the messages they carried, when their time is over.",
    "sign-ins": "Deletes sign-ins that are over, and forms and addresses that wait no more.",
    "confirmations": "Counts what clients confirmed, on the 1st and 15th, and forgets networks and old codes.",
    "licences": "Writes letters about checks of licences that end.",
    "interviews": "Scores again what rests on interviews that count half from now on.",
    "registrations": "Looks for accounts that were made together.",
    "rubric runs": "Goes through all listings after a rule or a rubric was changed.",
    "claims": "Deletes documents of claims in time and ends claims that nobody proves.",
    "returning": "Shows paused listings again whose day has come.",
    "reminding": "Reminds therapists of facts that grow old.",
    "imports": "Checks files of imports and takes them in.",
    "retention": "Deletes accounts that nobody confirmed, and words of old claims and reports, in time.",
    "erasures": "Notes the numbers of deleted accounts beside the database, for a restore.",
    "health": "Counts what the page on the health of the directory shows.",
    "files of imports": "Deletes files of imports whose days are over.",
}
STATES = {
    "new": "not run yet",
    "running": "runs now",
    "asked": "runs in a moment",
    "waiting": "well",
    "failing": "failed, tried again by itself",
    "dead": "keeps failing, tried once an hour",
}
ERRORS = {
    "ProcessDied": "the process that ran it ended in the middle",
    "OperationalError": "the database did not answer",
    "LetterRefused": "the address is refused for good",
    "ConnectionRefusedError": "the mail server did not answer",
    "TimeoutError": "the mail server took too long",
    "SMTPServerDisconnected": "the mail server hung up",
    "SMTPAuthenticationError": "the mail server refused our name or password",
    "SMTPRecipientsRefused": "the mail server refused the address for now",
    "SMTPSenderRefused": "the mail server refused our own address",
    "SMTPDataError": "the mail server refused the letter",
    "gaierror": "the mail server's name is not known",
}
IMPORTS = {
    "checking": "is being checked",
    "importing": "is being taken in",
    "stopped": "was stopped",
    "failed": "could not go on",
}


def why(kind: str) -> str:
    """What kind of error it was: in words where there are some, else its name."""
    return ERRORS.get(kind, kind)
