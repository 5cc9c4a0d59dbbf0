-- Why: hosts over SSH may be behind an HTTP proxy.

create table proxy (
  id text primary key,
  space_id text not null references space on delete cascade,
  name text not null,
  slug text not null,
  sort_order integer not null default 0,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text
);
create unique index proxy_name on proxy (space_id, lower(name));
create unique index proxy_slug on proxy (space_id, slug);
create sequence id_proxies;
