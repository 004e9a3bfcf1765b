-- CreateTable
CREATE TABLE "shared_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "shared_limits_pkey" PRIMARY KEY ("key")
);
