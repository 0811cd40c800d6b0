import "server-only";

/**
 * Requests to model services over connections that stay open between calls.
 *
 * Keeps no time of its own beyond connecting: the caller's signal ends a call wherever it stands.
 */
import { pipeline, type Readable, type Transform } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { Agent, buildConnector, type Dispatcher, interceptors, request } from "undici";

export type Outgoing = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Empty for none. */
  readonly body: string;
  readonly signal: AbortSignal;
};

export type Incoming = {
  readonly status: number;
  readonly headers: Headers;
  /** Unpacked. Destroying it before its end closes the connection. */
  readonly body: Readable;
};

const connectMs = 10_000;
/** As browsers and `fetch` follow them; what names the caller stays with the origin it was meant for. */
const maxRedirections = 20;

/** Failures of connections that had answered before. */
const failuresOfUsed = new WeakSet<Error>();
const connector = buildConnector({ timeout: connectMs });

/** Without time-outs of their own for headers and bodies: those are the caller's. */
const connections: Dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: connectAndWatch }).compose(
  interceptors.redirect({ maxRedirections }),
);

/** Resolves when the headers of the answer are there; any status is an answer. Throws what kept one from coming. */
export async function sendHttp(outgoing: Outgoing): Promise<Incoming> {
  const answer = await sendOnce(outgoing).catch((error) => {
    // A server may close an idle connection in the moment a request leaves on it. It answered before on the
    // same connection and said nothing to this request, so the request goes out once more.
    if (outgoing.signal.aborted || !failuresOfUsed.has(error)) throw error;
    return sendOnce(outgoing);
  });
  const headers = headersOf(answer.headers);
  return { status: answer.statusCode, headers, body: unpacked(answer.body, headers.get("content-encoding")) };
}

function sendOnce({ method, url, headers, body, signal }: Outgoing): Promise<Dispatcher.ResponseData> {
  return request(url, {
    // `fetch` names the method in the same letters; another one is the server's to refuse.
    method: method as Dispatcher.HttpMethod,
    headers: { "user-agent": "windrose", "accept-encoding": "gzip, deflate, br", ...Object.fromEntries(headers) },
    body: body === "" ? null : body,
    signal,
    dispatcher: connections,
  });
}

function connectAndWatch(options: buildConnector.Options, done: buildConnector.Callback): void {
  connector(options, (...result) => {
    const [, socket] = result;
    socket?.prependListener("error", (error) => {
      if (socket.bytesRead > 0) failuresOfUsed.add(error);
    });
    done(...result);
  });
}

function headersOf(received: Dispatcher.ResponseData["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const each of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, each);
  }
  return headers;
}

const flushing = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const unpackers: { readonly [encoding: string]: (() => Transform) | undefined } = {
  gzip: () => createGunzip(flushing),
  "x-gzip": () => createGunzip(flushing),
  deflate: () => createInflate(flushing),
  br: () => createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

/** Passes on at once what can be unpacked, so that a packed stream still streams. An encoding nobody asked for is left as it is. */
function unpacked(body: Readable, encoding: string | null): Readable {
  const unpacker = encoding === null ? undefined : unpackers[encoding.trim().toLowerCase()];
  return unpacker === undefined ? body : pipeline(body, unpacker(), () => undefined);
}
