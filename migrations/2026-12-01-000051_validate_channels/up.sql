ALTER TABLE intake.comments VALIDATE CONSTRAINT comments_channel_known;
ALTER TABLE intake.comments VALIDATE CONSTRAINT comments_channel_when_entered_by_staff;
ALTER TABLE intake.comments VALIDATE CONSTRAINT comments_have_signatories;
