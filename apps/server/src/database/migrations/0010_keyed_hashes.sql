-- Why: with a plain hash of a text that holds a secret, who has a copy of the database can tell a right guess.

-- The key of all hashes, sealed; a row. It stays the same, so that hashes can be compared when the data key is another one.
create table hash_key (
  name text primary key,
  sealed text not null
);

-- An attempt that has ended is not compared any more. Plain hashes of requests are keyed by the first start (keyed-hashes.ts).
update script_attempt set payload_hash = '' where state = 'ended';

-- Answers to prompts are sealed from now on; what the audit kept of them in clear goes.
alter table event disable trigger event_append_only;
update event
  set details = jsonb_set(jsonb_set(details, '{before,Action,Variables}', 'null', false), '{after,Action,Variables}', 'null', false)
  where details #>> '{before,Action,Variables}' is not null or details #>> '{after,Action,Variables}' is not null;
alter table event enable trigger event_append_only;
