"""What is asked, and the two who ask: wrk for the load, one checked request around each round."""
import http.client
import json
import os
import subprocess
from dataclasses import dataclass

from processes import Failed

CONNECTIONS = 64

# Everything that wrk counted, as one line of JSON. Statuses from 400 on are wrk's "status" errors.
REPORT = """
function done(summary, latency)
  local e = summary.errors
  print(string.format('REPORT {"requests":%d,"microseconds":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d,"p50":%d,"p99":%d}',
    summary.requests, summary.duration, e.connect, e.read, e.write, e.status, e.timeout, latency:percentile(50), latency:percentile(99)))
end
"""

# Asks for one path after the other, so that a large API is used in all its parts and not only where the caches are warm.
ROUND_ROBIN = """
local requests, at = {}, 0
function init(args)
  for path in io.lines("%s") do requests[#requests + 1] = wrk.format(wrk.method, path) end
end
function request()
  at = at %% #requests + 1
  return requests[at]
end
"""


@dataclass(frozen=True)
class Request:
    """What is sent, and what must come back, byte for byte."""
    paths: tuple
    answer: bytes
    method: str = "GET"
    body: str = ""
    headers: tuple = ()

    def checked(self, port):
        """Sends the first, the middle and the last path once. Returns what is wrong with an answer, or None."""
        for path in dict.fromkeys((self.paths[0], self.paths[len(self.paths) // 2], self.paths[-1])):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            try:
                connection.request(self.method, path, self.body or None, dict(self.headers))
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException) as failure:
                return f"{self.method} {path}: {type(failure).__name__} {failure}"
            finally:
                connection.close()
            if response.status != 200 or body != self.answer:
                return f"{self.method} {path}: {response.status} {body[:200]!r} instead of 200 and the expected {len(self.answer)} bytes"
        return None


class Wrk:
    """One request's load, prepared once: CONNECTIONS keep-alive connections on one core."""

    def __init__(self, request, folder, name, core):
        self._core = core
        self._path = request.paths[0]
        self._script = os.path.join(folder, f"{name}.lua")
        lines = [f"wrk.method = {json.dumps(request.method)}"]
        if request.body:
            # A long bracket takes the text as it is.
            lines.append(f"wrk.body = [==[{request.body}]==]")
        lines += [f"wrk.headers[{json.dumps(header)}] = {json.dumps(value)}" for header, value in request.headers]
        if len(request.paths) > 1:
            paths = os.path.join(folder, f"{name}.paths")
            with open(paths, "w", encoding="ascii") as file:
                file.write("\n".join(request.paths) + "\n")
            lines.append(ROUND_ROBIN % paths)
        with open(self._script, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + REPORT)

    def run(self, port, seconds):
        """What wrk counted in that time."""
        command = ["taskset", "-c", str(self._core), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "5s",
                   "-s", self._script, f"http://127.0.0.1:{port}{self._path}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=False)
        except subprocess.TimeoutExpired as expired:
            raise Failed(f"wrk did not end within {seconds + 30} s") from expired
        for line in done.stdout.splitlines():
            if line.startswith("REPORT "):
                return json.loads(line[len("REPORT "):])
        raise Failed(f"wrk gave no report: {done.stderr.strip() or done.stdout.strip()}")
