-- AlterTable
ALTER TABLE "sync_plans" ADD COLUMN     "asks" TEXT,
ADD COLUMN     "proven_plays" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "plan_removals" (
    "plan_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "play_id" BIGINT NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "episode_id" INTEGER NOT NULL,
    "is_due" BOOLEAN NOT NULL,
    "outcome" TEXT,
    "before" INTEGER,

    CONSTRAINT "plan_removals_pkey" PRIMARY KEY ("plan_id","position")
);
