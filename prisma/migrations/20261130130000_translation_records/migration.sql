-- CreateTable
CREATE TABLE "translation_sessions" (
    "user_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT,
    "status" TEXT NOT NULL,
    "source_language" TEXT,
    "target_language" TEXT,
    "model" TEXT,
    "error" TEXT,
    "retry_count" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "version" BIGINT NOT NULL,
    "fingerprint" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "translation_sessions_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "translation_tasks" (
    "user_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "source_language" TEXT,
    "target_language" TEXT,
    "source_text" TEXT NOT NULL,
    "result_text" TEXT,
    "model" TEXT,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,
    "cost" DECIMAL(18,6),
    "error" TEXT,
    "retry_count" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "version" BIGINT NOT NULL,
    "fingerprint" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "translation_tasks_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateIndex
CREATE INDEX "translation_sessions_user_id_created_at_id_idx" ON "translation_sessions"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "translation_sessions_user_id_updated_at_id_idx" ON "translation_sessions"("user_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "translation_sessions_user_id_status_created_at_id_idx" ON "translation_sessions"("user_id", "status", "created_at", "id");

-- CreateIndex
CREATE INDEX "translation_sessions_status_updated_at_idx" ON "translation_sessions"("status", "updated_at");

-- CreateIndex
CREATE INDEX "translation_tasks_user_id_session_id_position_id_idx" ON "translation_tasks"("user_id", "session_id", "position", "id");

-- CreateIndex
CREATE INDEX "translation_tasks_user_id_status_created_at_id_idx" ON "translation_tasks"("user_id", "status", "created_at", "id");

-- CreateIndex
CREATE INDEX "translation_tasks_user_id_created_at_id_idx" ON "translation_tasks"("user_id", "created_at", "id");

-- AddForeignKey
ALTER TABLE "translation_tasks" ADD CONSTRAINT "translation_tasks_user_id_session_id_fkey" FOREIGN KEY ("user_id", "session_id") REFERENCES "translation_sessions"("user_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
