-- The trace in whose course a job was added, as a W3C traceparent; none for jobs that were added by older programs or by nobody's
-- request.
ALTER TABLE job ADD COLUMN trace TEXT ${binary};
