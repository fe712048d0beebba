DROP TABLE catalogue.bulletin;
