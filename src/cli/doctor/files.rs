//! Where files of comments lie: whether one can be put there, and whether there is room for more.

use super::finding::Finding;
use super::patient::Patient;
use crate::file_store::FileStore;
use crate::settings::Attachments;

const ABOUT: &str = "files";

/// Puts a small file, reads it again and removes it: nothing else tells whether that can be done.
pub async fn examine(patient: &Patient) -> Vec<Finding> {
    let settings = &patient.settings.attachments;
    let place = in_words(settings);
    let store = match FileStore::find(settings) {
        Ok(Some(store)) => store,
        Ok(None) => {
            return vec![Finding::ok(
                ABOUT,
                format!("{place}; the first `lectern serve` makes the folder"),
            )];
        }
        Err(error) => {
            return vec![Finding::wrong(
                ABOUT,
                format!("{place}: {error:#}"),
                "Mend [attachments] in the settings; config/default.toml explains each of them.",
            )];
        }
    };
    let mut findings = vec![match store.probe().await {
        Ok(()) => Finding::ok(ABOUT, place),
        Err(error) => Finding::wrong(
            ABOUT,
            format!("{place}: {error:#}"),
            "Let the user that runs Lectern write there, or name another place in `attachments.folder` or \
             `attachments.s3`. Until then no file is taken, and files of published comments may be missing.",
        ),
    }];
    findings.extend(room(settings, &store));
    findings
}

fn in_words(settings: &Attachments) -> String {
    let folder = settings.folder.display();
    match settings.s3.is_used() {
        true => {
            format!("they lie in the bucket {}, and on their way in {folder}", settings.s3.bucket)
        }
        false => format!("they lie in {folder}"),
    }
}

fn room(settings: &Attachments, store: &FileStore) -> Option<Finding> {
    let free = store.free_bytes().ok()?;
    let needed = settings.disk_floor.saturating_add(settings.most_bytes);
    (free < needed).then(|| {
        Finding::wrong(
            "room for files",
            format!("{} MiB are free, {} are needed", free >> 20, needed >> 20),
            "Free some space on that disk: until then no file is taken. `attachments.disk_floor` is what has to stay free.",
        )
    })
}
