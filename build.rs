//! Embeds the migrations anew whenever one of them changes: the compiler cannot see that by itself.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
