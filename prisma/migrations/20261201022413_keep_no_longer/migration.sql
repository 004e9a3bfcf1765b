-- CreateIndex
CREATE INDEX "sync_plans_ended_at_idx" ON "sync_plans"("ended_at");

-- CreateIndex
CREATE INDEX "lists_deleted_at_idx" ON "lists"("deleted_at");

-- CreateIndex
CREATE INDEX "list_runs_ended_at_idx" ON "list_runs"("ended_at");

-- CreateIndex
CREATE INDEX "schedule_events_at_idx" ON "schedule_events"("at");

-- CreateIndex
CREATE INDEX "schedule_ticks_scheduled_at_idx" ON "schedule_ticks"("scheduled_at");
