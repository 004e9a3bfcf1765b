-- CreateTable
CREATE TABLE "play_events" (
    "id" BIGSERIAL NOT NULL,
    "play_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "run_id" UUID,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "subject_id" INTEGER,
    "episode_id" INTEGER,
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "play_events_pkey" PRIMARY KEY ("play_id","id")
);

-- AddForeignKey
ALTER TABLE "play_events" ADD CONSTRAINT "play_events_play_id_fkey" FOREIGN KEY ("play_id") REFERENCES "plays"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- Whoever changes a play tells of it, whatever code it is: in the same statement, and only where something changed. The plan is
-- kept from the first call on, when there may be one row; a nested loop would then be taken for thousands, too.
CREATE FUNCTION tell_play_events() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop TO off AS $$
BEGIN
  INSERT INTO play_events (play_id, run_id, state, reason, subject_id, episode_id, due_at)
  SELECT n.id, n.run_id, n.state, n.reason, n.subject_id, n.episode_id, n.due_at
  FROM now_is n JOIN was o ON o.id = n.id
  WHERE (n.state, n.reason, n.subject_id, n.episode_id) IS DISTINCT FROM (o.state, o.reason, o.subject_id, o.episode_id)
  ORDER BY n.id;
  RETURN NULL;
END;
$$;

-- CreateTrigger
CREATE TRIGGER plays_tell_events AFTER UPDATE ON plays
  REFERENCING OLD TABLE AS was NEW TABLE AS now_is
  FOR EACH STATEMENT EXECUTE FUNCTION tell_play_events();
