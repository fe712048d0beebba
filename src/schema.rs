//! The tables as diesel sees them, one module a Postgres schema: a query's `use` line says whether it
//! touches private rows. A test compares these columns with the migrated database.

pub mod catalogue {
    diesel::table! {
        catalogue.bulletin (id) {
            id -> Bool,
            notice -> Text,
            notice_level -> Text,
            notice_until -> Nullable<Timestamptz>,
            read_only -> Bool,
            read_only_reason -> Text,
        }
    }
    diesel::table! {
        catalogue.initiatives (id) {
            id -> BigInt,
            slug -> Text,
            title -> Text,
            summary -> Text,
            description -> Text,
            demonstration -> Bool,
            language -> Text,
            search_configuration -> Text,
            time_zone -> Text,
            contact -> Text,
            agency -> Text,
            agency_id -> Nullable<Text>,
            docket_number -> Nullable<Text>,
            omb_control_number -> Nullable<Text>,
            privacy_notice -> Text,
            definition_digest -> Text,
            created_at -> Timestamptz,
            paperwork_basis -> Nullable<Text>,
        }
    }
    diesel::table! {
        catalogue.moderation_policies (id) {
            id -> BigInt,
            initiative_id -> BigInt,
            version -> Integer,
            policy -> Text,
            created_at -> Timestamptz,
        }
    }
    diesel::table! {
        catalogue.respondent_kinds (id) {
            id -> BigInt,
            initiative_id -> BigInt,
            code -> Text,
            label -> Text,
            position -> Integer,
            retired -> Bool,
        }
    }
    diesel::table! {
        catalogue.reason_codes (code) {
            code -> Text,
            label -> Text,
            position -> Integer,
            retired -> Bool,
        }
    }
    diesel::table! {
        catalogue.areas (id) {
            id -> BigInt,
            initiative_id -> BigInt,
            slug -> Text,
            position -> Integer,
            title -> Text,
            summary -> Text,
            background -> Text,
            take_late_comments -> Bool,
            required -> Array<Text>,
            in_steps -> Bool,
        }
    }
    diesel::table! {
        catalogue.area_documents (id) {
            id -> BigInt,
            area_id -> BigInt,
            position -> Integer,
            title -> Text,
            url -> Text,
        }
    }
    diesel::table! {
        catalogue.period_events (id) {
            id -> BigInt,
            area_id -> BigInt,
            kind -> Text,
            opens_at -> Timestamptz,
            closes_at -> Timestamptz,
            reason -> Text,
            occurred_at -> Timestamptz,
        }
    }
    diesel::table! {
        /// A view: the period of each area that has one, from its last event.
        catalogue.periods (area_id) {
            area_id -> BigInt,
            opens_at -> Timestamptz,
            closes_at -> Timestamptz,
        }
    }
    diesel::table! {
        catalogue.area_outcomes (id) {
            id -> BigInt,
            area_id -> BigInt,
            title -> Text,
            body -> Text,
            url -> Nullable<Text>,
            published_at -> Timestamptz,
        }
    }
    diesel::table! {
        catalogue.question_sets (id) {
            id -> BigInt,
            area_id -> BigInt,
            version -> Integer,
            stated_direction -> Text,
            created_at -> Timestamptz,
        }
    }
    diesel::table! {
        catalogue.questions (id) {
            id -> BigInt,
            question_set_id -> BigInt,
            position -> Integer,
            key -> Text,
            kind -> Text,
            prompt -> Text,
            help -> Nullable<Text>,
            visibility -> Text,
            about_respondent -> Bool,
            choose_up_to -> Nullable<Integer>,
            max_chars -> Nullable<Integer>,
            lowest -> Nullable<Text>,
            middle -> Nullable<Text>,
            highest -> Nullable<Text>,
            not_sure -> Nullable<Text>,
        }
    }
    diesel::table! {
        catalogue.question_options (question_id, position) {
            question_id -> BigInt,
            position -> Integer,
            code -> Text,
            label -> Text,
            exclusive -> Bool,
        }
    }
    diesel::joinable!(areas -> initiatives (initiative_id));
    diesel::joinable!(moderation_policies -> initiatives (initiative_id));
    diesel::joinable!(questions -> question_sets (question_set_id));
    diesel::joinable!(question_sets -> areas (area_id));
    diesel::joinable!(question_options -> questions (question_id));
    diesel::joinable!(respondent_kinds -> initiatives (initiative_id));
    diesel::joinable!(periods -> areas (area_id));
}

pub mod intake {
    diesel::table! {
        intake.accounts (id) {
            id -> BigInt,
            email -> Text,
            canonical_email -> Text,
            display_name -> Text,
            password_hash -> Nullable<Text>,
            created_at -> Timestamptz,
            suspended_at -> Nullable<Timestamptz>,
            closed_at -> Nullable<Timestamptz>,
        }
    }
    diesel::table! {
        intake.registrations (id) {
            id -> BigInt,
            email -> Text,
            canonical_email -> Text,
            display_name -> Text,
            created_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.mailed_links (id) {
            id -> BigInt,
            token_sha256 -> Bytea,
            purpose -> Text,
            registration_id -> Nullable<BigInt>,
            account_id -> Nullable<BigInt>,
            next_path -> Text,
            created_at -> Timestamptz,
            expires_at -> Timestamptz,
            used_at -> Nullable<Timestamptz>,
            new_email -> Nullable<Text>,
        }
    }
    diesel::table! {
        intake.sessions (id) {
            id -> BigInt,
            token_sha256 -> Bytea,
            account_id -> BigInt,
            created_at -> Timestamptz,
            last_seen_at -> Timestamptz,
            expires_at -> Timestamptz,
            proved_at -> Timestamptz,
            code_at -> Nullable<Timestamptz>,
            browser -> Text,
            network -> Text,
        }
    }
    diesel::table! {
        intake.grants (id) {
            id -> BigInt,
            account_id -> BigInt,
            role -> Text,
            initiative_id -> Nullable<BigInt>,
            area_id -> Nullable<BigInt>,
            granted_by -> Nullable<BigInt>,
            granted_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.invitations (id) {
            id -> BigInt,
            registration_id -> BigInt,
            role -> Text,
            initiative_id -> Nullable<BigInt>,
            area_id -> Nullable<BigInt>,
            invited_by -> Nullable<BigInt>,
            invited_at -> Timestamptz,
            expires_at -> Timestamptz,
            ended_at -> Nullable<Timestamptz>,
        }
    }
    diesel::table! {
        intake.grant_proposals (id) {
            id -> BigInt,
            account_id -> BigInt,
            role -> Text,
            initiative_id -> Nullable<BigInt>,
            area_id -> Nullable<BigInt>,
            proposed_by -> BigInt,
            proposed_at -> Timestamptz,
            expires_at -> Timestamptz,
            ended_at -> Nullable<Timestamptz>,
            approved_by -> Nullable<BigInt>,
        }
    }
    diesel::table! {
        intake.audit_log (id) {
            id -> BigInt,
            actor_id -> Nullable<BigInt>,
            act -> Text,
            subject -> Text,
            detail -> Jsonb,
            occurred_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.drafts (id) {
            id -> BigInt,
            area_id -> BigInt,
            account_id -> Nullable<BigInt>,
            cookie_sha256 -> Nullable<Bytea>,
            submission_key -> Text,
            fields -> Jsonb,
            revision -> Integer,
            created_at -> Timestamptz,
            updated_at -> Timestamptz,
            awaits -> Nullable<Text>,
            replaces -> Nullable<BigInt>,
        }
    }
    diesel::table! {
        intake.awaiting_comments (id) {
            id -> BigInt,
            tracking_number -> Text,
            area_id -> BigInt,
            registration_id -> BigInt,
            canonical_email -> Text,
            cookie_sha256 -> Bytea,
            submission_key -> Text,
            question_set_id -> BigInt,
            submission -> Jsonb,
            content_sha256 -> Bytea,
            receipt_nonce -> Bytea,
            receipt_sha256 -> Bytea,
            received_at -> Timestamptz,
            received_on -> Date,
            late -> Bool,
            expires_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.comments (id) {
            id -> BigInt,
            tracking_number -> Text,
            area_id -> BigInt,
            author_id -> Nullable<BigInt>,
            source -> Text,
            source_id -> Nullable<Text>,
            submission_key -> Nullable<Text>,
            received_at -> Timestamptz,
            received_on -> Date,
            late -> Bool,
            standing -> Text,
            current_version -> Integer,
            published_version -> Nullable<Integer>,
            campaign_id -> Nullable<BigInt>,
            decided_version -> Nullable<Integer>,
            channel -> Nullable<Text>,
            n_signatories -> Integer,
        }
    }
    diesel::table! {
        intake.comment_versions (id) {
            id -> BigInt,
            comment_id -> BigInt,
            version -> Integer,
            question_set_id -> BigInt,
            stance -> Nullable<Text>,
            respondent_kind_id -> Nullable<BigInt>,
            organization -> Nullable<Text>,
            attribution -> Text,
            display_name -> Nullable<Text>,
            body -> Text,
            language -> Text,
            content_sha256 -> Bytea,
            receipt_nonce -> Bytea,
            receipt_sha256 -> Bytea,
            created_at -> Timestamptz,
            submission_key -> Nullable<Text>,
        }
    }
    diesel::table! {
        intake.answers (version_id, question_id) {
            version_id -> BigInt,
            question_id -> BigInt,
            value -> Jsonb,
            other_text -> Nullable<Text>,
        }
    }
    diesel::table! {
        intake.files (sha256) {
            sha256 -> Bytea,
            media_type -> Text,
            bytes -> BigInt,
            claimed_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.draft_files (id) {
            id -> BigInt,
            draft_id -> BigInt,
            sha256 -> Bytea,
            name -> Text,
        }
    }
    diesel::table! {
        intake.awaiting_files (awaiting_id, sha256) {
            awaiting_id -> BigInt,
            sha256 -> Bytea,
        }
    }
    diesel::table! {
        intake.attachments (version_id, position) {
            version_id -> BigInt,
            position -> Integer,
            sha256 -> Bytea,
            name -> Text,
        }
    }
    diesel::table! {
        intake.entries (id) {
            id -> BigInt,
            area_id -> BigInt,
            question_set_id -> BigInt,
            submission_key -> Text,
            fields -> Jsonb,
            channel -> Text,
            received_on -> Date,
            n_signatories -> Integer,
            display_name -> Nullable<Text>,
            kept_at -> Nullable<Text>,
            state -> Text,
            revision -> Integer,
            entered_by -> BigInt,
            entered_at -> Timestamptz,
            writers -> Array<BigInt>,
            changed_at -> Timestamptz,
            checked_by -> Nullable<BigInt>,
            checked_at -> Nullable<Timestamptz>,
            note -> Nullable<Text>,
            comment_id -> Nullable<BigInt>,
        }
    }
    diesel::table! {
        intake.entry_files (id) {
            id -> BigInt,
            entry_id -> BigInt,
            sha256 -> Bytea,
            name -> Text,
        }
    }
    diesel::table! {
        intake.decisions (id) {
            id -> BigInt,
            comment_id -> BigInt,
            version -> Integer,
            from_standing -> Text,
            to_standing -> Text,
            actor_kind -> Text,
            actor_id -> Nullable<BigInt>,
            reason_code -> Nullable<Text>,
            note -> Nullable<Text>,
            policy_id -> BigInt,
            undoes -> Nullable<BigInt>,
            decided_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.events (id) {
            id -> BigInt,
            kind -> Text,
            area_id -> Nullable<BigInt>,
            comment_id -> Nullable<BigInt>,
            decision_id -> Nullable<BigInt>,
            occurred_at -> Timestamptz,
            position -> Nullable<BigInt>,
        }
    }
    diesel::table! {
        intake.follows (id) {
            id -> BigInt,
            area_id -> BigInt,
            account_id -> Nullable<BigInt>,
            email -> Nullable<Text>,
            canonical_email -> Nullable<Text>,
            created_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.follow_requests (id) {
            id -> BigInt,
            token_sha256 -> Bytea,
            area_id -> BigInt,
            email -> Text,
            canonical_email -> Text,
            created_at -> Timestamptz,
            expires_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.announcements (id) {
            id -> BigInt,
            area_id -> BigInt,
            kind -> Text,
            period_event_id -> Nullable<BigInt>,
            outcome_id -> Nullable<BigInt>,
            closes_at -> Nullable<Timestamptz>,
            created_at -> Timestamptz,
            told_up_to -> BigInt,
            finished_at -> Nullable<Timestamptz>,
        }
    }
    diesel::table! {
        intake.announced (announcement_id, follow_id) {
            announcement_id -> BigInt,
            follow_id -> BigInt,
        }
    }
    diesel::table! {
        intake.never_mail (address_sha256) {
            address_sha256 -> Bytea,
            since -> Timestamptz,
        }
    }
    diesel::table! {
        intake.outbox (id) {
            id -> BigInt,
            kind -> Text,
            recipient -> Text,
            subject -> Text,
            body -> Text,
            message_id -> Text,
            priority -> SmallInt,
            queued_at -> Timestamptz,
            attempts -> Integer,
            next_attempt_at -> Timestamptz,
            sent_at -> Nullable<Timestamptz>,
            undeliverable_at -> Nullable<Timestamptz>,
            last_error -> Nullable<Text>,
            failure -> Nullable<Text>,
            counted_as -> Nullable<Text>,
            counted_domain -> Nullable<Text>,
            gathered -> Bool,
            sent_with -> Nullable<BigInt>,
        }
    }
    diesel::table! {
        intake.one_time_codes (account_id) {
            account_id -> BigInt,
            sealed_secret -> Bytea,
            created_at -> Timestamptz,
            confirmed_at -> Nullable<Timestamptz>,
            last_step -> BigInt,
        }
    }
    diesel::table! {
        intake.recovery_codes (code_sha256) {
            code_sha256 -> Bytea,
            account_id -> BigInt,
            used_at -> Nullable<Timestamptz>,
        }
    }
    diesel::table! {
        intake.known_devices (account_id, device_sha256) {
            account_id -> BigInt,
            device_sha256 -> Bytea,
            last_seen_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.limit_counts (key_sha256) {
            key_sha256 -> Bytea,
            n -> Integer,
            until -> Timestamptz,
        }
    }
    diesel::table! {
        intake.event_codes (id) {
            id -> BigInt,
            name -> Text,
            code_sha256 -> Bytea,
            sealed_code -> Bytea,
            per_minute -> Integer,
            valid_from -> Timestamptz,
            valid_until -> Timestamptz,
            ended_at -> Nullable<Timestamptz>,
            created_at -> Timestamptz,
        }
    }
    diesel::table! {
        intake.working_copies (slug) {
            slug -> Text,
            definition -> Text,
            came_from -> Nullable<Text>,
            updated_by -> Nullable<BigInt>,
            updated_at -> Timestamptz,
        }
    }
    diesel::joinable!(sessions -> accounts (account_id));
    diesel::joinable!(grants -> accounts (account_id));
    diesel::joinable!(invitations -> registrations (registration_id));
    diesel::joinable!(comment_versions -> comments (comment_id));
    diesel::joinable!(decisions -> comments (comment_id));
    diesel::joinable!(comments -> accounts (author_id));
    diesel::joinable!(attachments -> files (sha256));
    diesel::joinable!(draft_files -> drafts (draft_id));
    diesel::joinable!(draft_files -> files (sha256));
    diesel::joinable!(entry_files -> files (sha256));
}

pub mod public_record {
    diesel::table! {
        public_record.comments (tracking_number) {
            tracking_number -> Text,
            area_id -> BigInt,
            version -> Integer,
            question_set_version -> Integer,
            received_on -> Date,
            received_at -> Nullable<Timestamptz>,
            published_on -> Date,
            late -> Bool,
            source -> Text,
            source_id -> Nullable<Text>,
            stance -> Nullable<Text>,
            respondent_kind -> Nullable<Text>,
            organization -> Nullable<Text>,
            attribution -> Text,
            display_name -> Nullable<Text>,
            language -> Text,
            body -> Text,
            answers -> Jsonb,
            answered -> Array<Text>,
            campaign_id -> Nullable<BigInt>,
            attachments -> Integer,
            replaced_on -> Nullable<Date>,
            channel -> Nullable<Text>,
            signatories -> Integer,
        }
    }
    diesel::table! {
        public_record.attachments (tracking_number, position) {
            tracking_number -> Text,
            position -> Integer,
            name -> Text,
            media_type -> Text,
            bytes -> BigInt,
            sha256 -> Bytea,
        }
    }
    diesel::table! {
        public_record.standings (tracking_number) {
            tracking_number -> Text,
            area_id -> BigInt,
            standing -> Text,
            reason_code -> Nullable<Text>,
            decided_on -> Date,
        }
    }
    diesel::table! {
        public_record.tallies (area_id, subject, bucket, split) {
            area_id -> BigInt,
            subject -> Text,
            bucket -> Text,
            split -> Text,
            n -> BigInt,
        }
    }
    diesel::table! {
        public_record.tally_deltas (id) {
            id -> BigInt,
            area_id -> BigInt,
            subject -> Text,
            bucket -> Text,
            split -> Text,
            n -> BigInt,
        }
    }
    diesel::table! {
        /// A view: tallies and the deltas not yet folded into them, added up.
        public_record.figures (area_id, subject, bucket, split) {
            area_id -> BigInt,
            subject -> Text,
            bucket -> Text,
            split -> Text,
            n -> BigInt,
        }
    }
}

/// Private rows may be joined with the catalogue; the public record stands alone.
mod joins {
    use super::catalogue::{
        areas, initiatives, moderation_policies, periods, question_options, question_sets,
        questions, respondent_kinds,
    };
    use super::intake::{
        accounts, answers, attachments, audit_log, awaiting_comments, comment_versions, comments,
        decisions, draft_files, drafts, entries, entry_files, files, grant_proposals, grants,
        invitations, known_devices, mailed_links, one_time_codes, recovery_codes, registrations,
        sessions, working_copies,
    };

    diesel::allow_tables_to_appear_in_same_query!(
        areas,
        initiatives,
        moderation_policies,
        periods,
        question_options,
        question_sets,
        questions,
        respondent_kinds,
        accounts,
        answers,
        attachments,
        audit_log,
        awaiting_comments,
        comment_versions,
        comments,
        decisions,
        draft_files,
        drafts,
        entries,
        entry_files,
        files,
        grant_proposals,
        grants,
        invitations,
        known_devices,
        mailed_links,
        one_time_codes,
        recovery_codes,
        registrations,
        sessions,
        working_copies,
    );
}
