-- AlterTable
ALTER TABLE "connections" ADD COLUMN     "refresh_fingerprint" TEXT;

-- AlterTable
ALTER TABLE "plays" ADD COLUMN     "refusals" INTEGER NOT NULL DEFAULT 0;
