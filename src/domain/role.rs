//! What a member of staff may do.

crate::text_enum! {
    /// A role that a grant gives to an account.
    pub enum Role {
        Moderator = "moderator" => "Moderator",
        Analyst = "analyst" => "Analyst",
        Administrator = "administrator" => "Administrator",
    }
}
