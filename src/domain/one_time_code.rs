//! One-time codes: six digits that an app makes from a shared secret and the time (RFC 6238).

use std::fmt;

use qrcode::{Color, EcLevel, QrCode};
use totp_rs::{Builder, Secret, Totp};

use super::recovery_code::RecoveryCode;

/// Seconds that one code lasts.
pub const STEP_SECONDS: i64 = 30;

const N_BYTES: usize = 20;
const N_DIGITS: usize = 6;

/// 160 random bits that an app and the portal share. Sealed before it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeSecret([u8; N_BYTES]);

impl CodeSecret {
    #[must_use]
    pub fn random() -> Self {
        Self(rand::random())
    }

    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, for sealing.
    #[must_use]
    pub const fn reveal(&self) -> &[u8; N_BYTES] {
        &self.0
    }

    #[must_use]
    pub fn from_base32(text: &str) -> Option<Self> {
        Self::from_bytes(Secret::try_from_base32(text).ok()?.as_bytes())
    }

    /// For an app, or for somebody who types it.
    #[must_use]
    pub fn to_base32(&self) -> String {
        Secret::new_stack(self.0).to_base32()
    }

    /// The code of a half minute; none before 1970.
    #[must_use]
    pub fn code_of(&self, step: i64) -> Option<String> {
        let seconds = u64::try_from(step.checked_mul(STEP_SECONDS)?).ok()?;
        Some(self.totp().generate(seconds).to_string())
    }

    /// The half minute that a code is of, if it is the present one or a neighbor: clocks differ a little.
    #[must_use]
    pub fn step_of(&self, code: &str, unix_seconds: i64) -> Option<i64> {
        let step = self.totp().check(code, u64::try_from(unix_seconds).ok()?)?;
        i64::try_from(step).ok()
    }

    /// The link that an app takes everything from.
    ///
    /// # Errors
    /// If the label cannot stand in such a link.
    pub fn link(&self, site: &str, account: &str) -> anyhow::Result<String> {
        // A colon separates the two in the link.
        let (site, account) = (site.replace(':', " "), account.replace(':', " "));
        let labelled =
            builder(self.0).with_issuer(Some(format!("Lectern {site}"))).with_account_name(account);
        Ok(labelled.build_noncompliant().to_url()?)
    }

    fn totp(&self) -> Totp {
        builder(self.0).build_noncompliant()
    }
}

/// Six digits of SHA-1, thirty seconds, one step to either side: what every app can do.
fn builder(secret: [u8; N_BYTES]) -> Builder {
    Builder::new().with_secret(Secret::new_stack(secret))
}

impl fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeSecret(..)")
    }
}

/// What somebody typed where a code is asked for.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits from an app.
    App(String),
    Recovery(RecoveryCode),
}

impl TypedCode {
    /// Spaces, hyphens and case do not matter.
    ///
    /// # Errors
    /// A sentence that says what is expected.
    pub fn parse(raw: &str) -> Result<Self, String> {
        let digits: String =
            raw.chars().filter(|it| !it.is_whitespace() && *it != '-').take(N_DIGITS + 1).collect();
        if digits.len() == N_DIGITS && digits.bytes().all(|it| it.is_ascii_digit()) {
            return Ok(Self::App(digits));
        }
        if raw.trim().is_empty() {
            return Err("Enter the code.".to_owned());
        }
        RecoveryCode::parse(raw).map(Self::Recovery).ok_or_else(|| {
            "Enter the six digits that your app shows, or one of your recovery codes.".to_owned()
        })
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedCode(..)")
    }
}

/// The squares of a QR code, row by row, dark ones true; with the length of a row.
///
/// # Errors
/// If the text is longer than such a code holds.
pub fn qr_squares(text: &str) -> anyhow::Result<(usize, Vec<bool>)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let width = code.width();
    Ok((width, code.into_colors().into_iter().map(|it| it == Color::Dark).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the test vectors of RFC 6238.
    fn secret() -> CodeSecret {
        CodeSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")]
        {
            assert_eq!(secret().code_of(seconds / STEP_SECONDS).unwrap(), code);
        }
        assert_eq!(secret().code_of(-1), None);
    }

    // A14
    #[test]
    fn a_code_is_good_for_its_half_minute_and_one_to_either_side() {
        let (now, step) = (1_111_111_109, 1_111_111_109 / STEP_SECONDS);
        let judge = |of: i64| secret().step_of(&secret().code_of(of).unwrap(), now);

        for near in [step - 1, step, step + 1] {
            assert_eq!(judge(near), Some(near));
        }
        for far in [step - 3, step - 2, step + 2, step + 3] {
            assert_eq!(judge(far), None);
        }
        for none in ["", "28708", "2870821", "+28708", "२८७०८२"] {
            assert_eq!(secret().step_of(none, now), None, "{none}");
        }
    }

    #[test]
    fn a_secret_travels_as_base32_and_in_a_link() {
        let base32 = secret().to_base32();

        assert_eq!(base32, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(CodeSecret::from_base32(&base32), Some(secret()));
        assert_eq!(
            secret().link("comments.example.gov:8080", "ana@example.org").unwrap(),
            format!(
                "otpauth://totp/Lectern%20comments.example.gov%208080:ana%40example.org?secret={base32}&issuer=\
                 Lectern%20comments.example.gov%208080"
            )
        );
        assert_ne!(CodeSecret::random(), CodeSecret::random());
        assert_eq!(format!("{:?}", secret()), "CodeSecret(..)");
    }

    #[test]
    fn a_code_is_read_whatever_stands_between_its_digits() {
        for typed in ["287082", " 287 082 ", "287-082", "2 8 7 0 8 2"] {
            assert_eq!(TypedCode::parse(typed), Ok(TypedCode::App("287082".to_owned())), "{typed}");
        }
        for typed in ["", "28708", "2870822", "28708x", "２８７０８２"] {
            assert!(TypedCode::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_qr_code_is_a_square_with_a_dark_frame_in_three_corners() {
        let (width, squares) = qr_squares("otpauth://totp/Lectern?secret=A").unwrap();

        assert_eq!(squares.len(), width * width);
        let dark = |x: usize, y: usize| *squares.get(y * width + x).unwrap();
        for (x, y) in
            [(0, 0), (6, 6), (width - 1, 0), (width - 7, 6), (0, width - 1), (6, width - 7)]
        {
            assert!(dark(x, y));
        }
        assert!(!dark(7, 7) && !dark(1, 1));
    }
}
