ALTER TABLE public_record.comments DROP attachments;
DROP TABLE public_record.attachments, intake.attachments, intake.awaiting_files, intake.draft_files, intake.files;
