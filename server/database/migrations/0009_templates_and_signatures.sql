-- Ready words for replies. The department's tickets are offered its own first; null: everybody's.
create table reply_templates (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  text text not null,
  department_id uuid,
  position int not null,
  is_active boolean not null default true,
  primary key (tenant_id, id),
  foreign key (tenant_id, department_id) references departments
);

-- What stands below a reply: a person's own, or else the one of the ticket's department.
alter table users add column signature text not null default '';
alter table departments add column signature text not null default '';
