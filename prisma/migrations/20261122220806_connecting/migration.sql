-- AlterTable
ALTER TABLE "connections" ADD COLUMN     "method" TEXT NOT NULL DEFAULT 'configured',
ADD COLUMN     "refresh_at" TIMESTAMPTZ(3),
ADD COLUMN     "refresh_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refresh_lease" UUID,
ADD COLUMN     "refresh_lease_until" TIMESTAMPTZ(3),
ALTER COLUMN "access_token" DROP NOT NULL;

-- CreateTable
CREATE TABLE "connection_attempts" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "state_hash" TEXT,
    "secret" TEXT,
    "redirect_uri" TEXT,
    "return_to" TEXT,
    "user_code" TEXT,
    "verification_url" TEXT,
    "poll_interval" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "reason" TEXT,
    "account_key" TEXT,
    "account_name" TEXT,
    "grant" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "connection_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blocked_apps" (
    "service" TEXT NOT NULL,
    "app" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "probe_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blocked_apps_pkey" PRIMARY KEY ("service")
);

-- CreateIndex
CREATE UNIQUE INDEX "connection_attempts_state_hash_key" ON "connection_attempts"("state_hash");

-- CreateIndex
CREATE INDEX "connection_attempts_user_id_created_at_idx" ON "connection_attempts"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "connection_attempts_expires_at_idx" ON "connection_attempts"("expires_at");
