-- CreateTable
CREATE TABLE "play_imports" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "keep_good" BOOLEAN NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'uploading',
    "advice" TEXT,
    "retry_at" TIMESTAMPTZ(3),
    "size" BIGINT NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "read" INTEGER NOT NULL DEFAULT 0,
    "is_read" BOOLEAN NOT NULL DEFAULT false,
    "bad_rows" INTEGER NOT NULL DEFAULT 0,
    "faults" INTEGER NOT NULL DEFAULT 0,
    "ignored" JSONB NOT NULL DEFAULT '[]',
    "good" INTEGER,
    "added" INTEGER,
    "joined" INTEGER,
    "known" INTEGER,
    "run_id" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "play_imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_pieces" (
    "import_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "import_pieces_pkey" PRIMARY KEY ("import_id","number")
);

-- CreateTable
CREATE TABLE "import_rows" (
    "import_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "file" TEXT,
    "row" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "title_key" TEXT NOT NULL,
    "season" INTEGER,
    "number" INTEGER,
    "given_item_id" BIGINT,
    "trakt_item_id" BIGINT,
    "watched_at" TIMESTAMPTZ(3),
    "watched_at_given" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "history_id" TEXT,
    "source_ref" TEXT,
    "viewing" TEXT,

    CONSTRAINT "import_rows_pkey" PRIMARY KEY ("import_id","position")
);

-- CreateTable
CREATE TABLE "import_titles" (
    "import_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "id_type" TEXT NOT NULL,
    "id_value" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "trakt_id" BIGINT,
    "season" INTEGER,
    "number" INTEGER,

    CONSTRAINT "import_titles_pkey" PRIMARY KEY ("import_id","key")
);

-- CreateTable
CREATE TABLE "import_faults" (
    "import_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "file" TEXT,
    "row" INTEGER NOT NULL,
    "column" TEXT,
    "reason" TEXT NOT NULL,

    CONSTRAINT "import_faults_pkey" PRIMARY KEY ("import_id","number")
);

-- CreateIndex
CREATE INDEX "play_imports_user_id_started_at_id_idx" ON "play_imports"("user_id", "started_at" DESC, "id");

-- CreateIndex
CREATE INDEX "import_rows_import_id_title_key_idx" ON "import_rows"("import_id", "title_key");

-- CreateIndex
CREATE INDEX "import_titles_import_id_status_idx" ON "import_titles"("import_id", "status");

-- AddForeignKey
ALTER TABLE "import_pieces" ADD CONSTRAINT "import_pieces_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "play_imports"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "play_imports"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "import_titles" ADD CONSTRAINT "import_titles_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "play_imports"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "import_faults" ADD CONSTRAINT "import_faults_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "play_imports"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
