/**
 * Free TCP ports on the loopback address.
 */
import { createServer } from "node:net";

const loopback = "127.0.0.1";

/** Whether nothing listens on `port`. */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ host: loopback, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A port the system has just found free. */
export function anyFreePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ host: loopback, port: 0 }, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The first free port from `first` on, `null` when the next `span` are all taken. */
export async function nextFreePort(first, span = 50) {
  for (let port = first; port < first + span; port += 1) if (await isPortFree(port)) return port;
  return null;
}
