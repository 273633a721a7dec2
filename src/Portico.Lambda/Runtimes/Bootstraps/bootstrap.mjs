// Portico's bootstrap for nodejs*: loads the handler and runs calls that come as frames over a local socket (see Frames.cs).
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import util from 'node:util';
import { Writable } from 'node:stream';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const env = process.env;
const socketPath = env.PORTICO_RUNTIME_SOCKET;
delete env.PORTICO_RUNTIME_SOCKET;

const EMPTY = Buffer.alloc(0);
const MARK = '\0portico-end\n';
const HTTP_PRELUDE = 'application/vnd.awslambda.http-integration-response';
const STREAMS = Symbol('streams');
let requestId = '';
let dirty = 0;
let markedOut = null;
let markedErr = null;
let whenLoopIsEmpty = null;
let fail = null;

function frame(type, marks, content) {
  const bytes = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  const head = marks === null ? 5 : 6;
  const buffer = Buffer.allocUnsafe(head + bytes);
  buffer.writeUInt32BE(head - 4 + bytes, 0);
  buffer[4] = type.charCodeAt(0);
  if (marks !== null) buffer[5] = marks;
  if (typeof content === 'string') buffer.write(content, head, 'utf8');
  else content.copy(buffer, head);
  return buffer;
}

// What a call wrote is on its way in pipes; a mark behind it tells the reader that it has seen everything.
function marks() {
  const seen = dirty;
  if (seen & 1) markedOut(MARK);
  if (seen & 2) markedErr(MARK);
  dirty = 0;
  return seen;
}

function errorText(error, type) {
  if (util.types.isNativeError(error) || (error && typeof error === 'object' && 'message' in error && 'stack' in error)) {
    return JSON.stringify({
      errorType: type ?? (error.name || 'Error'),
      errorMessage: String(error.message),
      trace: String(error.stack || '').split('\n'),
    });
  }
  return JSON.stringify({ errorType: type ?? typeof error, errorMessage: error === undefined ? 'undefined' : String(error), trace: [] });
}

class LoadError extends Error {
  constructor(type, message, stack) {
    super(message);
    this.name = type;
    if (stack) this.stack = `${type}: ${message}\n${stack.split('\n').slice(1).join('\n')}`;
  }
}

function isModuleFolder(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (fs.existsSync(file)) {
      try { return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module'; } catch { return false; }
    }
    if (path.dirname(at) === at) return false;
  }
}

async function load(root, handler) {
  const base = path.basename(handler);
  const folder = handler.slice(0, handler.length - base.length);
  const parts = /^([^.]*)\.(.+)$/.exec(base);
  if (!parts || handler.includes('..')) throw new LoadError('Runtime.MalformedHandlerName', 'Bad handler');
  const [, moduleName, members] = parts;
  const stem = path.resolve(root, folder, moduleName);
  const file = ['', '.js', '.mjs', '.cjs'].map((end) => stem + end).find((name) => fs.existsSync(name) && fs.statSync(name).isFile());
  let loaded;
  try {
    const require = createRequire(path.join(root, 'index.js'));
    if (!file) loaded = require(require.resolve(`./${path.join(folder, moduleName)}`, { paths: [root] }));
    else if (file.endsWith('.mjs') || (file.endsWith('.js') && isModuleFolder(path.dirname(file)))) loaded = await import(pathToFileURL(file).href);
    else loaded = require(file);
  } catch (error) {
    if (error instanceof SyntaxError) throw new LoadError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error.stack);
    if (error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')) throw new LoadError('Runtime.ImportModuleError', `Error: ${error.message}`, error.stack);
    throw error;
  }
  let found = members.split('.').reduce((object, name) => object?.[name], loaded);
  if (found === undefined && loaded?.default) found = members.split('.').reduce((object, name) => object?.[name], loaded.default);
  if (found === undefined) throw new LoadError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw new LoadError('Runtime.HandlerNotFound', `${handler} is not a function`);
  return found;
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMS] = options ?? {};
    return handler;
  },
  HttpResponseStream: class {
    static from(stream, metadata) {
      stream.setContentType(HTTP_PRELUDE);
      stream._prelude = Buffer.concat([Buffer.from(JSON.stringify(metadata ?? {})), Buffer.alloc(8)]);
      return stream;
    }
  },
};

class ResponseStream extends Writable {
  constructor(socket) {
    super({ highWaterMark: 64 * 1024 });
    this._socket = socket;
    this._contentType = 'application/octet-stream';
    this._begun = false;
    this._prelude = EMPTY;
  }
  setContentType(contentType) { this._contentType = contentType; }
  _begin() {
    if (this._begun) return;
    this._begun = true;
    this._socket.write(frame('S', null, this._contentType));
    if (this._prelude.length) this._socket.write(frame('C', null, this._prelude));
  }
  _write(chunk, encoding, done) {
    this._begin();
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(typeof chunk === 'string' ? chunk : JSON.stringify(chunk), encoding);
    if (this._socket.write(frame('C', null, piece))) done();
    else this._socket.once('drain', done);
  }
  _final(done) { this._begin(); done(); }
}

function logTo(write, bit, level) {
  return (...args) => {
    const text = util.formatWithOptions({ colors: false }, ...args);
    write(`${new Date().toISOString()}\t${requestId || 'undefined'}\t${level}\t${text}\n`);
  };
}

function watch(stream, bit) {
  const plain = stream.write.bind(stream);
  stream.write = (...args) => { dirty |= bit; return plain(...args); };
  return plain;
}

function endGroup() {
  // Portico has gone: nothing of this function may stay, whatever it has started.
  try { process.kill(-process.pid, 'SIGKILL'); } catch { /* not the leader of a group */ }
  process.exit(0);
}

const socket = net.connect(socketPath);
socket.on('error', endGroup);
socket.on('close', endGroup);
markedOut = watch(process.stdout, 1);
markedErr = watch(process.stderr, 2);
const out = (text) => process.stdout.write(text);
console.log = console.info = logTo(out, 1, 'INFO');
console.debug = logTo(out, 1, 'DEBUG');
console.warn = logTo(out, 1, 'WARN');
console.error = logTo(out, 1, 'ERROR');
console.trace = logTo(out, 1, 'TRACE');

let handler;
try {
  handler = await load(env.LAMBDA_TASK_ROOT, env._HANDLER);
} catch (error) {
  out(`${new Date().toISOString()}\tundefined\tERROR\tUncaught Exception \t${errorText(error)}\n`);
  socket.removeAllListeners('close');
  socket.end(frame('X', null, errorText(error)), () => process.exit(1));
  await new Promise(() => {});
}

const fixed = {
  functionName: env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
  memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
};

function finish(type, content) {
  whenLoopIsEmpty = null;
  fail = null;
  socket.ref();
  socket.write(frame(type, marks(), content));
}

function endWith(error, type, exitCode) {
  const text = errorText(error, type);
  out(`${new Date().toISOString()}\t${requestId || 'undefined'}\tERROR\t${type === 'Runtime.UnhandledPromiseRejection' ? 'Unhandled Promise Rejection' : 'Uncaught Exception'} \t${text}\n`);
  socket.removeAllListeners('close');
  const last = fail ? frame('D', marks(), text) : EMPTY;
  socket.end(last, () => process.exit(exitCode));
}
process.on('uncaughtException', (error) => endWith(error, undefined, 129));
process.on('unhandledRejection', (reason) => {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  endWith(Object.assign(new Error(reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason)), { stack: error.stack }), 'Runtime.UnhandledPromiseRejection', 128);
});
process.on('beforeExit', () => {
  if (whenLoopIsEmpty) whenLoopIsEmpty();
});

function run(deadline, arn, trace, client, body) {
  if (trace) env._X_AMZN_TRACE_ID = trace; else delete env._X_AMZN_TRACE_ID;
  let done = false;
  const succeed = (result) => {
    if (done) return;
    let text;
    try {
      text = JSON.stringify(result === undefined ? null : result) ?? 'null';
    } catch (error) {
      return reject(error);
    }
    done = true;
    finish('R', text);
  };
  const reject = (error) => {
    if (done) return;
    done = true;
    const text = errorText(error);
    out(`${new Date().toISOString()}\t${requestId}\tERROR\tInvoke Error \t${text}\n`);
    finish('E', text);
  };
  const context = {
    ...fixed,
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: requestId,
    invokedFunctionArn: arn,
    clientContext: client ? JSON.parse(client) : undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: (error, result) => callback(error, result),
    succeed: (result) => callback(null, result),
    fail: (error) => callback(error ?? null === null ? error ?? 'undefined' : error),
  };
  const callback = (error, result) => {
    if (done) return;
    const answer = () => (error !== null && error !== undefined ? reject(error) : succeed(result));
    if (context.callbackWaitsForEmptyEventLoop) whenLoopIsEmpty = answer;
    else answer();
  };

  // The socket alone must not keep the loop busy: an empty loop is how a call without an answer is found out.
  fail = reject;
  whenLoopIsEmpty = () => succeed(null);
  socket.unref();
  let event;
  try {
    event = JSON.parse(body);
  } catch (error) {
    return reject(error);
  }

  if (handler[STREAMS]) return runStreaming(event, context);
  let promise;
  try {
    promise = handler(event, context, callback);
  } catch (error) {
    return reject(error);
  }
  if (promise && typeof promise.then === 'function') promise.then(succeed, reject);
}

function runStreaming(event, context) {
  const stream = new ResponseStream(socket);
  let over = false;
  const end = (error) => {
    if (over) return;
    over = true;
    if (error) {
      const text = errorText(error);
      out(`${new Date().toISOString()}\t${requestId}\tERROR\tInvoke Error \t${text}\n`);
      finish(stream._begun ? 'F' : 'E', text);
    } else {
      finish('F', EMPTY);
    }
  };
  stream.on('finish', () => end());
  stream.on('error', end);
  whenLoopIsEmpty = () => (stream.writableEnded ? end() : stream.end());
  fail = end;
  let promise;
  try {
    promise = handler(event, stream, context);
  } catch (error) {
    return end(error);
  }
  if (promise && typeof promise.then === 'function') promise.then(() => {}, end);
}

let held = EMPTY;
socket.on('data', (data) => {
  held = held.length ? Buffer.concat([held, data]) : data;
  while (held.length >= 4) {
    const length = held.readUInt32BE(0);
    if (held.length < 4 + length) {
      // A large event comes in many pieces: room for all of it at once.
      if (length > 256 * 1024) return collect(length);
      return;
    }
    take(held.subarray(5, 4 + length));
    held = held.subarray(4 + length);
  }
});

function collect(length) {
  const whole = Buffer.allocUnsafe(4 + length);
  let at = held.copy(whole, 0);
  held = EMPTY;
  const listener = socket.listeners('data')[0];
  socket.removeListener('data', listener);
  const gather = (data) => {
    at += data.copy(whole, at);
    if (at < whole.length) return;
    socket.removeListener('data', gather);
    socket.on('data', listener);
    take(whole.subarray(5));
  };
  socket.on('data', gather);
}

function take(content) {
  let at = 8;
  const deadline = Number(content.readBigInt64BE(0));
  const text = (bytes, length) => { at += bytes; const value = content.toString('utf8', at, at + length); at += length; return value; };
  requestId = text(1, content[at]);
  const arn = text(2, content.readUInt16BE(at));
  const trace = text(2, content.readUInt16BE(at));
  const client = text(4, content.readUInt32BE(at));
  run(deadline, arn, trace, client, content.toString('utf8', at));
}

socket.write(frame('N', null, EMPTY));
