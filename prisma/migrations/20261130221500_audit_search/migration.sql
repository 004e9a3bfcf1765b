-- DropIndex
DROP INDEX "audit_logs_at_idx";

-- DropIndex
DROP INDEX "audit_logs_actor_id_id_idx";

-- AlterTable
ALTER TABLE "audit_logs" ADD COLUMN     "concerns" TEXT,
ADD COLUMN     "fingerprint" UUID,
ADD COLUMN     "ref" TEXT,
ADD COLUMN     "search_text" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "service" TEXT,
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'watchflow',
ADD COLUMN     "words" tsvector,
ADD COLUMN     "workflow_id" TEXT;

-- CreateTable
CREATE TABLE "audit_searches" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "query" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_searches_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_searches_user_id_name_key_key" ON "audit_searches"("user_id", "name_key");

-- CreateIndex
CREATE INDEX "audit_logs_at_id_idx" ON "audit_logs"("at", "id");

-- CreateIndex
CREATE INDEX "audit_logs_words_idx" ON "audit_logs" USING GIN ("words");

-- Records written before are found too: whom they concern, and the words of decision 0038 as our code makes them.
UPDATE audit_logs SET concerns = coalesce(detail ->> 'of', CASE WHEN target_kind = 'user' THEN target_id END) WHERE words IS NULL;

UPDATE audit_logs r
SET search_text = t.folded,
  words = array_to_tsvector(ARRAY(
    SELECT left(m[1], 64) FROM regexp_matches(t.folded, '[a-z0-9]+', 'g') m
    UNION SELECT s[1] FROM regexp_matches(t.folded, '[^\x01-\x7f]', 'g') s
    UNION SELECT substr(w[1], i, 2) FROM regexp_matches(t.folded, '[^\x01-\x7f]{2,}', 'g') w, generate_series(1, length(w[1]) - 1) i
    UNION SELECT tag FROM unnest(ARRAY['c:' || r.action, 'u:' || r.actor_id, 'n:' || r.actor_kind, 'v:' || r.actor_via,
      't:' || r.target_id, 'k:' || r.target_kind, 'o:' || r.outcome, 's:' || r.source, 'r:' || r.request_id, 'a:' || r.address,
      'p:' || r.concerns, CASE WHEN r.actor_kind = 'user' THEN 'p:' || r.actor_id END]) tag WHERE tag IS NOT NULL))
FROM (
  SELECT id, regexp_replace(lower(normalize(concat_ws(E'\n', action, target_kind, target_id,
    (SELECT string_agg(v #>> '{}', E'\n') FROM jsonb_path_query(detail, 'strict $.**') v WHERE jsonb_typeof(v) IN ('string', 'number'))),
    NFKC)), '[ \t\r\f\v]+', ' ', 'g') AS folded
  FROM audit_logs) t
WHERE t.id = r.id AND r.words IS NULL;
