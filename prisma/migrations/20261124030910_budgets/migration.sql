-- AlterTable
ALTER TABLE "run" ADD COLUMN     "root_run_id" TEXT;

-- AlterTable
ALTER TABLE "workflow_version" ADD COLUMN     "budget" JSON;

-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "budget" JSON;

-- CreateTable
CREATE TABLE "run_budget" (
    "root_run_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "calls_cap" INTEGER,
    "tokens_cap" BIGINT,
    "micros_cap" BIGINT,
    "active_ms_cap" BIGINT,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "tokens" BIGINT NOT NULL DEFAULT 0,
    "micros" BIGINT NOT NULL DEFAULT 0,
    "active_ms" BIGINT NOT NULL DEFAULT 0,
    "held_calls" INTEGER NOT NULL DEFAULT 0,
    "held_tokens" BIGINT NOT NULL DEFAULT 0,
    "held_micros" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "run_budget_pkey" PRIMARY KEY ("root_run_id")
);

-- CreateTable
CREATE TABLE "budget_hold" (
    "run_id" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "root_run_id" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "tokens" BIGINT NOT NULL,
    "micros" BIGINT NOT NULL,

    CONSTRAINT "budget_hold_pkey" PRIMARY KEY ("run_id","epoch")
);

-- AddForeignKey
ALTER TABLE "run_budget" ADD CONSTRAINT "run_budget_root_run_id_fkey" FOREIGN KEY ("root_run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_hold" ADD CONSTRAINT "budget_hold_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whose budget an open run shares, for those that steps started before this.
CREATE INDEX "run_root_is_open_idx" ON "run" ("root_run_id") WHERE "finished_at" IS NULL;
WITH RECURSIVE family AS (
  SELECT id, id AS root FROM "run" WHERE "parent_path" IS NULL
  UNION ALL
  SELECT c."id", f.root FROM "run" c JOIN family f ON c."parent_run_id" = f.id AND c."parent_path" IS NOT NULL
)
UPDATE "run" SET "root_run_id" = family.root FROM family
 WHERE "run"."id" = family.id AND family.root <> "run"."id" AND "run"."finished_at" IS NULL;

ALTER TABLE "run_inbox" DROP CONSTRAINT "run_inbox_kind_is_known";
ALTER TABLE "run_inbox" ADD CONSTRAINT "run_inbox_kind_is_known" CHECK ("kind" IN ('cancel', 'resume', 'event', 'budget'));
