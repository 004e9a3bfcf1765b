-- AlterTable
ALTER TABLE "sync_settings" ADD COLUMN     "dry_run" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "history_reads" ADD COLUMN     "purpose" TEXT NOT NULL DEFAULT 'sync';

-- CreateTable
CREATE TABLE "sync_plans" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "workflow_run_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "advice" TEXT,
    "retry_at" TIMESTAMPTZ(3),
    "read_id" UUID,
    "activities" JSONB,
    "gathered_at" TIMESTAMPTZ(3),
    "removed_plays" INTEGER NOT NULL DEFAULT 0,
    "report" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_items" (
    "plan_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "trakt_item_id" BIGINT NOT NULL,
    "plays" INTEGER NOT NULL,
    "state" TEXT,
    "reason" TEXT,
    "subject_id" INTEGER,
    "episode_id" INTEGER,
    "outcome" TEXT,

    CONSTRAINT "plan_items_pkey" PRIMARY KEY ("plan_id","position")
);

-- CreateTable
CREATE TABLE "plan_subjects" (
    "plan_id" UUID NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "collection" TEXT NOT NULL,
    "episodes" INTEGER NOT NULL,
    "timeline_entries" INTEGER NOT NULL,

    CONSTRAINT "plan_subjects_pkey" PRIMARY KEY ("plan_id","subject_id")
);

-- CreateIndex
CREATE INDEX "sync_plans_user_id_started_at_id_idx" ON "sync_plans"("user_id", "started_at" DESC, "id");

-- CreateIndex
CREATE INDEX "plan_items_plan_id_state_subject_id_idx" ON "plan_items"("plan_id", "state", "subject_id");
