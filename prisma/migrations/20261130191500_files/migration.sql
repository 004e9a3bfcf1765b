-- CreateTable
CREATE TABLE "files" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "size" BIGINT,
    "sha256" TEXT,
    "object_key" TEXT COLLATE "C" NOT NULL,
    "incoming_key" TEXT COLLATE "C",
    "upload_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3),
    "missing_since" TIMESTAMPTZ(3),

    CONSTRAINT "files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_orphans" (
    "object_key" TEXT COLLATE "C" NOT NULL,
    "size" BIGINT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_orphans_pkey" PRIMARY KEY ("object_key")
);

-- CreateIndex
CREATE UNIQUE INDEX "files_object_key_key" ON "files"("object_key");

-- CreateIndex
CREATE UNIQUE INDEX "files_incoming_key_key" ON "files"("incoming_key");

-- CreateIndex
CREATE INDEX "files_user_id_created_at_id_idx" ON "files"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "files_status_upload_expires_at_idx" ON "files"("status", "upload_expires_at");

-- CreateIndex
CREATE INDEX "files_expires_at_idx" ON "files"("expires_at");
