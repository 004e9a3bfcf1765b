-- AlterTable
ALTER TABLE "notification_channels" ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "digest" TEXT NOT NULL DEFAULT 'immediate',
ADD COLUMN     "digest_minute" INTEGER,
ADD COLUMN     "digest_zone" TEXT,
ADD COLUMN     "refusals" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "notification_deliveries" ADD COLUMN     "batch_id" TEXT,
ADD COLUMN     "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "gathered" BOOLEAN NOT NULL DEFAULT false;

-- What waits already is tried for two days from when it was made.
UPDATE "notification_deliveries" SET "due_at" = "created_at" WHERE "status" = 'pending';

-- CreateTable
CREATE TABLE "notification_quiet_hours" (
    "user_id" TEXT NOT NULL,
    "from_minute" INTEGER NOT NULL,
    "to_minute" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,

    CONSTRAINT "notification_quiet_hours_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "notification_deliveries_batch_id_idx" ON "notification_deliveries"("batch_id");
