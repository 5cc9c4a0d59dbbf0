-- Why: a thousand machines that register with one token waited for one another, each until the commit of the one before, and held
-- all connections meanwhile. Each use is a row of its own: whoever registers takes one that nobody else is taking.

create table agent_token_use (
  token_id text not null references agent_token on delete cascade,
  number integer not null,
  primary key (token_id, number)
);
insert into agent_token_use select agent_token.id, uses.number from agent_token cross join lateral generate_series(1, uses_left) as uses(number);
alter table agent_token drop column uses_left;
