-- To whom a ticket was forwarded: asked of each ticket that is looked at, and nearly always nobody.
create index messages_forwards on messages (tenant_id, ticket_id) where kind = 'forward';
