-- Roles are the cluster's, not the database's.
do $$ begin
  if not exists (select from pg_roles where rolname = 'bookshop_app') then
    create role bookshop_app nologin;
    create role bookshop_relay nologin;
  end if;
end $$;
grant bookshop_app, bookshop_relay to current_user;

create table book_order (title text not null, reader text not null);
create table reserved (title text not null);
grant insert on book_order, reserved to bookshop_app;
