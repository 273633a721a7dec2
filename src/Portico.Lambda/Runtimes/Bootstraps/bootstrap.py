# Portico's bootstrap for python3.*: loads the handler and runs calls that come as frames over a local socket (see Frames.cs).
import importlib
import json
import logging
import os
import signal
import socket
import struct
import sys
import time
import traceback

MARK = "\0portico-end\n"


class Output:
    """A text stream that knows whether something was written to it since the last mark."""

    def __init__(self, stream):
        self._stream = stream
        self.dirty = False

    def write(self, text):
        self.dirty = True
        return self._stream.write(text)

    def writelines(self, lines):
        self.dirty = True
        self._stream.writelines(lines)

    def mark(self):
        if not self.dirty:
            return False
        self.dirty = False
        self._stream.write(MARK)
        self._stream.flush()
        return True

    def __getattr__(self, name):
        return getattr(self._stream, name)


class ClientContext:
    def __init__(self, document):
        self.custom = document.get("custom")
        self.env = document.get("env")
        client = document.get("client") or {}
        self.client = type("Client", (), {name: client.get(name) for name in
                                          ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")})()


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class LambdaContext:
    def __init__(self, request_id, deadline, arn, client):
        self.aws_request_id = request_id
        self.invoked_function_arn = arn
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = ClientContext(json.loads(client)) if client else None
        self.identity = CognitoIdentity()
        self._deadline = deadline

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


class LoadError(Exception):
    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = kind
        self.trace = list(trace)


def error_text(kind, message, trace, request_id):
    return json.dumps({"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}, ensure_ascii=False)


def frames_of(error):
    entries = [entry for entry in traceback.extract_tb(error.__traceback__) if entry.filename != __file__ and not entry.filename.startswith("<frozen importlib")]
    return traceback.format_list(entries)


def load(handler):
    parts = handler.rsplit(".", 1)
    if len(parts) != 2 or not all(parts):
        raise LoadError("Runtime.MalformedHandlerName", f"Bad handler '{handler}': not enough values to unpack (expected 2, got {len(parts)})")
    module_name, function = parts
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise LoadError("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}", frames_of(error)) from error
    except SyntaxError as error:
        raise LoadError("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}",
                        [f"  File \"{error.filename}\" Line {error.lineno}\n    {(error.text or '').strip()}\n"]) from error
    if not hasattr(module, function):
        raise LoadError("Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{module_name}'")
    return getattr(module, function)


class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = self.request_id
        return True


def set_up_logging():
    chosen = RequestIdFilter()
    handler = logging.StreamHandler(sys.stdout)
    formatter = logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(chosen)
    logging.getLogger().addHandler(handler)
    return chosen


def end_group():
    # Portico has gone: nothing of this function may stay, whatever it has started.
    if os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def main():
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(os.environ.pop("PORTICO_RUNTIME_SOCKET"))
    sys.stdout = Output(open(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False))
    sys.stderr = Output(open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False))
    ids = set_up_logging()
    root = os.environ["LAMBDA_TASK_ROOT"]
    sys.path[0] = root

    def send(kind, marks, content):
        head = struct.pack(">IcB", 2 + len(content), kind, marks) if marks is not None else struct.pack(">Ic", 1 + len(content), kind)
        connection.sendall(head + content)

    def marks():
        return (1 if sys.stdout.mark() else 0) | (2 if sys.stderr.mark() else 0)

    try:
        handler = load(os.environ["_HANDLER"])
    except LoadError as error:
        print(f"[ERROR] {error.kind}: {error}\nTraceback (most recent call last):\n{''.join(error.trace)}", flush=True)
        send(b"X", None, error_text(error.kind, str(error), error.trace, "").encode())
        os._exit(1)
    except Exception as error:
        trace = frames_of(error)
        print(f"[ERROR] {type(error).__name__}: {error}\nTraceback (most recent call last):\n{''.join(trace)}", flush=True)
        send(b"X", None, error_text(type(error).__name__, str(error), trace, "").encode())
        os._exit(1)

    held = bytearray()
    sys.stdout.dirty = sys.stderr.dirty = False
    send(b"N", None, b"")

    def receive(count):
        while len(held) < count:
            piece = connection.recv(max(65536, min(count - len(held), 1 << 20)))
            if not piece:
                end_group()
            held.extend(piece)

    while True:
        receive(4)
        length = struct.unpack_from(">I", held)[0]
        receive(4 + length)
        content = bytes(held[5:4 + length])
        del held[:4 + length]
        deadline = struct.unpack_from(">q", content)[0]
        at = 8
        texts = []
        for form, size in ((">B", 1), (">H", 2), (">H", 2), (">I", 4)):
            count = struct.unpack_from(form, content, at)[0]
            texts.append(content[at + size:at + size + count].decode())
            at += size + count
        request_id, arn, trace_id, client = texts
        ids.request_id = request_id
        if trace_id:
            os.environ["_X_AMZN_TRACE_ID"] = trace_id
        try:
            event = json.loads(content[at:])
        except ValueError as error:
            send(b"E", marks(), error_text("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}", [], request_id).encode())
            continue
        try:
            result = handler(event, LambdaContext(request_id, deadline, arn, client))
        except Exception as error:
            trace = frames_of(error)
            print(f"[ERROR] {type(error).__name__}: {error}\nTraceback (most recent call last):\n{''.join(trace)}", flush=True)
            send(b"E", marks(), error_text(type(error).__name__, str(error), trace, request_id).encode(errors="replace"))
            continue
        try:
            answer = json.dumps(result, ensure_ascii=False).encode(errors="replace")
        except (TypeError, ValueError) as error:
            message = f"Unable to marshal response: {error}"
            print(f"[ERROR] Runtime.MarshalError: {message}\nTraceback (most recent call last):", flush=True)
            send(b"E", marks(), error_text("Runtime.MarshalError", message, [], request_id).encode())
            continue
        send(b"R", marks(), answer)


if __name__ == "__main__":
    # Handlers that import __main__ by name find the module that runs.
    main()
