//! What is in the file, table by table. Digests of passwords, tokens and codes are not: they are keys, not facts.
//! Neither is who among the staff decided.

/// One table of the file.
pub struct Part {
    /// The name of its two files.
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// Gives `cells`, a JSON array for each row; `me` is the account.
    pub sql: &'static str,
}

/// Who asks.
pub const ME: &str = "WITH me AS (SELECT * FROM intake.accounts WHERE id = $1)";

pub const README: &str = "\
Everything that Lectern holds about you, at one moment.

Each table is here twice: as JSON, and as CSV for a spreadsheet. Times are in UTC unless they say otherwise. In CSV an
apostrophe stands before a cell that a spreadsheet would take for a formula; take it away to get what was written.

account            you
grants             roles that you were given, and for what
comments           what you sent, and where it stands
comment_versions   what each comment says, with its receipt: digest, and the nonce that it was made with
attachments        which files you sent with each comment; they are in the folder `files`
answers            what you answered to each question
decisions          what was decided on your comments, as you were told
drafts             what you are writing, also to replace a comment
draft_files        which files lie with it; they are in the folder `files` too
sessions           where you are signed in
devices            when browsers that you use were last seen; which they are is kept as a digest only
one_time_codes     whether you have set up one-time codes
mailed_links       links that were mailed to you, without the part that makes them work
mails              mails to your address: kind, time and state
follows            areas that you follow
follow_requests    requests to follow an area that were not confirmed yet
registrations      requests for an account under your address
acts               acts of staff on your account, and by you
";

/// Every file that somebody sent: its place in the archive, and its digest in hexadecimal digits.
pub const FILES: &str = "
SELECT 'files/' || c.tracking_number || '/' || v.version || '-' || a.position || ' ' || a.name AS place,
    encode(a.sha256, 'hex') AS sha256
FROM me JOIN intake.comments AS c ON c.author_id = me.id
JOIN intake.comment_versions AS v ON v.comment_id = c.id
JOIN intake.attachments AS a ON a.version_id = v.id
UNION ALL
SELECT 'files/draft ' || d.id || '/' || l.id || ' ' || l.name, encode(l.sha256, 'hex')
FROM me JOIN intake.comments AS c ON c.author_id = me.id
JOIN intake.drafts AS d ON d.replaces = c.id
JOIN intake.draft_files AS l ON l.draft_id = d.id
UNION ALL
SELECT 'files/draft ' || d.id || '/' || l.id || ' ' || l.name, encode(l.sha256, 'hex')
FROM me JOIN intake.drafts AS d ON d.account_id = me.id
JOIN intake.draft_files AS l ON l.draft_id = d.id
ORDER BY place";

/// In the order in which somebody would look at them.
pub const PARTS: &[Part] = &[
    Part {
        name: "account",
        columns: &["email", "display_name", "has_password", "created_at", "suspended_at"],
        sql: "SELECT json_build_array(email, display_name, password_hash IS NOT NULL, created_at, suspended_at)::text
             AS cells FROM me",
    },
    Part {
        name: "grants",
        columns: &["role", "initiative", "area", "granted_at"],
        sql: "SELECT json_build_array(g.role, i.slug, a.slug, g.granted_at)::text AS cells
             FROM me JOIN intake.grants AS g ON g.account_id = me.id
             LEFT JOIN catalogue.areas AS a ON a.id = g.area_id
             LEFT JOIN catalogue.initiatives AS i ON i.id = coalesce(g.initiative_id, a.initiative_id)
             ORDER BY g.id",
    },
    Part {
        name: "comments",
        columns: &[
            "tracking_number", "initiative", "area", "received_at", "received_on", "late", "source", "standing",
            "current_version", "published_version", "decided_version",
        ],
        sql: "SELECT json_build_array(
                 c.tracking_number, i.slug, a.slug, c.received_at, c.received_on, c.late, c.source, c.standing,
                 c.current_version, c.published_version, c.decided_version
             )::text AS cells
             FROM me JOIN intake.comments AS c ON c.author_id = me.id
             JOIN catalogue.areas AS a ON a.id = c.area_id
             JOIN catalogue.initiatives AS i ON i.id = a.initiative_id
             ORDER BY c.id",
    },
    Part {
        name: "comment_versions",
        columns: &[
            "tracking_number", "version", "question_set", "stance", "respondent_kind", "organization", "attribution",
            "display_name", "body", "language", "created_at", "receipt_sha256", "receipt_nonce",
        ],
        sql: "SELECT json_build_array(
                 c.tracking_number, v.version, s.version, v.stance, k.code, v.organization, v.attribution,
                 v.display_name, v.body, v.language, v.created_at, encode(v.receipt_sha256, 'hex'),
                 encode(v.receipt_nonce, 'hex')
             )::text AS cells
             FROM me JOIN intake.comments AS c ON c.author_id = me.id
             JOIN intake.comment_versions AS v ON v.comment_id = c.id
             JOIN catalogue.question_sets AS s ON s.id = v.question_set_id
             LEFT JOIN catalogue.respondent_kinds AS k ON k.id = v.respondent_kind_id
             ORDER BY c.id, v.version",
    },
    Part {
        name: "answers",
        columns: &["tracking_number", "version", "question", "prompt", "answer", "other"],
        sql: "SELECT json_build_array(c.tracking_number, v.version, q.key, q.prompt, said.value, said.other_text)::text
             AS cells
             FROM me JOIN intake.comments AS c ON c.author_id = me.id
             JOIN intake.comment_versions AS v ON v.comment_id = c.id
             JOIN intake.answers AS said ON said.version_id = v.id
             JOIN catalogue.questions AS q ON q.id = said.question_id
             ORDER BY c.id, v.version, q.id",
    },
    Part {
        name: "attachments",
        columns: &["tracking_number", "version", "position", "name", "media_type", "bytes", "sha256"],
        sql: "SELECT json_build_array(
                 c.tracking_number, v.version, a.position, a.name, f.media_type, f.bytes, encode(f.sha256, 'hex')
             )::text AS cells
             FROM me JOIN intake.comments AS c ON c.author_id = me.id
             JOIN intake.comment_versions AS v ON v.comment_id = c.id
             JOIN intake.attachments AS a ON a.version_id = v.id
             JOIN intake.files AS f ON f.sha256 = a.sha256
             ORDER BY c.id, v.version, a.position",
    },
    Part {
        name: "decisions",
        columns: &["tracking_number", "version", "decided_at", "from", "to", "by", "reason_code", "note"],
        sql: "SELECT json_build_array(
                 c.tracking_number, d.version, d.decided_at, d.from_standing, d.to_standing, d.actor_kind,
                 d.reason_code, d.note
             )::text AS cells
             FROM me JOIN intake.comments AS c ON c.author_id = me.id
             JOIN intake.decisions AS d ON d.comment_id = c.id
             ORDER BY d.id",
    },
    Part {
        name: "drafts",
        columns: &["initiative", "area", "replaces", "fields", "created_at", "updated_at"],
        // Each half has an index of its own.
        sql: "SELECT json_build_array(
                 i.slug, a.slug, d.tracking_number, d.fields, d.created_at, d.updated_at
             )::text AS cells
             FROM me CROSS JOIN LATERAL (
                 SELECT own.*, NULL AS tracking_number FROM intake.drafts AS own WHERE own.account_id = me.id
                 UNION ALL
                 SELECT own.*, c.tracking_number FROM intake.comments AS c
                 JOIN intake.drafts AS own ON own.replaces = c.id WHERE c.author_id = me.id
             ) AS d
             JOIN catalogue.areas AS a ON a.id = d.area_id
             JOIN catalogue.initiatives AS i ON i.id = a.initiative_id
             ORDER BY d.id",
    },
    Part {
        name: "draft_files",
        columns: &["initiative", "area", "name", "media_type", "bytes", "sha256"],
        sql: "SELECT json_build_array(i.slug, ar.slug, l.name, f.media_type, f.bytes, encode(f.sha256, 'hex'))::text
             AS cells
             FROM me CROSS JOIN LATERAL (
                 SELECT own.id, own.area_id FROM intake.drafts AS own WHERE own.account_id = me.id
                 UNION ALL
                 SELECT own.id, own.area_id FROM intake.comments AS c
                 JOIN intake.drafts AS own ON own.replaces = c.id WHERE c.author_id = me.id
             ) AS d
             JOIN intake.draft_files AS l ON l.draft_id = d.id
             JOIN intake.files AS f ON f.sha256 = l.sha256
             JOIN catalogue.areas AS ar ON ar.id = d.area_id
             JOIN catalogue.initiatives AS i ON i.id = ar.initiative_id
             ORDER BY l.id",
    },
    Part {
        name: "sessions",
        columns: &[
            "browser", "network", "created_at", "last_seen_at", "expires_at", "proved_at", "one_time_code_at",
        ],
        sql: "SELECT json_build_array(
                 s.browser, s.network, s.created_at, s.last_seen_at, s.expires_at, s.proved_at, s.code_at
             )::text AS cells
             FROM me JOIN intake.sessions AS s ON s.account_id = me.id ORDER BY s.id",
    },
    Part {
        name: "devices",
        columns: &["last_seen_at"],
        sql: "SELECT json_build_array(d.last_seen_at)::text AS cells
             FROM me JOIN intake.known_devices AS d ON d.account_id = me.id ORDER BY d.last_seen_at",
    },
    Part {
        name: "one_time_codes",
        columns: &["created_at", "confirmed_at", "recovery_codes_left"],
        sql: "SELECT json_build_array(o.created_at, o.confirmed_at, (
                 SELECT count(*) FROM intake.recovery_codes AS r WHERE r.account_id = me.id AND r.used_at IS NULL
             ))::text AS cells
             FROM me JOIN intake.one_time_codes AS o ON o.account_id = me.id",
    },
    Part {
        name: "mailed_links",
        columns: &["purpose", "new_email", "created_at", "expires_at", "used_at"],
        sql: "SELECT json_build_array(l.purpose, l.new_email, l.created_at, l.expires_at, l.used_at)::text AS cells
             FROM me JOIN intake.mailed_links AS l ON l.account_id = me.id ORDER BY l.id",
    },
    Part {
        name: "mails",
        columns: &["kind", "queued_at", "sent_at", "undeliverable_at", "attempts"],
        sql: "SELECT json_build_array(m.kind, m.queued_at, m.sent_at, m.undeliverable_at, m.attempts)::text AS cells
             FROM me JOIN intake.outbox AS m ON lower(m.recipient) = lower(me.email) ORDER BY m.id",
    },
    Part {
        name: "follows",
        columns: &["initiative", "area", "created_at"],
        sql: "SELECT json_build_array(i.slug, a.slug, f.created_at)::text AS cells
             FROM me JOIN intake.follows AS f ON f.account_id = me.id OR f.canonical_email = me.canonical_email
             JOIN catalogue.areas AS a ON a.id = f.area_id
             JOIN catalogue.initiatives AS i ON i.id = a.initiative_id
             ORDER BY f.id",
    },
    Part {
        name: "follow_requests",
        columns: &["initiative", "area", "created_at", "expires_at"],
        sql: "SELECT json_build_array(i.slug, a.slug, r.created_at, r.expires_at)::text AS cells
             FROM me JOIN intake.follow_requests AS r ON r.canonical_email = me.canonical_email
             JOIN catalogue.areas AS a ON a.id = r.area_id
             JOIN catalogue.initiatives AS i ON i.id = a.initiative_id
             ORDER BY r.id",
    },
    Part {
        name: "registrations",
        columns: &["email", "display_name", "created_at"],
        sql: "SELECT json_build_array(r.email, r.display_name, r.created_at)::text AS cells
             FROM me JOIN intake.registrations AS r ON r.canonical_email = me.canonical_email ORDER BY r.id",
    },
    Part {
        name: "acts",
        columns: &["occurred_at", "by_you", "act", "subject"],
        // Each half has an index of its own. Staff read what they did, and not to whom.
        sql: "SELECT json_build_array(
                 l.occurred_at, l.actor_id IS NOT DISTINCT FROM me.id, l.act,
                 CASE l.subject WHEN 'account ' || me.id THEN 'your account' ELSE split_part(l.subject, ' ', 1) END
             )::text AS cells
             FROM me CROSS JOIN LATERAL (
                 SELECT id, occurred_at, actor_id, act, subject FROM intake.audit_log WHERE actor_id = me.id
                 UNION
                 SELECT id, occurred_at, actor_id, act, subject FROM intake.audit_log
                 WHERE subject = 'account ' || me.id
             ) AS l ORDER BY l.id",
    },
];
