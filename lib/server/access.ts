import "server-only";

/**
 * Who acts, and where. Until accounts arrive one local person owns the one local workspace; every
 * service already takes an Actor, so nothing below changes when more people come.
 */
import { pool } from "./db";

export type Role = "owner" | "editor" | "runner" | "viewer";

export type Actor = { readonly personId: string; readonly workspaceId: string; readonly role: Role };

/** What a boundary may ask for. `public` asks for nobody. */
export type Policy = "public" | "view" | "run" | "edit" | "own";

const rolesAllowed: { readonly [P in Exclude<Policy, "public">]: readonly Role[] } = {
  view: ["owner", "editor", "runner", "viewer"],
  run: ["owner", "editor", "runner"],
  edit: ["owner", "editor"],
  own: ["owner"],
};

export function isAllowed(actor: Actor, policy: Exclude<Policy, "public">): boolean {
  return rolesAllowed[policy].includes(actor.role);
}

const owner: Actor = { personId: "local", workspaceId: "local", role: "owner" };

let ensured: Promise<void> | null = null;

/** The local owner. Migrations put the rows there; a database without them gets them on the first call. */
export async function localActor(): Promise<Actor> {
  // A failure is not remembered: the database may be back for the next call.
  ensured ??= ensureLocalOwner().catch((error: unknown) => {
    ensured = null;
    throw error;
  });
  await ensured;
  return owner;
}

/** One statement: under load a transaction of several would run into its time limit on the very first request. */
async function ensureLocalOwner(): Promise<void> {
  const { personId, workspaceId, role } = owner;
  await pool().query(
    `WITH w AS (INSERT INTO workspace (id, name) VALUES ($1, 'Local') ON CONFLICT DO NOTHING),
          p AS (INSERT INTO person (id, name) VALUES ($2, 'You') ON CONFLICT DO NOTHING)
     INSERT INTO membership (workspace_id, person_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [workspaceId, personId, role],
  );
}
