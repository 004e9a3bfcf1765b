-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "per_day" INTEGER,
ADD COLUMN     "per_minute" INTEGER,
ADD COLUMN     "per_month" INTEGER;

-- CreateTable
CREATE TABLE "relay_keys" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "api_key_id" TEXT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "relay_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "relay_readings" (
    "id" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "stale_since" TIMESTAMPTZ(3),
    "misses" INTEGER NOT NULL DEFAULT 0,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "relay_readings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_usage" (
    "source" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "requests" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL DEFAULT 0,
    "output_tokens" BIGINT NOT NULL DEFAULT 0,
    "cache_creation_tokens" BIGINT NOT NULL DEFAULT 0,
    "cache_read_tokens" BIGINT NOT NULL DEFAULT 0,
    "cost_micros" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "key_usage_pkey" PRIMARY KEY ("source","key_id","hour","model")
);

-- CreateTable
CREATE TABLE "request_counts" (
    "subject" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "request_counts_pkey" PRIMARY KEY ("subject","period")
);

-- CreateIndex
CREATE UNIQUE INDEX "relay_keys_api_key_id_key" ON "relay_keys"("api_key_id");

-- CreateIndex
CREATE INDEX "key_usage_hour_idx" ON "key_usage"("hour");
