"""Letters leave over SMTP where a server is configured."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from datetime import timedelta

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from benchmarks.served import free_port
from directory_app import create_app, delivery, mail, migrations
from directory_app.doctor import letters
from directory_app.doctor.findings import Patient, State
from directory_app.models import now

from ..conftest import TESTING


class Mailbox:
    """Keeps what arrives."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name aiosmtpd calls
        self.letters.append(envelope)
        return "250 kept"


def certificate(name, folder):
    """A certificate that vouches for itself and names a host, and the file with its key as well."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(called, called, key.public_key(), x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.PEM)
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made)
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made)
    return public, private


@contextmanager
def mailbox(**options):
    """A mail server that takes letters for as long as the context is open."""
    handler = Mailbox()
    handler.port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, **options)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def site(folder, port, **mail_settings):
    """An application with one letter that waits."""
    settings = {key: value for key, value in TESTING.items() if key != "MAIL_BACKEND"}
    server = {"MAIL_SERVER": "localhost", "MAIL_PORT": port, "MAIL_FROM": "Clear Hands <hello@example.org>"}
    app = create_app({**settings, **server, **mail_settings, "DATA": str(folder)})
    migrations.upgrade(app)
    with app.extensions["sessions"]() as session:
        mail.queue(session, "ana@example.org", "Grüße", "Schöner Text — with a dash\n")
        session.commit()
    return app


def test_a_letter_arrives_with_its_subject_text_and_sender(tmp_path):
    with mailbox() as server:
        app = site(tmp_path, server.port, MAIL_TLS=False)
        assert delivery.sweep(app) == 1
        assert delivery.sweep(app) == 0
    [letter] = server.letters
    assert letter.rcpt_tos == ["ana@example.org"]
    assert letter.mail_from == "hello@example.org"
    body = letter.content.decode()
    assert "From: Clear Hands <hello@example.org>" in body
    assert "Subject: =?utf-8?" in body
    app.extensions["engine"].dispose()


def test_password_and_letters_go_to_no_server_whose_certificate_names_another_or_is_nobodys(
    tmp_path, monkeypatch, caplog
):
    mine, other = certificate("localhost", tmp_path), certificate("mail.example.com", tmp_path)
    tried = []

    def sign_in(*heard):
        tried.append(heard[-1].login)
        return AuthResult(success=True)

    options = {"require_starttls": True, "authenticator": sign_in, "auth_required": True}
    for number, (shown, trusted, leave) in enumerate(((other, other, 0), (mine, other, 0), (mine, mine, 1))):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted[0]))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(shown[1])
        with mailbox(tls_context=context, **options) as server:
            (tmp_path / str(number)).mkdir()
            app = site(tmp_path / str(number), server.port, MAIL_USERNAME="site", MAIL_PASSWORD="a password of mail")
            patient = Patient(app.config, app.extensions["engine"], app.extensions["sessions"])
            [said] = letters.server_findings(patient)
            assert said.state is (State.OK if leave else State.WRONG)
            assert ("The certificate of the mail server is not good" in said.what) is not bool(leave)
            assert delivery.sweep(app) == leave
            app.extensions["engine"].dispose()
        assert (len(server.letters), len(tried)) == (leave, 2 * leave)
    assert caplog.text.count("letters wait: SSLCertVerificationError") == 2
