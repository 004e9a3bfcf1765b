-- AlterTable
ALTER TABLE "sync_settings" ADD COLUMN     "missed" TEXT NOT NULL DEFAULT 'run-once';

-- CreateTable
CREATE TABLE "sync_settings_versions" (
    "user_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT,
    "revert_of" INTEGER,

    CONSTRAINT "sync_settings_versions_pkey" PRIMARY KEY ("user_id","version")
);

-- CreateTable
CREATE TABLE "schedule_states" (
    "schedule_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "paused_by" TEXT,
    "pause_reason" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "pending" BOOLEAN NOT NULL DEFAULT false,
    "timing" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "spread_seconds" INTEGER NOT NULL,
    "applied_version" INTEGER,
    "accounted_until" TIMESTAMPTZ(3) NOT NULL,
    "overlap_seen" INTEGER NOT NULL DEFAULT 0,
    "missed_seen" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_states_pkey" PRIMARY KEY ("schedule_id")
);

-- CreateTable
CREATE TABLE "schedule_events" (
    "id" BIGSERIAL NOT NULL,
    "schedule_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "what" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "actor_id" TEXT,
    "reason" TEXT,
    "timing" TEXT,
    "time_zone" TEXT,
    "spread_seconds" INTEGER,

    CONSTRAINT "schedule_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "schedule_states_user_id_idx" ON "schedule_states"("user_id");

-- CreateIndex
CREATE INDEX "schedule_events_schedule_id_at_idx" ON "schedule_events"("schedule_id", "at");
