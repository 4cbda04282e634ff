-- When somebody was last told by mail that they belong to the company: adding and removing them over
-- and over fills nobody's mailbox.
alter table membership add column told_at timestamptz;
grant update (told_at) on membership to ${appRole};
