-- CreateTable
CREATE TABLE "agent" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "updated_by_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "current_version" INTEGER NOT NULL DEFAULT 1,
    "remote_id" TEXT,
    "remote_version" INTEGER,
    "remote_number" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_version" (
    "agent_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "config" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_version_pkey" PRIMARY KEY ("agent_id","number")
);

-- CreateIndex
CREATE INDEX "agent_workspace_id_name_idx" ON "agent"("workspace_id", "name");

-- AddForeignKey
ALTER TABLE "agent" ADD CONSTRAINT "agent_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_version" ADD CONSTRAINT "agent_version_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "agent"
    ADD CONSTRAINT "agent_version_is_positive" CHECK ("current_version" >= 1),
    ADD CONSTRAINT "agent_copy_is_whole" CHECK (("remote_id" IS NULL) = ("remote_version" IS NULL) AND ("remote_id" IS NULL) = ("remote_number" IS NULL));

ALTER TABLE "agent_version" ADD CONSTRAINT "agent_version_number_is_positive" CHECK ("number" >= 1);

CREATE TRIGGER "agent_version_is_not_rewritten" BEFORE UPDATE ON "agent_version" FOR EACH ROW
    EXECUTE FUNCTION "refuse_change"('A version of an agent does not change.');
