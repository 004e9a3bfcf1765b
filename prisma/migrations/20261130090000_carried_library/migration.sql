-- AlterTable
ALTER TABLE "sync_settings" ADD COLUMN     "collection_state" TEXT NOT NULL DEFAULT 'none',
ADD COLUMN     "rating_policy" TEXT NOT NULL DEFAULT 'fill',
ADD COLUMN     "ratings" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "show_ratings" TEXT NOT NULL DEFAULT 'one-subject',
ADD COLUMN     "states_over_own" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "watched_state" TEXT NOT NULL DEFAULT 'none',
ADD COLUMN     "watchlist_state" TEXT NOT NULL DEFAULT 'none';

-- CreateTable
CREATE TABLE "library_parts" (
    "user_id" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "activities" JSONB,
    "completed_at" TIMESTAMPTZ(3),
    "asked" JSONB,
    "next_page" INTEGER NOT NULL DEFAULT 1,
    "page_size" INTEGER NOT NULL DEFAULT 250,
    "pass" INTEGER NOT NULL DEFAULT 1,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "item_count" INTEGER,
    "skipped" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "library_parts_pkey" PRIMARY KEY ("user_id","part")
);

-- CreateTable
CREATE TABLE "staged_library_items" (
    "user_id" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "trakt_id" BIGINT NOT NULL,
    "pass" INTEGER NOT NULL,
    "title_id" BIGINT NOT NULL,
    "season" INTEGER,
    "rating" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "staged_library_items_pkey" PRIMARY KEY ("user_id","part","media_type","trakt_id")
);

-- CreateTable
CREATE TABLE "library_items" (
    "user_id" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "trakt_id" BIGINT NOT NULL,
    "title_id" BIGINT NOT NULL,
    "season" INTEGER,
    "rating" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "library_items_pkey" PRIMARY KEY ("user_id","part","media_type","trakt_id")
);

-- CreateTable
CREATE TABLE "wish_gatherings" (
    "user_id" TEXT NOT NULL,
    "settings_version" INTEGER NOT NULL,
    "gathered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wish_gatherings_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "subject_wishes" (
    "user_id" TEXT NOT NULL,
    "plan_id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "trakt_id" BIGINT NOT NULL,
    "season" INTEGER NOT NULL DEFAULT -1,
    "subject_id" INTEGER NOT NULL DEFAULT 0,
    "title" TEXT,
    "value" INTEGER NOT NULL,
    "given_at" TIMESTAMPTZ(3),
    "item" JSONB,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "policy" TEXT NOT NULL DEFAULT '',
    "found_rate" INTEGER,
    "found_by" TIMESTAMPTZ(3),
    "written" INTEGER,
    "refusals" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "run_id" UUID,
    "synced_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "writes" BOOLEAN NOT NULL DEFAULT false,
    "tells" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "subject_wishes_pkey" PRIMARY KEY ("user_id","plan_id","origin","media_type","trakt_id","season","subject_id")
);

-- CreateIndex
CREATE INDEX "library_items_user_id_title_id_idx" ON "library_items"("user_id", "title_id");

-- CreateIndex
CREATE INDEX "subject_wishes_user_id_plan_id_state_subject_id_idx" ON "subject_wishes"("user_id", "plan_id", "state", "subject_id");
