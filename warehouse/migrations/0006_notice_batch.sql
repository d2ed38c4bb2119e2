-- Reminders that the program issues are filed batch by batch, beside the list that a clerk
-- keeps: a batch is a stream, so that neither replaces the other.
ALTER TABLE fact."notice" ADD COLUMN batch VARCHAR;
