-- AlterTable
ALTER TABLE "match_changes" ADD COLUMN     "candidates" JSONB,
ADD COLUMN     "previous" JSONB;

-- AlterTable
ALTER TABLE "play_events" ADD COLUMN     "mapping_as_of" TIMESTAMPTZ(3),
ADD COLUMN     "mapping_id" UUID;

-- AlterTable
ALTER TABLE "plays" ADD COLUMN     "mapping_as_of" TIMESTAMPTZ(3),
ADD COLUMN     "mapping_id" UUID;

-- As before, and of a decision the mapping it was made by: elsewhere a play may still bear that of an earlier one.
CREATE OR REPLACE FUNCTION tell_play_events() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop TO off AS $$
BEGIN
  INSERT INTO play_events (play_id, run_id, state, reason, subject_id, episode_id, due_at, mapping_id, mapping_as_of)
  SELECT n.id, n.run_id, n.state, n.reason, n.subject_id, n.episode_id, n.due_at,
    CASE WHEN o.state = 'seen' AND n.state IN ('planned', 'parked', 'excluded') AND n.reason IS DISTINCT FROM 'filtered' THEN n.mapping_id END,
    CASE WHEN o.state = 'seen' AND n.state IN ('planned', 'parked', 'excluded') AND n.reason IS DISTINCT FROM 'filtered' THEN n.mapping_as_of END
  FROM now_is n JOIN was o ON o.id = n.id
  WHERE (n.state, n.reason, n.subject_id, n.episode_id) IS DISTINCT FROM (o.state, o.reason, o.subject_id, o.episode_id)
  ORDER BY n.id;
  RETURN NULL;
END;
$$;

-- As before, with what else was stored of the decision.
CREATE OR REPLACE FUNCTION keep_match_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO match_changes
    (media_type, trakt_item_id, kind, reason, subject_id, episode_id, evidence, candidates, previous, id_map_version, decided_at)
  VALUES
    (OLD.media_type, OLD.trakt_item_id, OLD.kind, OLD.reason, OLD.subject_id, OLD.episode_id, OLD.evidence, OLD.candidates,
     OLD.previous, OLD.id_map_version, OLD.decided_at);
  RETURN NULL;
END;
$$;
