import { defineConfig } from "prisma/config";

/** Where Prisma's CLI finds schema, migrations and database. The running product does not read this. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: {
    url: process.env.DATABASE_URL ?? "postgresql://localhost:5432/windrose",
    shadowDatabaseUrl: process.env.SHADOW_DATABASE_URL,
  },
});
