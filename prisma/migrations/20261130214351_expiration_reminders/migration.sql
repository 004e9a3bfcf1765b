-- CreateTable
CREATE TABLE "expiration_reminders" (
    "user_id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "step" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "expiration_reminders_pkey" PRIMARY KEY ("user_id","subject_kind","subject_id","expires_at","step")
);

-- CreateIndex
CREATE INDEX "expiration_reminders_subject_id_idx" ON "expiration_reminders"("subject_id");

-- CreateIndex
CREATE INDEX "expiration_reminders_sent_at_idx" ON "expiration_reminders"("sent_at");

-- CreateIndex
CREATE INDEX "cron_job_logs_status_start_at_idx" ON "cron_job_logs"("status", "start_at");
