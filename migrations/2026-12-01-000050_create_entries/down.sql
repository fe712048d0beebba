ALTER TABLE public_record.comments DROP channel, DROP signatories;
ALTER TABLE intake.comments DROP channel, DROP n_signatories;
DROP TABLE intake.entry_files, intake.entries;
