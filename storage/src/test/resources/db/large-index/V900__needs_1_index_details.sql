-- As a later release builds an index of a large table: alone in its migration, outside a transaction on PostgreSQL.
CREATE INDEX ${concurrently} audit_event_by_details ON audit_event (details, at);
