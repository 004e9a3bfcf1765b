-- CreateTable
CREATE TABLE "cron_job_logs" (
    "id" UUID NOT NULL,
    "job_name" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "end_at" TIMESTAMPTZ(3),
    "duration_ms" INTEGER,
    "result" JSONB,
    "error" TEXT,

    CONSTRAINT "cron_job_logs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "cron_job_logs_job_name_start_at_id_idx" ON "cron_job_logs"("job_name", "start_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "cron_job_logs_start_at_idx" ON "cron_job_logs"("start_at");
