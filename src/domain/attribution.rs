//! How the author of a comment appears in public.

crate::text_enum! {
    /// Under which name a comment is published.
    pub enum Attribution {
        Named = "named" => "With my name",
        Organization = "organization" => "With my organization only",
        Anonymous = "anonymous" => "Anonymous",
    }
}
