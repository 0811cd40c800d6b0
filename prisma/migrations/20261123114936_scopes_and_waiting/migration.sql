-- AlterTable
ALTER TABLE "run" ADD COLUMN     "parent_path" TEXT,
ADD COLUMN     "parent_run_id" TEXT;

-- AlterTable
ALTER TABLE "step_attempt" DROP CONSTRAINT "step_attempt_pkey",
ADD COLUMN     "turn" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "step_attempt_pkey" PRIMARY KEY ("run_id", "path", "attempt", "turn", "epoch");

-- CreateIndex
CREATE INDEX "run_parent_run_id_idx" ON "run"("parent_run_id");

ALTER TABLE "run_inbox" DROP CONSTRAINT "run_inbox_kind_is_known",
    ADD CONSTRAINT "run_inbox_kind_is_known" CHECK ("kind" IN ('cancel', 'resume', 'event'));

ALTER TABLE "run" DROP CONSTRAINT "run_trigger_is_known",
    ADD CONSTRAINT "run_trigger_is_known" CHECK ("trigger" IN ('manual', 'cli', 'api', 'workflow', 'resume'));
