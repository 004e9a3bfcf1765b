-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'member',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connections" (
    "user_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "account_key" TEXT NOT NULL,
    "account_name" TEXT NOT NULL,
    "access_token" TEXT NOT NULL,
    "refresh_token" TEXT,
    "token_fingerprint" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'connected',
    "state_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("user_id","service")
);

-- CreateTable
CREATE TABLE "sync_settings" (
    "user_id" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "cron" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "episodes" BOOLEAN NOT NULL DEFAULT true,
    "movies" BOOLEAN NOT NULL DEFAULT true,
    "specials" BOOLEAN NOT NULL DEFAULT true,
    "private_collections" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sync_settings_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "sync_cursors" (
    "user_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "activities" JSONB NOT NULL,
    "promised" INTEGER NOT NULL,
    "completed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_cursors_pkey" PRIMARY KEY ("user_id","source")
);

-- CreateTable
CREATE TABLE "history_reads" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "extent" TEXT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "next_page" INTEGER NOT NULL DEFAULT 1,
    "page_size" INTEGER NOT NULL,
    "pass" INTEGER NOT NULL DEFAULT 1,
    "page_count" INTEGER,
    "item_count" INTEGER,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "covers_all" BOOLEAN NOT NULL DEFAULT false,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "history_reads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staged_plays" (
    "read_id" UUID NOT NULL,
    "source_ref" TEXT NOT NULL,
    "pass" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "trakt_item_id" BIGINT NOT NULL,
    "watched_at" TIMESTAMPTZ(3),
    "watched_at_given" TEXT NOT NULL,
    "action" TEXT NOT NULL,

    CONSTRAINT "staged_plays_pkey" PRIMARY KEY ("read_id","source_ref")
);

-- CreateTable
CREATE TABLE "trakt_items" (
    "media_type" TEXT NOT NULL,
    "trakt_item_id" BIGINT NOT NULL,
    "show_id" BIGINT,
    "season" INTEGER,
    "number" INTEGER,
    "facts" JSONB NOT NULL,

    CONSTRAINT "trakt_items_pkey" PRIMARY KEY ("media_type","trakt_item_id")
);

-- CreateTable
CREATE TABLE "plays" (
    "id" BIGSERIAL NOT NULL,
    "user_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_ref" TEXT NOT NULL,
    "viewing_id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "media_type" TEXT NOT NULL,
    "trakt_item_id" BIGINT NOT NULL,
    "watched_at" TIMESTAMPTZ(3),
    "watched_at_given" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'seen',
    "reason" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "subject_id" INTEGER,
    "episode_id" INTEGER,
    "run_id" UUID,
    "observed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3),

    CONSTRAINT "plays_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_runs" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "request_id" TEXT,
    "workflow_id" TEXT NOT NULL,
    "workflow_run_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "advice" TEXT,
    "retry_at" TIMESTAMPTZ(3),
    "read_id" UUID,
    "certificate" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_requests" (
    "run_id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "run_requests_pkey" PRIMARY KEY ("run_id","service","endpoint")
);

-- CreateTable
CREATE TABLE "collection_states" (
    "run_id" UUID NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "type" INTEGER NOT NULL,
    "private" BOOLEAN NOT NULL,

    CONSTRAINT "collection_states_pkey" PRIMARY KEY ("run_id","subject_id")
);

-- CreateTable
CREATE TABLE "schedule_ticks" (
    "schedule_id" TEXT NOT NULL,
    "scheduled_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "why" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_ticks_pkey" PRIMARY KEY ("schedule_id","scheduled_at")
);

-- CreateTable
CREATE TABLE "matches" (
    "media_type" TEXT NOT NULL,
    "trakt_item_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "subject_id" INTEGER,
    "episode_id" INTEGER,
    "evidence" JSONB NOT NULL,
    "id_map_version" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "matches_pkey" PRIMARY KEY ("media_type","trakt_item_id")
);

-- CreateTable
CREATE TABLE "episode_tables" (
    "subject_id" INTEGER NOT NULL,
    "rows" JSONB,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "episode_tables_pkey" PRIMARY KEY ("subject_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_name_key" ON "users"("name");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_user_id_idx" ON "api_keys"("user_id");

-- CreateIndex
CREATE INDEX "history_reads_user_id_source_status_idx" ON "history_reads"("user_id", "source", "status");

-- CreateIndex
CREATE INDEX "trakt_items_show_id_season_idx" ON "trakt_items"("show_id", "season");

-- CreateIndex
CREATE INDEX "plays_user_id_state_due_at_idx" ON "plays"("user_id", "state", "due_at");

-- CreateIndex
CREATE INDEX "plays_user_id_subject_id_state_idx" ON "plays"("user_id", "subject_id", "state");

-- CreateIndex
CREATE INDEX "plays_user_id_media_type_trakt_item_id_idx" ON "plays"("user_id", "media_type", "trakt_item_id");

-- CreateIndex
CREATE UNIQUE INDEX "plays_user_id_source_source_ref_key" ON "plays"("user_id", "source", "source_ref");

-- CreateIndex
CREATE INDEX "sync_runs_user_id_started_at_id_idx" ON "sync_runs"("user_id", "started_at" DESC, "id");

-- CreateIndex
CREATE INDEX "sync_runs_user_id_status_started_at_idx" ON "sync_runs"("user_id", "status", "started_at" DESC);
