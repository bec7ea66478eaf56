-- What is said of services: how they are, in words for everybody, by whom, from when and until when.
CREATE TABLE service_health (
    id {id},
    service_id BIGINT NOT NULL,
    health TEXT NOT NULL,
    text TEXT NOT NULL,
    by_id BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX service_health_present ON service_health (service_id) WHERE ended_at IS NULL;
