use super::Kind::{BankAccount, Card, Email, SocialSecurity, Street, TaxNumber, Telephone};
use super::*;

/// A text, and what is found in it. All numbers are made up, or are those that card networks give out for tests.
const FOUND: [(&str, Kind, &str); 26] = [
    ("Write to ana.whitcomb@example.org.", Email, "ana.whitcomb@example.org"),
    ("(O'Neil: pat+o'neil@mail.example.co.uk)", Email, "pat+o'neil@mail.example.co.uk"),
    ("My SSN is 219-09-9999, as you asked", SocialSecurity, "219-09-9999"),
    ("219 09 9999", SocialSecurity, "219 09 9999"),
    ("Social Security number: 219099999.", SocialSecurity, "219099999"),
    ("ITIN 912-70-1234", TaxNumber, "912-70-1234"),
    ("our EIN (12-3456789)", TaxNumber, "12-3456789"),
    ("Card 4111 1111 1111 1111, 12/27", Card, "4111 1111 1111 1111"),
    ("5555-5555-5555-4444", Card, "5555-5555-5555-4444"),
    ("378282246310005", Card, "378282246310005"),
    ("3782 822463 10005", Card, "3782 822463 10005"),
    ("Pay to DE89 3704 0044 0532 0130 00 now", BankAccount, "DE89 3704 0044 0532 0130 00"),
    ("GB82WEST12345698765432", BankAccount, "GB82WEST12345698765432"),
    ("Call me: (555) 234-5678", Telephone, "(555) 234-5678"),
    ("555-234-5678.", Telephone, "555-234-5678"),
    ("+1 555.234.5678", Telephone, "+1 555.234.5678"),
    ("my cell is 5552345678", Telephone, "5552345678"),
    ("phone 234-5678 after six", Telephone, "234-5678"),
    ("+49 30 1234567", Telephone, "+49 30 1234567"),
    ("+44 (20) 7946 0958", Telephone, "+44 (20) 7946 0958"),
    ("I live at 1600 Main Street, Springfield", Street, "1600 Main Street"),
    ("12B N. Old Mill Rd", Street, "12B N. Old Mill Rd"),
    ("350 5th Ave", Street, "350 5th Ave"),
    ("Send it to P.O. Box 123", Street, "P.O. Box 123"),
    ("Ich wohne in der Lindenstraße 12a.", Street, "Lindenstraße 12a"),
    ("wohnhaft Sandgasse 52 im 1190 Wien", Street, "Sandgasse 52"),
];

/// What looks a little like it and is something else, much of it from real comments.
const LEFT_ALONE: [&str; 26] = [
    "",
    "docket FNS-2018-0021-5678",
    "EPA-HQ-OAR-2021-0317-0001",
    "40 CFR 60.111-22-3333",
    "RIN 0584-AE62, FR Doc. 2019-15670",
    "84 FR 35570-35581",
    "in 2018 and 2019-2020",
    "19 percent of 3,100,000 households",
    "000-12-3456 and 666-12-3456 and 123-00-4567",
    "912-10-1234",
    "4111 1111 1111 1112",
    "1234 5678 9012 3456",
    "the id 09000064841ddb97",
    "DE89 3704 0044 0532 0130 01",
    "SECTION 12 OF THE ACT",
    "+400% of the price",
    "a grade of +12 34",
    "from 100 to 555-1234 people",
    "20 END Dodd-Frank Wall Street Reform",
    "on Main Street and Wall Street",
    "ten minutes down the road",
    "@example on a network",
    "a@b",
    "name at example dot org",
    "https://www.regulations.gov/document?D=FNS-2018-0037-9772",
    "ISBN 978-0-306-40615-7",
];

#[test]
fn every_pattern_compiles() {
    assert_eq!(SHAPES.len(), PATTERNS.len());
}

#[test]
fn personal_data_is_found_with_its_kind_and_its_place() {
    for (text, kind, part) in FOUND {
        let found = find(text);
        let parts: Vec<_> =
            found.iter().map(|it| (it.kind, text.get(it.span.clone()).unwrap())).collect();
        assert_eq!(parts, [(kind, part)], "{text}");
    }
}

#[test]
fn what_only_looks_like_it_is_left_alone() {
    for text in LEFT_ALONE {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn findings_come_in_the_order_of_the_text_and_share_no_byte() {
    let text = "ana@example.org or 555-234-5678, then ben@example.org";

    let found = find(text);

    let kinds: Vec<_> = found.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [Email, Telephone, Email]);
    let next = found.iter().skip(1);
    assert!(found.iter().zip(next).all(|(one, next)| one.span.end <= next.span.start));
}

#[test]
fn a_long_text_of_near_misses_is_read_quickly() {
    let text = "1-2-3-4-5-6 a.a.a.a@ 555-555- +1 +1 A1 B2 ".repeat(1_200);
    assert!(50_000 < text.len());

    let started = std::time::Instant::now();
    let _ = find(&text);

    assert!(started.elapsed() < std::time::Duration::from_secs(2), "{:?}", started.elapsed());
}
