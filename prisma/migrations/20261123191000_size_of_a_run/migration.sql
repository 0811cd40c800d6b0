-- What the record of a run holds, so that it can be refused to grow for ever.
ALTER TABLE "run" ADD COLUMN "record_bytes" BIGINT NOT NULL DEFAULT 0;
