-- A question of a child deployment that is shown on its parent's task too: the question that this one stands for, which is no
-- linked one itself. Answering either answers both.
alter table interruption add column linked_to text references interruption on delete set null;
create index interruption_links on interruption (linked_to) where linked_to is not null;
