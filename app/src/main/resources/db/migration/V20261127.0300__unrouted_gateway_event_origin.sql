-- What a message says of where it belongs is judged when its payment is registered, as it is when the
-- message comes after it: which payment and invoice its metadata names, and why it is not of our
-- account, when it is not.
alter table unrouted_gateway_event
  add column says_payment text,
  add column says_invoice text,
  add column is_foreign   text;
