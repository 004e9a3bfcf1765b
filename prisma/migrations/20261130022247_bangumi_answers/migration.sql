-- CreateTable
CREATE TABLE "bangumi_answers" (
    "key" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bangumi_answers_pkey" PRIMARY KEY ("key")
);
