-- What Prisma's schema can't say: the words a status may be, and what may never change again.

ALTER TABLE "membership" ADD CONSTRAINT "membership_role_is_known" CHECK ("role" IN ('owner', 'editor', 'runner', 'viewer'));

ALTER TABLE "workflow" ADD CONSTRAINT "workflow_numbers_are_positive" CHECK ("draft_revision" >= 1 AND "next_run_number" >= 1);

ALTER TABLE "run"
    ADD CONSTRAINT "run_status_is_known" CHECK ("status" IN ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
    ADD CONSTRAINT "run_trigger_is_known" CHECK ("trigger" IN ('manual', 'cli', 'api')),
    ADD CONSTRAINT "run_is_finished_or_open" CHECK (("status" IN ('succeeded', 'failed', 'cancelled')) = ("finished_at" IS NOT NULL));

ALTER TABLE "run_event" ADD CONSTRAINT "run_event_seq_is_positive" CHECK ("seq" >= 1);

ALTER TABLE "step_attempt" ADD CONSTRAINT "step_attempt_status_is_known" CHECK ("status" IN ('succeeded', 'failed', 'cancelled'));

ALTER TABLE "run_blob" ADD CONSTRAINT "run_blob_kind_is_known" CHECK ("kind" IN ('value', 'file'));

ALTER TABLE "run_inbox" ADD CONSTRAINT "run_inbox_kind_is_known" CHECK ("kind" IN ('cancel'));

CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END;
$$;

CREATE TRIGGER "run_end_is_final" BEFORE UPDATE ON "run" FOR EACH ROW
    WHEN (OLD."finished_at" IS NOT NULL AND (
        NEW."status" IS DISTINCT FROM OLD."status"
        OR NEW."finished_at" IS DISTINCT FROM OLD."finished_at"
        OR NEW."next_seq" IS DISTINCT FROM OLD."next_seq"))
    EXECUTE FUNCTION "refuse_change"('A finished run does not change.');

CREATE TRIGGER "run_event_is_not_rewritten" BEFORE UPDATE ON "run_event" FOR EACH ROW
    EXECUTE FUNCTION "refuse_change"('The journal is append-only.');

-- Deleting a run deletes its journal with it (from inside the foreign key's own trigger); nothing else may.
CREATE TRIGGER "run_event_is_not_removed" BEFORE DELETE ON "run_event" FOR EACH ROW
    WHEN (pg_trigger_depth() = 0)
    EXECUTE FUNCTION "refuse_change"('The journal is append-only.');

CREATE TRIGGER "workflow_version_is_not_rewritten" BEFORE UPDATE ON "workflow_version" FOR EACH ROW
    EXECUTE FUNCTION "refuse_change"('A version of a workflow does not change.');
