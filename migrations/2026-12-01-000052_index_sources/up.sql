-- Lists by how comments came in: those on paper, among millions from the site.
CREATE INDEX CONCURRENTLY public_comments_by_source
    ON public_record.comments (area_id, source, received_on, tracking_number);
