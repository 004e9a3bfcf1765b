-- CreateTable
CREATE TABLE "id_map_data_sets" (
    "name" TEXT NOT NULL,
    "active_version" TEXT,
    "attempted_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "fault" JSONB,

    CONSTRAINT "id_map_data_sets_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "id_map_versions" (
    "data_set" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,
    "size" INTEGER NOT NULL,
    "titles" INTEGER NOT NULL,
    "placed" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,
    "rolled_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "id_map_versions_pkey" PRIMARY KEY ("data_set","version")
);

-- AddForeignKey
ALTER TABLE "id_map_data_sets" ADD CONSTRAINT "id_map_data_sets_name_active_version_fkey" FOREIGN KEY ("name", "active_version") REFERENCES "id_map_versions"("data_set", "version") ON DELETE RESTRICT ON UPDATE NO ACTION;
