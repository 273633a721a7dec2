#!/usr/bin/env python3
"""Holds Portico against nginx and YARP on one machine, in one run. See ../README.md for what is measured and why.

    bench/load/run.py                                          every scenario, 7 rounds of 5 seconds
    bench/load/run.py --scenario mock --rounds 2 --seconds 2   a quick look
    bench/load/run.py --portico before=../old/portico --portico after=./portico
                                                               two builds of Portico in the same rounds
"""
import argparse
import http.client
import json
import os
import platform
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from definitions import handler, lambda_proxy, mock, openapi, operation
from gateways import ROOT, SERVERLESS, YARP, YARP_PROJECT, NodeServer, Nginx, Portico, answers, portico_run
from processes import Failed, Process, free_port, wait_until
from scenarios import SCENARIOS
from traffic import CONNECTIONS, Wrk

STARTUP = "startup"
FUNCTIONS = "lambda-cold"
COLD_FUNCTIONS, IDLE_FUNCTIONS = 10, 100
WARM_UP_SLICE = 2
PETSTORE = "samples/petstore/openapi.yaml"


class Run:
    """The folder and the processes of one scenario; both are gone when it is left."""

    def __init__(self, gateway_core, load_core):
        self._gateway_core = gateway_core
        self._load_core = load_core
        self.backend_port = None
        self._processes = []

    def __enter__(self):
        self._root = tempfile.TemporaryDirectory(prefix="portico-load-")
        return self

    def __exit__(self, *_):
        for process in reversed(self._processes):
            process.stop()
        self._root.cleanup()

    def folder(self, name):
        path = os.path.join(self._root.name, name)
        os.makedirs(path, exist_ok=True)
        return path

    def start(self, name, command, cwd=None):
        return self._start(name, command, cwd, self._gateway_core)

    def start_backend(self, body, is_node=False):
        """Beside the load generator, away from the gateway; one in Node where functions run, on the gateway's core."""
        def start(name, command, cwd=None):
            return self._start(name, command, cwd, self._gateway_core if is_node else self._load_core)
        backend = NodeServer(body) if is_node else Nginx("back-end", answers(body))
        _, self.backend_port = backend.start(self, start)

    def _start(self, name, command, cwd, core):
        process = Process(name, command, os.path.join(self.folder(name), "stderr"), core, cwd)
        self._processes.append(process)
        return process


def measure(scenario, options):
    """Interleaved rounds of one scenario. Returns what to print and to keep."""
    print(f"\n{scenario.name}: {scenario.question}", flush=True)
    with Run(options.gateway_core, options.load_core) as run:
        if scenario.backend is not None:
            run.start_backend(scenario.backend, scenario.backend_is_node)
        entrants = []
        for contestant in scenario.contestants:
            process, port = contestant.gateway.start(run)
            wait_until(lambda: contestant.request.checked(port) is None, process, 120)
            if isinstance(contestant.gateway, Portico):
                contestant.gateway.ready()
            load = Wrk(contestant.request, run.folder(contestant.name), contestant.name, options.load_core)
            meter = Meter(scenario, process)
            warm(meter, port, load, options.warm_up)
            entrants.append((contestant, meter, port, load, []))

        for number in range(1, options.rounds + 1):
            for contestant, meter, port, load, rounds in entrants:
                rounds.append(one_round(contestant, meter, port, load, options.seconds))
            print(f"  round {number}: " + ", ".join(f"{entrant[0].name} {entrant[4][-1]['cpu_us']:.1f}" for entrant in entrants), flush=True)

        time.sleep(1)
        results = [{"name": contestant.name, "rounds": rounds, "resident_bytes": meter.process.resident_bytes(),
                    "median_us": statistics.median(r["cpu_us"] for r in rounds), "best_us": min(r["cpu_us"] for r in rounds),
                    "requests_per_second": statistics.median(r["requests"] / r["seconds"] for r in rounds),
                    "errors": sum(r["errors"] for r in rounds)}
                   for contestant, meter, _, _, rounds in entrants]
    for result in results:
        result["ratio_of_medians"] = result["median_us"] / results[0]["median_us"]
        result["ratio_of_bests"] = result["best_us"] / results[0]["best_us"]
    print_table(scenario, results)
    return {"scenario": scenario.name, "question": scenario.question, "baseline": results[0]["name"], "target": scenario.target, "results": results}


class Meter:
    """Loads a gateway and reads its clock."""

    def __init__(self, scenario, process):
        self.process = process
        self._counts_functions = scenario.counts_functions
        self.is_simple = not scenario.has_functions

    def round(self, port, load, seconds):
        """The CPU seconds of a round, and wrk's report; a gateway that does not live to its end fails the run."""
        process = self.process
        clock = process.cpu_seconds if self._counts_functions else process.own_cpu_seconds
        before = clock()
        try:
            report = load.run(port, seconds)
        except Failed as failure:
            raise Failed(f"{process.name}: {failure}; {process.account()}") from failure
        if not process.is_running:
            raise Failed(f"{process.name} ended under load: {process.account()}")
        return clock() - before, report


def warm(meter, port, load, most_seconds):
    """Loads until the just-in-time compiler has no more to give: four slices in a row without a new best by 3 %.
    Not before ten: instrumented code is slower than what it replaces, and would look like the end. Where a request passes
    through two programs there are fewer of them in a second, and everything takes longer."""
    best, since_best, patience = None, 0, 4 if meter.is_simple else 12
    for number in range(max(1, most_seconds // WARM_UP_SLICE)):
        used, report = meter.round(port, load, WARM_UP_SLICE)
        us = used * 1e6 / max(report["requests"], 1)
        if best is None or us < best * 0.97:
            best, since_best = us, 0
        else:
            since_best += 1
        if since_best >= patience and number >= 10:
            return


def one_round(contestant, meter, port, load, seconds):
    """CPU time of the gateway over the requests that it answered meanwhile."""
    used, report = meter.round(port, load, seconds)
    if not report["requests"]:
        raise Failed(f"{contestant.name} answered nothing: {meter.process.account()}")
    errors = sum(report[kind] for kind in ("connect", "read", "write", "status", "timeout"))

    # wrk counts 4xx and 5xx only; that the answers are the right ones is asked separately.
    if wrong := contestant.request.checked(port):
        print(f"  {contestant.name}: {wrong}", flush=True)
        errors += 1
    return {"cpu_us": used * 1e6 / report["requests"], "cpu_seconds": used, "requests": report["requests"], "seconds": report["microseconds"] / 1e6,
            "errors": errors, "p50_us": report["p50"], "p99_us": report["p99"]}


def print_table(scenario, results):
    print(f"  {'':16} {'us/request':>20} {'ratio to ' + results[0]['name']:>26}")
    print(f"  {'':16} {'median':>10} {'best':>9} {'of medians':>14} {'of bests':>11} {'requests/s':>12} {'errors':>8} {'resident':>10}")
    for r in results:
        print(f"  {r['name']:16} {r['median_us']:10.2f} {r['best_us']:9.2f} {r['ratio_of_medians']:14.2f} {r['ratio_of_bests']:11.2f}"
              f" {r['requests_per_second']:12,.0f} {r['errors']:8} {r['resident_bytes'] / 2**20:7.1f} MB")
    print(f"  target: Portico at most {scenario.target:.2f}", flush=True)


def measure_startup(options):
    """From the command to the first answer, on all cores, of a tree that is built. YARP tells how much of it any ASP.NET program takes."""
    print(f"\n{STARTUP}: from `portico run {PETSTORE}` to the first answer on /pets, {options.starts} starts", flush=True)
    if not os.path.exists(os.path.join(ROOT, PETSTORE)):
        raise Failed(f"{PETSTORE} is missing")
    backend = f"http://127.0.0.1:{free_port()}"
    contestants = [(name, lambda port, command=command: portico_run(command, PETSTORE, port), "/pets") for name, command in options.portico]
    contestants.append(("yarp", lambda port: ["dotnet", YARP, f"http://127.0.0.1:{port}", backend], "/"))
    starts = {name: [] for name, _, _ in contestants}
    statuses = {}
    for _ in range(options.starts):
        for name, command, path in contestants:
            took, statuses[name] = one_start(name, command, path)
            starts[name].append(took)
    results = [{"name": name, "milliseconds": times, "min_ms": min(times), "median_ms": statistics.median(times), "status": statuses[name]} for name, times in starts.items()]
    base = results[-1]
    print(f"  {'':16} {'min ms':>10} {'median ms':>10} {'ratio of mins to yarp':>24} {'status':>8}")
    for r in results:
        r["ratio_of_mins"] = r["min_ms"] / base["min_ms"]
        print(f"  {r['name']:16} {r['min_ms']:10.0f} {r['median_ms']:10.0f} {r['ratio_of_mins']:24.2f} {r['status']:>8}")
    print("  target: Portico at most 400 ms", flush=True)
    return {"scenario": STARTUP, "baseline": "yarp", "target": 400, "results": results}


def one_start(name, command, path):
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="portico-start-") as folder:
        began = time.perf_counter()
        process = Process(name, command(port), os.path.join(folder, "stderr"), cwd=ROOT)
        try:
            while (status := first_answer(port, path)) is None:
                if not process.is_running:
                    raise Failed(f"{name} did not answer: {process.account()}")
                if time.perf_counter() - began > 60:
                    raise Failed(f"{name} did not answer within 60 s: {process.account()}")
                time.sleep(0.001)
            return (time.perf_counter() - began) * 1000, status
        finally:
            process.stop()


def first_answer(port, path):
    """The status of an answer, or None while nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except ConnectionError:
        return None
    finally:
        connection.close()


def measure_functions(options):
    """What functions cost that are not warm: the first answer of each of ten, and the memory of a hundred that nobody calls."""
    print(f"\n{FUNCTIONS}: first answers of {COLD_FUNCTIONS} cold Node functions, and {IDLE_FUNCTIONS} functions that nobody calls", flush=True)
    names = [f"f{number}" for number in range(IDLE_FUNCTIONS)]
    bare = []
    for _ in range(COLD_FUNCTIONS):
        began = time.perf_counter()
        subprocess.run(["node", "-e", "0"], check=True)
        bare.append((time.perf_counter() - began) * 1000)
    results = []
    for name, command in options.portico:
        with Run(None, None) as run:
            api = openapi({"/mock": {"get": operation(mock("{}"))}, **{f"/{each}": {"get": operation(lambda_proxy(each))} for each in names}}, 0, mock("{}"))
            process, port = Portico(name, command, lambda _: api, functions={each: handler("{}") for each in names}).start(run)
            empty, empty_port = Portico(f"{name}-one", command, lambda _: api, functions={names[0]: handler("{}")}).start(run)
            for each, at in ((process, port), (empty, empty_port)):
                wait_until(lambda: first_answer(at, "/mock") == 200, each, 60)
            time.sleep(2)
            idle = {"children": process.children(), "resident_bytes": process.resident_bytes() - empty.resident_bytes()}
            cold = []
            for each in names[:COLD_FUNCTIONS]:
                began = time.perf_counter()
                if (status := first_answer(port, f"/{each}")) != 200:
                    raise Failed(f"{name}: the function answered {status}: {process.account()}")
                cold.append((time.perf_counter() - began) * 1000)
            over = statistics.median(cold[1:]) - statistics.median(bare)
            print(f"  {name}: node alone {statistics.median(bare):.0f} ms; first answers {cold[0]:.0f} (the very first), then {statistics.median(cold[1:]):.0f} ms in the median:"
                  f" {over:.0f} ms over node alone, aimed at 150", flush=True)
            print(f"  {name}: {IDLE_FUNCTIONS} functions that nobody calls: {idle['children']} processes, {idle['resident_bytes'] / 2**20:.1f} MB beside the same with one", flush=True)
            results.append({"name": name, "node_ms": bare, "cold_ms": cold, "idle": idle, "errors": 1 if idle["children"] else 0})
    return {"scenario": FUNCTIONS, "target": 150, "results": results}


def prepare(options, names):
    """Everything is there and built before anything is measured."""
    packages = {"wrk": "wrk", "nginx": "nginx", "taskset": "util-linux"}
    if "cache-hit" in names:
        packages["varnishd"] = "varnish"
    missing = [package for tool, package in packages.items() if not shutil.which(tool)]
    if missing:
        raise Failed(f"missing: {', '.join(missing)}; type: apt-get install --yes {' '.join(missing)}")
    if not shutil.which("dotnet"):
        raise Failed("missing: the .NET 10 SDK; see https://dot.net/download")
    if (os.cpu_count() or 1) < 2:
        raise Failed("two cores are needed: one for the gateway, one for load and back end")
    for core in (options.gateway_core, options.load_core):
        if core not in os.sched_getaffinity(0):
            raise Failed(f"core {core} is not one of this machine's: {sorted(os.sched_getaffinity(0))}")

    if {"lambda", "lambda-whole", FUNCTIONS} & set(names) and not shutil.which("node"):
        raise Failed("missing: node; type: apt-get install --yes nodejs")
    if "lambda-whole" in names and not os.path.exists(os.path.join(SERVERLESS, "node_modules", "serverless-offline")):
        raise Failed(f"missing: serverless-offline; type: npm ci --prefix {os.path.relpath(SERVERLESS)}")
    if {"pass-through", "lambda", STARTUP} & set(names):
        built = subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", YARP_PROJECT], capture_output=True, text=True, check=False)
        if built.returncode:
            raise Failed(f"the YARP forwarder does not build:\n{built.stdout[-2000:]}")
    for name, command in options.portico:
        try:
            built = subprocess.run([*shlex.split(command), "--version"], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
        except OSError as failure:
            raise Failed(f"{name}: {command}: {failure.strerror}") from failure
        if built.returncode:
            raise Failed(f"{name}: {command} --version ended with {built.returncode}: {(built.stderr or built.stdout)[-2000:]}")


def portico_option(text):
    name, separator, command = text.partition("=")
    return (name, command) if separator else ("portico", text)


def read_options():
    parser = argparse.ArgumentParser(description="Portico, nginx and YARP side by side: gateway CPU microseconds per request, interleaved rounds.")
    parser.add_argument("--scenario", help=f"some of {', '.join([*SCENARIOS, STARTUP, FUNCTIONS])}, separated by commas (default: all)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each contestant, 1 to 100 (default 7; fewer than 5 prove nothing)")
    parser.add_argument("--seconds", type=int, default=5, help="length of a round, 1 to 60 (default 5)")
    parser.add_argument("--warm-up", type=int, default=40, help="seconds of load before the first round at most, 1 to 120 (default 40)")
    parser.add_argument("--starts", type=int, default=10, help="starts of the startup scenario, 1 to 100 (default 10)")
    parser.add_argument("--portico", type=portico_option, action="append", metavar="[NAME=]COMMAND",
                        help="a Portico to measure, run from the repository's root (default portico=./portico); may be given several times")
    parser.add_argument("--gateway-core", type=int, default=0)
    parser.add_argument("--load-core", type=int, default=1)
    parser.add_argument("--json", metavar="FILE", help="write the results there")
    options = parser.parse_args()
    options.portico = options.portico or [("portico", "./portico")]
    for name, low, high in (("rounds", 1, 100), ("seconds", 1, 60), ("warm_up", 1, 120), ("starts", 1, 100)):
        if not low <= getattr(options, name) <= high:
            parser.error(f"--{name.replace('_', '-')} must be from {low} to {high}, not {getattr(options, name)}")
    names = options.scenario.split(",") if options.scenario else [*SCENARIOS, STARTUP, FUNCTIONS]
    for name in names:
        if name not in (*SCENARIOS, STARTUP, FUNCTIONS):
            parser.error(f"'{name}' is no scenario; they are {', '.join([*SCENARIOS, STARTUP, FUNCTIONS])}")
    return options, names


def main():
    # Ended from outside is ended like Ctrl-C: through every `with` and `finally`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options, names = read_options()
    try:
        prepare(options, names)
        machine = {"cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}", "connections": CONNECTIONS,
                   "rounds": options.rounds, "seconds": options.seconds}
        print(f"{machine['cores']} cores, {CONNECTIONS} connections, {options.rounds} rounds of {options.seconds} s, interleaved; us = user + system time of the gateway")
        special = {STARTUP: measure_startup, FUNCTIONS: measure_functions}
        measured = [special[name](options) if name in special else measure(SCENARIOS[name](options.portico), options) for name in names]
    except Failed as failure:
        print(f"run.py: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"machine": machine, "scenarios": measured}, file, indent=1)
            file.write("\n")
    if any(result.get("errors") for scenario in measured for result in scenario["results"]):
        print("run.py: failed: there were errors", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
