-- AlterTable
ALTER TABLE "matches" ADD COLUMN     "instead" JSONB;
