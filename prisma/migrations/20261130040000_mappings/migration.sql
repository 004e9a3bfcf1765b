-- AlterTable
ALTER TABLE "matches" ADD COLUMN     "candidates" JSONB;

-- CreateTable
CREATE TABLE "mappings" (
    "id" UUID NOT NULL,
    "user_id" TEXT,
    "media_type" TEXT NOT NULL,
    "trakt_id" BIGINT NOT NULL,
    "season" INTEGER,
    "first_number" INTEGER,
    "last_number" INTEGER,
    "action" TEXT NOT NULL,
    "subject_id" INTEGER,
    "offset" INTEGER NOT NULL DEFAULT 0,
    "by" TEXT NOT NULL DEFAULT 'ep',
    "episode_id" INTEGER,
    "note" TEXT,
    "origin" TEXT NOT NULL,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mappings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mappings_media_type_trakt_id_idx" ON "mappings"("media_type", "trakt_id");

-- CreateIndex
CREATE INDEX "mappings_user_id_created_at_id_idx" ON "mappings"("user_id", "created_at", "id");
