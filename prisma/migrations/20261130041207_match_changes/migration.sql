-- CreateTable
CREATE TABLE "match_changes" (
    "id" BIGSERIAL NOT NULL,
    "media_type" TEXT NOT NULL,
    "trakt_item_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "subject_id" INTEGER,
    "episode_id" INTEGER,
    "evidence" JSONB NOT NULL,
    "id_map_version" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "match_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "match_changes_media_type_trakt_item_id_id_idx" ON "match_changes"("media_type", "trakt_item_id", "id");

-- A decision that says something else than the one before leaves that one behind, whoever writes it.
CREATE FUNCTION keep_match_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO match_changes
    (media_type, trakt_item_id, kind, reason, subject_id, episode_id, evidence, id_map_version, decided_at)
  VALUES
    (OLD.media_type, OLD.trakt_item_id, OLD.kind, OLD.reason, OLD.subject_id, OLD.episode_id, OLD.evidence,
     OLD.id_map_version, OLD.decided_at);
  RETURN NULL;
END;
$$;

-- CreateTrigger
CREATE TRIGGER matches_keep_changes AFTER UPDATE ON matches FOR EACH ROW
  WHEN ((OLD.kind, OLD.reason, OLD.subject_id, OLD.episode_id) IS DISTINCT FROM (NEW.kind, NEW.reason, NEW.subject_id, NEW.episode_id))
  EXECUTE FUNCTION keep_match_change();
