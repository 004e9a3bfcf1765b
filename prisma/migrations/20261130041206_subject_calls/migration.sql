-- CreateTable
CREATE TABLE "subject_calls" (
    "id" BIGSERIAL NOT NULL,
    "user_id" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "call" TEXT NOT NULL,
    "episode_ids" INTEGER[],
    "collection" INTEGER,
    "outcome" TEXT NOT NULL,
    "error_kind" TEXT,
    "status" INTEGER,

    CONSTRAINT "subject_calls_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "subject_calls_user_id_subject_id_at_idx" ON "subject_calls"("user_id", "subject_id", "at");
