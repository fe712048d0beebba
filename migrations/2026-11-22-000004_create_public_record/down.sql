DROP SCHEMA public_record CASCADE;
