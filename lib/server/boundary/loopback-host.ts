import "server-only";

/**
 * Which Host headers this instance answers: names and addresses of this machine only, any port.
 *
 * A page of a foreign name that resolves to 127.0.0.1 (DNS rebinding) sends its own name here and is
 * turned away before anything is read.
 */
const loopbackHost = /^(?:localhost|127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}|\[::1\])(?::(\d{1,5}))?$/i;

/** Ignores case; `false` for an absent header, a foreign name, a user part or a port past 65535. */
export function isLoopbackHost(host: string | null): boolean {
  const match = host === null ? null : loopbackHost.exec(host);
  return match !== null && Number(match[1] ?? 0) <= 65_535;
}

export const wrongHostMessage =
  "This Windrose answers only at localhost, 127.0.0.1 and [::1]. Open it with one of these names, or forward the port with ssh -L.";
