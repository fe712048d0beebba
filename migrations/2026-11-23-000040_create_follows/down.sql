DROP TABLE intake.announced;
DROP TABLE intake.announcements;
DROP TABLE catalogue.area_outcomes;
DROP TABLE intake.follow_requests;
DROP TABLE intake.follows;
