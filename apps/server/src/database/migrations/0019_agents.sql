-- The key by which agents know this installation, and its nodes one another. The private half is sealed.
create table server_identity (
  name text primary key check (name = 'agents'),
  public_key text not null,
  sealed text not null,
  created_at timestamptz not null default now()
);

-- Leave to register machines: so many, in these places, for a short time. Of the secret the digest is stored.
create table agent_token (
  id text primary key,
  number bigint generated always as identity,
  space_id text not null references space on delete cascade,
  hash bytea not null,
  created_by text not null,
  document jsonb not null,
  uses_left integer not null check (uses_left >= 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index agent_token_newest on agent_token (space_id, number desc);
create index agent_token_by_expiry on agent_token (expires_at);

-- Which node an agent is connected to. The epoch only grows: of two connections the one with the higher epoch counts.
create sequence agent_epoch;
create table agent_connection (
  thumbprint text primary key,
  epoch bigint not null default nextval('agent_epoch'),
  node_name text not null,
  node_url text not null,
  -- Names the running program: another one with the same key is a copy.
  instance text not null,
  software text not null,
  address text not null,
  connected_at timestamptz not null default now(),
  -- The machine was disabled or removed, or has got another key: its node ends the connection.
  is_cut boolean not null default false
);
create index agent_connection_of_node on agent_connection (node_name);
create index agent_connection_cut on agent_connection (node_name) where is_cut;

-- Whoever changes a machine in whatever way: its agent is cut off, and who waits for it learns that at once.
create function cut_agent() returns trigger language plpgsql as $$
declare thumbprint_of_old text := old.document -> 'Endpoint' ->> 'Thumbprint';
begin
  update agent_connection set is_cut = true where thumbprint = thumbprint_of_old;
  perform pg_notify('flotilla', 'agents-cut');
  perform pg_notify('flotilla', 'agent:' || thumbprint_of_old);
  return null;
end $$;
create trigger machine_agent_cut after update on machine for each row
  when (old.communication_style = 'TentacleActive'
    and ((new.is_disabled and not old.is_disabled)
      or new.document -> 'Endpoint' ->> 'Thumbprint' is distinct from old.document -> 'Endpoint' ->> 'Thumbprint'))
  execute function cut_agent();
create trigger machine_agent_gone after delete on machine for each row
  when (old.communication_style = 'TentacleActive') execute function cut_agent();
