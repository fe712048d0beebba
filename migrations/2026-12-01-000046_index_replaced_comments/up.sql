-- What was replaced after it was decided on, and waits for another look: few rows, beside the index of pending ones, so that no
-- submission writes into it. Its condition stands word for word in `models::comment::queue`.
CREATE INDEX CONCURRENTLY comments_replaced ON intake.comments (area_id, received_at, id)
    WHERE standing IN ('published', 'withheld') AND greatest(decided_version, published_version, 1) < current_version;
