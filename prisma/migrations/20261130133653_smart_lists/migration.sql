-- CreateTable
CREATE TABLE "lists" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "name_template" TEXT NOT NULL,
    "description_template" TEXT NOT NULL DEFAULT '',
    "rule" JSONB NOT NULL,
    "privacy" TEXT NOT NULL DEFAULT 'private',
    "display_numbers" BOOLEAN NOT NULL DEFAULT true,
    "allow_comments" BOOLEAN NOT NULL DEFAULT false,
    "overflow" TEXT NOT NULL DEFAULT 'refuse',
    "strangers" TEXT NOT NULL DEFAULT 'remove',
    "when_gone" TEXT NOT NULL DEFAULT 'unlink',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "imports_from" BIGINT,
    "import_adopts" BOOLEAN NOT NULL DEFAULT false,
    "title" TEXT,
    "own_text" TEXT,
    "evaluated_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3),
    "standing" TEXT NOT NULL DEFAULT 'new',
    "advice" TEXT,
    "standing_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "list_parts" (
    "list_id" UUID NOT NULL,
    "part" INTEGER NOT NULL,
    "trakt_list_id" BIGINT,
    "slug" TEXT,
    "intended_at" TIMESTAMPTZ(3),
    "linked_at" TIMESTAMPTZ(3),
    "written_at" TIMESTAMPTZ(3),
    "sent_texts" JSONB,

    CONSTRAINT "list_parts_pkey" PRIMARY KEY ("list_id","part")
);

-- CreateTable
CREATE TABLE "list_items" (
    "list_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "names" JSONB NOT NULL,
    "year" INTEGER,
    "reasons" JSONB NOT NULL,
    "score" DOUBLE PRECISION,
    "terms" JSONB NOT NULL,

    CONSTRAINT "list_items_pkey" PRIMARY KEY ("list_id","position")
);

-- CreateTable
CREATE TABLE "list_learnt" (
    "list_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "list_learnt_pkey" PRIMARY KEY ("list_id","kind","key")
);

-- CreateTable
CREATE TABLE "list_runs" (
    "id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'reconcile',
    "trigger" TEXT NOT NULL,
    "request_id" TEXT,
    "allows_removals" BOOLEAN NOT NULL DEFAULT false,
    "workflow_id" TEXT NOT NULL,
    "workflow_run_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "advice" TEXT,
    "retry_at" TIMESTAMPTZ(3),
    "before" JSONB NOT NULL DEFAULT '{}',
    "counts" JSONB,
    "missing" JSONB NOT NULL DEFAULT '[]',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "list_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listed_titles" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "year" INTEGER,
    "show_key" TEXT,
    "season_number" INTEGER,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "listed_titles_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "lists_user_id_created_at_id_idx" ON "lists"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "list_items_list_id_key_idx" ON "list_items"("list_id", "key");

-- CreateIndex
CREATE INDEX "list_runs_list_id_started_at_id_idx" ON "list_runs"("list_id", "started_at" DESC, "id");

-- CreateIndex
CREATE INDEX "list_runs_user_id_started_at_id_idx" ON "list_runs"("user_id", "started_at" DESC, "id");

-- AddForeignKey
ALTER TABLE "list_parts" ADD CONSTRAINT "list_parts_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lists"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "list_items" ADD CONSTRAINT "list_items_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lists"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "list_learnt" ADD CONSTRAINT "list_learnt_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lists"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "list_runs" ADD CONSTRAINT "list_runs_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "lists"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
