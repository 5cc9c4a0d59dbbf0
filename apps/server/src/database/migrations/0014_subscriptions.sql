-- Why: subscriptions send events to other people's servers. What is to be sent is written with the event, in the same
-- transaction, so that nothing that was accepted is missed.
create sequence id_subscriptions;

create table subscription (
  id text primary key,
  space_id text not null references space on delete cascade,
  name text not null,
  slug text not null,
  sort_order integer not null default 0,
  version integer not null default 1,
  document jsonb not null,
  modified_at timestamptz not null default now(),
  modified_by text,
  is_disabled boolean not null,
  -- The categories of events that it wants; null: all.
  categories text[],
  -- A node is sending to it until then: one at a time, and somebody else if that node dies.
  busy_until timestamptz not null default now()
);
create unique index subscription_name on subscription (space_id, lower(name));
create unique index subscription_slug on subscription (space_id, slug);

-- The queue and the history of each subscription. Which of the waiting ones it is to get is judged when they are sent.
create table webhook_delivery (
  subscription_id text not null references subscription on delete cascade,
  event_number bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
  attempts integer not null default 0,
  queued_at timestamptz not null default now(),
  next_at timestamptz not null default now(),
  last_attempt_at timestamptz,
  last_status integer,
  last_reason text not null default '',
  ended_at timestamptz,
  primary key (subscription_id, event_number)
);
create index webhook_delivery_waiting on webhook_delivery (subscription_id, event_number) where state = 'waiting';
create index webhook_delivery_ended on webhook_delivery (ended_at) where ended_at is not null;

-- `truncate` fires no trigger of rows.
create trigger event_never_emptied before truncate on event for each statement execute function refuse_change();
