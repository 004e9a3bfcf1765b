-- CreateTable
CREATE TABLE "health_samples" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "component" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "settled" TEXT NOT NULL,
    "ms" INTEGER,
    "detail" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "health_samples_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "health_samples_component_at_id_idx" ON "health_samples"("component", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "health_samples_at_id_idx" ON "health_samples"("at" DESC, "id" DESC);
