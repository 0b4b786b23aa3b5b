-- What the portal's own role may do at all. What it may do with each table is told in config/rights/tables.py
-- and given at the end of every `manage.py migrate`.
GRANT CONNECT ON DATABASE portal TO portal_app;
REVOKE TEMPORARY ON DATABASE portal FROM PUBLIC, portal_app;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal IN SCHEMA public REVOKE ALL ON TABLES FROM portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO portal_app;
