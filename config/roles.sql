-- What the portal's own role may do: read and write rows. Shapes, triggers and TRUNCATE stay the owner's.
GRANT CONNECT, TEMPORARY ON DATABASE portal TO portal_app;
GRANT USAGE ON SCHEMA public TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal IN SCHEMA public
    GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO portal_app;
