//! A new secret on its way to an app. It travels with the form, sealed: nothing is stored until a first code shows that
//! the app has it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::one_time_code::CodeSecret;
use crate::models::account::AccountId;
use crate::sealing::{Purpose, Sealer};

/// How long a page with a secret may lie open.
const GOOD_FOR: TimeDelta = TimeDelta::hours(1);

/// A secret that is offered to one account.
#[derive(Debug, Clone)]
pub struct Offer {
    pub secret: CodeSecret,
    /// What the form carries.
    pub sealed: String,
}

impl Offer {
    /// # Errors
    /// If nothing can be sealed.
    pub fn new(sealer: &Sealer, account_id: AccountId, now: DateTime<Utc>) -> anyhow::Result<Self> {
        let secret = CodeSecret::random();
        let (owner, expires) = (account_id.0, (now + GOOD_FOR).timestamp());
        let content =
            [&owner.to_be_bytes()[..], &expires.to_be_bytes()[..], secret.reveal()].concat();
        let sealed = hex::encode(sealer.seal(Purpose::OfferedCode, &content)?);
        Ok(Self { secret, sealed })
    }

    /// The offer that a form brought back; none if it was made up, is another's, or has run out.
    #[must_use]
    pub fn open(
        sealer: &Sealer,
        account_id: AccountId,
        now: DateTime<Utc>,
        sealed: &str,
    ) -> Option<Self> {
        let content = sealer.open(Purpose::OfferedCode, &hex::decode(sealed).ok()?)?;
        let (owner, rest) = content.split_first_chunk()?;
        let (expires, secret) = rest.split_first_chunk()?;
        let is_good = i64::from_be_bytes(*owner) == account_id.0
            && now.timestamp() < i64::from_be_bytes(*expires);
        let secret = CodeSecret::from_bytes(secret).filter(|_| is_good)?;
        Some(Self { secret, sealed: sealed.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Secret;

    #[test]
    fn an_offer_opens_for_its_account_within_the_hour_and_not_as_a_stored_secret() {
        let sealer = Sealer::new(&Secret::new("a".repeat(64))).unwrap();
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let (ana, ben) = (AccountId(1), AccountId(2));
        let offer = Offer::new(&sealer, ana, now).unwrap();

        let opened = |whose, at| Offer::open(&sealer, whose, at, &offer.sealed).map(|it| it.secret);
        assert_eq!(opened(ana, now + TimeDelta::minutes(59)), Some(offer.secret.clone()));
        assert_eq!(opened(ana, now + TimeDelta::minutes(61)), None);
        assert_eq!(opened(ben, now), None);
        let bytes = hex::decode(&offer.sealed).unwrap();
        assert_eq!(super::super::open(&sealer, ana, &bytes), None);
        for made_up in ["", "zz", "00"] {
            assert!(Offer::open(&sealer, ana, now, made_up).is_none());
        }
    }
}
