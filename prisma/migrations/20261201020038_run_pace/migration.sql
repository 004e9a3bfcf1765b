-- AlterTable
ALTER TABLE "sync_runs" ADD COLUMN     "plays_moved" INTEGER;

-- CreateIndex
CREATE INDEX "sync_runs_ended_at_idx" ON "sync_runs"("ended_at" DESC);
