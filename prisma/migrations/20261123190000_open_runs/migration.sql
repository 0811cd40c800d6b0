-- Every claim counts the open runs of a workspace, and every sweep looks at them: few among all that ever ran.
-- The lease stands in no index, so that renewing it rewrites none.
CREATE INDEX "run_is_open_idx" ON "run" ("workspace_id") WHERE "finished_at" IS NULL;

DROP INDEX "run_status_lease_until_idx";
