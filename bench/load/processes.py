"""Processes of a run: started on a core, watched in /proc, ended whatever happens."""
import os
import signal
import socket
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """The run cannot go on; the text says why and, where there is one, the remedy."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """One command with its descendants, in a session of its own so that all of it can be ended."""

    def __init__(self, name, command, log, core=None, cwd=None):
        self.name = name
        self._log_path = log
        pinned = command if core is None else ["taskset", "-c", str(core), *command]
        with open(log, "wb") as errors:
            # What a gateway prints is thrown away: it is formatted and written, but costs no disk.
            self._popen = subprocess.Popen(pinned, cwd=cwd, stdin=subprocess.DEVNULL,
                                           stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True)

    @property
    def is_running(self):
        return self._popen.poll() is None

    def cpu_seconds(self):
        """User and system time of the tree so far, in steps of 10 ms. Descendants that have ended count through their parent."""
        ticks = 0
        for _, fields in self._tree():
            user, system, ended_user, ended_system = (int(field) for field in fields[11:15])
            ticks += user + system + ended_user + ended_system
        return ticks / TICKS_PER_SECOND

    def own_cpu_seconds(self):
        """The same of the process alone: a gateway without the functions that it runs."""
        for pid, fields in every_process():
            if pid == self._popen.pid:
                return sum(int(field) for field in fields[11:13]) / TICKS_PER_SECOND
        return 0

    def children(self):
        """How many descendants live."""
        return sum(1 for _ in self._tree()) - 1

    def resident_bytes(self):
        """VmRSS of the tree."""
        total = 0
        for pid, _ in self._tree():
            try:
                with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as status:
                    total += sum(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))
            except OSError:
                continue
        return total

    def account(self):
        """Whether it runs, and the last that it wrote to its standard error."""
        code = self._popen.poll()
        state = "it runs" if code is None else f"it ended with {code}" if code >= 0 else f"signal {signal.Signals(-code).name} ended it"
        with open(self._log_path, "rb") as log:
            words = log.read()[-2000:].decode(errors="replace").strip()
        return f"{state}; it said: {words}" if words else f"{state}, and said nothing"

    def stop(self):
        for sign, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            try:
                os.killpg(self._popen.pid, sign)
            except ProcessLookupError:
                return
            try:
                self._popen.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            if not any(True for _ in self._group()):
                return

    def _group(self):
        return (pid for pid, fields in every_process() if int(fields[2]) == self._popen.pid and fields[0] != "Z")

    def _tree(self):
        rows = dict(every_process())
        children = {}
        for pid, fields in rows.items():
            children.setdefault(int(fields[1]), []).append(pid)
        pending = [self._popen.pid]
        while pending:
            pid = pending.pop()
            if pid in rows:
                yield pid, rows[pid]
                pending += children.get(pid, [])


def every_process():
    """(pid, the fields of /proc/PID/stat behind the name: state, parent, group, ...)."""
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat", "rb") as stat:
                text = stat.read().decode(errors="replace")
        except OSError:
            continue
        yield int(entry), text[text.rindex(")") + 2:].split()


def wait_until(is_ready, process, seconds):
    """Asks until the answer is yes."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if not process.is_running:
            raise Failed(f"{process.name} did not answer: {process.account()}")
        if time.monotonic() > deadline:
            raise Failed(f"{process.name} did not answer within {seconds} s: {process.account()}")
        time.sleep(0.02)
