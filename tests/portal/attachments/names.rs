//! Names that hide something, on their way from the body of a form to the header of a download (F4).

use super::{FILES, names};
use crate::support::{FORM, TestApp};

/// How a name is sent, and what is left of it.
const NAMES: [(&str, &str); 4] = [
    ("filename=\"cod\u{202e}fdp\u{200b}.txt\"", "codfdp.txt"),
    // As browsers write line breaks.
    ("filename=\"a%0D%0ASet-Cookie: x=1.txt\"", "a%0D%0ASet-Cookie: x=1.txt"),
    ("filename=\"..\\\\..\\\\b\tc.txt\"", "bc.txt"),
    ("filename=\"<img src=x onerror=alert(1)>.txt\"", "<img src=x onerror=alert(1)>.txt"),
];

#[actix_web::test]
async fn a_name_that_hides_something_is_a_plain_label_up_to_the_header_of_the_download() {
    let app = TestApp::spawn().await;
    app.initiative().await;
    let ana = app.registered("Ana").await;
    for (n, (sent, _)) in NAMES.iter().enumerate() {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"files\"; {sent}\r\n\
             Content-Type: text/html\r\n\r\nWords {n}.\r\n--b--\r\n"
        );
        let request = ana.request("POST", FILES).body(body);
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        ana.send(request).await.expect(303);
    }
    let labels: Vec<_> = NAMES.iter().map(|(_, label)| *label).collect();
    assert_eq!(names(&ana).await, labels);
    let form = ana.get(FORM).await.form("body").set("body", "With files.");
    let receipt = form.press("submit").await.expect(303).location().to_owned();
    let comment = receipt.split('?').next().unwrap();

    for (n, label) in labels.iter().enumerate() {
        let file = ana.get(&format!("{comment}/files/{}", n + 1)).await.expect(200);
        assert_eq!(file.html(), format!("Words {n}."));
        assert_eq!(file.header("content-type"), "text/plain; charset=utf-8", "whatever was said");
        let disposition = file.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\""), "{label}: {disposition}");
        assert!(disposition.is_ascii() && !disposition.contains('<'), "{label}: {disposition}");
        assert!(file.header("set-cookie").is_empty(), "{label}");
    }
}
