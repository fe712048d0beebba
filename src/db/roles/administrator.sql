-- Prepares a Postgres server for Lectern. Run it once as a superuser, for example: psql -f this.sql
-- Put passwords of your own in place of PASSWORD_1 to PASSWORD_3; `openssl rand -base64 24` makes good ones.

CREATE ROLE {prefix}_login LOGIN PASSWORD 'PASSWORD_1';
CREATE ROLE {prefix}_owner NOLOGIN;
CREATE ROLE {prefix}_application NOLOGIN;
CREATE ROLE {prefix}_public NOLOGIN;
GRANT {prefix}_owner, {prefix}_application, {prefix}_public TO {prefix}_login;

CREATE DATABASE {prefix} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE CONNECT, TEMPORARY ON DATABASE {prefix} FROM PUBLIC;
GRANT CONNECT ON DATABASE {prefix} TO {prefix}_login, {prefix}_application, {prefix}_public;
GRANT CREATE ON DATABASE {prefix} TO {prefix}_owner;
\connect {prefix}
GRANT USAGE, CREATE ON SCHEMA public TO {prefix}_owner;

-- One address: each connection takes on the role that it needs.
--   DATABASE_URL=postgres://{prefix}_login:PASSWORD_1@HOST/{prefix}

-- Three addresses, so that public pages come from a login that can never be anything else:
ALTER ROLE {prefix}_application LOGIN PASSWORD 'PASSWORD_2';
ALTER ROLE {prefix}_public LOGIN PASSWORD 'PASSWORD_3';
--   LECTERN_DATABASE__URL=postgres://{prefix}_login:PASSWORD_1@HOST/{prefix}
--   LECTERN_DATABASE__APPLICATION_URL=postgres://{prefix}_application:PASSWORD_2@HOST/{prefix}
--   LECTERN_DATABASE__PUBLIC_URL=postgres://{prefix}_public:PASSWORD_3@HOST/{prefix}
