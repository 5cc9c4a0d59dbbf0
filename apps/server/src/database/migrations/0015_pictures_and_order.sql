-- Pictures of projects, tenants, step templates and spaces. Whoever deletes one of these deletes its picture.
create table logo (
  owner_id text primary key,
  space_id text not null references space on delete cascade,
  media_type text not null,
  content bytea not null,
  changed_at timestamptz not null default now()
);

-- What somebody wants to see on the dashboard of a space.
create table dashboard_configuration (
  space_id text not null references space on delete cascade,
  user_id text not null references user_account on delete cascade,
  document jsonb not null,
  primary key (space_id, user_id)
);

-- Channels are listed by it, then by name; 0 until somebody puts the channels of a project in order.
alter table channel add column sort_order integer not null default 0;
