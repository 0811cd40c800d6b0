/**
 * The simulator's controls, as far as measuring needs them.
 */

export type SimulatorControl = {
  /** Every answer comes whole after this long. */
  readonly answerAfter: (latencyMs: number) => Promise<void>;
  /** The bodies of the calls since the last `forget`, sorted. */
  readonly bodies: () => Promise<readonly string[]>;
  readonly forget: () => Promise<void>;
};

export function simulatorControl(url: string): SimulatorControl {
  const post = async (what: string, body: object): Promise<void> => {
    const response = await fetch(`${url}/__control/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The simulator refused ${what}: ${await response.text()}`);
  };
  return {
    answerAfter: (latencyMs) => post("settings", { pace: 0, latencyMs }),
    bodies: async () => {
      const response = await fetch(`${url}/__control/requests`);
      const requests: unknown = await response.json();
      if (!Array.isArray(requests)) throw new Error("The simulator's list of requests can't be read.");
      return requests.map((request: { readonly body: unknown }) => JSON.stringify(request.body)).sort();
    },
    forget: () => post("reset", {}),
  };
}
