//! Everybody who knocks, and what they ask for.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use lectern::domain::role::Role;
use lectern::domain::tracking_number::TrackingNumber;
use lectern::models::account::AccountId;
use lectern::models::area::Area;
use lectern::models::grant::{Grant, Scope};
use lectern::models::grant_proposal::GrantProposal;
use lectern::routes::{Address, Policy};
use lectern::schema::intake::{grants, outbox};

use crate::support::{OTHER_AREA, TestApp, Visitor};

/// Everybody who knocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    Stranger,
    /// Who wrote the comment that is published.
    Author,
    /// With an account, and no comment.
    Commenter,
    /// With a session from before.
    Suspended,
    /// Signed in by password, with one-time codes, of which none was given.
    WithoutTheCode,
    /// With every role, and no one-time codes set up.
    StaffWithoutCodes,
    Moderator,
    /// For the other area only.
    ModeratorElsewhere,
    Analyst,
    Administrator,
    /// With every role; it is an hour since they proved who they are.
    SignedInLongAgo,
}

/// Whose an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theirs {
    Own,
    Foreign,
    Absent,
}

impl Person {
    pub const ALL: [Self; 11] = [
        Self::Stranger,
        Self::Author,
        Self::Commenter,
        Self::Suspended,
        Self::WithoutTheCode,
        Self::StaffWithoutCodes,
        Self::Moderator,
        Self::ModeratorElsewhere,
        Self::Analyst,
        Self::Administrator,
        Self::SignedInLongAgo,
    ];

    /// A browser of this person, signed in as far as they get.
    pub async fn browser(self, app: &TestApp) -> Visitor {
        let visitor = app.visitor();
        let Some(name) = self.name() else { return visitor };
        app.sign_in(&visitor, name).await;
        let id = app.account(name).await.id;
        let change = match self {
            Self::Suspended => "UPDATE intake.accounts SET suspended_at = now() WHERE id = $1",
            Self::WithoutTheCode => {
                "UPDATE intake.sessions SET code_at = NULL WHERE account_id = $1"
            }
            Self::StaffWithoutCodes => {
                "WITH codes AS (DELETE FROM intake.one_time_codes WHERE account_id = $1)
                 UPDATE intake.sessions SET code_at = NULL WHERE account_id = $1"
            }
            Self::SignedInLongAgo => {
                "UPDATE intake.sessions SET proved_at = now() - interval '1 hour' WHERE account_id = $1"
            }
            _ => return visitor,
        };
        diesel::sql_query(change)
            .bind::<diesel::sql_types::BigInt, _>(id)
            .execute(&mut app.db().await)
            .await
            .unwrap();
        visitor
    }

    fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Stranger => return None,
            Self::Author => "Ana",
            Self::Commenter => "Ben",
            Self::Suspended => "Sue",
            Self::WithoutTheCode => "Cody",
            Self::StaffWithoutCodes => "Nora",
            Self::Moderator => "Mo",
            Self::ModeratorElsewhere => "Kim",
            Self::Analyst => "Lin",
            Self::Administrator => "Ada",
            Self::SignedInLongAgo => "Lou",
        })
    }

    fn roles(self) -> &'static [Role] {
        match self {
            Self::Moderator | Self::ModeratorElsewhere => &[Role::Moderator],
            Self::Analyst => &[Role::Analyst],
            Self::Administrator => &[Role::Administrator],
            Self::StaffWithoutCodes | Self::SignedInLongAgo => Role::ALL,
            Self::WithoutTheCode => &[Role::Moderator, Role::Administrator],
            _ => &[],
        }
    }
}

/// What there is to ask for.
pub struct Objects {
    published: TrackingNumber,
    pending: TrackingNumber,
    absent: TrackingNumber,
    /// A moderator, their grant, and the proposal that they become more.
    colleague: i64,
    grant: i64,
    proposal: i64,
    entry: i64,
}

impl Objects {
    /// Two comments on one area, a mail, and everybody with their roles.
    pub async fn arrange(app: &TestApp) -> Self {
        app.initiative().await;
        let published = app
            .comment("Stone lasts.")
            .by("Ana")
            .file("a.txt", b"Stone.")
            .published()
            .insert()
            .await;
        let pending = app.comment("Steel rusts.").by("Zoe").file("b.txt", b"Rust.").insert().await;
        let mut conn = app.db().await;
        for person in Person::ALL {
            let Some(name) = person.name() else { continue };
            let id = app.account(name).await.id;
            for role in person.roles() {
                grant(&mut conn, id, *role, person == Person::ModeratorElsewhere).await;
            }
        }
        let event = "INSERT INTO intake.event_codes
             (name, code_sha256, sealed_code, per_minute, valid_from, valid_until)
             VALUES ('A hearing', '', '', 60, now(), now() + interval '1 hour')";
        diesel::sql_query(event).execute(&mut conn).await.unwrap();
        let invitation = "WITH invited AS (
                 INSERT INTO intake.registrations (email, canonical_email, display_name)
                 VALUES ('iris@example.org', 'iris@example.org', 'Iris') RETURNING id
             )
             INSERT INTO intake.invitations (registration_id, role, expires_at)
             SELECT id, 'moderator', now() + interval '1 hour' FROM invited";
        diesel::sql_query(invitation).execute(&mut conn).await.unwrap();
        let colleague = app.account("Mo").await.id;
        let grant = Grant::of(&mut conn, colleague).await.unwrap()[0].id.0;
        let (role, by) = (Role::Administrator, app.account("Lou").await.id);
        let proposal = GrantProposal::create(&mut conn, colleague, role, Scope::Everything, by);
        let proposal = proposal.await.unwrap().unwrap().0;
        let entry = app.entry("On a sheet of paper.").by("Zoe").scan("a.pdf", b"Paper.").insert();
        let entry = entry.await.0;
        let absent = TrackingNumber::random();
        Self { published, pending, absent, colleague: colleague.0, grant, proposal, entry }
    }

    /// For which of them an address can be asked. Where it names none, it is everybody's own.
    pub fn of(&self, address: &Address, person: Person) -> Vec<Theirs> {
        if !address.path.contains('{') {
            return vec![Theirs::Own];
        }
        if address.policy == Policy::Clerk {
            let theirs = match person {
                Person::ModeratorElsewhere => Theirs::Foreign,
                _ => Theirs::Own,
            };
            return vec![theirs, Theirs::Absent];
        }
        if !address.path.contains("{tracking_number}") {
            return vec![Theirs::Own, Theirs::Absent];
        }
        let has_own = match (address.policy, person) {
            (Policy::Account | Policy::ProvedAccount, it) => it == Person::Author,
            (Policy::Moderator, it) => it != Person::ModeratorElsewhere,
            _ => true,
        };
        let has_foreign =
            address.policy != Policy::Moderator || person == Person::ModeratorElsewhere;
        [(Theirs::Own, has_own), (Theirs::Foreign, has_foreign), (Theirs::Absent, true)]
            .into_iter()
            .filter_map(|(it, is_there)| is_there.then_some(it))
            .collect()
    }

    /// A path of the site with an object in the place of each name.
    pub async fn path(&self, app: &TestApp, pattern: &str, theirs: Theirs) -> String {
        let is_there = theirs != Theirs::Absent;
        let either = |found: &str| if is_there { found.to_owned() } else { "absent".to_owned() };
        let id = if is_there { newest_mail(app).await } else { i64::MAX };
        let token = "0".repeat(64);
        let numbered = |found: i64| if is_there { found.to_string() } else { "absent".to_owned() };
        pattern
            .replace("{part}", &either("texts"))
            .replace(
                "{area}/questions/{question}",
                &format!("{{area}}/questions/{}", either("material")),
            )
            .replace("{question}", &either("distance"))
            .replace("{initiative}", &either("harbor"))
            .replace("{area}", &either("bridge"))
            .replace("{tracking_number}", &self.name(theirs))
            .replace("{file}", &either(&stylesheet()))
            .replace("{position}", "1")
            .replace("{version}", "1")
            .replace("{id}", &id.to_string())
            .replace("{reason}", &either("obscenity"))
            .replace("{event}", if is_there { "1" } else { "9999" })
            .replace("{person}", &numbered(self.colleague))
            .replace("{grant}", &numbered(self.grant))
            .replace("{entry}", &if is_there { self.entry } else { 9999 }.to_string())
            .replace("{proposal}", &numbered(self.proposal))
            .replace("{invitation}", &numbered(1))
            .replace("{token}", &token)
    }

    pub fn name(&self, theirs: Theirs) -> String {
        let number = match theirs {
            Theirs::Own => &self.published,
            Theirs::Foreign => &self.pending,
            Theirs::Absent => &self.absent,
        };
        number.to_string()
    }
}

async fn grant(conn: &mut AsyncPgConnection, id: AccountId, role: Role, elsewhere: bool) {
    let (_, area) = Area::find_by_path(conn, OTHER_AREA).await.unwrap();
    diesel::insert_into(grants::table)
        .values((
            grants::account_id.eq(id),
            grants::role.eq(role),
            grants::area_id.eq(elsewhere.then_some(area.id)),
        ))
        .execute(conn)
        .await
        .unwrap();
}

async fn newest_mail(app: &TestApp) -> i64 {
    let newest = outbox::table.select(diesel::dsl::max(outbox::id));
    let id: Option<i64> = newest.get_result(&mut app.db().await).await.unwrap();
    id.unwrap()
}

fn stylesheet() -> String {
    let url = lectern_templates::assets::url("lectern.css");
    url.rsplit('/').next().unwrap().to_owned()
}
