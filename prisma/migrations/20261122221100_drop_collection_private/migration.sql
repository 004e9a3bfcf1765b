-- AlterTable
ALTER TABLE "collection_states" DROP COLUMN "private";
