import "server-only";

/**
 * Where a workflow may send a request: to public addresses, and to hosts that the operator named.
 *
 * Addresses are judged as the URL parser and the resolver give them, so that no spelling makes a difference.
 */
import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";
import type { StepError } from "../nodes/contract";
import { err, ok, type Result } from "../shared/result";

export type Destination = {
  readonly url: URL;
  /** The operator named it: its address is not judged. */
  readonly isNamed: boolean;
};

/** Node's own resolver, in the one shape that is used here. */
export type Resolve = (
  host: string,
  options: LookupOptions & { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Thrown into a connection that is being made. */
export class BlockedAddress extends Error {}

/** Names that mean something only inside a network. */
const insideNames = /^[^.]+$|\.(?:localhost|local|internal|intranet|lan|home\.arpa|localdomain)$/;

/** Ports of services that are not for the web, above the reserved ones. */
const servicePorts = new Set([
  1433, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5672, 5900, 5984, 6000, 6379, 6667, 9042, 9092, 9200, 9300, 10250, 11211,
  27017,
]);
const lastReservedPort = 1023;
const webPorts = new Set([80, 443]);

/** Reachable for everybody, as ranges go, and yet somebody's own: the address of Azure's host, documentation. */
const deniedBlocks = ["168.63.129.16/32", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].map((block) => ipaddr.parseCIDR(block));
const globalIpv6 = ipaddr.parseCIDR("2000::/3");

/** @param allowedHosts exact hosts, with or without a port, in lower case. */
export function readDestination(text: string, allowedHosts: readonly string[]): Result<Destination, StepError> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return err(unsupported("The address can't be read. It starts with https:// and names a host."));
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return err(unsupported(`Only http and https addresses can be called, not ${url.protocol}`));
  }
  if (url.username !== "" || url.password !== "") {
    return err(unsupported("The address holds a user name or password. Send them in an Authorization header."));
  }
  url.hash = "";
  const port = portOf(url);
  if (allowedHosts.includes(url.hostname) || allowedHosts.includes(`${url.hostname}:${port}`)) return ok({ url, isNamed: true });
  return mayCall(url.hostname, port) ? ok({ url, isNamed: false }) : err(blockedDestination(url));
}

/** Says the same whatever stands behind the address, so that it tells nobody what does. */
export function blockedDestination(url: URL): StepError {
  const message = `Workflows can't call ${url.host}: it belongs to a private network, or its port is not for the web. Whoever runs Windrose can allow it by adding ${url.hostname}:${portOf(url)} to WINDROSE_ALLOWED_HOSTS.`;
  return { code: "blocked_destination", class: "permanent", message };
}

/** False for everything that is not plainly public, this machine's own addresses included. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== "unicast" || ownAddresses().has(address.toString())) return false;
  if (address.kind() === "ipv6" && !address.match(globalIpv6)) return false;
  return !deniedBlocks.some((block) => block[0].kind() === address.kind() && address.match(block));
}

/** Resolves a name for a connection; what it is connected to is what was judged. */
export function guardedLookup(resolve: Resolve = lookup): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) return done(error ?? new Error(`${host} has no address`), []);
      if (!addresses.every(({ address }) => isPublicAddress(address))) return done(new BlockedAddress(), []);
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}

function mayCall(host: string, port: number): boolean {
  if (port <= lastReservedPort ? !webPorts.has(port) : servicePorts.has(port)) return false;
  const literal = host.replace(/^\[|\]$/g, "");
  // A resolver is never asked about an address, so it is judged here.
  if (ipaddr.isValid(literal)) return isPublicAddress(literal);
  return !insideNames.test(host.replace(/\.$/, ""));
}

function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

function ownAddresses(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return new Set(all.map(({ address }) => ipaddr.process(address).toString()));
}

function unsupported(message: string): StepError {
  return { code: "unsupported_url", class: "permanent", message };
}
