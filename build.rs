//! Embeds the migrations anew whenever one of them changes: the compiler cannot see that by itself.

#[expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
