-- CreateTable
CREATE TABLE "storage_objects" (
    "key" TEXT COLLATE "C" NOT NULL,
    "upload" UUID NOT NULL,
    "size" BIGINT NOT NULL,
    "chunk_bytes" INTEGER NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "storage_objects_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "storage_chunks" (
    "upload" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "storage_chunks_pkey" PRIMARY KEY ("upload","number")
);

-- What people upload is mostly packed already.
ALTER TABLE "storage_chunks" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

-- CreateTable
CREATE TABLE "storage_uploads" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "storage_uploads_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "storage_objects_upload_key" ON "storage_objects"("upload");

-- CreateIndex
CREATE INDEX "storage_uploads_started_at_idx" ON "storage_uploads"("started_at");
