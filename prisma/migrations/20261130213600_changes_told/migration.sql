-- Whoever remembers rows of these tables is told when one changes, with the commit and whoever made it:
-- `<kind>:<key>` on the channel watchflow_changes (src/platform/database/listen-for-changes.ts).

CREATE FUNCTION tell_api_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('watchflow_changes', 'key:' || OLD.hash);
    IF OLD.previous_hash IS NOT NULL THEN
        PERFORM pg_notify('watchflow_changes', 'key:' || OLD.previous_hash);
    END IF;
    RETURN NULL;
END $$;

-- Not of its last use, which changes every minute.
CREATE TRIGGER api_key_changed
    AFTER DELETE OR UPDATE OF hash, user_id, scopes, previous_hash, previous_until, expires_at, revoked_at
    ON api_keys FOR EACH ROW EXECUTE FUNCTION tell_api_key_changed();

CREATE FUNCTION tell_user_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('watchflow_changes', 'person:' || OLD.id);
    RETURN NULL;
END $$;

CREATE TRIGGER user_changed AFTER DELETE OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION tell_user_changed();

CREATE FUNCTION tell_sync_settings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('watchflow_changes', 'settings:' || COALESCE(NEW.user_id, OLD.user_id));
    RETURN NULL;
END $$;

CREATE TRIGGER sync_settings_changed AFTER INSERT OR DELETE OR UPDATE ON sync_settings
    FOR EACH ROW EXECUTE FUNCTION tell_sync_settings_changed();

CREATE FUNCTION tell_bangumi_answer_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('watchflow_changes', 'subject:' || OLD.key);
    RETURN NULL;
END $$;

CREATE TRIGGER bangumi_answer_changed AFTER DELETE OR UPDATE ON bangumi_answers
    FOR EACH ROW WHEN (OLD.key LIKE 'subject:%') EXECUTE FUNCTION tell_bangumi_answer_changed();
