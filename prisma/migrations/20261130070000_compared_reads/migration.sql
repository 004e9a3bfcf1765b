-- AlterTable
ALTER TABLE "history_reads" ADD COLUMN "way" TEXT NOT NULL DEFAULT 'pages',
ADD COLUMN "verified" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sync_cursors" ADD COLUMN "compared_at" TIMESTAMPTZ(3),
ADD COLUMN "verified_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "read_lookups" (
    "id" BIGSERIAL NOT NULL,
    "read_id" UUID NOT NULL,
    "pass" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "media_type" TEXT,
    "trakt_id" BIGINT,
    "from" TIMESTAMPTZ(3),
    "to" TIMESTAMPTZ(3),
    "next_page" INTEGER NOT NULL DEFAULT 1,
    "item_count" INTEGER,
    "is_done" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "read_lookups_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "read_lookups_read_id_pass_id_idx" ON "read_lookups"("read_id", "pass", "id");
