//! What was found to be the same.

/// Of each word of both texts, whether the other has it in the same surroundings.
#[derive(Debug)]
pub struct Marks {
    pub a: Vec<bool>,
    pub b: Vec<bool>,
}
