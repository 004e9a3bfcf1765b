-- CreateTable
CREATE TABLE "collection_reads" (
    "user_id" TEXT NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "position" INTEGER NOT NULL DEFAULT 0,
    "pass" INTEGER NOT NULL DEFAULT 1,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "item_count" INTEGER,

    CONSTRAINT "collection_reads_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "staged_collected_subjects" (
    "user_id" TEXT NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "pass" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "rate" INTEGER,
    "updated_at" TIMESTAMPTZ(3),
    "facts" JSONB NOT NULL,

    CONSTRAINT "staged_collected_subjects_pkey" PRIMARY KEY ("user_id","subject_id")
);

-- CreateTable
CREATE TABLE "collected_subjects" (
    "user_id" TEXT NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "rate" INTEGER,
    "updated_at" TIMESTAMPTZ(3),
    "added_at" TIMESTAMPTZ(3),
    "facts" JSONB NOT NULL,

    CONSTRAINT "collected_subjects_pkey" PRIMARY KEY ("user_id","subject_id")
);

-- CreateTable
CREATE TABLE "subject_places" (
    "subject_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "trakt_id" BIGINT,
    "season" INTEGER,
    "episode_id" BIGINT,
    "title" JSONB,
    "origin" TEXT NOT NULL,
    "reason" TEXT,
    "evidence" JSONB NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "subject_places_pkey" PRIMARY KEY ("subject_id")
);

-- CreateTable
CREATE TABLE "show_seasons" (
    "show_id" BIGINT NOT NULL,
    "seasons" JSONB NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "show_seasons_pkey" PRIMARY KEY ("show_id")
);

-- CreateIndex
CREATE INDEX "matches_subject_id_idx" ON "matches"("subject_id");
