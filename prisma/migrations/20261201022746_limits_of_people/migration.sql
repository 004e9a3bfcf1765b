-- AlterTable
ALTER TABLE "users" ADD COLUMN     "per_day" INTEGER,
ADD COLUMN     "per_minute" INTEGER,
ADD COLUMN     "per_month" INTEGER;

-- Limits of a key are remembered with it, so whoever remembers them is told of those, too (of a person, any change is told).
CREATE OR REPLACE TRIGGER api_key_changed
    AFTER DELETE OR UPDATE OF hash, user_id, scopes, previous_hash, previous_until, expires_at, revoked_at,
        per_minute, per_day, per_month
    ON api_keys FOR EACH ROW EXECUTE FUNCTION tell_api_key_changed();
