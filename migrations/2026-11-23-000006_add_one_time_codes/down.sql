DROP TABLE intake.known_devices, intake.recovery_codes, intake.one_time_codes;
ALTER TABLE intake.sessions DROP proved_at, DROP code_at, DROP browser, DROP network;
