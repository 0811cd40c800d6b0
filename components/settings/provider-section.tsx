/** What answers the agents, how to change that, and whether it is there. Never shows a key. */
import type { ReactNode } from "react";
import { SimulatedTag } from "@/components/settings/simulated-tag";
import { CodeBlock } from "@/components/ui/code-block";
import type { ProviderStatus } from "@/lib/projection/summaries";
import { ConnectionTest } from "./connection-test";
import { SettingsSection } from "./settings-section";

export function ProviderSection({ provider }: { readonly provider: ProviderStatus }) {
  return (
    <SettingsSection
      id="provider"
      intro="Where an agent's turn happens. Chosen by the environment Windrose is started in."
      title="Provider"
    >
      <div className="rounded-card border bg-surface">
        <dl className="divide-y *:flex *:flex-wrap *:items-center *:gap-x-4 *:gap-y-1 *:px-4 *:py-2.5">
          <Row label="In use">
            {provider.isSimulated ? <SimulatedTag /> : <span className="font-medium">{provider.label}</span>}
            {provider.isSimulated && <span className="text-ink-soft">answers in place of Mistral, because no key is set</span>}
          </Row>
          <Row label="Address">
            <code className="font-mono [overflow-wrap:anywhere]">{provider.serverUrl === "" ? "not set" : provider.serverUrl}</code>
          </Row>
          <Row label="Mistral key">{provider.hasKey ? "set, and never shown" : <span className="text-ink-soft">not set</span>}</Row>
          <Row label="Own endpoint">
            {provider.openAiCompatibleUrl === null ? (
              <span className="text-ink-soft">not set</span>
            ) : (
              <code className="font-mono [overflow-wrap:anywhere]">{provider.openAiCompatibleUrl}</code>
            )}
          </Row>
        </dl>
        <div className="border-t px-4 py-3">
          <ConnectionTest />
        </div>
      </div>
      <h3 className="mt-5 font-medium">{provider.hasKey ? "Change the key" : "Use Mistral"}</h3>
      <p className="mt-1 mb-2 max-w-[72ch] text-ink-soft">
        Put these lines into a file named <code className="font-mono text-ink">.env</code> beside{" "}
        <code className="font-mono text-ink">package.json</code>, or set them where you start Windrose, and start it again. Without a key,
        and without an endpoint of your own, a built-in simulator answers, and every screen with results says so.
      </p>
      <CodeBlock className="max-w-[72ch]" isWrapped text={environmentLines} title=".env" />
    </SettingsSection>
  );
}

const environmentLines = `MISTRAL_API_KEY=your-key
# Only for another region or a gateway:
# MISTRAL_SERVER_URL=https://api.mistral.ai
# Only for an endpoint of your own (vLLM, Ollama, llama.cpp, LM Studio):
# OPENAI_COMPATIBLE_URL=http://127.0.0.1:11434/v1`;

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="w-28 flex-none text-ink-soft">{label}</dt>
      <dd className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{children}</dd>
    </div>
  );
}
