-- What people work with, whose it is, and the words by which it is found.
CREATE TABLE assets (
    id {id},
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    serial TEXT NOT NULL,
    serial_key TEXT,
    holder_id BIGINT,
    note TEXT NOT NULL,
    retired BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX assets_serial ON assets (serial_key);
CREATE INDEX assets_name ON assets (name, id);
CREATE INDEX assets_holder ON assets (holder_id);
CREATE TABLE asset_words (word TEXT NOT NULL, asset_id BIGINT NOT NULL, PRIMARY KEY (word, asset_id)){rowless};
CREATE INDEX asset_words_asset ON asset_words (asset_id);
-- Assets of an entry that ended are those of whoever goes on.
CREATE INDEX people_merged_into ON people (merged_into) WHERE merged_into IS NOT NULL;
