"""Starts what docs/operations/units say, as systemd would, in a folder without one."""

from __future__ import annotations

import shlex
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

UNITS = Path("docs/operations/units")
#: What systemd does for a service with a socket: the third descriptor, and two variables.
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass
class Units:
    """The processes by name, and the socket that stays while they change."""

    root: Path
    place: Path  # the release inside it, as seen from there
    door: socket.socket = field(default_factory=socket.socket)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def open(self) -> None:
        address = self._said("portal.socket")["ListenStream"].rsplit(":", 1)
        self.door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.door.bind((address[0], int(address[1])))
        self.door.listen(2048)
        for name in ("clock", "worker", "beat", "web"):
            self.start(name)

    def start(self, name: str) -> None:
        said = self._said(f"portal-{name}.service")
        command = shlex.split(said["ExecStart"].replace("%%", "%"))
        variables = (self.root / said["EnvironmentFile"].lstrip("/")).read_text().split()
        inside = ["sh", "-c", f'cd {self.place} && exec "$@"', "sh", "env", "-i",
                  "PATH=/usr/bin:/bin", *variables]  # fmt: skip
        if name == "web":
            inside += ["/usr/bin/python3", "-c", HAND_OVER, str(self.door.fileno())]
        as_user = ["setpriv", f"--reuid={said['User']}", f"--regid={said['User']}", "--init-groups"]
        with (self.root / "tmp" / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                ["chroot", self.root, *as_user, *inside, *command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                pass_fds=[self.door.fileno()] if name == "web" else [],
            )  # fmt: skip

    def are_alive(self) -> bool:
        return all(process.poll() is None for process in self.running.values())

    def restart(self, name: str) -> None:
        """As `systemctl restart` does."""
        self.running[name].terminate()
        self.running[name].wait()
        self.start(name)

    def end(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait()

    def _said(self, unit: str) -> dict[str, str]:
        text = (self.root / str(self.place).lstrip("/") / UNITS / unit).read_text()
        return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
