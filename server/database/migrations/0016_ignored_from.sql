-- What a person's "no inquiry" replaced, {state, reason, error, settled_at}, so that it can be taken back.
alter table intake add column ignored_from jsonb;
