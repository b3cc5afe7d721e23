-- The rights of the program, to be run by the owner of the database after `brep store create` and after every
-- `brep store upgrade`. The journal can be added to and read by it, never changed.
do $$ begin
    if not exists (select from pg_roles where rolname = 'brep_program') then
        create role brep_program login;
    end if;
end $$;
revoke all on all tables in schema public from brep_program;
grant usage on schema public to brep_program;
grant select on all tables in schema public to brep_program;
grant insert on event, generation, publication, snapshot, ended_sign_in, account, once to brep_program;
grant update on head to brep_program;
grant update (pruned) on generation to brep_program;
grant delete on account to brep_program;
-- Filings: what is in the journal can be computed again from it; drafts are in no journal.
grant insert, update, delete on filing to brep_program;
grant insert on filing_line to brep_program;
grant insert, update on attachment, filing_draft, filing_field to brep_program;
grant insert, delete on filing_attachment to brep_program;
-- What readers keep for themselves, such as saved views: in no journal.
grant insert, update, delete on personal to brep_program;
grant usage on all sequences in schema public to brep_program;
