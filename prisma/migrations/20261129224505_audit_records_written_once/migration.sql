-- AlterTable
ALTER TABLE "audit_logs" ADD COLUMN     "once_key" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "audit_logs_once_key_key" ON "audit_logs"("once_key");
