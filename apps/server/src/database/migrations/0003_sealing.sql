-- Why: a copy of the database must not give away a secret (K1). SQL cannot seal, so what lies here in clear is moved aside;
-- the first start that has the keys seals it and drops it (seal-clear-rows.ts).

-- The newest one seals, the others still open what they sealed.
create table data_key (
  id integer primary key,
  -- The key, sealed by a master key that is never in the database.
  wrapped text not null,
  -- Names that master key without telling it.
  master_key_id text not null,
  -- A known text, sealed: every start opens it before it trusts the key (K2).
  proof text not null,
  created_at timestamptz not null default now()
);
alter table server_node add column master_key_id text;

alter table secret rename to unsealed_secret;
alter table unsealed_secret rename constraint secret_pkey to unsealed_secret_pkey;
create table secret (
  owner_id text not null,
  -- Where in the owner's document: a variable's id, or a path such as Actions/{id}/Properties/{name}.
  field text not null,
  space_id text not null references space on delete cascade,
  sealed text not null,
  primary key (owner_id, field)
);

-- Every output is sealed: a script may put a secret into one that it does not call sensitive.
alter table output_variable rename to unsealed_output_variable;
alter table unsealed_output_variable rename constraint output_variable_pkey to unsealed_output_variable_pkey;
create table output_variable (
  task_id text not null references server_task on delete cascade,
  action_name text not null,
  machine_id text not null,
  machine_name text not null,
  name text not null,
  sealed text not null,
  is_sensitive boolean not null,
  primary key (task_id, action_name, machine_id, name)
);

-- What a script asked to be hidden: a run that follows a crash, and the task's children, hide it too (M6).
create table announced_secret (
  task_id text not null references server_task on delete cascade,
  -- Tells whether it is there already without opening the others.
  fingerprint text not null,
  sealed text not null,
  primary key (task_id, fingerprint)
);

-- These hold a sealed text as a JSON string: deployment.form_values (all answers of a form), script_attempt.interpreter_state
-- (output that is not a line yet), task_action.detail of a child's plan. What has ended needs no state.
update script_attempt set interpreter_state = null where state = 'ended';
