-- Packages of the built-in feed. Their contents lie here, in parts like those of artifacts, since nodes share nothing but the
-- database. A content is stored once, by its hash, and is received outside a transaction, since that takes as long as its
-- sender does: until it is whole it has no hash, and nothing points to it.
create table package_content (
  id bigint generated always as identity primary key,
  sha256 text,
  size_bytes bigint not null default 0,
  received_at timestamptz not null default now()
);
create unique index package_content_sha256 on package_content (sha256);
create index package_content_unfinished on package_content (received_at) where sha256 is null;

create table package_content_part (
  content_id bigint not null references package_content on delete cascade,
  part integer not null,
  content bytea not null,
  primary key (content_id, part)
);
-- Packages are compressed already.
alter table package_content_part alter column content set storage external;

create table package (
  space_id text not null references space on delete cascade,
  package_id text not null,
  version text not null,
  -- Sorts as versions do.
  version_key text collate "C" not null,
  extension text not null,
  title text not null,
  summary text not null,
  description text not null,
  notes text not null,
  content_id bigint not null references package_content,
  published_at timestamptz not null default now(),
  published_by text not null
);
create unique index package_version on package (space_id, lower(package_id), lower(version));
create index package_newest on package (space_id, lower(package_id), version_key desc);
create index package_of_content on package (content_id);

-- What a release takes from feeds. The hash is that of the content when the release was created; null for other feeds.
create table release_package (
  release_id text not null references release on delete cascade,
  space_id text not null,
  action_name text not null,
  reference_name text not null,
  feed_id text not null,
  package_id text not null,
  version text not null,
  sha256 text,
  primary key (release_id, action_name, reference_name)
);
create index release_package_used on release_package (space_id, lower(package_id), lower(version));

create sequence id_buildinformation;
create table build_information (
  id text primary key,
  number bigint not null,
  space_id text not null references space on delete cascade,
  package_id text not null,
  version text not null,
  version_key text collate "C" not null,
  document jsonb not null,
  created_at timestamptz not null default now()
);
create unique index build_information_version on build_information (space_id, lower(package_id), lower(version));

-- The built-in feed is listed first.
update feed set sort_order = 1 where document ->> 'FeedType' <> 'BuiltIn';
