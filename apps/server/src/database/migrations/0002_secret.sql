-- Why: a secret inside a document (a sensitive variable, a property of an action) is kept apart from it, so that neither
-- answers nor events nor copies of the document can hold it (K4).
create table secret (
  owner_id text not null,
  -- Where in the owner's document: a variable's id, or a path such as Actions/{id}/Properties/{name}.
  field text not null,
  space_id text not null references space on delete cascade,
  value text not null,
  primary key (owner_id, field)
);

-- Every version that a step template ever had; processes name the version that they were made from.
create table action_template_version (
  template_id text not null references action_template on delete cascade,
  version integer not null,
  document jsonb not null,
  primary key (template_id, version)
);
