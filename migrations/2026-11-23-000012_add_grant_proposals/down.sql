DROP TABLE intake.grant_proposals;
