//! The kinds of files that go with a comment.

crate::text_enum! {
    /// What a file is, by its content.
    pub enum MediaType {
        Pdf = "application/pdf" => "PDF",
        Png = "image/png" => "PNG image",
        Jpeg = "image/jpeg" => "JPEG image",
        Text = "text/plain" => "Plain text",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "Word document",
        Odt = "application/vnd.oasis.opendocument.text" => "OpenDocument text",
    }
}

/// Endings of names, and what a file with each has to be.
const ENDINGS: [(&str, MediaType); 7] = [
    ("pdf", MediaType::Pdf),
    ("png", MediaType::Png),
    ("jpg", MediaType::Jpeg),
    ("jpeg", MediaType::Jpeg),
    ("txt", MediaType::Text),
    ("docx", MediaType::Docx),
    ("odt", MediaType::Odt),
];

impl MediaType {
    /// What the end of a name promises, in whatever case it is written.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        let known = ENDINGS.iter().find(|(it, _)| it.eq_ignore_ascii_case(ending));
        known.map(|(_, media_type)| *media_type)
    }

    /// What a browser's file dialog offers: `.pdf,.png,…`.
    #[must_use]
    pub fn endings() -> String {
        ENDINGS.map(|(ending, _)| format!(".{ending}")).join(",")
    }

    /// The value of `Content-Type`. Text is known to be UTF-8.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; charset=utf-8",
            other => other.as_str(),
        }
    }
}
