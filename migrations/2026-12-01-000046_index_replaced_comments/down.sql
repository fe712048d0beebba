DROP INDEX intake.comments_replaced;
