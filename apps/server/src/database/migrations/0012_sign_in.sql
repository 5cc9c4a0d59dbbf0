-- Why: who is calling. Sessions of browsers, tokens of build servers and whom they trust, guessed passwords, invitations.
-- Of secrets only digests are stored.

create table session (
  id text primary key,
  user_id text not null references user_account on delete cascade,
  hash bytea not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
);
create index session_by_user on session (user_id);
create index session_age on session (last_seen_at);

-- What build servers name a service account by when they exchange a token.
alter table user_account add column external_id uuid not null default gen_random_uuid();
create unique index user_account_external_id on user_account (external_id);

create sequence id_serviceaccountoidcidentities;
create table oidc_identity (
  id text primary key,
  user_id text not null references user_account on delete cascade,
  name text not null,
  issuer text not null,
  subject text not null,
  audience text not null default '',
  created_at timestamptz not null default now()
);
create unique index oidc_identity_trust on oidc_identity (user_id, issuer, subject);

-- A token ends with the trust that it was given for.
create table access_token (
  id text primary key,
  user_id text not null references user_account on delete cascade,
  oidc_identity_id text not null references oidc_identity on delete cascade,
  hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index access_token_by_user on access_token (user_id);
create index access_token_by_identity on access_token (oidc_identity_id);
create index access_token_age on access_token (expires_at);

-- Counted for all nodes: a slot is an address, or an account and an address.
create table sign_in_guess (
  slot text primary key,
  failures integer not null,
  last_at timestamptz not null
);
create index sign_in_guess_age on sign_in_guess (last_at);

-- A key is looked up by the beginning that people may see; the digest is compared in constant time.
create index api_key_hint on api_key (hint);

create table invitation (
  id text primary key,
  hash bytea not null,
  team_ids text[] not null,
  created_by text not null references user_account on delete cascade,
  expires_at timestamptz not null
);
create index invitation_age on invitation (expires_at);
