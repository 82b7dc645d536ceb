-- Rights of the role that the site signs in as. Run as the owner of the tables, who may make roles, and after every
-- upgrade again; a password is needed only the first time, or for another one:
--   psql --set=ON_ERROR_STOP=1 --set=password='a password of its own' --file=roles.sql postgresql://directory:…@host/directory
-- It reads and writes, but owns nothing, makes no tables and cannot touch what the audit holds.

SELECT 'CREATE ROLE directory_app LOGIN' WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'directory_app') \gexec
\if :{?password}
ALTER ROLE directory_app PASSWORD :'password';
\endif

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO directory_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO directory_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO directory_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO directory_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO directory_app;

REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, audit_link FROM directory_app;
REVOKE UPDATE, TRUNCATE ON audit_words FROM directory_app;
REVOKE INSERT, DELETE, TRUNCATE ON audit_head FROM directory_app;
