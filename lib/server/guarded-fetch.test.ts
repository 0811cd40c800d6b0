import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { HttpRequest } from "../nodes/execution";
import { type GuardRules, guardedFetch } from "./guarded-fetch";
import { isPublicAddress, type Resolve, readDestination } from "./guarded-fetch-destination";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A service on the loopback address. `host` is how an operator would allow it. */
async function service(
  listener: RequestListener,
): Promise<{ readonly host: string; readonly url: string; readonly seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/`, seen };
}

const rules = (parts: Partial<GuardRules> = {}): GuardRules => ({
  allowedHosts: [],
  connectMs: 2_000,
  bodyBytes: 1_000,
  redirects: 5,
  signal: new AbortController().signal,
  ...parts,
});
const request = (url: string, parts: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url,
  headers: [],
  body: null,
  timeoutMs: 10_000,
  ...parts,
});
const codeOf = (url: string, allowedHosts: readonly string[] = []) => {
  const read = readDestination(url, allowedHosts);
  return read.ok ? "ok" : read.error.code;
};

describe("an address", () => {
  it.each([
    "http://169.254.169.254/latest/meta-data",
    "http://2852039166/",
    "http://0xA9FEA9FE/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://①⑥⑨.254.169.254/",
    "http://127。0。0。1/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.0.0.8/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:a9fe:a9fe::1]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://localhost/",
    "http://localhost./",
    "http://printer/",
    "http://api.localhost/",
    "http://metadata.google.internal/",
    "http://nas.local/",
    "http://example.com:22/",
    "http://example.com:25/",
    "http://example.com:3306/",
    "http://example.com:5432/",
    "http://example.com:6379/",
  ])("%s is refused before anything is dialled", (url) => {
    expect(codeOf(url)).toBe("blocked_destination");
  });

  it.each([
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://example.com/",
    "data:text/plain,x",
    "blob:https://example.com/x",
    "ws://example.com/",
    "javascript:alert(1)",
    "example.com",
    "//example.com/",
    "http://",
    "",
    "https://user@example.com/",
    "https://user:secret@example.com/",
    "http://127.0.0.1:80@example.com/",
  ])("%j is none that can be called", (url) => {
    expect(codeOf(url)).toBe("unsupported_url");
  });

  it.each(["https://example.com/", "http://93.184.216.34:8080/x?y", "https://[2606:4700::1111]/", "https://api.example.co.uk:8443/"])(
    "%s may be called",
    (url) => {
      expect(codeOf(url)).toBe("ok");
    },
  );

  it("that the operator named may be called, with just that port or with all of them", () => {
    expect(codeOf("http://localhost:11434/v1", ["localhost:11434"])).toBe("ok");
    expect(codeOf("http://localhost:11435/v1", ["localhost:11434"])).toBe("blocked_destination");
    expect(codeOf("http://localhost:1/", ["localhost"])).toBe("ok");
    expect(codeOf("https://intern.example/", ["intern.example:443"])).toBe("ok");
    expect(codeOf("http://LOCALHOST:11434/", ["localhost:11434"])).toBe("ok");
    expect(codeOf("http://other.localhost:11434/", ["localhost:11434"])).toBe("blocked_destination");
    expect(codeOf("file://localhost/", ["localhost"])).toBe("unsupported_url");
  });

  it("is named with what would allow it, and never with a password", () => {
    expect(readDestination("http://localhost:11434/", [])).toMatchObject({
      error: { message: expect.stringContaining("localhost:11434 to WINDROSE_ALLOWED_HOSTS") },
    });
    expect(JSON.stringify(readDestination("https://user:secret@localhost/", []))).not.toContain("secret");
  });

  it("is public only when nothing says otherwise", () => {
    expect(["8.8.8.8", "2606:4700::1111"].map(isPublicAddress)).toEqual([true, true]);
    expect(["", "x", "fe80::1%eth0", "::ffff:10.0.0.1", "2001:db8::1"].map(isPublicAddress)).toEqual([false, false, false, false, false]);
  });
});

describe("a name", () => {
  /** Gives one answer after the other, as a resolver does that is out to deceive. */
  const resolver = (...answers: readonly (readonly string[])[]): Resolve => {
    let asked = 0;
    return (_host, _options, done) => {
      const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    };
  };

  it.each([[["127.0.0.1"]], [["::1"]], [["::ffff:169.254.169.254"]], [["93.184.216.34", "10.0.0.1"]]])(
    "that resolves to %j is refused while it connects",
    async (addresses) => {
      const { url, seen } = await service((_, response) => response.end("secret"));
      const target = url.replace("127.0.0.1", "rebind.example.com");
      const answer = await guardedFetch(request(target), rules({ resolve: resolver(addresses) }));
      expect(answer).toMatchObject({ ok: false, error: { code: "blocked_destination", class: "permanent" } });
      expect(seen).toEqual([]);
    },
  );

  it("is resolved once for each connection, so that a second answer changes nothing", async () => {
    let asked = 0;
    const resolve: Resolve = (host, options, done) => {
      asked += 1;
      resolver(["10.0.0.1"])(host, options, done);
    };
    await guardedFetch(request("http://rebind.example.com/"), rules({ resolve }));
    expect(asked).toBe(1);
  });

  it("that nobody knows fails for good", async () => {
    const resolve: Resolve = (_host, _options, done) => done(Object.assign(new Error("none"), { code: "ENOTFOUND" }), []);
    expect(await guardedFetch(request("https://nobody.example.com/"), rules({ resolve }))).toMatchObject({
      error: { code: "http_unknown_host", class: "permanent" },
    });
  });
});

describe("a request", () => {
  it("goes out as it was asked for and gives back whatever is answered", async () => {
    const { host, url, seen } = await service(async (message, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk);
      response.writeHead(418, { "content-type": "text/plain; charset=iso-8859-1", "x-note": "hi" });
      response.end(Buffer.from(`got ${Buffer.concat(chunks)} \u00e9`, "latin1"));
    });
    const sent = request(`${url}tea?x=1#part`, { method: "PUT", headers: [{ name: "X-Key", value: "k" }], body: "abc" });
    const answer = await guardedFetch(sent, rules({ allowedHosts: [host] }));
    expect(answer).toMatchObject({ ok: true, value: { status: 418, body: "got abc \u00e9", headers: { "x-note": "hi" } } });
    expect(seen[0]).toMatchObject({ method: "PUT", url: "/tea?x=1", headers: { "x-key": "k" } });
  });

  it.each([
    [{ name: "X\r\nEvil", value: "1" }],
    [{ name: "X-Note", value: "a\r\nEvil: 1" }],
    [{ name: "X-Note", value: "a\u0000" }],
    [{ name: "Host", value: "other" }],
    [{ name: "Content-Length", value: "5" }],
    [{ name: "Proxy-Authorization", value: "x" }],
    [{ name: "", value: "x" }],
  ])("with the header %j is not sent", async (header) => {
    const { host, url, seen } = await service((_, response) => response.end());
    const answer = await guardedFetch(request(url, { headers: [header] }), rules({ allowedHosts: [host] }));
    expect(answer).toMatchObject({ error: { code: "invalid_header", class: "permanent" } });
    expect(seen).toEqual([]);
  });

  it("reads an answer of the size that is allowed and not one byte more, unpacked", async () => {
    const { host, url } = await service(({ url: path }, response) => {
      if (path === "/packed") response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(1_001)));
      else response.end("x".repeat(Number(path?.slice(1))));
    });
    const allowed = rules({ allowedHosts: [host] });
    expect(await guardedFetch(request(`${url}1000`), allowed)).toMatchObject({ ok: true });
    for (const path of ["1001", "packed"]) {
      const answer = await guardedFetch(request(`${url}${path}`), allowed);
      expect(answer).toMatchObject({
        error: { code: "response_too_large", class: "limit", message: expect.stringContaining("1000 bytes") },
      });
    }
  });

  it("that takes too long may be tried again, and one that is cancelled may not", async () => {
    const { host, url } = await service(() => undefined);
    expect(await guardedFetch(request(url, { timeoutMs: 50 }), rules({ allowedHosts: [host] }))).toMatchObject({
      error: { code: "http_timeout", class: "transient" },
    });
    const signal = AbortSignal.abort("cancelled");
    expect(await guardedFetch(request(url), rules({ allowedHosts: [host], signal }))).toMatchObject({ error: { class: "cancelled" } });
  });

  it("that is broken off or finds nobody may be tried again", async () => {
    const { host, url } = await service((_, response) => response.destroy());
    const transient = { error: { code: "http_unreachable", class: "transient" } };
    expect(await guardedFetch(request(url), rules({ allowedHosts: [host] }))).toMatchObject(transient);
    expect(await guardedFetch(request("http://127.0.0.1:1/"), rules({ allowedHosts: ["127.0.0.1:1"] }))).toMatchObject(transient);
  });
});

describe("a redirect", () => {
  const redirecting = (location: (path: string) => string | null, status = 302) =>
    service((message, response) => {
      const to = location(message.url ?? "");
      if (to === null) response.end(`${message.method} ${message.headers.authorization ?? "-"} ${message.headers["x-key"] ?? "-"}`);
      else response.writeHead(status, { location: to }).end();
    });
  const secrets = [
    { name: "Authorization", value: "Bearer s" },
    { name: "X-Key", value: "s" },
    { name: "Accept", value: "text/plain" },
  ];

  it.each(["http://169.254.169.254/", "http://localhost:1/", "http://[::1]/"])("to %s is refused", async (target) => {
    const { host, url } = await redirecting(() => target);
    expect(await guardedFetch(request(url), rules({ allowedHosts: [host] }))).toMatchObject({ error: { code: "blocked_destination" } });
  });

  it("to a file is refused", async () => {
    const { host, url } = await redirecting(() => "file:///etc/passwd", 307);
    expect(await guardedFetch(request(url), rules({ allowedHosts: [host] }))).toMatchObject({ error: { code: "unsupported_url" } });
  });

  it("is followed five times and not a sixth time", async () => {
    const hops = (most: number) => (path: string) => {
      const hop = Number(path.slice(1));
      return hop < most ? `/${hop + 1}` : null;
    };
    const five = await redirecting(hops(5));
    const six = await redirecting(hops(6));
    expect(await guardedFetch(request(`${five.url}0`), rules({ allowedHosts: [five.host] }))).toMatchObject({ ok: true });
    expect(await guardedFetch(request(`${six.url}0`), rules({ allowedHosts: [six.host] }))).toMatchObject({
      error: { code: "too_many_redirects" },
    });
  });

  it("to another origin carries nothing that could be a credential; within one it does", async () => {
    const other = await redirecting(() => null);
    const one = await redirecting((path) => (path === "/here" ? null : path === "/away" ? other.url : "/here"));
    const allowed = rules({ allowedHosts: [one.host, other.host] });
    expect(await guardedFetch(request(one.url, { headers: secrets }), allowed)).toMatchObject({ value: { body: "GET Bearer s s" } });
    expect(await guardedFetch(request(`${one.url}away`, { headers: secrets }), allowed)).toMatchObject({ value: { body: "GET - -" } });
    expect(other.seen[0]?.headers.accept).toBe("text/plain");
  });

  it.each([
    [301, "POST", "GET"],
    [302, "POST", "GET"],
    [303, "PUT", "GET"],
    [302, "PUT", "PUT"],
    [307, "POST", "POST"],
    [308, "POST", "POST"],
  ])("with %d turns %s into %s", async (status, method, then) => {
    const { host, url } = await redirecting((path) => (path === "/to" ? null : "/to"), status);
    expect(await guardedFetch(request(url, { method, body: "x" }), rules({ allowedHosts: [host] }))).toMatchObject({
      value: { body: `${then} - -` },
    });
  });
});
