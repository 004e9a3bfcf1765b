-- CreateTable
CREATE TABLE "marks" (
    "id" BIGSERIAL NOT NULL,
    "user_id" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "episode_id" INTEGER NOT NULL,
    "before" INTEGER,
    "after" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT,
    "outcome_run_id" UUID,

    CONSTRAINT "marks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "marks_run_id_subject_id_episode_id_key" ON "marks"("run_id", "subject_id", "episode_id");

-- CreateIndex
CREATE INDEX "marks_user_id_subject_id_episode_id_id_idx" ON "marks"("user_id", "subject_id", "episode_id", "id");

-- AlterTable
ALTER TABLE "sync_runs" ADD COLUMN "undoes" UUID;

-- CreateTable
CREATE TABLE "removals" (
    "play_id" BIGINT NOT NULL,
    "user_id" TEXT NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "episode_id" INTEGER NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decision" TEXT,
    "question_id" UUID,
    "run_id" UUID,

    CONSTRAINT "removals_pkey" PRIMARY KEY ("play_id")
);

-- CreateIndex
CREATE INDEX "removals_user_id_decision_subject_id_idx" ON "removals"("user_id", "decision", "subject_id");

-- CreateIndex
CREATE INDEX "removals_question_id_play_id_idx" ON "removals"("question_id", "play_id");

-- AddForeignKey
ALTER TABLE "removals" ADD CONSTRAINT "removals_play_id_fkey" FOREIGN KEY ("play_id") REFERENCES "plays"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- CreateTable
CREATE TABLE "removal_questions" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "plays" INTEGER NOT NULL,
    "proven" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,

    CONSTRAINT "removal_questions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "removal_questions_user_id_asked_at_id_idx" ON "removal_questions"("user_id", "asked_at" DESC, "id");

-- AlterTable
ALTER TABLE "sync_settings" ADD COLUMN "removals" TEXT NOT NULL DEFAULT 'keep',
ADD COLUMN "removal_guard_plays" INTEGER NOT NULL DEFAULT 20,
ADD COLUMN "removal_guard_percent" INTEGER NOT NULL DEFAULT 5;
