"""A time-stamp authority of one's own: `openssl ts` behind a tiny HTTP server on the loopback address."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

CONFIG = """
[req]
distinguished_name = name
prompt = no
x509_extensions = stamping
[name]
CN = Made-up time-stamp authority
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/authority.pem
signer_key = {folder}/authority.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass
class TimeStamps:
    """A running authority; `queries`: what was sent to it."""

    folder: Path
    answer: str
    address: str = ""
    queries: list[bytes] = field(default_factory=list)

    def reply(self, query: bytes) -> bytes:
        self.queries.append(query)
        if self.answer == "nonsense":
            return b"<html>not found</html>"
        if self.answer == "another":
            other = self.folder / "other"
            other.write_bytes(b"something else")
            self._openssl("query", "-data", other, "-sha512", "-cert", "-out", self.folder / "query.tsq")
        elif self.answer == "refused":
            other = self.folder / "other"
            other.write_bytes(b"something else")
            # A digest that this authority does not take: it answers with a refusal.
            self._openssl("query", "-data", other, "-sha1", "-out", self.folder / "query.tsq")
        else:
            (self.folder / "query.tsq").write_bytes(query)
        self._openssl(
            *("reply", "-config", self.folder / "tsa.cnf"),
            *("-queryfile", self.folder / "query.tsq", "-out", self.folder / "reply.tsr"),
        )
        return (self.folder / "reply.tsr").read_bytes()

    def verify(self, data: Path, stamp: Path) -> str:
        """What `openssl ts -verify` says."""
        words = ("-data", data, "-in", stamp, "-partial_chain", "-CAfile", self.folder / "authority.pem")
        done = subprocess.run(
            ["openssl", "ts", "-verify", *map(str, words)], capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    def _openssl(self, *words: object) -> None:
        subprocess.run(["openssl", "ts", f"-{words[0]}", *map(str, words[1:])], capture_output=True, check=True)


@contextmanager
def time_stamps(folder: Path, answer: str = "") -> Iterator[TimeStamps]:
    """An authority that works while the block runs; `answer`: what it answers wrongly."""
    folder.mkdir()
    config = folder / "tsa.cnf"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    made = subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config", str(config)),
            *("-keyout", str(folder / "authority.key"), "-out", str(folder / "authority.pem")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    authority = TimeStamps(folder, answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reply = authority.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        authority.address = f"http://127.0.0.1:{server.server_address[1]}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield authority
        finally:
            server.shutdown()
            thread.join()
