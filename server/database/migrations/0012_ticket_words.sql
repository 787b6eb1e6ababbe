-- What a ticket is found by: the folded words of its number, subject, customer and messages (search/words.ts), written by a job
-- after the commit (search/indexing.service.ts), so that nobody who writes a ticket waits for it.
create table ticket_words (
  tenant_id uuid not null,
  ticket_id uuid not null,
  words tsvector not null,
  messages int not null, -- how many it had then: what came since and was passed over shows by this
  indexed_at timestamptz not null,
  primary key (tenant_id, ticket_id), -- serves words that nearly every ticket has: newest first, until a page is full
  foreign key (tenant_id, ticket_id) references tickets
);
create index ticket_words_by_word on ticket_words using gin (tenant_id, words); -- words that few have

-- How far that job is, for each tenant: everything up to here has its words.
create table search_progress (
  tenant_id uuid primary key references tenants,
  message_id uuid not null,
  tickets_at timestamptz not null,
  accounts_at timestamptz not null
);
