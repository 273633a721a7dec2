"""Those who are measured, each as a thing that can be started."""
import json
import os
import shlex
import urllib.request

from processes import free_port

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SERVERLESS = os.environ.get("SERVERLESS_OFFLINE", os.path.join(HERE, "serverless-offline"))
YARP_PROJECT = os.path.join(HERE, "YarpForwarder")
YARP = os.path.join(YARP_PROJECT, "bin", "Release", "net10.0", "YarpForwarder.dll")

# Connections are never given up for their age or their count: that would measure connecting. Everything else is nginx's own default.
NGINX = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  default_type application/json;
  keepalive_timeout 300s;
  keepalive_requests 1000000000;
  client_body_temp_path {folder}/client;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream backend {{
    server 127.0.0.1:{backend_port};
    keepalive 128;
    keepalive_timeout 300s;
    keepalive_requests 1000000000;
  }}
  {http}
  server {{
    listen 127.0.0.1:{port};
    location / {{ {location} }}
  }}
}}
"""

CACHE_HTTP = "proxy_cache_path {folder}/cache keys_zone=answers:10m max_size=64m inactive=1h; open_file_cache max=1000 inactive=1h; open_file_cache_valid 1h;"

PROXY = 'proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection "";'


def answers(body):
    """An nginx location that needs no back end."""
    return f"return 200 '{body}';"

CACHED = PROXY + " proxy_cache answers; proxy_cache_valid 200 1h;"


class Nginx:
    def __init__(self, name, location, http=""):
        """http: directives beside the server; {folder} is the contestant's own."""
        self.name = name
        self._location = location
        self._http = http

    def start(self, run, start=None):
        """start: where it is to run instead of on the gateway's core."""
        port = free_port()
        folder = run.folder(self.name)
        config = os.path.join(folder, "nginx.conf")
        with open(config, "w", encoding="ascii") as file:
            file.write(NGINX.format(folder=folder, port=port, backend_port=run.backend_port or port, location=self._location, http=self._http.format(folder=folder),
                                    user="user root;" if os.geteuid() == 0 else ""))
        return (start or run.start)(self.name, ["nginx", "-p", folder, "-e", os.path.join(folder, "error.log"), "-c", config]), port


class Varnish:
    """Everything of the back end's kept in memory for an hour."""

    def __init__(self, name):
        self.name = name

    def start(self, run):
        port = free_port()
        return run.start(self.name, ["varnishd", "-F", "-j", "none", "-n", run.folder(self.name), "-a", f"127.0.0.1:{port}", "-b", f"127.0.0.1:{run.backend_port}",
                                     "-s", "malloc,64m", "-t", "3600"], cwd=run.folder(self.name)), port


class Portico:
    """One build of Portico serving one definition."""

    def __init__(self, name, command, definition, stage=(), functions=None, settings=None):
        """definition: given the back end's port, the text of the OpenAPI document. stage: (path, value) of what is patched of its stage.
        functions: the code of Node functions, by name. settings: the text of portico.yaml, given a folder to write to."""
        self.name = name
        self._command = command
        self._definition = definition
        self._stage = stage
        self._functions = functions or {}
        self._settings = settings
        self._control_port = None

    def start(self, run):
        port = free_port()
        path = os.path.join(run.folder(self.name), "openapi.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(self._definition(run.backend_port))
        write_functions(run.folder(self.name), self._functions)
        if self._settings:
            with open(os.path.join(run.folder(self.name), "portico.yaml"), "w", encoding="utf-8") as file:
                file.write(self._settings(run.folder(self.name)))
        self._control_port = free_port()
        return run.start(self.name, portico_run(self._command, path, port, self._control_port), cwd=ROOT), port

    def ready(self):
        """Called once it answers."""
        if not self._stage:
            return
        control = f"http://127.0.0.1:{self._control_port}"
        with urllib.request.urlopen(f"{control}/restapis") as answer:
            (api,) = json.load(answer)["item"]
        patches = json.dumps({"patchOperations": [{"op": "replace", "path": path, "value": value} for path, value in self._stage]})
        urllib.request.urlopen(urllib.request.Request(f"{control}/restapis/{api['id']}/stages/dev", patches.encode(), {"Content-Type": "application/json"}, method="PATCH")).close()


class NodeServer:
    """A plain HTTP server in Node: what a function would be without Lambda."""
    name = "node-server"

    def __init__(self, body):
        self._body = body

    def start(self, run, start):
        port = free_port()
        path = os.path.join(run.folder(self.name), "server.mjs")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"import http from 'node:http';\nconst body = {json.dumps(self._body)};\n"
                       "http.createServer((request, response) => { response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }); response.end(body); })"
                       f".listen({port}, '127.0.0.1');\n")
        return start(self.name, ["node", path]), port


class ServerlessOffline:
    """The emulator that most people know, with the same handler. Installed by npm into a folder of the run's own."""
    name = "serverless-offline"

    def __init__(self, code):
        self._code = code

    def start(self, run):
        port, lambda_port = free_port(), free_port()
        folder = run.folder(self.name)
        with open(os.path.join(folder, "handler.mjs"), "w", encoding="utf-8") as file:
            file.write(self._code)
        with open(os.path.join(folder, "serverless.yml"), "w", encoding="utf-8") as file:
            file.write("service: orders\nframeworkVersion: '3'\nprovider: { name: aws, runtime: nodejs20.x }\nplugins: [ serverless-offline ]\n"
                       f"custom: {{ serverless-offline: {{ httpPort: {port}, lambdaPort: {lambda_port}, host: 127.0.0.1, noPrependStageInUrl: true, noTimeout: true, reloadHandler: false }} }}\n"
                       "functions: { orders: { handler: handler.handler, events: [ { http: { path: /orders, method: get } } ] } }\n")
        os.symlink(os.path.join(SERVERLESS, "node_modules"), os.path.join(folder, "node_modules"))
        return run.start(self.name, ["node", os.path.join(SERVERLESS, "node_modules", "serverless", "bin", "serverless.js"), "offline", "start"], cwd=folder), port


class Yarp:
    """YARP's direct forwarder. Inline: both switches that keep a request on the thread of its socket. Plain: Kestrel and HttpClient without YARP."""

    def __init__(self, name, inline=False, plain=False):
        self.name = name
        self._mode = ["inline"] if inline else ["plain"] if plain else []

    def start(self, run):
        port = free_port()
        command = ["dotnet", YARP, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{run.backend_port}", *self._mode]
        return run.start(self.name, command, cwd=run.folder(self.name)), port


def write_functions(folder, functions):
    """The settings file that names them, and their code."""
    if not functions:
        return
    with open(os.path.join(folder, "portico.yaml"), "w", encoding="utf-8") as file:
        file.write("functions:\n" + "".join(f"  {name}: {{ runtime: nodejs20.x, handler: index.handler, code: ./{name}, memory: 256 }}\n" for name in functions))
    for name, code in functions.items():
        os.makedirs(os.path.join(folder, name))
        with open(os.path.join(folder, name, "index.mjs"), "w", encoding="utf-8") as file:
            file.write(code)


def portico_run(command, definition, port, control_port=None):
    return [*shlex.split(command), "run", definition, "--gateway-urls", f"http://127.0.0.1:{port}", "--control-url", f"http://127.0.0.1:{control_port or free_port()}"]
