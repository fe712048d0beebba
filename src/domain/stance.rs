//! What a person thinks of an area's stated direction. Not a vote.

crate::text_enum! {
    /// The answer to "What do you think of this direction?".
    pub enum Stance {
        Support = "support" => "Support",
        SupportWithChanges = "support_with_changes" => "Support, with changes",
        Neutral = "neutral" => "Neutral or mixed",
        Oppose = "oppose" => "Oppose",
        NotStated = "not_stated" => "I am giving information, not a position",
    }
}
