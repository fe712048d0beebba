//! Values that are valid by construction. Nothing here does I/O.

pub mod answer;
pub mod attribution;
pub mod definition;
pub mod device;
pub mod display_name;
pub mod email;
pub mod event_code;
pub mod field_errors;
pub mod fields;
pub mod notice;
pub mod one_time_code;
pub mod password;
pub mod period;
pub mod public_filter;
pub mod question;
pub mod reason;
pub mod receipt;
pub mod recovery_code;
pub mod role;
pub mod secret_token;
pub mod stance;
pub mod standing;
pub mod submission;
pub mod text;
pub mod tracking_number;
