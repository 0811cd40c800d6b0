"use client";

/** The frame itself failed, so nothing of it is used here. Plain words, and a way to try again. */
export default function GlobalError({ reset }: { readonly reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", padding: "3rem", colorScheme: "light dark" }}>
        <main>
          <h1 style={{ fontSize: "1.25rem" }}>Windrose could not be shown</h1>
          <p>Nothing you saved is lost. The terminal it was started in says more.</p>
          <button onClick={reset} type="button">
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
