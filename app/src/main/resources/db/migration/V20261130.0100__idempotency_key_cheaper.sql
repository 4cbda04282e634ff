-- Every request under a key pays for these. The lock and the look are two statements of the
-- transaction's beginning now. PostgreSQL reads the text of a table's checks anew at each insert, a
-- sixth of what this one cost: IdempotencyKey admits 1 to 255 characters and makes 32 bytes.
drop function kept_answer;
alter table idempotency_key
  drop constraint idempotency_key_key_check,
  drop constraint idempotency_key_fingerprint_check;
