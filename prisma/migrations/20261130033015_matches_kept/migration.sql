-- AlterTable
ALTER TABLE "matches" ADD COLUMN     "number" INTEGER,
ADD COLUMN     "previous" JSONB,
ADD COLUMN     "season" INTEGER,
ADD COLUMN     "show_id" BIGINT,
ADD COLUMN     "stale" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "matches_show_id_season_idx" ON "matches"("show_id", "season");

-- Whatever writes an item: when Trakt's ids, dates or titles of it have changed, its match is looked at again.
CREATE FUNCTION mark_matches_stale() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
  UPDATE matches SET stale = true
  FROM new_items JOIN old_items USING (media_type, trakt_item_id)
  WHERE new_items.facts IS DISTINCT FROM old_items.facts AND NOT matches.stale
    AND matches.media_type = new_items.media_type AND matches.trakt_item_id = new_items.trakt_item_id;
  RETURN NULL;
END $$;

CREATE TRIGGER trakt_items_changed AFTER UPDATE ON trakt_items
  REFERENCING OLD TABLE AS old_items NEW TABLE AS new_items
  FOR EACH STATEMENT EXECUTE FUNCTION mark_matches_stale();
