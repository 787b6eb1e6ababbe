-- A file that is the signature of its mail, or its encrypted words: what marks the mail as signed or encrypted. Nothing is verified.
alter table attachments add column seals text check (seals in ('signed', 'encrypted'));
